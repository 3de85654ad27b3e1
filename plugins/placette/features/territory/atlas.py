"""The territory on paper: its shapes drawn at two sizes, and where communes lie on each. Made once a build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from placette.engine.base.geography import Outline, Plane, Point, Ring, bounds, plane_for, simplify
from placette.engine.library.communes import CommuneIndex
from placette.engine.pages.desk import Desk
from placette.features.posts import Article, published

MAP, LOCATOR = 400, 56
"""Longest sides of the drawings, in their own units: on the home page; beside an event or a walk."""
BESIDE, _TALLEST = 224, 1.3
"""Width of the drawing beside a post, as many units as the margin has pixels, and its height for it at the most."""
_MARGIN = 0.04
"""Part of the longest side that stays free on every side, for points and letters at the border."""
_FINENESS = 0.8
"""How far a line may be from the true one, in the drawing's units, if the drawing isn't too heavy then."""
_WEIGHT = {MAP: 16_000, LOCATOR: 700, BESIDE: 1_800}
"""Characters that the paths of a drawing may take together: the last stands on every post."""


@dataclass(frozen=True)
class Sheet:
    """A drawing of the territory: its size, the path of each shape by code, and how to place points on it."""

    width: int
    height: int
    paths: Mapping[str, str]
    plane: Plane
    corner: Point
    scale: float

    def spot(self, point: Point) -> Point:
        """Where a point in degrees lies: from the left, from the top, be it on the sheet or not."""
        return _moved(self.plane(point), self.corner, self.scale)

    def place(self, point: Point) -> Point | None:
        """The same to a tenth of a unit; None outside the sheet."""
        across, down = self.spot(point)
        inside = 0 <= across <= self.width and 0 <= down <= self.height
        return (round(across, 1), round(down, 1)) if inside else None

    @cached_property
    def path(self) -> str:
        """All shapes in one path."""
        return "".join(self.paths.values())


@dataclass(frozen=True, slots=True)
class Atlas:
    """The territory's drawings by size, and the points of communes in degrees.

    ``known`` are those of the reference; ``posted`` those of posts, which whatever shows them must have in its request.
    """

    sheets: Mapping[int, Sheet]
    known: Mapping[str, Point]
    posted: Mapping[str, Point]

    def point(self, code: str) -> Point | None:
        """Where a commune lies, as far as the reference or a post says."""
        return self.known.get(code) or self.posted.get(code)

    def posted_of(self, codes: Iterable[str]) -> tuple[tuple[str, Point], ...]:
        """The points of these communes that posts alone give."""
        return tuple((code, self.posted[code]) for code in codes if code in self.posted)


def atlas_of(desk: Desk) -> Atlas | None:
    """The atlas of a build's territory; None where no shape is known."""
    return desk.once(_atlas)


def _atlas(desk: Desk) -> Atlas | None:
    return make_atlas(desk.build.communes, published(desk))


def make_atlas(index: CommuneIndex, articles: Iterable[Article]) -> Atlas | None:
    """The atlas of a territory; None where no shape is known.

    A commune that the reference gives no point has that of the newest post which is about it alone and names a place.
    """
    if not index.outlines:
        return None
    known = {code: commune.point for code, commune in index.by_code.items() if commune.point}
    posted: dict[str, Point] = {}
    for article in articles:
        if article.spot and article.spot.point and len(article.communes) == 1 and article.communes[0] not in known:
            posted.setdefault(article.communes[0], article.spot.point)
    corners = [point for outline in index.land.values() for ring in outline for point in ring]
    plane = plane_for(corners)
    flat = {code: tuple(_flat(ring, plane) for ring in outline) for code, outline in index.land.items()}
    sheets = {size: _sheet(size, flat, plane) for size in (MAP, LOCATOR, BESIDE)}
    return Atlas(sheets, known, posted)


def _sheet(size: int, shapes: Mapping[str, Outline], plane: Plane) -> Sheet:
    (left, top), (right, bottom) = bounds(point for shape in shapes.values() for ring in shape for point in ring)
    free = _MARGIN * size
    tall = (_TALLEST if size == BESIDE else 1) * size
    scale = min((size - 2 * free) / max(right - left, 1e-9), (tall - 2 * free) / max(bottom - top, 1e-9))
    width, height = (round((far - near) * scale + 2 * free) for near, far in ((left, right), (top, bottom)))
    corner = left - free / scale, top - free / scale
    if size == BESIDE:  # as wide as its margin, whatever the shape
        width, corner = size, ((left + right) / 2 - size / 2 / scale, corner[1])
    fineness, paths = _FINENESS, _paths(shapes, corner, scale, _FINENESS)
    while sum(map(len, paths.values())) > _WEIGHT[size] and fineness < size:
        fineness *= 1.4
        paths = _paths(shapes, corner, scale, fineness)
    return Sheet(width, height, paths, plane, corner, scale)


def _paths(shapes: Mapping[str, Outline], corner: Point, scale: float, fineness: float) -> dict[str, str]:
    return {code: "".join(_path(ring, corner, scale, fineness) for ring in shape) for code, shape in shapes.items()}


def _path(ring: Ring, corner: Point, scale: float, fineness: float) -> str:
    """A closed line as an SVG path of whole units; empty for a shape that is smaller than one."""
    drawn = simplify(tuple(_moved(point, corner, scale) for point in ring), fineness)
    whole = list(dict.fromkeys((round(x), round(y)) for x, y in drawn))
    if len(whole) < 3:
        return ""
    steps = [(x - before[0], y - before[1]) for before, (x, y) in pairwise(whole)]
    return "M{} {}l{}z".format(*whole[0], _joined(number for step in steps for number in step))


def _joined(numbers: Iterable[int]) -> str:
    """Numbers with a space between them where no sign parts them."""
    return "".join(f" {number}" if number >= 0 else f"{number}" for number in numbers).lstrip()


def _flat(ring: Ring, plane: Plane) -> Ring:
    return tuple(plane(point) for point in ring)


def _moved(point: Point, corner: Point, scale: float) -> Point:
    return (point[0] - corner[0]) * scale, (point[1] - corner[1]) * scale
