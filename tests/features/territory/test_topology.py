"""Shapes that share a border go on sharing it once they are simplified, mended and packed; what is no shape is none."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from placette.engine.base.geography import Outline, contains
from placette.engine.content.communes import Contours
from placette.features.territory import topology
from placette.features.territory.topology import (
    join_contours,
    load_contours,
    make_contours,
    mend_contours,
    pack_contours,
)
from tests.features.territory.fixture_territories import the_france

PUY = "200073419"


@pytest.fixture(scope="module")
def shapes() -> dict[str, Outline]:
    """The communes round Le Puy-en-Velay, as they are."""
    (epci,) = (epci for epci in the_france().lists.epcis if epci["code"] == PUY)
    return {member["code"]: the_france().contours.shape(member["code"]) for member in epci["membres"]}


def area(outline: Outline) -> float:
    """Return the area of all rings, in square degrees; holes count as less."""
    sides = (side for ring in outline for side in zip(ring, (*ring[1:], ring[0]), strict=True))
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in sides)) / 2


def test_neighbours_stay_joined_however_coarse_they_become(shapes: dict[str, Outline]) -> None:
    whole = sum(map(area, shapes.values()))
    for most in (24_000, 900):
        contours = make_contours(shapes, most)
        assert sorted(contours.rings) == sorted(shapes)
        parts = [contours.outline([code]) for code in contours.rings]
        together = contours.outline(contours.rings)
        assert len(together) == 1, "one ring round all: no slit is open between two"
        assert sum(map(area, parts)) == pytest.approx(area(together), rel=1e-9)
        assert area(together) == pytest.approx(whole, rel=0.02)
    assert sum(len(line) // 2 for line in contours.lines) <= 900


def test_the_borders_of_a_large_territory_do_not_become_straight(
    shapes: dict[str, Outline], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topology, "MOST_CORNERS", 10)
    contours = make_contours(shapes)
    assert 3 < sum(len(line) // 2 for line in contours.lines) / len(contours.lines) <= 5


def test_a_border_is_kept_once(shapes: dict[str, Outline]) -> None:
    contours = make_contours(shapes)
    used = Counter(n if n >= 0 else ~n for rings in contours.rings.values() for ring in rings for n in ring)
    assert max(used.values()) == 2
    assert len(used) == len(contours.lines)
    size = len(json.dumps([contours.lines, contours.rings], separators=(",", ":")))
    assert size < 40_000
    assert make_contours(dict(reversed(shapes.items()))) == contours


def test_each_commune_holds_what_it_held(shapes: dict[str, Outline]) -> None:
    contours, chance = make_contours(shapes), random.Random(3)
    for code in chance.sample(sorted(shapes), 12):
        lats, lons = ([corner[axis] for corner in shapes[code][0]] for axis in (0, 1))
        middle = (sum(lats) / len(lats), sum(lons) / len(lons))
        assert contains(contours.outline([code]), middle) == contains(shapes[code], middle)


def test_an_enclave_leaves_a_hole_that_its_commune_fills() -> None:
    around = ((0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0))
    inner = ((0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6))
    contours = make_contours({"a": (around, inner[::-1]), "b": (inner[2:] + inner[:2],)})
    assert not contains(contours.outline(["a"]), (0.5, 0.5))
    assert contains(contours.outline(["b"]), (0.5, 0.5))
    assert area(contours.outline(["a", "b"])) == pytest.approx(1)
    assert len(contours.borders(["a", "b"])) == 1


@pytest.mark.parametrize(
    "ring",
    [
        ((1.0, 1.0), (1.0, 1.0), (1.0, 1.0)),
        ((1.0, 1.0), (1.00001, 1.0), (1.0, 1.00001)),
        ((1.0, 1.0), (2.0, 2.0), (1.0, 2.0), (2.0, 1.0)),
        tuple((1.0 + (n % 2), 1.0 + n / 1000) for n in range(300)),
    ],
    ids=["a point", "smaller than a step", "crosses itself", "a comb"],
)
def test_what_no_commune_looks_like_harms_no_other(ring: tuple[tuple[float, float], ...]) -> None:
    square = ((0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0))
    contours = make_contours({"a": (square,), "b": (ring,)})
    assert area(contours.outline(["a"])) == pytest.approx(1, rel=0.01)
    assert contours.outline(["a", "b"])
    assert contours.outline(["nobody"]) == ()
    assert Contours().outline(["a"]) == ()


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


def test_groups_are_cut_only_where_they_part(shapes: dict[str, Outline]) -> None:
    contours = make_contours(shapes, fineness=0)
    half = sorted(shapes)[: len(shapes) // 2]
    joined = join_contours(contours, {"one": half, "other": sorted(set(shapes) - set(half)), "none": ()})
    assert sorted(joined.rings) == ["one", "other"]
    assert area(joined.outline(("one", "other"))) == pytest.approx(sum(map(area, shapes.values())))
    assert len(joined.lines) < len(contours.lines) / 4


def test_contours_come_back_from_their_file_as_they_were(shapes: dict[str, Outline], tmp_path: Path) -> None:
    for kept in (make_contours(shapes), make_contours({}), mend_contours(grid())):
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
