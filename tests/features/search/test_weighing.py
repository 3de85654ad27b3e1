"""The terms of a page as lines."""

from __future__ import annotations

from placette.features.search.weighing import by_weight, lines_of


def test_lines_tell_each_weight_with_its_terms() -> None:
    lines = lines_of({"eau": 3, "_leau": 15, "pont": 3})
    assert list(by_weight(lines)) == [(3, ["eau", "pont"]), (15, ["_leau"])]
    assert list(by_weight(lines_of({}))) == list(by_weight("")) == []
