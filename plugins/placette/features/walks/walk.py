"""Walks: places and posts in order, the path between them, and how far it is. Values, as those of ``models.py``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate, pairwise
from math import asin, cos, radians, sin, sqrt

from placette.engine.base.cldr import spoken_number
from placette.engine.texts.values import Body, Licence

Point = tuple[float, float]
"""Latitude and longitude in degrees (WGS 84)."""
Profiled = tuple[float, float]
"""Metres along the way, metres above the sea."""

_RADIUS = 6_371_008.8
"""Metres: the Earth's mean radius R1 (Moritz, Geodetic Reference System 1980)."""
_KILOMETRE = 1000


@dataclass(frozen=True, slots=True)
class Step:
    """A place on the way. ``post`` is the source path of the post about it; either it or ``name`` is there."""

    name: str
    post: str
    point: Point


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk. ``track`` is the way that was really taken, from the first step to the last, or empty.

    ``duration``, ``difficulty`` and ``ascent`` are texts of its authors (keys), who walked it on ``date``.
    """

    path: str
    slug: str
    url: str
    title: str
    summary: str
    lang: str
    date: datetime
    authors: tuple[str, ...]
    communes: tuple[str, ...]
    licence: Licence
    duration: str
    difficulty: str
    ascent: str
    steps: tuple[Step, ...]
    track: tuple[Point, ...] = ()
    profile: tuple[Profiled, ...] = ()
    """Its heights, where they were recorded."""
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""

    @property
    def line(self) -> tuple[Point, ...]:
        """The way: the track, or straight lines from step to step."""
        return self.track or tuple(step.point for step in self.steps)


def distance(one: Point, other: Point) -> float:
    """Metres between two points as the crow flies, on a sphere (haversine; within 0.5 % of the ellipsoid)."""
    (lat, lon), (lat2, lon2) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * _RADIUS * asin(sqrt(min(1.0, half)))


def length(line: Sequence[Point]) -> float:
    """Metres along a line of points, as the crow flies from each to the next."""
    return sum(distance(one, other) for one, other in pairwise(line))


def reached(walk: Walk) -> tuple[float, ...]:
    """For each step how far along the way it is, from 0 to 1: the nearest point of the track after the step before."""
    line = walk.line
    far = list(accumulate((distance(one, other) for one, other in pairwise(line)), initial=0.0))
    found, at = [0.0], 0
    for step in walk.steps[1:-1]:
        left = [distance(point, step.point) for point in line[at:]]
        at += left.index(min(left))
        found.append(far[at] / far[-1] if far[-1] else 0.0)
    return (*found, 1.0)


def spoken_length(metres: float, lang: str) -> str:
    """«640 m» to the nearest ten, «12,4 km» from one kilometre on, with no-break spaces."""
    if metres < _KILOMETRE - 5:
        return f"{round(metres, -1):.0f}\u00a0m"
    return f"{spoken_number(metres / _KILOMETRE, lang, places=1)}\u00a0km"
