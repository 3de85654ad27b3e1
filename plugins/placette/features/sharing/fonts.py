"""The letters of the cards: Source Serif for titles, Source Sans beside it, from their PyPI packages.

Pillow shapes text with Raqm, which needs the system's FriBiDi library; without it, letters are not
kerned: cards stay right but their bytes differ, so the machines that build a site should all have it.
"""

from __future__ import annotations

import json
import re
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from PIL import ImageFont, features

DRAWN = Path(__file__).with_name("drawn.json")
"""Which characters each face can draw, as ``invoke words`` found in its file."""
_STAND_INS = {0x2009: "\u202f", 0x2011: "-"}  # thin space and no-break hyphen: the fonts lack them, these look the same
_BLANKS = re.compile(r"[ \t\r\n]+")
_BEFORE_NO_BREAK = re.compile(r" (?=[\u00a0\u202f])")
"""The space that a dropped emoji leaves before « !»: the mark must not start a line."""


class Face(Enum):
    """A font file: its package and its name inside."""

    TITLE = ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf")
    LABEL = ("font_source_sans_pro", "SourceSansPro-Semibold.ttf")
    TEXT = ("font_source_sans_pro", "SourceSansPro-Regular.ttf")

    @property
    def path(self) -> str:
        """The file, inside its package."""
        package, name = self.value
        return str(files(package) / "files" / name)

    def drawable(self, text: str) -> str:
        """Return ``text`` on one line with only the characters of this face: emoji go, no-break spaces stay."""
        return _drawable(text, self)


@cache
def load_font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """Return ``face`` at ``size`` pixels per em."""
    return ImageFont.truetype(face.path, size)


@lru_cache(maxsize=4096)
def measured(face: Face, size: int, text: str) -> float:
    """Return how many pixels wide ``text`` is; frequent words, such as names and articles, are shaped once."""
    return load_font(face, size).getlength(text)


@lru_cache(maxsize=1024)
def _drawable(text: str, face: Face) -> str:
    characters = _characters(face)
    text_left = "".join(c for c in text.translate(_STAND_INS) if ord(c) in characters or c in " \t\r\n\u202f")
    if not features.check("raqm"):  # only Raqm makes a narrow space for a font that has none
        text_left = text_left.replace("\u202f", "\u00a0")
    return _BEFORE_NO_BREAK.sub("", _BLANKS.sub(" ", text_left)).strip()


@cache
def _characters(face: Face) -> frozenset[int]:
    runs = json.loads(DRAWN.read_bytes())[face.name]
    return frozenset(code for first, last in runs for code in range(first, last + 1))
