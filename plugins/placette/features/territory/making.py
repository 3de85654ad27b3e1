"""The reference of one territory, made from the list of all France and from its authority's own data."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from placette.engine.base.geography import Outline, Point, Ring, bounds
from placette.engine.base.text import fold
from placette.engine.base.translation import N_
from placette.engine.content.communes import department_of, read_communes
from placette.features.territory.national import ARRONDISSEMENT, SHAPES_PACKAGE, Choice, France, Lists, make_reference
from placette.features.territory.own_data import render_rivers
from placette.features.territory.topology import make_contours

THEN_REGISTER = N_("{file}, then the register of administrations (Licence Ouverte 2.0)")
_FEW, _BEYOND, _SCATTERED = 150, 0.2, 3
"""A territory of so few communes has those round it to the corners of its map, this part of its size beyond. A larger
one has its neighbours alone; one whose communes lie far apart has its départements, to say where they are."""


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """An authority's own data of its communes: points and shapes by code, and their sources."""

    points: Mapping[str, Point] = field(default_factory=dict)
    contours: Mapping[str, Outline] = field(default_factory=dict)  # those of communes, of this territory or of others
    rivers: Mapping[str, list[Ring]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    """Sources by ``points``, ``contours`` and ``rivers``, as the credits of the site show them."""


def make_territory(
    france: France, choice: Choice, own: OwnPlaces, before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the reference of the chosen communes; ``before`` is that of an earlier year.

    The authority's points and shapes take the place of those of the register; its rivers are kept for as far as the map
    reaches. Without any of its own, the file keeps those that an authority gave ``before``. Raises ``KeyError`` with a
    code that is not on the list.
    """
    before = before or {}
    reference = make_reference(france, choice, {**france.points, **own.points}, before)
    earlier_shapes = {} if own.contours else _kept_contours(reference, before)
    shapes = earlier_shapes or _contours(reference, own, france)
    added = shapes | _rivers(reference | shapes, own, before)
    names = added.keys() if earlier_shapes or own.contours else added.keys() - {"contours"}
    earlier = {name: text for name, text in before.get("sources", {}).items() if name in names}
    sources = {name: text for name, text in own.sources.items() if name == "points" or name in added}
    return reference | {"sources": {**reference["sources"], **earlier, **sources}} | added


def _kept_contours(reference: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The shapes that an authority gave before, as far as they are those of these communes; none of the register's."""
    if SHAPES_PACKAGE in before.get("sources", {}).get("contours", SHAPES_PACKAGE):
        return {}
    here = {row[0] for row in reference["communes"]}
    shapes = {code: rings for code, rings in before["contours"].items() if code in here}
    return {"contours": shapes, "arcs": before["arcs"]} if shapes else {}


def _contours(reference: Mapping[str, Any], own: OwnPlaces, france: France) -> dict[str, Any]:
    """Return the shapes of the communes: an authority's, or else the register's, with those round them."""
    here = {row[0] for row in reference["communes"]}
    shapes = {code: shape for code, shape in own.contours.items() if code in here}
    contours = make_contours(shapes if own.contours else _register(here, france))
    arcs = [" ".join(map(str, line)) for line in contours.lines]
    return {"contours": dict(contours.rings), "arcs": arcs} if contours.rings else {}


def _register(here: Collection[str], france: France) -> dict[str, Outline]:
    """Return the shapes of these communes, and of what is round them, by code."""
    rings, users = france.contours.rings, defaultdict[int, list[str]](list)
    for code, number in ((code, number) for code, found in rings.items() for ring in found for number in ring):
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


def _rivers(reference: Mapping[str, Any], own: OwnPlaces, before: Mapping[str, Any]) -> dict[str, Any]:
    if not own.rivers:
        return {"rivers": before["rivers"]} if "rivers" in before else {}
    limits = read_communes(json.dumps(reference).encode()).limits
    rivers = render_rivers(own.rivers, limits) if limits else []
    return {"rivers": rivers} if rivers else {}


def departments_of(regions: frozenset[str], lists: Lists) -> frozenset[str]:
    """The codes of the départements of these régions; raises ``KeyError`` with the code of one that isn't any."""
    codes = {region["code"] for region in lists.regions}
    for code in sorted(regions - codes):
        raise KeyError(code)
    return frozenset(item["code"] for item in lists.departments if item["region"] in regions)


_KEYS = frozenset({"commune", "communes", "lieu"})
"""The spellings of the key, folded (the schemas of features declare them)."""
_LINE = re.compile(r"\s*(?:- *|([^\s:#-][^:#]*):)(.*)")
_MARKS = " \t'\"[]"


Affected = tuple[str, int, str, tuple[str, ...]]
"""The path of a text, a line (from 1), the former commune as written there, the codes that took its place."""


def affected_texts(content: Path, reference: Mapping[str, Any]) -> list[Affected]:
    """Return every text below ``content`` that names a former commune by code or name, in order."""
    today = {name_or_code for row in reference["communes"] for name_or_code in (row[0], fold(row[1]))}
    former: dict[str, list[str]] = {}
    for code, name, now in reference["former"]:
        for name_or_code in {code, fold(name)} - today - {""}:
            former.setdefault(name_or_code, []).append(now)
    places = []
    for path in sorted(content.rglob("*.md")):
        place = path.relative_to(content).as_posix()
        for line, commune in named_communes(path.read_text(encoding="utf-8", errors="replace")):
            now = former.get(commune) or former.get(fold(commune)) or ()
            if now:
                places.append((place, line, commune, tuple(dict.fromkeys(now))))
    return places


def named_communes(text: str) -> Iterator[tuple[int, str]]:
    """Yield the communes as written in a front matter, with line numbers; nothing is checked."""
    lines = text.lstrip("\ufeff").splitlines()
    is_key = False
    for number, line in enumerate(lines[1:] if lines[:1] == ["---"] else (), start=2):
        if line.rstrip() == "---":
            return
        match = _LINE.fullmatch(line)
        if match and match[1]:
            is_key = fold(match[1].strip(_MARKS)) in _KEYS
        if match and is_key:
            yield from ((number, commune) for part in match[2].split(",") if (commune := part.strip(_MARKS)))
