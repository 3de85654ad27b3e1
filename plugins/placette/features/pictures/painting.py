"""Paints a drawn landscape as pixels, for the picture that networks show beside a link.

Only what will be seen is painted: hills down to where nearer ones hide them, curves in no more pieces than the eye
can tell from a curve.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import dropwhile
from math import ceil, sqrt

from PIL import Image, ImageColor, ImageDraw

from placette.features.pictures.shapes import Disc, Patch, Point, Scene, Shape, Shapes, Stroke, Tone, midpoints

SUPERSAMPLING = 2
"""How many times finer the canvas is: at 3, painting takes twice as long, and four times enlarged looks the same."""
FLATNESS = 0.1
"""How many pixels of the canvas a straight piece may be away from its curve."""
_MOST_PIECES = 16

_Frame = tuple[float, float, float]
"""Scale, left and top of the scene on the canvas."""
_Weights = tuple[tuple[float, float, float], ...]


def paint(scene: Scene, width: int, height: int) -> Image.Image:
    """The scene by day as an RGB picture of exactly this size; what does not fit is cropped evenly."""
    scale = SUPERSAMPLING * max(width / scene.width, height / scene.height)
    left = (width * SUPERSAMPLING - scene.width * scale) / 2
    top = (height * SUPERSAMPLING - scene.height * scale) / 2
    colours = {tone: ImageColor.getrgb(colour) for tone, colour in zip(Tone, scene.palette.day, strict=True)}
    canvas = Image.new("RGB", (width * SUPERSAMPLING, height * SUPERSAMPLING), colours[Tone.SKY])
    draw = ImageDraw.Draw(canvas)
    for shape, floor in _seen(scene.shapes):
        _draw(draw, shape, floor, colours[shape.tone], (scale, left, top))
    return canvas.reduce(SUPERSAMPLING)


def _seen(shapes: Shapes) -> Iterator[tuple[Shape, float]]:
    """The shapes that show on a ground of sky, each with the height (y) below which land before it hides it."""
    shown = tuple(dropwhile(lambda shape: shape.tone is Tone.SKY, shapes))
    floors = []
    floor = float("inf")
    for shape in reversed(shown):
        floors.append(floor)
        if isinstance(shape, Patch) and shape.across:
            floor = min(floor, max(y for _, y in shape.points[:-2]))
    return zip(shown, reversed(floors), strict=True)


def _draw(draw: ImageDraw.ImageDraw, shape: Shape, floor: float, colour: tuple[int, ...], frame: _Frame) -> None:
    """One shape on the canvas."""
    scale, left, top = frame
    if isinstance(shape, Disc):
        draw.circle((shape.x * scale + left, shape.y * scale + top), shape.radius * scale, fill=colour)
        return
    points = [(x * scale + left, y * scale + top) for x, y in _outline(shape, floor, scale)]
    if isinstance(shape, Patch):
        draw.polygon(points, fill=colour)
        return
    if len(points) > 1:
        draw.line(points, fill=colour, width=round(shape.width * scale), joint="curve")
        draw.circle(points[-1], shape.width * scale / 2, fill=colour)
    draw.circle(points[0], shape.width * scale / 2, fill=colour)


def _outline(shape: Patch | Stroke, floor: float, scale: float) -> list[Point]:
    """The points of an outline, curves cut into short straight pieces."""
    closed = isinstance(shape, Patch)
    if isinstance(shape, Patch) and shape.across:
        skyline = shape.points[:-2]
        seen = _flat(skyline, scale, closed=False) if shape.smooth else list(skyline)
        (right, below), (left, _) = shape.points[-2:]
        return [*seen, (right, min(floor, below)), (left, min(floor, below))]
    return _flat(shape.points, scale, closed=closed) if shape.smooth else list(shape.points)


def _flat(points: tuple[Point, ...], scale: float, *, closed: bool) -> list[Point]:
    """The curve of these control points as straight pieces."""
    middles = midpoints(points, closed=closed)
    ends = middles[1:] + middles[:1] if closed else middles[1:]
    corners = points[1:] + points[:1] if closed else points[1:-1]
    flat: list[Point] = []
    for (ax, ay), (bx, by), (cx, cy) in zip(middles, corners, ends, strict=False):
        bend = max(abs(ax - 2 * bx + cx), abs(ay - 2 * by + cy)) * scale
        pieces = min(_MOST_PIECES, ceil(sqrt(bend / (4 * FLATNESS)))) or 1
        flat += [(a * ax + b * bx + c * cx, a * ay + b * by + c * cy) for a, b, c in _weights(pieces)]
    return flat + ends[-1:]


@cache
def _weights(pieces: int) -> _Weights:
    """How much start, handle and end of a quadratic Bézier curve count at the beginning of each of its pieces."""
    return tuple(((1 - t) ** 2, 2 * t * (1 - t), t * t) for t in (piece / pieces for piece in range(pieces)))
