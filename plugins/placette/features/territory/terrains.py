"""What the map of a place is drawn on: true shapes where their authority gave them, or else the land round points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from placette.engine.base.geography import Outline, Point, Ring, bounds
from placette.engine.library.communes import CommuneIndex
from placette.engine.library.contours import Contours
from placette.engine.pages.desk import Desk
from placette.features.territory.frames import TALLEST, Frame, frame_round

_ENOUGH = 0.5
"""The part of an area's communes whose shape must be known for the map to be made of them."""
_PART = 0.6
"""A territory whose points take less than this part of its départements, across and down, has a map of its own."""
_FREE, _FREE_ROUND_POINTS, _TALLEST_ROUND_POINTS = 0.03, 0.12, 0.9
"""Parts of the width: free round shapes; free round points, whose land goes on beyond; the height of these at most."""
_TALLEST_ALONE = 0.6
"""Height, in parts of the width, of a map of one commune alone."""
_RIVERS = 16
"""Rivers that a map shows, the longest first."""


class Terrain(NamedTuple):
    """What a map is drawn on, the same for all pages of an area."""

    frame: Frame
    points: Mapping[str, Point]
    """Where its communes lie, in degrees by code, as far as it is known."""
    area: tuple[str, ...]
    borders: str
    rivers: tuple[str, ...]
    named: tuple[tuple[str, Outline], ...]
    """What is named on it for itself: départements, each with its shape."""
    courses: tuple[tuple[str, Ring], ...] = ()
    """Rivers with a name, each with its longest course in the window, in units."""
    beyond: bool = False
    """Whether the land goes on beyond it."""
    shaped: frozenset[str] = frozenset()
    """The communes (codes) whose true shapes it shows."""


def terrain_of(area: str, desk: Desk) -> Terrain | None:
    """What the map of an area is drawn on, made once a build; None where neither shape nor land is known."""
    terrains = desk.kept.setdefault("terrains", {})
    if area not in terrains:
        terrains[area] = _made(area, desk)
    found: Terrain | None = terrains[area]
    return found


def _made(area: str, desk: Desk) -> Terrain | None:
    index = desk.build.communes
    contours = index.contours
    members = [code for code, c in sorted(index.by_code.items()) if area in ("", c.epci, c.department_code)]
    drawn = [code for code in members if code in contours.rings]
    points = ((code, index.by_code[code].point or _centre(contours.shape(code))) for code in members)
    known = {code: point for code, point in points if point}
    shaped = _on_shapes(area, drawn, known, index) if len(drawn) >= max(1, _ENOUGH * len(members)) else None
    if shaped or len(index.by_code) < 2 or not index.outlines:
        return shaped
    return _on_land(area, known, index)


def _on_shapes(area: str, drawn: list[str], known: Mapping[str, Point], index: CommuneIndex) -> Terrain | None:
    """A map of the true shapes of communes: those of the whole territory are joined by département.

    It reaches to the communes whose point alone is known. None where no shape closes.
    """
    contours = index.contours
    groups: dict[str, list[str]] = {}
    for code in drawn:
        groups.setdefault("" if area else index.by_code[code].department_code, []).append(code)
    joined = {code: _round(members, contours) for code, members in groups.items()}
    outlines = {code: tuple(map(contours.ring, rings)) for code, rings in joined.items()}
    corners = [corner for shape in outlines.values() for ring in shape for corner in ring]
    if not corners:
        return None
    corners += [point for code, point in known.items() if code not in contours.rings]
    frame = frame_round(corners, free=_FREE, tallest=_TALLEST_ALONE if len(drawn) == 1 else TALLEST)
    paths = tuple(path for rings in joined.values() if (path := frame.joined(rings, contours)))
    lines = "".join(frame.course(contours.line(number)) for number in contours.borders(drawn)) if area else ""
    named = tuple((index.departments[code].name, shape) for code, shape in outlines.items() if code)
    rivers, courses = _rivers(frame, index)
    return Terrain(
        frame, known, paths, lines, rivers, named if len(named) > 1 else (), courses, shaped=frozenset(drawn)
    )


def _round(members: list[str], contours: Contours) -> Sequence[Sequence[int]]:
    """The rings round communes; where nothing closes round all of them, those round each."""
    return contours.edges(members) or [ring for code in members for ring in contours.rings[code]]


def _on_land(area: str, known: Mapping[str, Point], index: CommuneIndex) -> Terrain | None:
    """A map of points on the shape of their area, or else on all the land, as near as shows them."""
    land, own = index.land, index.outlines.get(area)
    shown = {area: own} if own else land
    corners = [corner for shape in shown.values() for ring in shape for corner in ring]
    whole = [] if area and not own else corners
    points = list(known.values())
    near = not own and (len(points) > 1 if area else bool(points) and _is_part(points, whole))
    if near:
        frame = frame_round(points, free=_FREE_ROUND_POINTS, tallest=_TALLEST_ROUND_POINTS)
    elif corners:
        frame = frame_round(corners, free=_FREE)
    else:
        return None
    draw = frame.land if near else frame.shape
    paths = tuple(path for shape in shown.values() if (path := draw(shape)))
    edges = "".join(map(frame.edges, shown.values())) if near else ""
    named = tuple((index.departments[c].name, shape) for c, shape in sorted(land.items()) if c in index.departments)
    several = len(named) > 1 and not area
    rivers, courses = _rivers(frame, index)
    return Terrain(frame, known, paths, edges, rivers, named if several else (), courses, beyond=near)


def _is_part(points: Iterable[Point], whole: list[Point]) -> bool:
    if not whole:
        return True
    (south, west), (north, east) = bounds(points)
    (low, left), (high, right) = bounds(whole)
    return (north - south) < _PART * (high - low) and (east - west) < _PART * (right - left)


def _rivers(frame: Frame, index: CommuneIndex) -> tuple[tuple[str, ...], tuple[tuple[str, Ring], ...]]:
    """A path for each river in the window, and the longest course there of each that has a name."""
    found = ((river.name, [part for line in river.lines for part in frame.parts(line)]) for river in index.rivers)
    shown = list(islice(((name, parts) for name, parts in found if parts), _RIVERS))
    paths = tuple(path for _, parts in shown if (path := frame.path(parts)))
    return paths, tuple((name, max(parts, key=len)) for name, parts in shown if name)


def _centre(shape: Outline) -> Point | None:
    """The middle of the largest ring of a shape, if it has any."""
    ring = max(shape, key=len, default=())
    if not ring:
        return None
    (south, west), (north, east) = bounds(ring)
    return (south + north) / 2, (west + east) / 2
