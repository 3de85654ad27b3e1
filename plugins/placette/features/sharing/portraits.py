"""Faces on a card: a portrait cut round, or else letters on their ground, as on the site's pages."""

from __future__ import annotations

from functools import cache, lru_cache

from PIL import Image, ImageDraw
from PIL.Image import Resampling

from placette.engine.pages.subjects import Sitter
from placette.features.sharing.fonts import Face, drawable, load_font

RING = 0.045
"""Width, as a share of a face's, of the paper around it, which parts it from the picture or from the next face."""
_LETTERS = 0.36
"""Ems of a monogram, as a share of its width: the same as in the theme's ``face.css``."""
_CAPITAL = 0.66
"""Height of Source Sans' capitals in ems."""
_SMOOTHING = 4


def paste_face(ground: Image.Image, sitter: Sitter, portrait: Image.Image | None, place: tuple[int, int, int]) -> None:
    """Put a face into ``ground``: ``place`` is the left, the top and the side of its square, in pixels."""
    left, top, side = place
    face = (
        portrait.resize((side, side), Resampling.LANCZOS)
        if portrait
        else _monogram(sitter.letters, sitter.ground, side)
    )
    ground.paste(face, (left, top), disc(side))


def ring_width(side: int) -> int:
    """Pixels of paper around a face."""
    return max(2, round(side * RING))


@cache
def disc(side: int) -> Image.Image:
    """A mask: a full circle in its square."""
    large = side * _SMOOTHING
    mask = Image.new("L", (large, large), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, large - 1, large - 1), fill=255)
    return mask.reduce(_SMOOTHING)


@lru_cache(maxsize=64)
def _monogram(initials: str, ground: str, side: int) -> Image.Image:
    """Who writes often is drawn once."""
    face = Image.new("RGB", (side, side), ground)
    size = round(side * _LETTERS)
    letters, baseline = drawable(initials, Face.LABEL), round(side / 2 + size * _CAPITAL / 2)
    ImageDraw.Draw(face).text((side / 2, baseline), letters, "#fff", load_font(Face.LABEL, size), anchor="ms")
    return face
