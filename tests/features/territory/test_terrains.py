"""What the map of a place is drawn on, whatever part of the territory its authority gave shapes for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType, SimpleNamespace
from typing import Any, cast

import pytest

from placette.engine.base.geography import Outline, Point
from placette.engine.library.communes import CommuneIndex, River
from placette.engine.library.contours import Contours
from placette.engine.library.models import Area, AreaKind, Commune
from placette.engine.pages.desk import Desk
from placette.features.territory.frames import WIDTH
from placette.features.territory.terrains import Terrain, terrain_of
from placette.features.territory.topology import make_contours

EPCI = "246300701"
POINTS: dict[str, Point | None] = {
    "63001": (45.05, 3.05),
    "63002": (45.05, 3.15),
    "63003": (45.5, 3.5),
    "63004": None,
}
LAND: Outline = (((44.0, 2.0), (44.0, 5.0), (47.0, 5.0), (47.0, 2.0)),)


def square(south: float, west: float, side: float = 0.1) -> Outline:
    """Against the clock, as shells are."""
    return (((south, west), (south, west + side), (south + side, west + side), (south + side, west)),)


def index(
    contours: Contours, rivers: tuple[River, ...] = (), outlines: Mapping[str, Outline] = MappingProxyType({"63": LAND})
) -> CommuneIndex:
    communes = {
        code: Commune(code, f"C{code}", "63", "Puy-de-Dôme", 0, EPCI, "63000", 10, point)
        for code, point in POINTS.items()
    }
    return CommuneIndex(
        communes,
        {"63": Area(AreaKind.DEPARTMENT, "63", "Puy-de-Dôme")},
        {EPCI: Area(AreaKind.EPCI, EPCI, "CC des Prés")},
        outlines=outlines,
        contours=contours,
        rivers=rivers,
    )


def terrain(known: CommuneIndex, area: str = EPCI) -> Terrain:
    found = terrain_of(area, cast(Desk, SimpleNamespace(build=SimpleNamespace(communes=known), kept={})))
    assert found
    return found


def test_shapes_for_a_part_of_the_communes_hide_none_of_the_others() -> None:
    shapes = make_contours({"63001": square(45, 3), "63002": square(45, 3.1)})
    found = terrain(index(shapes))
    assert found.shaped == {"63001", "63002"}
    assert sorted(found.points) == ["63001", "63002", "63003"], "its point alone is known"
    assert all(found.frame.place(point) for point in found.points.values())


def test_a_shape_says_where_a_commune_lies_that_has_no_point() -> None:
    found = terrain(index(make_contours({"63004": square(45.2, 3.2)})))
    assert not found.shaped, "one of four"
    assert found.points["63004"] == pytest.approx((45.25, 3.25))


@pytest.mark.parametrize("rings", [{"63001": [], "63002": []}, {"63001": [[]], "63002": [[]]}], ids=["none", "empty"])
def test_where_no_shape_closes_points_lie_on_the_land(rings: Mapping[str, Any]) -> None:
    found = terrain(index(Contours([], rings)))
    assert not found.shaped
    assert found.area


def test_where_no_outline_closes_round_all_each_is_drawn_alone() -> None:
    steps = [0, 1000, 1000, 0, 0, -1000, -500, -100]
    lines = [[450000, 30000, *steps], [450000, 31000, *steps]]
    found = terrain(index(Contours(lines, {"63001": [[0]], "63002": [[1]]})))
    assert found.shaped
    assert len(found.area) == 1


def test_points_lie_in_the_outline_of_their_intercommunalite_where_that_is_known() -> None:
    shape = square(44.9, 2.9, 0.8)
    for outlines in ({"63": LAND, EPCI: shape}, {EPCI: shape}):
        found = terrain(index(Contours(), outlines=outlines))
        assert (len(found.area), found.beyond) == (1, False)
        assert found.frame.height > 0.9 * WIDTH, "the square fills the map"
    whole = terrain(index(Contours(), outlines={EPCI: shape}), "")
    assert (len(whole.area), whole.named) == (1, ()), "it is all the land that is known"


def test_rivers_of_the_window_are_shown_however_many_lie_elsewhere() -> None:
    def line(lat: float) -> tuple[Point, ...]:
        return ((lat, 2.5), (lat, 4.5))

    far = tuple(River(f"R{at}", (line(46.5),)) for at in range(30))
    here = River("la Loire", (line(45.04), line(45.06)))
    found = terrain(index(make_contours({"63001": square(45, 3), "63002": square(45, 3.1)}), (*far, here)))
    assert len(found.rivers) == 1, "one path a river, though no corner of it lies in the window"
    assert [name for name, _ in found.courses] == ["la Loire"]
