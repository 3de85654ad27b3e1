"""The foot of a card: the site's name, or its own logo beside the name or in its place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial

from placette.features.sharing.card_parts import Box, Ink, Line
from placette.features.sharing.fonts import Face, drawable, measured
from placette.features.sharing.lettering import fit_line
from placette.features.sharing.shapes import Shape
from placette.features.sharing.site_logo import StandingLogo, fit_logo

_HIGH = 0.68
"""Of the band's height, a logo's."""
_WIDEST = 0.42
"""Of the card's width, what a logo may take."""
_BESIDE = 0.3
"""Between a logo and what is beside it, of the band's height."""


@dataclass(frozen=True, slots=True)
class Foot:
    """The line of the site's name; the logo, and the part of the band that is painted for it."""

    lines: tuple[Line, ...]
    logo: Box | None = None
    plate: Box | None = None


@lru_cache(maxsize=8)
def lay_out_foot(site: str, shape: Shape, logo: StandingLogo | None) -> Foot:
    """The foot of a card, the same on all of a shape.

    A logo that brings its ground along has it from the card's left edge on.
    """
    if not logo:
        return Foot(_name(site, shape, shape.margin))
    width, height = map(round, fit_logo(logo.ratio, shape.band * _HIGH, shape.width * _WIDEST))
    top, beside = shape.height - (shape.band + height) // 2, round(shape.band * _BESIDE)
    box = Box(shape.margin, top, shape.margin + width, top + height)
    plate = Box(0, shape.height - shape.band, box.right + beside, shape.height) if logo.plated else None
    left = plate.right + beside if plate else box.right + beside
    return Foot(() if logo.alone else _name(site, shape, left), box, plate)


def _name(site: str, shape: Shape, left: int) -> tuple[Line, ...]:
    size = shape.site_size
    measure = partial(measured, Face.TITLE, size)
    text = fit_line(drawable(site, Face.TITLE), measure, shape.width - shape.margin - left)
    baseline = shape.height - shape.band // 2 + size // 3
    return (Line(text, Face.TITLE, size, Ink.SITE, left, baseline),)
