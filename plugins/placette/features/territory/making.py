"""The reference of one territory, made from the list of all France."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from placette.engine.base.geography import Outline, bounds
from placette.engine.content.communes import department_of
from placette.features.territory.national import ARRONDISSEMENT, Choice, France, Lists, make_reference
from placette.features.territory.topology import make_contours

_FEW, _BEYOND, _SCATTERED = 150, 0.2, 3
"""A territory of so few communes has those round it to the corners of its map, this part of its size beyond. A larger
one has its neighbours alone; one whose communes lie far apart has its départements, to say where they are."""


def make_territory(france: France, choice: Choice, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the reference of the chosen communes; ``before`` is that of an earlier year.

    Raises ``KeyError`` with a code that is not on the list.
    """
    reference = make_reference(france, choice, before)
    contours = make_contours(_shapes({row[0] for row in reference["communes"]}, france))
    arcs = [" ".join(map(str, line)) for line in contours.lines]
    return reference | ({"contours": dict(contours.rings), "arcs": arcs} if contours.rings else {})


def _shapes(here: Collection[str], france: France) -> dict[str, Outline]:
    """Return the shapes of these communes, and of what is round them, by code."""
    rings, users = france.contours.rings, defaultdict[int, list[str]](list)
    for code, number in ((code, number) for code, rings_of in rings.items() for ring in rings_of for number in ring):
        users[max(number, ~number)].append(code)
    cities = defaultdict[str, list[str]](list)
    for item in france.lists.communes:
        if item["type"] == ARRONDISSEMENT and item["chefLieu"] in here:
            cities[item["chefLieu"]].append(item["code"])
    inside = {part for code in here for part in cities.get(code, [code])}
    around = {code for sharing in users.values() if not inside.isdisjoint(sharing) for code in sharing}
    corners = [corner for ring in france.contours.outline(inside) for corner in ring]
    if corners and len(here) <= _FEW:
        (south, west), (north, east) = bounds(corners)
        more = _BEYOND * max(north - south, east - west)
        box = {
            code
            for code, (lat, lon) in france.points.items()
            if code in rings and south - more < lat < north + more and west - more < lon < east + more
        }
        if len(box) <= _SCATTERED * len(here) + _FEW:
            around |= box
        else:
            around = {department_of(code) for code in here}
            for code in filter(lambda code: department_of(code) in around, rings):
                cities[department_of(code)].append(code)
    return {code: france.contours.outline(cities.get(code, [code])) for code in sorted({*here, *(around - inside)})}


def departments_of(regions: frozenset[str], lists: Lists) -> frozenset[str]:
    """Return the codes of the départements of régions; raises ``KeyError`` with a code that is none."""
    codes = {region["code"] for region in lists.regions}
    for code in sorted(regions - codes):
        raise KeyError(code)
    return frozenset(item["code"] for item in lists.departments if item["region"] in regions)
