"""Paints a drawn landscape as pixels, for the picture that networks show beside a link.

Edges are smooth because a picture is the sum of four, each moved by a fraction of a pixel and with a quarter of the
light: Pillow adds pictures many times faster than it makes one smaller.
"""

from __future__ import annotations

from functools import reduce

from PIL import Image, ImageChops, ImageColor, ImageDraw

from placette.features.pictures.pieces import Piece, pieces_of
from placette.features.pictures.shapes import Disc, Point, Scene, Stroke, Tone

_ASIDE = ((0.125, 0.625), (0.375, 0.125), (0.625, 0.875), (0.875, 0.375))
"""How far each of the four is moved, in pixels: no two as far across, nor down, so that any edge meets them in turn."""

_Colour = tuple[int, ...]


def paint(scene: Scene, width: int, height: int) -> Image.Image:
    """The scene by day as an RGB picture of exactly this size; what does not fit is cropped evenly."""
    pieces = list(pieces_of(scene, width, height))
    rows = [_shares(ImageColor.getrgb(colour)) for colour in scene.palette.day]
    lights = [dict(zip(Tone, row, strict=True)) for row in zip(*rows, strict=True)]
    parts = (_part(pieces, (width, height), light, aside) for light, aside in zip(lights, _ASIDE, strict=True))
    return reduce(ImageChops.add_modulo, parts)


def _shares(colour: _Colour) -> list[_Colour]:
    """A colour as the sum of as many darker ones as pictures are added."""
    count = len(_ASIDE)
    return [tuple((value + place) // count for value in colour) for place in range(count)]


def _part(pieces: list[Piece], size: tuple[int, int], light: dict[Tone, _Colour], aside: Point) -> Image.Image:
    """One of the pictures that are added."""
    canvas = Image.new("RGB", size, light[Tone.SKY])
    draw, (across, down) = ImageDraw.Draw(canvas), aside
    for piece in pieces:
        ink = light[piece.tone]
        if isinstance(piece, Disc):
            x, y, radius = piece.x + across, piece.y + down, piece.radius
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), ink)
        elif isinstance(piece, Stroke):
            points = [(x + across, y + down) for x, y in piece.points]
            draw.line(points, ink, max(1, int(piece.width + across)), joint="curve")
        else:
            draw.polygon(piece.moved(aside), ink)
    return canvas
