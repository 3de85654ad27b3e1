"""The steps of a walk as people write them: a name or a post, and where it is.

«Place de Jaude (45.7766, 3.0824)», «../articles/2025/le-lavoir/index.md (45.77, 3.08)», or both the name and the post.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median

from placette.features.walks.walk import Point, distance

FAR = 200_000.0
"""Metres from the middle of the others beyond which a step is taken for a mistake."""
_POST = re.compile(r"(?:^|(?<=\s))\S+/index\.md(?=\s|$)")
_PLACED = re.compile(r"(.*)\(([^()]*)\)")
_DEGREES = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{1,10})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class WrittenStep:
    """A step as it was written: its name, its post (a path from the walk's file), and where; each may be missing.

    ``placed`` says whether it says where at all; then ``point`` is None for what can't be a place on Earth.
    """

    text: str
    name: str
    post: str
    placed: bool
    point: Point | None


def written_step(text: str) -> WrittenStep:
    """What a step says."""
    post = _POST.search(text)
    rest = (text[: post.start()] + text[post.end() :]).strip() if post else text
    found = _PLACED.fullmatch(rest)
    name, place = (found[1].strip(" ,"), found[2]) if found else (rest.strip(" ,"), "")
    return WrittenStep(text, name, post[0] if post else "", found is not None, _point(place))


def _point(written: str) -> Point | None:
    """Latitude and longitude; decimals behind a point, or behind a comma when something else parts the two."""
    mark = next((mark for mark in (";", ", ", ",") if mark in written), " ")
    parts = [part.strip() for part in written.split(mark)]
    if len(parts) != 2 or not all(map(_DEGREES.fullmatch, parts)):
        return None
    lat, lon = (round(float(part.replace(",", ".")), 5) for part in parts)
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def strays(points: list[Point]) -> list[int]:
    """The positions of points that are far from the others: a digit too many, latitude and longitude exchanged."""
    middle = median(lat for lat, _ in points), median(lon for _, lon in points)
    found = [at for at, point in enumerate(points) if distance(point, middle) > FAR]
    near = (at for at in range(1, len(points)) if distance(points[at - 1], points[at]) > FAR)
    return found or list(near)
