"""Communes that share a pill on the page of the map are listed for it, or in the list of their département."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from placette.engine.base.catalogue import load_catalogue
from placette.engine.library.communes import CommuneIndex, index_communes
from placette.engine.library.models import Commune
from placette.engine.pages.desk import Desk
from placette.engine.pages.views import PlaceView
from placette.features.territory.contents import WindowContent
from placette.features.territory.map_views import PlaceMapView
from placette.features.territory.place_maps import place_map, spots_on


def desk_of(number: int) -> tuple[Desk, WindowContent]:
    """So many communes in a heap, one far off, all on the map but the last, whose place nobody knows."""
    points = [*((45.0 + at / 1000, 3.0) for at in range(number)), (46.5, 4.5), None]
    communes = [
        Commune(f"63{at:03}", f"Commune {at}", "63", "Puy-de-Dôme", 0, "", "", at, point)
        for at, point in enumerate(points, 1)
    ]
    index = index_communes(communes)
    land = (((44.0, 2.0), (44.0, 5.0), (47.0, 5.0), (47.0, 2.0)),)
    index = CommuneIndex(index.by_code, index.departments, outlines={"63": land})
    desk = SimpleNamespace(build=SimpleNamespace(communes=index), kept={}, words=load_catalogue("en"))
    pinned = tuple((PlaceView(one.code, one.name, one.name, f"/{one.code}/"), 1) for one in communes)
    return cast(Desk, desk), WindowContent("", pinned, ())


def drawn(number: int) -> PlaceMapView:
    desk, window = desk_of(number)
    found = place_map(window, "The map", desk)
    assert found
    return found


def test_up_to_a_dozen_communes_are_listed_for_their_pill() -> None:
    (pin,) = (pin for pin in drawn(12).narrow.pins if pin.badge)
    (listed,) = (cluster for cluster in drawn(12).clusters if f"#{cluster.id}" == pin.url)
    assert len(listed.places) == int(pin.badge[1:]) + 1 == 11


def test_more_of_them_are_in_the_list_of_their_departement() -> None:
    whole = drawn(80)
    assert [pin.url for pin in whole.narrow.pins if len(pin.badge) > 2] == ["#list-63"]
    assert all(len(cluster.places) <= 12 for cluster in whole.clusters)


def test_what_finds_a_place_on_the_map_is_told_from_what_does_not() -> None:
    desk, window = desk_of(3)
    assert [spot.code for spot in spots_on(window, desk)] == ["63001", "63002", "63003", "63004"]
