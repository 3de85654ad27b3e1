"""What the map of a place is drawn on: true shapes where their authority gave them, or else the land round points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple

from placette.engine.base.geography import Outline, Point, Ring, bounds
from placette.engine.library.communes import CommuneIndex
from placette.engine.pages.desk import Desk
from placette.features.territory.atlas import atlas_of
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
    """Of its communes by code, in degrees."""
    area: tuple[str, ...]
    borders: str
    rivers: tuple[str, ...]
    named: tuple[tuple[str, Outline], ...]
    """What is named on it for itself: départements, each with its shape."""
    courses: tuple[tuple[str, Ring], ...] = ()
    """Rivers with a name, each with its longest course in the window, in units."""
    beyond: bool = False
    """Whether the land goes on beyond it."""
    shaped: bool = False
    """Whether it shows the true shapes of communes."""


def terrain_of(area: str, desk: Desk) -> Terrain | None:
    """What the map of an area is drawn on, made once a build; None where neither shape nor land is known."""
    terrains = desk.kept.setdefault("terrains", {})
    if area not in terrains:
        terrains[area] = _made(area, desk)
    found: Terrain | None = terrains[area]
    return found


def _made(area: str, desk: Desk) -> Terrain | None:
    index, atlas = desk.build.communes, atlas_of(desk)
    members = [code for code, c in sorted(index.by_code.items()) if area in ("", c.epci, c.department_code)]
    drawn = [code for code in members if code in index.contours.rings]
    known = {code: point for code in members if atlas and (point := atlas.known.get(code))}
    if len(drawn) >= max(1, _ENOUGH * len(members)):
        return _on_shapes(area, drawn, known, index)
    if not atlas or len(index.by_code) < 2:
        return None
    return _on_land(area, known, index)


def _on_shapes(area: str, drawn: list[str], known: Mapping[str, Point], index: CommuneIndex) -> Terrain:
    """A map of the true shapes of communes: those of the whole territory are joined by département."""
    contours = index.contours
    groups: dict[str, list[str]] = {}
    for code in drawn:
        groups.setdefault("" if area else index.by_code[code].department_code, []).append(code)
    outlines = {code: contours.outline(members) for code, members in groups.items()}
    corners = chain.from_iterable(ring for shape in outlines.values() for ring in shape)
    frame = frame_round(corners, free=_FREE, tallest=_TALLEST_ALONE if len(drawn) == 1 else TALLEST)
    points = {code: known.get(code) or _centre(contours.outline([code])) for code in drawn}
    paths = tuple(frame.joined(contours.edges(members), contours) for members in groups.values())
    lines = "".join(frame.course(contours.line(number)) for number in contours.borders(drawn)) if area else ""
    named = tuple((index.departments[code].name, shape) for code, shape in outlines.items() if code)
    return Terrain(
        frame,
        points,
        paths,
        lines,
        _rivers(frame, index),
        named if len(named) > 1 else (),
        _courses(frame, index),
        shaped=True,
    )


def _on_land(area: str, known: Mapping[str, Point], index: CommuneIndex) -> Terrain | None:
    """A map of points on the land of the départements, as near as shows them all."""
    land = {code: shape for code, shape in index.outlines.items() if code in index.departments}
    whole = [corner for code, shape in land.items() if area in ("", code) for ring in shape for corner in ring]
    points = list(known.values())
    near = area not in land and (len(points) > 1 if area else bool(points) and _is_part(points, whole))
    corners = whole or [corner for shape in land.values() for ring in shape for corner in ring]
    if near:
        frame = frame_round(points, free=_FREE_ROUND_POINTS, tallest=_TALLEST_ROUND_POINTS)
    elif corners:
        frame = frame_round(corners, free=_FREE)
    else:
        return None
    shown = {area: land[area]} if area in land else land
    draw = frame.land if near else frame.shape
    paths = tuple(path for shape in shown.values() if (path := draw(shape)))
    edges = "".join(map(frame.edges, shown.values())) if near else ""
    named = tuple((index.departments[code].name, shape) for code, shape in sorted(land.items()))
    several = len(named) > 1 and not area
    return Terrain(
        frame, known, paths, edges, _rivers(frame, index), named if several else (), _courses(frame, index), beyond=near
    )


def _is_part(points: Iterable[Point], whole: list[Point]) -> bool:
    if not whole:
        return True
    (south, west), (north, east) = bounds(points)
    (low, left), (high, right) = bounds(whole)
    return (north - south) < _PART * (high - low) and (east - west) < _PART * (right - left)


def _rivers(frame: Frame, index: CommuneIndex) -> tuple[str, ...]:
    courses = (frame.course(line) for river in index.rivers[:_RIVERS] for line in river.lines)
    return tuple(course for course in courses if course)


def _courses(frame: Frame, index: CommuneIndex) -> tuple[tuple[str, Ring], ...]:
    named = ((river.name, [part for line in river.lines for part in frame.parts(line)]) for river in index.rivers)
    return tuple((name, max(parts, key=len)) for name, parts in list(named)[:_RIVERS] if name and parts)


def _centre(shape: Outline) -> Point:
    """The middle of the largest ring of a shape."""
    ring = max(shape, key=len)
    (south, west), (north, east) = bounds(ring)
    return (south + north) / 2, (west + east) / 2
