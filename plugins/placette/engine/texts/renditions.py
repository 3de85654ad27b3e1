"""Which files a photo becomes: planned from facts alone, so that texts can name them before they exist.

The original is never published. Its renditions are named by its content and their width; a
change of the photo or of these parameters changes the names, so they can be cached for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from placette.engine.base.files import digest
from placette.engine.base.text import slugify


class Place(StrEnum):
    """Where a photo is shown, which says how wide it may have to be."""

    LEAD = "lead"
    FIGURE = "figure"
    GALLERY = "gallery"
    FACE = "face"


WIDTHS = {
    Place.LEAD: (320, 480, 800, 1200, 1600, 2400),
    Place.FIGURE: (480, 800, 1200, 1600),
    Place.GALLERY: (480, 800, 1600),
    Place.FACE: (160, 480),
}
"""Pixels, from the theme's layout: a row of a list, a card or a phone, a phone of double density, the text's column,
that column or the head of a post at double density. A gallery's picture is small, then as large as the window."""
SHOWN = {
    Place.FIGURE: "(min-width: 72rem) 57rem, (min-width: 48rem) 42rem, 100vw",
    Place.GALLERY: "(min-width: 72rem) 19rem, 50vw",
}
"""How wide pictures inside a text are shown (theme: ``figure.css``, ``gallery.css``)."""
_FALLBACKS = (800, 1600)
"""Pixels of the files for browsers that don't know AVIF: they are few, so are these."""
_APART = 1.1
"""A width that is hardly smaller than the photo's own is left out."""
_VERSION = b"3"
"""Raise it when the encoder's settings change."""


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """What the gate saw in a photo: upright size in pixels and a digest of its bytes.

    ``tint`` is its main colour (``#rrggbb``; empty where it is transparent), ``alpha`` whether anything shines through.
    """

    path: str
    digest: str
    width: int
    height: int
    tint: str = ""
    alpha: bool = False


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file to make: its address from the site's root, its size, its Pillow format name."""

    url: str
    width: int
    height: int
    format: str


def plan_renditions(facts: PhotoFacts, place: Place) -> tuple[Rendition, ...]:
    """AVIF in every width of the place, never enlarged, then JPEG (PNG where it is transparent) for old browsers.

    Of each format the widest is last.
    """
    widths = _widths(facts.width, WIDTHS[place])
    modern = [_rendition(facts, width, "AVIF", "avif") for width in widths]
    form = ("PNG", "png") if facts.alpha else ("JPEG", "jpg")
    few = [width for width in widths if width in _FALLBACKS] or widths
    few = few if few[-1] >= min(widths[-1], _FALLBACKS[-1]) else [*few, widths[-1]]
    return (*modern, *(_rendition(facts, width, *form) for width in few))


def _widths(own: int, wanted: tuple[int, ...]) -> list[int]:
    """The widths that are smaller than the photo, then its own unless it is wider than all."""
    smaller = [width for width in wanted if width * _APART < own]
    return smaller if own > wanted[-1] * _APART else [*smaller, min(own, wanted[-1])]


def _rendition(facts: PhotoFacts, width: int, form: str, suffix: str) -> Rendition:
    height = max(1, round(facts.height * width / facts.width))
    name = slugify(facts.path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    key = digest(facts.digest.encode(), _VERSION)[:10]
    return Rendition(f"photos/{name}-{key}-{width}.{suffix}", width, height, form)


def source_set(renditions: tuple[Rendition, ...], base: str) -> str:
    """A ``srcset`` with widths."""
    return ", ".join(f"{base}{r.url} {r.width}w" for r in renditions)
