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
    assert [page_file(number) for number in (0, 15, 16, 1048576)] == [
        *("d-0.json", "d-f.json", "d-10.json", "d-100000.json"),
    ]
    assert year_file("2026") == "y-2026.json"
