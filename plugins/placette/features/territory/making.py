"""The reference of one territory, made from the list of all France and from its authority's own data."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import atan, exp, log, pi, radians, tan
from math import degrees as in_degrees
from pathlib import Path
from typing import Any

from placette.engine.base.geography import Outline, Point, Ring, contains, simplify, simplify_line
from placette.engine.base.text import fold
from placette.engine.base.translation import N_
from placette.engine.library.communes import FINE_SCALE, Contours, department_of, packed, read_communes
from placette.features.territory.national import SOURCES, Choice, France, Lists, ReferencePlaces, make_reference
from placette.features.territory.own_data import render_rivers

Affine = tuple[float, float, float, float, float, float]
"""(a, b, c, d, e, f): (x, y) becomes (ax + by + c, dx + ey + f)."""
_ENOUGH = 5  # points that a département must have for their middle to mean something of its own
_STEPS = (2.0, 1.0, 0.5, 0.25)  # steps in units of the drawing; one is some 1.8 km


def fit_drawing(drawing: Mapping[str, Outline], points: Mapping[str, Point], territory: frozenset[str]) -> Affine:
    """The affine map from Mercator's plane to the drawing that suits the départements of the territory best."""
    by_department: defaultdict[str, list[Point]] = defaultdict(list)
    for code, point in sorted(points.items()):
        by_department[department_of(code)].append((radians(point[1]), log(tan(pi / 4 + radians(point[0]) / 2))))
    known = [code for code in sorted(drawing) if len(by_department[code]) >= _ENOUGH]
    first = _least_squares([_mean(by_department[code]) for code in known], [_middle(drawing[code]) for code in known])
    own = [
        (_apply(first, p), drawing[code]) for code in sorted(territory & drawing.keys()) for p in by_department[code]
    ]
    across, down = _best_shift(own)
    a, b, c, d, e, f = first
    return a, b, c + across, d, e, f + down


def on_earth(outline: Outline, fit: Affine) -> Outline:
    """A shape of the drawing in degrees."""
    a, b, c, d, e, f = fit
    scale = a * e - b * d
    turned = (
        tuple(((e * (x - c) - b * (y - f)) / scale, (a * (y - f) - d * (x - c)) / scale) for x, y in ring)
        for ring in outline
    )
    return tuple(tuple(_degrees(point) for point in ring) for ring in turned)


def _best_shift(own: Sequence[tuple[Point, Outline]]) -> Point:
    """The shift of all points that leaves most of them in their shapes; none if nothing is better."""
    best, at = _inside(own, (0.0, 0.0)), (0.0, 0.0)
    for step in _STEPS:
        improved = True
        while improved and best < len(own):
            tries = [(at[0] + x * step, at[1] + y * step) for x in (-1, 0, 1) for y in (-1, 0, 1)]
            count, shift = max((_inside(own, tried), tried) for tried in tries)
            improved = count > best
            best, at = (count, shift) if improved else (best, at)
    return at


def _inside(own: Sequence[tuple[Point, Outline]], shift: Point) -> int:
    return sum(contains(shape, (x + shift[0], y + shift[1])) for (x, y), shape in own)


def _least_squares(sources: Sequence[Point], targets: Sequence[Point]) -> Affine:
    """The affine map from the sources that comes nearest to the targets; raises ``ValueError`` for too few."""
    if len(sources) < 3:
        raise ValueError(f"{len(sources)} < 3")
    middle, aim = _mean(sources), _mean(targets)
    moved = [(x - middle[0], y - middle[1]) for x, y in sources]
    xx, xy, yy = (sum(p[i] * p[j] for p in moved) for i, j in ((0, 0), (0, 1), (1, 1)))
    scale = xx * yy - xy * xy
    rows = []
    for axis in (0, 1):
        xt, yt = (sum(p[i] * (t[axis] - aim[axis]) for p, t in zip(moved, targets, strict=True)) for i in (0, 1))
        first, second = (yy * xt - xy * yt) / scale, (xx * yt - xy * xt) / scale
        rows.append((first, second, aim[axis] - first * middle[0] - second * middle[1]))
    return (*rows[0], *rows[1])


def _middle(outline: Outline) -> Point:
    """The centre of gravity of a shape."""
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in (side for ring in outline for side in zip(ring, (*ring[1:], ring[0]), strict=True)):
        part = x0 * y1 - x1 * y0
        area, x, y = area + part, x + (x0 + x1) * part, y + (y0 + y1) * part
    return x / (3 * area), y / (3 * area)


def _mean(points: Sequence[Point]) -> Point:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _apply(fit: Affine, point: Point) -> Point:
    a, b, c, d, e, f = fit
    return a * point[0] + b * point[1] + c, d * point[0] + e * point[1] + f


def _degrees(point: Point) -> Point:
    return in_degrees(2 * atan(exp(point[1])) - pi / 2), in_degrees(point[0])


Corner = tuple[int, int]
Line = tuple[Corner, ...]
FINENESS = 4.0  # how far a line may be from the true one, in steps of ``FINE_SCALE``: forty metres
MOST_CORNERS = 24_000  # corners that all lines may have together: those of a large territory become coarser
_BENT = 5  # corners that a line may have in the mean, however many there are, for borders must not become straight


def make_contours(shapes: Mapping[str, Outline], most: int = 0) -> Contours:
    """The lines of these shapes (degrees, by code), as coarse as they must be to have at most so many corners."""
    whole = {code: [ring for ring in map(_whole, shape) if len(ring) > 2] for code, shape in sorted(shapes.items())}
    parting = _parting(ring for rings in whole.values() for ring in rings)
    numbers: dict[Line, int] = {}
    rings = {
        code: [[_number(line, numbers) for line in _cut(ring, parting)] for ring in found]
        for code, found in whole.items()
    }
    lines, fineness = _thinned(list(numbers), FINENESS), FINENESS
    most = most or max(MOST_CORNERS, _BENT * len(lines))
    while sum(map(len, lines)) > most and fineness < FINE_SCALE:
        fineness *= 1.5
        lines = _thinned(lines, fineness)
    kept = {code: [ring for ring in found if _corners(ring, lines) > 2] for code, found in rings.items()}
    return Contours([packed(line) for line in lines], {code: found for code, found in kept.items() if found})


def _whole(ring: Ring) -> Line:
    """A ring in whole steps, without corners that follow each other in one place."""
    steps = [(round(lat * FINE_SCALE), round(lon * FINE_SCALE)) for lat, lon in ring]
    return tuple(here for before, here in zip([steps[-1], *steps[:-1]], steps, strict=True) if here != before)


def _parting(rings: Iterable[Line]) -> frozenset[Corner]:
    """The corners where shapes part."""
    seen: dict[Corner, tuple[Corner, Corner]] = {}
    found = set()
    for ring in rings:
        for before, here, after in zip((ring[-1], *ring[:-1]), ring, (*ring[1:], ring[0]), strict=True):
            pair = (before, after) if before < after else (after, before)
            if seen.setdefault(here, pair) != pair:
                found.add(here)
    return frozenset(found)


def _cut(ring: Line, parting: frozenset[Corner]) -> Iterable[Line]:
    """The lines of a ring. One that parts nowhere begins at its least corner, wherever its shape does."""
    ends = [at for at, corner in enumerate(ring) if corner in parting] or [ring.index(min(ring))]
    twice = ring + ring
    for start, end in zip(ends, [*ends[1:], ends[0] + len(ring)], strict=True):
        yield twice[start : end + 1]


def _number(line: Line, numbers: dict[Line, int]) -> int:
    """The number of a line, ``~number`` where it is known from its other end."""
    if line[::-1] in numbers and line not in numbers:
        return ~numbers[line[::-1]]
    return numbers.setdefault(line, len(numbers))


def _thinned(lines: Sequence[Line], fineness: float) -> list[Line]:
    """The lines with fewer corners; two with the same ends don't fall onto each other."""
    ends = Counter(frozenset((line[0], line[-1])) for line in lines)
    return [_thin(line, fineness, apart=ends[frozenset((line[0], line[-1]))] > 1) for line in lines]


def _thin(line: Line, fineness: float, *, apart: bool) -> Line:
    closed = line[0] == line[-1]
    while True:
        kept = (*simplify(line[:-1], fineness), line[0]) if closed else simplify_line(line, fineness)
        if len(kept) >= len(line) or len(kept) > (3 if closed else 2) or not (apart or closed) or fineness < 1:
            return tuple((round(lat), round(lon)) for lat, lon in kept)
        fineness /= 2


def _corners(ring: Sequence[int], lines: Sequence[Line]) -> int:
    return sum(len(lines[number if number >= 0 else ~number]) - 1 for number in ring)


THEN_GEONAMES = N_("{file}, then GeoNames (CC BY 4.0)")


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """An authority's own data of its communes: points and shapes by code, and their sources."""

    points: Mapping[str, Point] = field(default_factory=dict)
    outlines: Mapping[str, Outline] = field(default_factory=dict)  # those of départements and intercommunalités
    contours: Mapping[str, Outline] = field(default_factory=dict)  # those of communes, of this territory or of others
    rivers: Mapping[str, list[Ring]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    """Sources by ``points``, ``outlines``, ``contours`` and ``rivers``, as the credits of the site show them."""


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
    known = {item["code"] for item in (*france.lists.departments, *france.lists.epcis)}
    for code in sorted(set(own.outlines) - known):
        raise KeyError(code)
    members = [m["code"] for epci in france.lists.epcis if epci["code"] in choice.epcis for m in epci["membres"]]
    wanted = choice.departments | {department_of(code) for code in (*members, *choice.communes)}
    fit = fit_drawing(france.drawing, points, wanted)
    places = ReferencePlaces(
        points, {**{code: on_earth(shape, fit) for code, shape in france.drawing.items()}, **own.outlines}, own.sources
    )
    reference = make_reference(france.lists, choice, places, france.year, before)
    reference |= _land(reference, own)
    added = _contours(reference, own, before or {}) | _rivers(reference, own, before or {})
    earlier = {name: text for name, text in (before or {}).get("sources", {}).items() if name in added}
    return reference | {"sources": earlier | reference["sources"]} | added


def _land(reference: Mapping[str, Any], own: OwnPlaces) -> dict[str, Any]:
    """Return the shapes of areas, and their sources: without the drawing where the authority's own suffice."""
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


def departments_of(regions: frozenset[str], lists: Lists) -> frozenset[str]:
    """The codes of the départements of these régions; raises ``KeyError`` with the code of one that isn't any."""
    known = {region["code"] for region in lists.regions}
    for code in sorted(regions - known):
        raise KeyError(code)
    return frozenset(item["code"] for item in lists.departments if item["region"] in regions)


_KEYS = frozenset({"commune", "communes", "lieu"})
"""The spellings of the key, folded (the schemas of features declare them)."""
_LINE = re.compile(r"\s*(?:- *|([^\s:#-][^:#]*):)(.*)")
_MARKS = " \t'\"[]"


@dataclass(frozen=True, slots=True)
class Affected:
    """A place in a text (its path, the line from 1) that names a former commune, and the codes that took its place."""

    path: str
    line: int
    written: str
    now: tuple[str, ...]


def affected_texts(content: Path, reference: Mapping[str, Any]) -> list[Affected]:
    """Every text below ``content`` that names a former commune by code or name, in order."""
    today = {known for row in reference["communes"] for known in (row[0], fold(row[1]))}
    former: dict[str, list[str]] = {}
    for code, name, now in reference["former"]:
        for known in {code, fold(name)} - today - {""}:
            former.setdefault(known, []).append(now)
    found = []
    for path in sorted(content.rglob("*.md")):
        place = path.relative_to(content).as_posix()
        for line, written in named_communes(path.read_text(encoding="utf-8", errors="replace")):
            now = former.get(written) or former.get(fold(written)) or ()
            if now:
                found.append(Affected(place, line, written, tuple(dict.fromkeys(now))))
    return found


def named_communes(text: str) -> Iterator[tuple[int, str]]:
    """Yield the communes as written in a front matter, with line numbers; nothing is checked."""
    lines = text.lstrip("\ufeff").splitlines()
    named = False
    for number, line in enumerate(lines[1:] if lines[:1] == ["---"] else (), start=2):
        if line.rstrip() == "---":
            return
        match = _LINE.fullmatch(line)
        if match and match[1]:
            named = fold(match[1].strip(_MARKS)) in _KEYS
        if match and named:
            yield from ((number, written) for part in match[2].split(",") if (written := part.strip(_MARKS)))
