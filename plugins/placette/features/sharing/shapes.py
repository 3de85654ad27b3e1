"""The two shapes of a card: wide for networks, square for messengers and small thumbnails."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a card's parts, in pixels; letters in pixels per em.

    ``text`` is the width of the longest line, ``notes`` how many lines may stand below the title. A panel that
    ``spans`` is as wide as the card, and the picture stands above it.
    """

    name: str
    width: int
    height: int
    band: int
    margin: int
    text: int
    title_height: int
    title_sizes: tuple[int, ...]
    place_size: int
    note_size: int
    site_size: int
    padding: int
    gap: int
    face: int
    portrait: int
    notes: int
    spans: bool = False
    least_panel: int = 0


WIDE = Shape(
    name="wide",
    width=1200,
    height=630,
    band=76,
    margin=60,
    text=880,
    title_height=250,
    title_sizes=(84, 78, 72, 66, 60, 56, 52, 48, 44, 40, 36),
    place_size=27,
    note_size=29,
    site_size=32,
    padding=36,
    gap=22,
    face=60,
    portrait=168,
    notes=2,
)
"""1.91:1 is the shape that Open Graph readers show without cropping."""

SQUARE = Shape(
    name="square",
    width=1080,
    height=1080,
    band=100,
    margin=64,
    text=952,
    title_height=400,
    title_sizes=(112, 104, 96, 88, 80, 74, 68, 62, 56, 52, 48, 44),
    place_size=40,
    note_size=40,
    site_size=44,
    padding=48,
    gap=30,
    face=84,
    portrait=240,
    notes=3,
    spans=True,
    least_panel=380,
)
"""Messengers cut a square from the middle of a wide card, which loses the title: this one is shown whole."""

SHAPES = (WIDE, SQUARE)
"""In the order in which pages name them: who takes one picture takes the first."""

PICTURE = (1200, 600)
"""Pixels of the picture that both shapes are cut from: at least as large as each shows, whatever its panel."""
PORTRAIT = max(shape.portrait for shape in SHAPES)
"""Pixels of the side of a portrait before it is made as small as a shape wants it."""
