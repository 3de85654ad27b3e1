"""A window on the territory: its size, its SVG paths, and the place of a point in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from operator import attrgetter

from placette.engine.base import geography
from placette.engine.content.communes import CommuneIndex, Contours
from placette.engine.rendering.features import Site
from placette.features.territory.topology import join_contours

MAP = 400  # longest side of the drawing on the home page, in its own units
BESIDE, _TALLEST = 224, 1.3
"""Width of the drawing beside a post, as many units as the margin has pixels, and its height for it at the most."""
_MARGIN = 0.04  # part of the longest side that stays free on every side, for points and letters at the border
_ATLAS_FINENESS = 0.8
"""How far a line may be from the true one, in the drawing's units, if the drawing isn't too heavy then."""
_WEIGHT = {MAP: 16_000, BESIDE: 1_800}
"""Characters that the paths of a drawing may take together: the last is on every post."""
_PARTS = 12  # parts of a territory that drawings show; one of more is shown whole


@dataclass(frozen=True)
class Sheet:
    """A drawing of the territory: its size, the path of each shape by code, and how to place points on it."""

    width: int
    height: int
    paths: Mapping[str, str]
    plane: geography.Plane
    corner: geography.Point
    scale: float

    def spot(self, point: geography.Point) -> geography.Point:
        """Return the place of a point in degrees: from the left, from the top, on the sheet or not."""
        return _moved(self.plane(point), self.corner, self.scale)

    def place(self, point: geography.Point) -> geography.Point | None:
        """Return the same to a tenth of a unit; None outside the sheet."""
        across, down = self.spot(point)
        inside = 0 <= across <= self.width and 0 <= down <= self.height
        return (round(across, 1), round(down, 1)) if inside else None


@dataclass(frozen=True, slots=True)
class Atlas:
    """The territory's drawings by size, each made when it is first asked for; the shapes of its parts, by code.

    Parts are its départements, or its intercommunalités where it has one département, or its communes.
    """

    sheet: Callable[[int], Sheet]
    shapes: Mapping[str, geography.Outline]
    part_of: Mapping[str, str]  # by the code of a commune


def atlas_of(site: Site) -> Atlas | None:
    """Return the atlas of a build's territory, made once; None where no shape is known."""
    index = site.build.communes
    if "atlas" not in index.kept:
        index.kept["atlas"] = make_atlas(index)
    atlas: Atlas | None = index.kept["atlas"]
    return atlas


def make_atlas(index: CommuneIndex) -> Atlas | None:
    """Return the atlas of a territory; None where no shape is known."""
    parts = _parts(index)
    contours = join_contours(index.contours, parts)
    if not contours.rings:
        return None
    shapes = {code: contours.shape(code) for code in contours.rings}
    plane = geography.plane_for(corner for shape in shapes.values() for ring in shape for corner in ring)
    flat = {code: tuple(tuple(map(plane, ring)) for ring in shape) for code, shape in shapes.items()}
    return Atlas(
        cache(partial(_sheet, shapes=flat, plane=plane)),
        shapes,
        {code: part for part, codes in parts.items() for code in codes},
    )


def _parts(index: CommuneIndex) -> Mapping[str, list[str]]:
    """Return the communes (codes) with a shape by part of the territory; one part without a name is the whole."""
    communes = [commune for code, commune in sorted(index.by_code.items()) if code in index.contours.rings]
    for key in (attrgetter("department_code"), attrgetter("epci"), attrgetter("code")):
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for commune in communes:
            groups[key(commune)].append(commune.code)
        if 1 < len(groups) <= _PARTS:
            return groups
    return {"": [commune.code for commune in communes]}


def _sheet(size: int, shapes: Mapping[str, geography.Outline], plane: geography.Plane) -> Sheet:
    (left, top), (right, bottom) = geography.bounds(
        point for shape in shapes.values() for ring in shape for point in ring
    )
    free = _MARGIN * size
    tall = (_TALLEST if size == BESIDE else 1) * size
    scale = min((size - 2 * free) / max(right - left, 1e-9), (tall - 2 * free) / max(bottom - top, 1e-9))
    width, height = (round((far - near) * scale + 2 * free) for near, far in ((left, right), (top, bottom)))
    corner = left - free / scale, top - free / scale
    if size == BESIDE:  # as wide as its margin, for any shape
        width, corner = size, ((left + right) / 2 - size / 2 / scale, corner[1])
    fineness, paths = _ATLAS_FINENESS, _paths(shapes, corner, scale, _ATLAS_FINENESS)
    while sum(map(len, paths.values())) > _WEIGHT[size] and fineness < size:
        fineness *= 1.4
        paths = _paths(shapes, corner, scale, fineness)
    return Sheet(width, height, paths, plane, corner, scale)


def _paths(
    shapes: Mapping[str, geography.Outline], corner: geography.Point, scale: float, fineness: float
) -> dict[str, str]:
    return {code: "".join(_path(ring, corner, scale, fineness) for ring in shape) for code, shape in shapes.items()}


def _path(ring: geography.Ring, corner: geography.Point, scale: float, fineness: float) -> str:
    """Return a closed line as an SVG path of whole units; empty for a shape that is smaller than one."""
    corners = geography.simplify(tuple(_moved(point, corner, scale) for point in ring), fineness)
    whole = list(dict.fromkeys((round(x), round(y)) for x, y in corners))
    if len(whole) < 3:
        return ""
    steps = [(x - before[0], y - before[1]) for before, (x, y) in pairwise(whole)]
    return "M{} {}l{}z".format(*whole[0], _joined(number for step in steps for number in step))


def _joined(numbers: Iterable[int]) -> str:
    """Return numbers with a space between them where no sign parts them."""
    return "".join(f" {number}" if number >= 0 else f"{number}" for number in numbers).lstrip()


def _moved(point: geography.Point, corner: geography.Point, scale: float) -> geography.Point:
    return (point[0] - corner[0]) * scale, (point[1] - corner[1]) * scale


def clip_line(line: Sequence[geography.Point], width: float, height: float) -> Iterator[geography.Ring]:
    """Yield the parts of a line in the window from 0, 0."""
    part: list[geography.Point] = []
    for before, here in pairwise(line):
        step = _clip_step(before, here, width, height)
        if step and part and part[-1] == step[0]:
            part.append(step[1])
            continue
        if len(part) > 1:
            yield tuple(part)
        part = list(step) if step else []
    if len(part) > 1:
        yield tuple(part)


def _clip_step(
    one: geography.Point, other: geography.Point, width: float, height: float
) -> tuple[geography.Point, geography.Point] | None:
    """Return the part of a step in the window (Liang and Barsky, 1984)."""
    across, down = other[0] - one[0], other[1] - one[1]
    start, end = 0.0, 1.0
    for towards, room in ((-across, one[0]), (across, width - one[0]), (-down, one[1]), (down, height - one[1])):
        if towards == 0 and room < 0:
            return None
        if towards < 0:
            start = max(start, room / towards)
        elif towards > 0:
            end = min(end, room / towards)
    if start >= end:
        return None
    first = one if start == 0 else (one[0] + start * across, one[1] + start * down)
    return first, other if end == 1 else (one[0] + end * across, one[1] + end * down)


Box = tuple[float, float, float, float]  # left, top, right, bottom


def meet(one: Box, other: Box) -> bool:
    """Return whether two boxes overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def is_free(box: Box, taken: Iterable[Box]) -> bool:
    """Return whether a box overlaps none of these."""
    return not any(meet(box, other) for other in taken)


def contains(box: Box, x: float, y: float, more: float = 0) -> bool:
    """Return whether a place is in a box, or nearer to it than that."""
    return box[0] - more < x < box[2] + more and box[1] - more < y < box[3] + more


def within(box: Box, width: float, height: float, margin: float = 0) -> bool:
    """Return whether a box is in a window from 0, 0, that far from its edge."""
    return box[0] >= margin and box[1] >= margin and box[2] <= width - margin and box[3] <= height - margin


def crosses(leader: tuple[float, ...], box: Box) -> bool:
    """Return whether a line comes into a box (looked at in eight places)."""
    if not leader:
        return False
    x, y, end_x, end_y = leader
    if max(x, end_x) <= box[0] or min(x, end_x) >= box[2] or max(y, end_y) <= box[1] or min(y, end_y) >= box[3]:
        return False
    return any(contains(box, x + (end_x - x) * n / 8, y + (end_y - y) * n / 8) for n in range(1, 9))


def lies_in(shape: geography.Outline, box: Box) -> bool:
    """Return whether a box is in a shape: its upper and its lower edge are, from end to end."""
    edges = ((geography.crossings(shape, y), box[0], box[2]) for y in (box[1], box[3]))
    return all(geography.lies_inside(at, left) and not _between(at, left, right) for at, left, right in edges)


def touches(shape: geography.Outline, box: Box) -> bool:
    """Return whether an edge of a box is in a shape, be it in part."""
    edges = ((geography.crossings(shape, y), box[0], box[2]) for y in (box[1], box[3]))
    return any(geography.lies_inside(at, left) or _between(at, left, right) for at, left, right in edges)


def _between(crossed: Sequence[float], left: float, right: float) -> bool:
    return any(left <= x <= right for x in crossed)


def cut(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Return whether two lines cross each other; an empty one crosses none."""

    def beside(line: tuple[float, ...], x: float, y: float) -> float:
        return (line[2] - line[0]) * (y - line[1]) - (line[3] - line[1]) * (x - line[0])

    def parts(line: tuple[float, ...], ends: tuple[float, ...]) -> bool:
        return beside(line, *ends[:2]) * beside(line, *ends[2:]) < 0

    return bool(one and other) and parts(one, other) and parts(other, one)


WIDTH = 600  # units across: pixels on a wide screen. Everything else is measured in them.
TALLEST = 1.36  # height in parts of the width, at the most
_LEAST = 6.0  # kilometres that a window shows at the least
FINENESS = 0.9  # how far a line may be from the true one, in units


@dataclass(frozen=True, slots=True)
class Frame:
    """A window: its height, and how to get from degrees to its units."""

    height: int
    plane: geography.Plane
    corner: geography.Point
    scale: float  # units in a kilometre
    fineness: float = FINENESS

    def spot(self, point: geography.Point) -> geography.Point:
        """Return the place of a point in degrees: from the left, from the top, in the window or not."""
        x, y = self.plane(point)
        return (x - self.corner[0]) * self.scale, (y - self.corner[1]) * self.scale

    def place(self, point: geography.Point) -> geography.Point | None:
        """Return the same to a tenth of a unit; None outside the window."""
        x, y = self.spot(point)
        return (round(x, 1), round(y, 1)) if 0 <= x <= WIDTH and 0 <= y <= self.height else None

    def may_show(self, start: geography.Point) -> bool:
        """Return whether a line of contours that starts there (on the plane) may come into the window."""
        x, y = (start[0] - self.corner[0]) * self.scale, (start[1] - self.corner[1]) * self.scale
        return -WIDTH / 2 < x < 1.5 * WIDTH and -WIDTH / 2 < y < self.height + WIDTH / 2

    def course(self, line: geography.Ring) -> str:
        """Return the visible part of a line, as a path."""
        parts = clip_line([self.spot(point) for point in line], WIDTH, self.height)
        return "".join(self._path(geography.simplify_line(part, self.fineness), "") for part in parts)

    def joined(self, rings: Iterable[Sequence[int]], contours: Contours) -> str:
        """Return rings of contours as a path: each line is made coarser alone, so that neighbours stay joined."""
        return "".join(
            self._path([at for number in ring for at in self._line(number, contours)[:-1]], "z") for ring in rings
        )

    def _line(self, number: int, contours: Contours) -> geography.Ring:
        plain = number if number >= 0 else ~number
        line = geography.simplify_line(tuple(map(self.spot, contours.line(plain))), self.fineness)
        return line if number >= 0 else line[::-1]

    def _path(self, points: Iterable[geography.Point], end: str) -> str:
        """Return a line of whole units; empty where less than a line, or than a shape, is left of it."""
        whole = [(round(x), round(y)) for x, y in points]
        whole = [at for before, at in zip([None, *whole], whole, strict=False) if at != before]
        if len(whole) < (3 if end else 2):
            return ""
        steps = (number for before, at in pairwise(whole) for number in (at[0] - before[0], at[1] - before[1]))
        return "M{} {}l{}{}".format(*whole[0], "".join(f" {n}" if n >= 0 else f"{n}" for n in steps).lstrip(), end)


def frame_round(
    corners: Iterable[geography.Point], *, free: float, tallest: float = TALLEST, fineness: float = FINENESS
) -> Frame:
    """Return the window with all corners (degrees), a part of its width free on every side; raises ``ValueError``."""
    points = list(corners)
    plane = geography.plane_for(points)
    (left, top), (right, bottom) = geography.bounds(map(plane, points))
    across, down = max(right - left, _LEAST), max(bottom - top, _LEAST / 2)
    inner = WIDTH * (1 - 2 * free)
    scale = min(inner / across, WIDTH * (tallest - 2 * free) / down)
    height = round(down * scale + 2 * free * WIDTH)
    middle = (left + right) / 2, (top + bottom) / 2
    corner = middle[0] - WIDTH / 2 / scale, middle[1] - height / 2 / scale
    return Frame(height, plane, corner, scale, fineness)


def middle_of(
    outline: geography.Outline, frame: Frame, half: geography.Point, taken: Sequence[Box]
) -> geography.Point | None:
    """Return the place of words of that half width and half height in a shape, uncovered; None without one.

    Of a grid of places it is the one nearest to the middle of the shape.
    """
    shape = tuple(tuple(map(frame.spot, ring)) for ring in outline if len(ring) > 2)
    for x, y in middles_of(shape, half, WIDTH, frame.height) if shape else ():
        if is_free((x - half[0], y - half[1], x + half[0], y + half[1]), taken):
            return round(x, 1), round(y, 1)
    return None


def middles_of(
    shape: geography.Outline, half: geography.Point, width: float, height: float
) -> Iterator[geography.Point]:
    """Yield the places of words of that half width and half height in a shape and in a window, both in units.

    Of a grid of places those nearest to the middle of the shape come first.
    """
    (left, top), (right, bottom) = geography.bounds(corner for ring in shape for corner in ring)
    centre, crossed = ((left + right) / 2, (top + bottom) / 2), cache(partial(geography.crossings, shape))
    grid = (
        (left + (right - left) * column / 16, top + (bottom - top) * row / 16)
        for column in range(1, 16)
        for row in range(1, 16)
    )
    for x, y in sorted(grid, key=lambda at: (at[0] - centre[0]) ** 2 + (at[1] - centre[1]) ** 2):
        box = x - half[0], y - half[1], x + half[0], y + half[1]
        if within(box, width, height, 2) and _has_corners(crossed, box):
            yield x, y


def _has_corners(crossed: Callable[[float], Sequence[float]], box: Box) -> bool:
    """Return whether all corners of a box are in a shape, by where its lines cross each height."""
    left, top, right, bottom = box
    return all(geography.lies_inside(crossed(y), x) for y in (top, bottom) for x in (left, right))
