"""Territories as new sites have them, of the shapes that come with Placette."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from placette.features.territory.making import OwnPlaces, make_territory
from placette.features.territory.national import Choice, load_france, render_reference
from placette.features.territory.own_data import read_own_rivers

REDON = "243500741"  # redon Agglomération: 31 communes of three départements, two régions
_VILAINE = {"type": "LineString", "coordinates": [[-2.2 + step / 100, 47.9 - step / 80] for step in range(30)]}

the_france = cache(load_france)


def write_redon(folder: Path, *, rivers: bool = True) -> str:
    """Write the territory of Redon's intercommunalité, with a river or without; gives its path."""
    own = OwnPlaces()
    if rivers:
        river = json.dumps({"features": [{"properties": {"nom": "la Vilaine"}, "geometry": _VILAINE}]})
        own = OwnPlaces(rivers=read_own_rivers(river, "rivers.geojson"))
    return write_territory(folder, Choice(epcis=frozenset({REDON})), own)


def write_territory(folder: Path, choice: Choice, own: OwnPlaces | None = None) -> str:
    """Write a territory; gives its path."""
    path = folder / "territory.json"
    path.write_text(render_reference(make_territory(the_france(), choice, own or OwnPlaces())), encoding="utf-8")
    return str(path)


def choice_of(*codes: str) -> Choice:
    """The places of these codes: départements, intercommunalités or communes."""
    departments = {item["code"] for item in the_france().lists.departments}
    chosen = frozenset(codes)
    epcis = frozenset(code for code in chosen if len(code) == 9)
    return Choice(chosen & departments, epcis, chosen - departments - epcis)
