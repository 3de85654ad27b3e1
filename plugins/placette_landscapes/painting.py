"""Paints a drawn landscape as pixels, for the picture that networks show beside a link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil, cos, hypot, pi, sin, sqrt
from typing import Any

from PIL import Image, ImageColor, ImageDraw, ImagePath

from placette_landscapes.shapes import Disc, Patch, Point, Scene, Shape, Stroke, Tone, midpoints

_FLATNESS = 0.25
"""How many pixels a straight side may be away from its curve: half of what rounding its corners moves it."""
_MOST_SIDES = 16
_MORE = 1.0
"""Pixels that Pillow adds to the width and to the height of an area: it fills those under its right and lower sides."""


@dataclass(frozen=True, slots=True)
class PaintedArea:
    """The inside of an outline: a path of Pillow's, which moves many points at once."""

    path: Any
    tone: Tone


Piece = PaintedArea | Disc | Stroke


@dataclass(frozen=True, slots=True)
class _Frame:
    """The place of a scene in its picture, in pixels."""

    scale: float
    left: float
    top: float

    def place(self, points: Sequence[Point], less: float = 0.0) -> Any:
        """Points of the scene as a path, ``less`` pixels to the left and up."""
        path = ImagePath.Path(points)
        path.transform((self.scale, 0, self.left - less, 0, self.scale, self.top - less))
        return path


def pieces_of(scene: Scene, width: int, height: int) -> Iterator[Piece]:
    """Yield the visible part of a scene on a ground of sky. It fills the picture; the rest is left out evenly."""
    scale = max(width / scene.width, height / scene.height)
    frame = _Frame(scale, (width - scene.width * scale) / 2, (height - scene.height * scale) / 2)
    for shape, floor in _seen(scene):
        yield from _pieces(shape, floor, frame)


def _seen(scene: Scene) -> Iterator[tuple[Shape, float]]:
    """The shapes that show, each with the height (y) below which land before it hides it."""
    shown = list(_unlike_the_sky(scene))
    floors = []
    floor = float("inf")
    for shape in reversed(shown):
        floors.append(floor)
        if isinstance(shape, Patch) and shape.across:
            floor = min(floor, _lowest(shape))
    return zip(shown, reversed(floors), strict=True)


def _unlike_the_sky(scene: Scene) -> Iterator[Shape]:
    """Yield all shapes but those of the sky's colour on the bare sky, such as stars by day."""
    colours = dict(zip(Tone, scene.palette.day, strict=True))
    discs: list[Disc] | None = []
    for shape in scene.shapes:
        if discs is not None and colours[shape.tone] == colours[Tone.SKY]:
            if not any(_touches(disc, shape) for disc in discs):
                continue
        elif discs is not None:
            discs = [*discs, shape] if isinstance(shape, Disc) else None
        yield shape


def _touches(disc: Disc, shape: Shape) -> bool:
    """Return whether a dot is on a disc; of any other shape it isn't known."""
    if not isinstance(shape, Stroke) or len(shape.points) > 1:
        return True
    (x, y), *_ = shape.points
    return hypot(x - disc.x, y - disc.y) < disc.radius + shape.width


def _lowest(land: Patch) -> float:
    return max(y for _, y in land.points[:-2])


def _pieces(shape: Shape, floor: float, frame: _Frame) -> Iterator[Piece]:
    if isinstance(shape, Disc):
        yield _disc((shape.x, shape.y), shape.radius * 2, shape.tone, frame)
    elif isinstance(shape, Patch):
        if shape.across:
            yield from _land(shape, floor, frame)
            return
        points = _flat(shape.points, frame.scale, closed=True) if shape.smooth else shape.points
        yield PaintedArea(frame.place(points), shape.tone)
    elif len(set(shape.points)) == 1:
        yield _disc(shape.points[0], shape.width, shape.tone, frame)
    elif len(shape.points) == 2:
        yield _rod(shape, frame)
    else:
        yield from _stroke(shape, frame)


def _disc(middle: Point, width: float, tone: Tone, frame: _Frame) -> Disc:
    ((x, y),) = frame.place((middle,))
    return Disc(x, y, width * frame.scale / 2, tone)


def _land(land: Patch, floor: float, frame: _Frame) -> Iterator[PaintedArea]:
    """Fill the area under a skyline, down to its floor: quickly below the skyline's lowest point."""
    skyline = land.points[:-2]
    (right, below), (left, _) = land.points[-2:]
    foot, floor = _lowest(land) + 1 / frame.scale, min(floor, below)
    seen = _flat(skyline, frame.scale, closed=False) if land.smooth else list(skyline)
    yield PaintedArea(frame.place([*seen, (right, foot), (left, foot)]), land.tone)
    if floor > foot:
        yield PaintedArea(frame.place([(left, foot), (right, foot), (right, floor), (left, floor)]), land.tone)


def _rod(stroke: Stroke, frame: _Frame) -> PaintedArea:
    """A straight stroke as an area with round ends."""
    (x, y), (u, v) = frame.place(stroke.points, _MORE / 2)
    length = hypot(u - x, v - y) or 1.0
    across, down = (u - x) / length, (v - y) / length
    radius = max(0.0, (stroke.width * frame.scale - _MORE * max(abs(across), abs(down))) / 2)
    along, up = across * radius, down * radius
    turns = _turns(ceil(sqrt(2 * radius)) + 1)
    last = [(u + s * along - c * up, v + s * up + c * along) for c, s in turns]
    first = [(x - s * along + c * up, y - s * up - c * along) for c, s in turns]
    return PaintedArea(ImagePath.Path(last + first), stroke.tone)


def _stroke(stroke: Stroke, frame: _Frame) -> Iterator[Piece]:
    points = _flat(stroke.points, frame.scale, closed=False) if stroke.smooth else stroke.points
    yield Stroke(tuple(frame.place(points)), stroke.width * frame.scale, stroke.tone)
    yield from (_disc(end, stroke.width, stroke.tone, frame) for end in (points[0], points[-1]))


def _flat(points: tuple[Point, ...], scale: float, *, closed: bool) -> list[Point]:
    """The curve of these control points as straight sides."""
    middles = midpoints(points, closed=closed)
    ends = middles[1:] + middles[:1] if closed else middles[1:]
    corners = points[1:] + points[:1] if closed else points[1:-1]
    flat: list[Point] = []
    for (ax, ay), (bx, by), (cx, cy) in zip(middles, corners, ends, strict=False):
        bend = max(abs(ax - 2 * bx + cx), abs(ay - 2 * by + cy)) * scale
        sides = min(_MOST_SIDES, ceil(sqrt(bend / (4 * _FLATNESS)))) or 1
        flat += [(a * ax + b * bx + c * cx, a * ay + b * by + c * cy) for a, b, c in _weights(sides)]
    return flat + ends[-1:]


@cache
def _weights(sides: int) -> tuple[tuple[float, float, float], ...]:
    return tuple(((1 - t) ** 2, 2 * t * (1 - t), t * t) for t in (side / sides for side in range(sides)))


@cache
def _turns(steps: int) -> tuple[Point, ...]:
    return tuple((cos(pi * step / steps), sin(pi * step / steps)) for step in range(steps + 1))


SUPERSAMPLING = 2
"""How many times finer the canvas is: at 3, painting takes twice as long, and four times enlarged looks the same.

Adding three pictures, each moved by a part of a pixel, takes two thirds of the time, but Pillow rounds corners to whole
pixels: slanting sides show their steps.
"""


def paint(scene: Scene, width: int, height: int) -> Image.Image:
    """Return the scene by day as an RGB picture of exactly this size; the rest is cropped evenly."""
    colours = {tone: ImageColor.getrgb(colour) for tone, colour in zip(Tone, scene.palette.day, strict=True)}
    size = (width * SUPERSAMPLING, height * SUPERSAMPLING)
    canvas = Image.new("RGB", size, colours[Tone.SKY])
    draw = ImageDraw.Draw(canvas)
    for piece in pieces_of(scene, *size):
        colour = colours[piece.tone]
        if isinstance(piece, Disc):
            left, top = piece.x - piece.radius, piece.y - piece.radius
            draw.ellipse((left, top, piece.x + piece.radius, piece.y + piece.radius), colour)
        elif isinstance(piece, Stroke):
            draw.line(piece.points, colour, round(piece.width), joint="curve")
        else:
            draw.polygon(piece.path, colour)
    return canvas.reduce(SUPERSAMPLING)
