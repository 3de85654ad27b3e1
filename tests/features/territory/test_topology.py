"""Shapes that share a border go on sharing it once they are simplified; what is no shape is none."""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest

from placette.engine.base.geography import Outline, contains
from placette.engine.content.communes import Contours
from placette.features.territory import topology
from placette.features.territory.topology import (
    join_contours,
    make_contours,
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


def test_groups_are_cut_only_where_they_part(shapes: dict[str, Outline]) -> None:
    contours = make_contours(shapes, fineness=0)
    half = sorted(shapes)[: len(shapes) // 2]
    joined = join_contours(contours, {"one": half, "other": sorted(set(shapes) - set(half)), "none": ()})
    assert sorted(joined.rings) == ["one", "other"]
    assert area(joined.outline(("one", "other"))) == pytest.approx(sum(map(area, shapes.values())))
    assert len(joined.lines) < len(contours.lines) / 4
