"""Paints a drawn landscape as pixels, for the picture that networks show beside a link."""

from __future__ import annotations

from PIL import Image, ImageDraw

from placette.features.pictures.shapes import Disc, Patch, Point, Scene, Shape, Stroke, Tone, midpoints

SUPERSAMPLING = 2
"""How many times finer the canvas is: at 3, painting takes twice as long, and four times enlarged looks the same."""
SMOOTHNESS = 9
"""The number of straight pieces per arc of a curve."""


def paint(scene: Scene, width: int, height: int) -> Image.Image:
    """The scene by day as an RGB picture of exactly this size; what does not fit is cropped evenly."""
    scale = SUPERSAMPLING * max(width / scene.width, height / scene.height)
    left = (width * SUPERSAMPLING - scene.width * scale) / 2
    top = (height * SUPERSAMPLING - scene.height * scale) / 2
    colours = dict(zip(Tone, scene.palette.day, strict=True))
    canvas = Image.new("RGB", (width * SUPERSAMPLING, height * SUPERSAMPLING), colours[Tone.SKY])
    draw = ImageDraw.Draw(canvas)
    for shape in scene.shapes:
        _draw(draw, shape, colours[shape.tone], (scale, left, top))
    return canvas.reduce(SUPERSAMPLING)


def _draw(draw: ImageDraw.ImageDraw, shape: Shape, colour: str, frame: tuple[float, float, float]) -> None:
    """One shape on the canvas; ``frame`` is scale, left and top of the scene."""
    scale, left, top = frame
    if isinstance(shape, Disc):
        draw.circle((shape.x * scale + left, shape.y * scale + top), shape.radius * scale, fill=colour)
        return
    points = [(x * scale + left, y * scale + top) for x, y in _outline(shape)]
    if isinstance(shape, Patch):
        draw.polygon(points, fill=colour)
        return
    if len(points) > 1:
        draw.line(points, fill=colour, width=round(shape.width * scale), joint="curve")
    for end in (points[0], points[-1]):
        draw.circle(end, shape.width * scale / 2, fill=colour)


def _outline(shape: Patch | Stroke) -> list[Point]:
    """The points of an outline, curves cut into short straight pieces."""
    if not shape.smooth:
        return list(shape.points)
    closed = isinstance(shape, Patch)
    middles = midpoints(shape.points, closed=closed)
    ends = middles[1:] + middles[:1] if closed else middles[1:]
    corners = shape.points[1:] + shape.points[:1] if closed else shape.points[1:-1]
    return [
        _bezier(a, b, c, i / SMOOTHNESS)
        for a, b, c in zip(middles, corners, ends, strict=False)
        for i in range(SMOOTHNESS)
    ] + ends[-1:]


def _bezier(start: Point, handle: Point, end: Point, t: float) -> Point:
    """A point of a quadratic Bézier curve."""
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
    return (a * start[0] + b * handle[0] + c * end[0], a * start[1] + b * handle[1] + c * end[1])
