"""Territories whose authority gave the contours of its communes: an intercommunalité, a village."""

from __future__ import annotations

import json
from pathlib import Path

from placette.features.territory.making import OwnPlaces, make_territory
from placette.features.territory.national import Choice, load_france, render_reference
from placette.features.territory.own_data import read_own_rivers, read_own_shapes
from tests.features.territory.fixture_contours import as_geojson, cells_around, scattered

REDON = "243500741"  # redon Agglomération: 31 communes of three départements, two régions
_VILAINE = {"type": "LineString", "coordinates": [[-2.2 + step / 100, 47.9 - step / 80] for step in range(30)]}


def write_redon(folder: Path, *, shaped: bool = True) -> str:
    """Write the territory of Redon's intercommunalité, with shapes and a river or without; gives its path."""
    france = load_france()
    codes = [member["code"] for epci in france.lists.epcis if epci["code"] == REDON for member in epci["membres"]]
    own = OwnPlaces()
    if shaped:
        known = {code: france.points[code] for code in codes if code in france.points}
        shapes = read_own_shapes(as_geojson(cells_around(scattered(codes, known))), "communes.geojson")
        river = json.dumps({"features": [{"properties": {"nom": "la Vilaine"}, "geometry": _VILAINE}]})
        own = OwnPlaces(contours=shapes.communes, rivers=read_own_rivers(river, "rivers.geojson"))
    path = folder / "redon.json"
    made = make_territory(france, Choice(epcis=frozenset({REDON})), own)
    path.write_text(render_reference(made), encoding="utf-8")
    return str(path)


def write_epci(folder: Path, siren: str) -> str:
    """Write the territory of an intercommunalité as a new site has it; gives its path."""
    path = folder / f"{siren}.json"
    made = make_territory(load_france(), Choice(epcis=frozenset({siren})), OwnPlaces())
    path.write_text(render_reference(made), encoding="utf-8")
    return str(path)


def write_village(folder: Path) -> str:
    """Write the territory of one commune whose contour is known; gives its path."""
    france = load_france()
    ring = cells_around({"56006": france.points["56006"]})["56006"]
    shapes = read_own_shapes(as_geojson({"56006": ring}), "communes.geojson")
    path = folder / "augan.json"
    made = make_territory(france, Choice(communes=frozenset({"56006"})), OwnPlaces(contours=shapes.communes))
    path.write_text(render_reference(made), encoding="utf-8")
    return str(path)
