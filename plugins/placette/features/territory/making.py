"""The reference of one territory, made from the list of all France and from what its authority knows better."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from placette.engine.base.geography import Outline, Point, Ring
from placette.engine.base.message import N_
from placette.engine.library.communes import department_of, read_communes
from placette.features.territory.fitting import fit_drawing, on_earth
from placette.features.territory.national import France
from placette.features.territory.own_rivers import render_rivers
from placette.features.territory.reference import SOURCES, Choice, Lists, ReferencePlaces, make_reference
from placette.features.territory.topology import make_contours

THEN_GEONAMES = N_("{file}, then GeoNames (CC BY 4.0)")


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """What an authority knows of its communes: points and shapes by code, and where each come from."""

    points: Mapping[str, Point] = field(default_factory=dict)
    outlines: Mapping[str, Outline] = field(default_factory=dict)
    """Those of départements and intercommunalités."""
    contours: Mapping[str, Outline] = field(default_factory=dict)
    """Those of communes, of this territory or of others."""
    rivers: Mapping[str, list[Ring]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    """By ``points``, ``outlines``, ``contours`` and ``rivers``, as the credits of the site show them."""


def make_territory(
    france: France, choice: Choice, own: OwnPlaces, before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The reference of the chosen communes; ``before`` is that of an earlier year.

    The authority's points take the place of those of the list, and its shapes of areas the place of the drawn ones;
    those of communes are kept for the communes of the territory, and so are its rivers for as far as its map reaches.
    Without any of its own, the file keeps the shapes and rivers that it had ``before``. Raises ``KeyError`` with a code
    that is not on the list.
    """
    points = {**france.points, **own.points}
    _refuse_unknown(own.outlines, france.lists)
    places = ReferencePlaces(points, {**_drawn(france, choice, points), **own.outlines}, own.sources)
    reference = make_reference(france.lists, choice, places, france.year, before)
    reference |= _land(reference, own)
    added = _contours(reference, own, before or {}) | _rivers(reference, own, before or {})
    earlier = {name: text for name, text in (before or {}).get("sources", {}).items() if name in added}
    return reference | {"sources": earlier | reference["sources"]} | added


def _refuse_unknown(codes: Iterable[str], lists: Lists) -> None:
    """Raise ``KeyError`` with the code of an area that is not on the list."""
    known = {item["code"] for item in (*lists.departments, *lists.epcis)}
    for code in sorted(set(codes) - known):
        raise KeyError(code)


def _land(reference: Mapping[str, Any], own: OwnPlaces) -> dict[str, Any]:
    """The shapes of areas, and their sources: without the drawing where the authority's own hold every commune."""
    outlines, sources = reference["outlines"], reference["sources"]
    if all({department_of(row[0]), str(row[3])} & own.outlines.keys() for row in reference["communes"]):
        return {"outlines": {code: shape for code, shape in outlines.items() if code in own.outlines}}
    if outlines.keys() & own.outlines.keys():
        both = f"{sources['outlines']}\u202f; {SOURCES['outlines']}"
        return {"sources": {**sources, "outlines": both}}
    return {"sources": {**sources, "outlines": SOURCES["outlines"]}}


def _contours(reference: Mapping[str, Any], own: OwnPlaces, before: Mapping[str, Any]) -> dict[str, Any]:
    here = {row[0] for row in reference["communes"]}
    if not own.contours:
        kept = {code: rings for code, rings in before.get("contours", {}).items() if code in here}
        return {"contours": kept, "arcs": before["arcs"]} if kept else {}
    found = make_contours({code: shape for code, shape in own.contours.items() if code in here})
    return {"contours": dict(found.rings), "arcs": list(found.lines)} if found.rings else {}


def _rivers(reference: Mapping[str, Any], own: OwnPlaces, before: Mapping[str, Any]) -> dict[str, Any]:
    if not own.rivers:
        return {"rivers": before["rivers"]} if "rivers" in before else {}
    limits = read_communes(json.dumps(reference).encode()).limits
    rivers = render_rivers(own.rivers, limits) if limits else []
    return {"rivers": rivers} if rivers else {}


def _drawn(france: France, choice: Choice, points: Mapping[str, Point]) -> dict[str, Outline]:
    """The drawing of the départements, laid on the Earth where it suits the chosen ones best."""
    members = [m["code"] for epci in france.lists.epcis if epci["code"] in choice.epcis for m in epci["membres"]]
    wanted = choice.departments | {department_of(code) for code in (*members, *choice.communes)}
    fit = fit_drawing(france.drawing, points, wanted)
    return {code: on_earth(shape, fit) for code, shape in france.drawing.items()}


def departments_of(regions: frozenset[str], lists: Lists) -> frozenset[str]:
    """The codes of the départements of these régions; raises ``KeyError`` with the code of one that isn't any."""
    known = {region["code"] for region in lists.regions}
    for code in sorted(regions - known):
        raise KeyError(code)
    return frozenset(item["code"] for item in lists.departments if item["region"] in regions)
