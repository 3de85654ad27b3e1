"""A photo's renditions as pages show them: what browsers may choose from, and what stands there until it comes.

``photo_view`` alone decides formats, their order, widths and classes. Two places print what it gives: ``figures.py`` in
the body of a text, which is read in a worker that knows no theme and has to pass the sanitiser, and the theme's
``picture.html`` everywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import groupby
from math import ceil
from operator import attrgetter
from typing import NamedTuple

from placette.engine.base.media_types import media_type
from placette.engine.texts.renditions import PhotoFacts, plan_renditions, source_set
from placette.engine.texts.values import Photo

_PAGE = 1184
"""The width of a page in CSS pixels (theme: ``layout.css``): what is narrower is shown as wide as it is."""
_STEP = 51
"""Six levels of each colour of light: the theme has eighteen classes for 216 colours (``picture.css``)."""


class SourceView(NamedTuple):
    """One ``<source>`` of a picture: MIME type and ``srcset`` with widths."""

    type: str
    srcset: str


class PictureView(NamedTuple):
    """A picture of a post or a person; ``alt`` is empty for a decorative one; sizes in CSS pixels."""

    src: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    credit: str = ""
    sources: tuple[SourceView, ...] = ()
    drawn: bool = False
    """Drawn by the build (a landscape), not supplied by the author."""
    srcset: str = ""
    """The widths of ``src``, where there are several."""
    large: str = ""
    """The file to look at the picture as large as it is."""
    classes: str = ""
    """The colour in its place until it comes, and what stays in sight where it is cut."""

    @staticmethod
    @cache
    def sizes(shown: str) -> str:
        """The attribute of that name for a picture that is ``shown`` so wide (``(min-width: 50rem) 20rem, 100vw``).

        Phones of triple density get what those of double density do: no eye sees the difference, and it weighs half.
        """
        return re.sub(r"(\d+)vw", lambda to: f"(min-resolution: 2.5dppx) {ceil(int(to[1]) / 1.5)}vw, {to[0]}", shown)

    def fills(self, width: int, height: int) -> bool:
        """Whether it covers a box of so many CSS pixels without being enlarged; what is drawn always does."""
        return self.drawn or (self.width >= width and self.height >= height)

    def fits(self) -> str:
        """How its own box is shaped: empty, ``upright``, or ``small`` where it is narrower than a page."""
        if self.drawn:
            return ""
        return "upright" if self.height > self.width else "small" if self.width < _PAGE else ""

    def natural(self, most: int = 0) -> str:
        """The ``sizes`` of a picture that is shown no wider than it is, nor than ``most`` CSS pixels, if given."""
        width = min(self.width, most or self.width)
        return f"(min-width: {width}px) {width}px, 100vw"


def photo_view(photo: Photo, photos: Mapping[str, PhotoFacts], base: str) -> PictureView:
    """The picture of a photo that passed the gate; raises ``KeyError`` for any other."""
    facts = photos[photo.path]
    renditions = plan_renditions(facts, photo.place)
    *modern, fallback = (tuple(found) for _, found in groupby(renditions, attrgetter("format")))
    widest = max(renditions, key=attrgetter("width"))
    tint = tint_classes(facts.tint) if facts.width >= facts.height else ""  # a tall one may leave its box empty
    return PictureView(
        src=base + fallback[0].url,
        srcset=source_set(fallback, base) if len(fallback) > 1 else "",
        width=widest.width,
        height=widest.height,
        alt=photo.alt,
        caption=photo.caption,
        credit=photo.credit,
        sources=tuple(SourceView(media_type(form[0].url), source_set(form, base)) for form in modern),
        large=base + fallback[-1].url,
        classes=" ".join(filter(None, (tint, focus_classes(photo.focus)))),
    )


def tint_classes(colour: str) -> str:
    """The classes that paint a picture's place in about its own colour (``#rrggbb``) until it comes."""
    if not colour:
        return ""
    levels = (round(int(colour[at : at + 2], 16) / _STEP) for at in (1, 3, 5))
    return "tint " + " ".join(f"{light}{level}" for light, level in zip("rgb", levels, strict=True))


def focus_classes(focus: tuple[int, int] | None) -> str:
    """The classes that keep a place of the picture (per cent from the left, from the top) in sight where it is cut."""
    return " ".join(f"{axis}{round(at / 10)}" for axis, at in zip("xy", focus, strict=True)) if focus else ""
