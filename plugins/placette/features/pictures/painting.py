"""Paints a drawn landscape as pixels, for the picture that networks show beside a link."""

from __future__ import annotations

from PIL import Image, ImageColor, ImageDraw

from placette.features.pictures.pieces import pieces_of
from placette.features.pictures.shapes import Disc, Scene, Stroke, Tone

SUPERSAMPLING = 2
"""How many times finer the canvas is: at 3, painting takes twice as long, and four times enlarged looks the same.

Adding three pictures, each moved by a part of a pixel, takes two thirds of the time, but Pillow rounds corners to whole
pixels: slanting sides show their steps.
"""


def paint(scene: Scene, width: int, height: int) -> Image.Image:
    """The scene by day as an RGB picture of exactly this size; what does not fit is cropped evenly."""
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
