"""Territories as new sites have them, of the shapes that come with Placette."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from placette.features.territory.making import make_territory
from placette.features.territory.national import Choice, load_france, render_reference

REDON = "243500741"  # redon Agglomération: 31 communes of three départements, two régions

the_france = cache(load_france)


def write_territory(folder: Path, choice: Choice) -> str:
    """Write a territory; gives its path."""
    path = folder / "territory.json"
    path.write_text(render_reference(make_territory(the_france(), choice)), encoding="utf-8")
    return str(path)


def choice_of(*codes: str) -> Choice:
    """The places of these codes: départements, intercommunalités or communes."""
    departments = {item["code"] for item in the_france().lists.departments}
    chosen = frozenset(codes)
    epcis = frozenset(code for code in chosen if len(code) == 9)
    return Choice(chosen & departments, epcis, chosen - departments - epcis)
