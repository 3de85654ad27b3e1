"""Shapes that share a border go on sharing it once they are mended and packed; their file gives them back."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.engine.base.geography import Outline
from placette.engine.content.communes import Contours
from placette.features.territory.topology import load_contours, make_contours
from tests.features.territory.test_topology import area
from tests.tools.territory.contours import mend_contours, pack_contours

UNIT = 0.01  # degrees: squares of some 0.86 km²


def grid(*omitted: str) -> dict[str, Outline]:
    """Three communes in a row at 45° north, and one all round them, of 0.0575 square degrees together."""
    edges = [((45.0, 3 + at * UNIT), (45.05, 3 + at * UNIT)) for at in range(4)]
    found: dict[str, Outline] = {
        name: ((west[0], east[0], east[1], west[1]),)
        for name, west, east in zip("abc", edges, edges[1:], strict=False)
        if name not in omitted
    }
    ring = ((44.9, 2.9), (44.9, 3.13), (45.15, 3.13), (45.15, 2.9))
    return found | {"d": (ring, (*(north for _, north in edges), *(south for south, _ in reversed(edges))))}


def test_a_sliver_between_neighbours_is_closed_and_an_overlap_undone() -> None:
    for off in (0.0005, -0.0005):
        bent = ((45.0, 3.01), (45.0, 3.02), (45.05, 3.02), (45.05, 3.01), (45.025, 3.01 + off))
        mended = mend_contours({**grid(), "b": (bent,)})
        assert len(mended.outline("abcd")) == 1, "one ring round all"
        assert len(mended.borders("ab")) == 1, "one line between them"
        assert area(mended.outline("abcd")) == pytest.approx(0.0575)


def test_a_hole_goes_to_the_neighbour_that_lacks_a_part_and_stays_where_it_may_be_several() -> None:
    row = grid("b")
    assert area(mend_contours(row, {"c"}).outline("acd")) == pytest.approx(0.0575)
    assert area(mend_contours(row, {"c"}).outline("c")) == pytest.approx(2 * UNIT * 0.05)
    for several in ({"a", "c"}, set()):
        assert area(mend_contours(row, several).outline("acd")) == pytest.approx(0.0575 - UNIT * 0.05)


def test_islets_are_left_out_but_not_the_only_island() -> None:
    islet = ((46.0, 3.0), (46.0, 3.001), (46.001, 3.001), (46.001, 3.0))
    mended = mend_contours({"a": (*grid()["a"], islet), "b": (islet,)})
    assert (len(mended.shape("a")), len(mended.shape("b"))) == (1, 1)


def test_contours_come_back_from_their_file_as_they_were(tmp_path: Path) -> None:
    for kept in (make_contours({}), mend_contours(grid())):
        (tmp_path / "contours.xz").write_bytes(pack_contours(kept))
        back = load_contours(tmp_path / "contours.xz")
        assert list(back.rings) == sorted(kept.rings)
        for code in kept.rings:
            assert [set(ring) for ring in back.shape(code)] == [set(ring) for ring in kept.shape(code)]
        assert pack_contours(back) == pack_contours(kept)
        assert len(back.outline(back.rings)) == len(kept.outline(kept.rings))


def test_a_line_that_is_first_used_from_its_end_is_packed_too(tmp_path: Path) -> None:
    kept = Contours([[0, 0, 10, 0, 0, 10], [10, 10, -10, -10]], {"a": [[~1, ~0]], "b": [[0, 1]]})
    (tmp_path / "contours.xz").write_bytes(pack_contours(kept))
    back = load_contours(tmp_path / "contours.xz")
    assert {code: back.shape(code) for code in "ab"} == {code: kept.shape(code) for code in "ab"}


@pytest.mark.parametrize("cut", [0, 7, -30])
def test_a_file_that_is_cut_is_refused(cut: int, tmp_path: Path) -> None:
    (tmp_path / "contours.xz").write_bytes(pack_contours(mend_contours(grid()))[:cut])
    with pytest.raises(ValueError, match=r"contours\.xz"):
        load_contours(tmp_path / "contours.xz")
