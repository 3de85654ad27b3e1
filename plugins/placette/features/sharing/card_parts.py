"""What the layout of a card is made of: rectangles, and lines of text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from placette.features.sharing.fonts import Face


class Ink(Enum):
    """What a line is, hence its colour."""

    PLACE = "accent"
    TITLE = "ink"
    NOTE = "ink_soft"
    SITE = "band_ink"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; right and bottom are outside it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.right - self.left, self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: the left end of its baseline, in pixels."""

    text: str
    face: Face
    size: int
    ink: Ink
    left: int
    baseline: int
