"""What a layout lacked is said to the next one: room in columns, pictures on half empty pages, calls in holes."""

from __future__ import annotations

from typing import Any

from placette_gazette.layout import START, TypeArea, refine_layout

FRAME = TypeArea(top=40.0, foot=790.0, line=12.0, growing={"s1": 30.0}, calls=2)


def settled(*said: list[Any], frame: TypeArea = FRAME, again: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return what is said once nothing changes any more, to a printer that lays everything out in the same way."""
    told: dict[str, Any] = again or {}
    for _ in range(20):
        before, told = told, refine_layout(frame, [*said], told)
        if told == before:
            break
    return told


def columns(name: str, page: float, words: float, foot: float) -> list[list[Any]]:
    """Columns that are a third of 600 points high, whose words end somewhere, and they too."""
    return [["share", name, 200.0], ["text", name, page, words], ["end", name, page, foot]]


def test_columns_that_hold_their_text_stay_as_they_are() -> None:
    told = settled(["head", "s1", 1, 40.0, 0, 0], *columns("f1", 1, 300.0, 310.0))
    assert told["slack"] == {"f1": START}
    assert (told["plain"], told["still"], told["is_full"]) == ([], [], True)


def test_columns_that_hold_less_than_their_text_get_more_room_then_as_much_as_they_need() -> None:
    said = [["head", "s1", 1, 40.0, 0, 0], *columns("f1", 1, 320.0, 310.0)]
    first = refine_layout(FRAME, said, {})
    assert first["slack"]["f1"] > START
    enough = [["head", "s1", 1, 40.0, 0, 0], *columns("f1", 1, 310.0, 310.0)[1:]]
    second = refine_layout(FRAME, enough, first)
    assert START < second["slack"]["f1"] < first["slack"]["f1"]


def test_columns_that_nothing_helps_need_not_end_at_one_height() -> None:
    assert settled(*columns("f1", 1, 320.0, 310.0))["plain"] == ["f1"]


def test_a_figure_that_hangs_over_the_foot_of_a_page_stands_in_its_place() -> None:
    said = [["share", "f1", 200.0], ["whole", "f1", 1, 700.0, 150.0], ["text", "f1", 2, 90.0], ["end", "f1", 2, 100.0]]
    assert settled(*said)["still"] == ["f1"]


def test_a_box_that_is_cut_makes_its_columns_higher() -> None:
    said = [["share", "f1", 20.0], ["whole", "f1", 2, 40.0, 68.0], ["text", "f1", 2, 40.0], ["end", "f1", 2, 43.0]]
    assert refine_layout(FRAME, said, {})["slack"]["f1"] > START


HOLE = [
    ["head", "s1", 1, 40.0, 100.0, 60.0],
    *columns("f1", 1, 300.0, 310.0),
    ["head", "s2", 2, 40.0, 460.0, 60.0],
    *columns("f2", 2, 700.0, 710.0),
]


def test_a_heading_loses_its_picture_where_that_leaves_no_page_half_empty() -> None:
    assert settled(*HOLE)["compact"] == []  # it begins its page without the picture too, so it has it back
    first = refine_layout(FRAME, HOLE, {})
    assert refine_layout(FRAME, HOLE, first)["compact"] == ["s2"]


def test_calls_drawings_and_distances_fill_a_page() -> None:
    tall = [["head", "s2", 2, 40.0, 700.0, 700.0] if one[1] == "s2" else one for one in HOLE]
    told = settled(*tall)
    assert told["calls"] == {"s2": [0, 1]}
    assert told["grow"] == {"s1": 30.0}
    assert told["space"] == {}, "the first heading of a page stays at its top"
