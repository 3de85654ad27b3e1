"""A window on the territory: how large it is drawn, what runs through it as SVG paths, where a point lies in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise

from placette.engine.base.geography import (
    Outline,
    Plane,
    Point,
    Ring,
    bounds,
    crossings,
    lies_inside,
    plane_for,
    simplify,
    simplify_line,
)
from placette.engine.library.contours import Contours
from placette.features.territory.boxes import Box, is_free, within
from placette.features.territory.clipping import clip_line, clip_ring

WIDTH = 600
"""Units across: pixels on a wide screen. Everything else is measured in them."""
TALLEST = 1.36
"""Height in parts of the width, at the most."""
_LEAST = 6.0
"""Kilometres that a window shows at the least."""
_FINENESS = 0.9
"""How far a line may be from the true one, in units."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A window: its height, and how to get from degrees to its units."""

    height: int
    plane: Plane
    corner: Point
    scale: float
    """Units in a kilometre."""

    def spot(self, point: Point) -> Point:
        """Where a point in degrees lies: from the left, from the top, be it in the window or not."""
        x, y = self.plane(point)
        return (x - self.corner[0]) * self.scale, (y - self.corner[1]) * self.scale

    def place(self, point: Point) -> Point | None:
        """The same to a tenth of a unit; None outside the window."""
        x, y = self.spot(point)
        return (round(x, 1), round(y, 1)) if 0 <= x <= WIDTH and 0 <= y <= self.height else None

    def shape(self, outline: Outline) -> str:
        """A shape as a path, as coarse as its lines may be; empty for one smaller than a unit."""
        return "".join(self._path(simplify(tuple(map(self.spot, ring)), _FINENESS), "z") for ring in outline)

    def land(self, outline: Outline) -> str:
        """What a window shows of a shape that goes on beyond it, as a path to fill."""
        rings = (clip_ring(tuple(map(self.spot, ring)), WIDTH, self.height) for ring in outline)
        return "".join(self._path(simplify(ring, _FINENESS), "z") for ring in rings if len(ring) > 2)

    def edges(self, outline: Outline) -> str:
        """What a window shows of the border of such a shape, as a path of lines."""
        return "".join(self.course((*ring, ring[0])) for ring in outline)

    def course(self, line: Ring) -> str:
        """What a window shows of a line, as a path."""
        return self.path(self.parts(line))

    def path(self, parts: Iterable[Ring]) -> str:
        """Lines in units, as a path."""
        return "".join(self._path(part, "") for part in parts)

    def parts(self, line: Ring) -> list[Ring]:
        """What a window shows of a line, in units."""
        parts = clip_line([self.spot(point) for point in line], WIDTH, self.height)
        return [simplify_line(part, _FINENESS) for part in parts]

    def joined(self, rings: Iterable[Sequence[int]], contours: Contours) -> str:
        """Rings of contours as a path: each line is made coarser alone, so that neighbours stay joined."""
        return "".join(
            self._path([at for number in ring for at in self._line(number, contours)[:-1]], "z") for ring in rings
        )

    def _line(self, number: int, contours: Contours) -> Ring:
        plain = number if number >= 0 else ~number
        line = simplify_line(tuple(map(self.spot, contours.line(plain))), _FINENESS)
        return line if number >= 0 else line[::-1]

    def _path(self, points: Iterable[Point], end: str) -> str:
        """A line of whole units; empty where less than a line, or than a shape, is left of it."""
        whole = [(round(x), round(y)) for x, y in points]
        whole = [at for before, at in zip([None, *whole], whole, strict=False) if at != before]
        if len(whole) < (3 if end else 2):
            return ""
        steps = (number for before, at in pairwise(whole) for number in (at[0] - before[0], at[1] - before[1]))
        return "M{} {}l{}{}".format(*whole[0], "".join(f" {n}" if n >= 0 else f"{n}" for n in steps).lstrip(), end)


def frame_round(corners: Iterable[Point], *, free: float, tallest: float = TALLEST) -> Frame:
    """The window that holds all corners (degrees) and leaves a part of its width free on every side.

    Raises ``ValueError`` where there are none.
    """
    found = list(corners)
    plane = plane_for(found)
    (left, top), (right, bottom) = bounds(map(plane, found))
    across, down = max(right - left, _LEAST), max(bottom - top, _LEAST / 2)
    inner = WIDTH * (1 - 2 * free)
    scale = min(inner / across, WIDTH * (tallest - 2 * free) / down)
    height = round(down * scale + 2 * free * WIDTH)
    middle = (left + right) / 2, (top + bottom) / 2
    corner = middle[0] - WIDTH / 2 / scale, middle[1] - height / 2 / scale
    return Frame(height, plane, corner, scale)


def middle_of(outline: Outline, frame: Frame, half: Point, taken: Sequence[Box]) -> Point | None:
    """Where words of that half width and half height stand in a shape and cover nothing; None where nowhere.

    Of a grid of places that which is nearest to the middle of the shape.
    """
    shape = tuple(tuple(map(frame.spot, ring)) for ring in outline if len(ring) > 2)
    for x, y in middles_of(shape, half, WIDTH, frame.height) if shape else ():
        if is_free((x - half[0], y - half[1], x + half[0], y + half[1]), taken):
            return round(x, 1), round(y, 1)
    return None


def middles_of(shape: Outline, half: Point, width: float, height: float) -> Iterator[Point]:
    """Where words of that half width and half height stand in a shape and in a window, both in units.

    Of a grid of places those nearest to the middle of the shape come first.
    """
    (left, top), (right, bottom) = bounds(corner for ring in shape for corner in ring)
    centre, crossed = ((left + right) / 2, (top + bottom) / 2), cache(partial(crossings, shape))
    grid = (
        (left + (right - left) * column / 16, top + (bottom - top) * row / 16)
        for column in range(1, 16)
        for row in range(1, 16)
    )
    for x, y in sorted(grid, key=lambda at: (at[0] - centre[0]) ** 2 + (at[1] - centre[1]) ** 2):
        box = x - half[0], y - half[1], x + half[0], y + half[1]
        if within(box, width, height, 2) and _holds(crossed, box):
            yield x, y


def _holds(crossed: Callable[[float], Sequence[float]], box: Box) -> bool:
    """Whether all corners of a box lie in a shape, by where its lines cross each height."""
    left, top, right, bottom = box
    return all(lies_inside(crossed(y), x) for y in (top, bottom) for x in (left, right))
