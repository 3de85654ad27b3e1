"""The names of the index's files."""

from __future__ import annotations

import re

from placette.features.search.naming import group_file, page_file, year_file


def test_a_name_says_what_it_holds_in_signs_that_every_system_takes() -> None:
    assert group_file("t", "pu") == "t-pu.json"
    assert group_file("t", "_puy") == "t-_puy.json"
    assert group_file("e", "") == "e-.json"
    assert group_file("t", "ωß") == "t--3c9--df-.json"
    assert group_file("t", "con") == "t-con.json", "no device of Windows"
    assert re.fullmatch(r"[a-z0-9_.-]+", group_file("t", "../İ\U0001f600"))
    assert (page_file(0), page_file(35), page_file(36), page_file(1679616)) == (
        *("d-0.json", "d-z.json", "d-10.json", "d-10000.json"),
    )
    assert year_file("2026") == "y-2026.json"
