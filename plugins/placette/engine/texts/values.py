"""The parts of texts, as typed values: bodies, pictures, licences, places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby
from math import ceil
from operator import attrgetter
from typing import ClassVar, NamedTuple

from placette.engine.base.files import digest, media_type
from placette.engine.base.rows import Interned
from placette.engine.base.text import fold, slugify


class Place(StrEnum):
    """Where a photo is shown, which decides how wide it may have to be."""

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
_VERSION = b"5"
"""Raise it when the encoder's settings change."""


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """The gate's facts of a photo: upright size in pixels and a digest of its bytes.

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
    """Return AVIF in every width of the place, never enlarged, then JPEG (PNG where transparent); the widest last."""
    widths = _widths(facts.width, WIDTHS[place])
    modern = [_rendition(facts, width, "AVIF", "avif") for width in widths]
    form = ("PNG", "png") if facts.alpha else ("JPEG", "jpg")
    few = [width for width in widths if width in _FALLBACKS] or widths
    few = few if few[-1] >= min(widths[-1], _FALLBACKS[-1]) else [*few, widths[-1]]
    return (*modern, *(_rendition(facts, width, *form) for width in few))


def _widths(own: int, wanted: tuple[int, ...]) -> list[int]:
    """Return the widths that are smaller than the photo, then its own unless it is wider than all."""
    smaller = [width for width in wanted if width * _APART < own]
    return smaller if own > wanted[-1] * _APART else [*smaller, min(own, wanted[-1])]


def _rendition(facts: PhotoFacts, width: int, form: str, suffix: str) -> Rendition:
    height = max(1, round(facts.height * width / facts.width))
    name = slugify(facts.path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    key = digest(facts.digest.encode(), _VERSION)[:10]
    return Rendition(f"photos/{name}-{key}-{width}.{suffix}", width, height, form)


def source_set(renditions: tuple[Rendition, ...], base: str) -> str:
    """Return a ``srcset`` with widths."""
    return ", ".join(f"{base}{r.url} {r.width}w" for r in renditions)


class Status(StrEnum):
    """The status of a text. Drafts never reach the public output; of a withdrawn text only the address stays."""

    PUBLISHED = "published"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Licence(Interned):
    """A licence of the closed list; ``url`` and ``spdx`` are empty when all rights are reserved."""

    label: str
    spdx: str = ""
    url: str = ""
    ALL: ClassVar[tuple[Licence, ...]]

    @staticmethod
    def find(name: str) -> Licence | None:
        """Return the licence of that label or SPDX identifier, whatever the case; None when it isn't on the list."""
        return find_licence(name)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place finer than a commune, as an author names it; ``point`` is as exact as they wished, in degrees."""

    name: str
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture supplied beside a text: ``path`` is relative to the content folder."""

    path: str
    alt: str
    caption: str = ""
    credit: str = ""
    place: Place = Place.FIGURE
    focus: tuple[int, int] | None = None
    """The point that must stay in sight when the photo is cut: per cent from the left, from the top."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text: its anchor, its plain text, its level (2 to 6)."""

    id: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Body:
    """The result of converting a Markdown text: sanitised HTML and what was found on the way."""

    html: str = ""
    headings: tuple[Heading, ...] = ()
    photos: tuple[Photo, ...] = ()
    words: int = 0
    files: tuple[str, ...] = ()
    """The files beside it that its links offer, as paths from the content folder."""


LICENCES = (
    Licence("CC BY 4.0", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/deed.fr"),
    Licence("CC BY-SA 4.0", "CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/deed.fr"),
    Licence("Licence Ouverte 2.0", "etalab-2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"),
    Licence("Tous droits réservés"),
)
Licence.ALL = LICENCES
_BY_NAME = {fold(name): licence for licence in LICENCES for name in (licence.label, licence.spdx) if name}


def find_licence(name: str) -> Licence | None:
    """Return the licence of that label or SPDX identifier, whatever the case; None when it isn't on the list."""
    return _BY_NAME.get(fold(name))


_DECORATIVE = frozenset({"decorative", "image decorative", "decoratif"})
"""Folded words for a picture that shows nothing a reader needs."""
_DASHES = (" — ", " – ", " -- ")


_AWAITED = frozenset({"a decrire", "to describe"})


def is_awaited(words: str) -> bool:
    """Return whether a description says only that it is still to be written."""
    return fold(words.strip()) in _AWAITED


def is_decorative(words: str) -> bool:
    """Return whether a caption or a description declares its picture decorative."""
    return fold(words) in _DECORATIVE


def photo_of(path: str, alt: str, title: str = "") -> Photo:
    """Return a photo as Markdown declares it: ``![alt](path "caption — credit, licence")``.

    The last spaced dash parts the caption from the credit; «— Léa» is a credit alone.
    """
    spaced = f" {title.strip()}"
    dash = next((dash for dash in _DASHES if dash in spaced), "")
    caption, credit = spaced.rsplit(dash, 1) if dash else (spaced, "")
    return Photo(path, alt, caption.strip(), credit.strip())


def licence_of(credit: str) -> str:
    """Return the licence that ends a credit («photo de Léa, CC BY-SA 4.0»), as it is written on the list; or empty."""
    *_, last = credit.rsplit(",", 1)
    licence = find_licence(last.strip(" ."))
    return licence.label if licence else ""


@dataclass(frozen=True, slots=True)
class Claims:
    """A text's claims about all its pictures: who made them, under which licence they are shown.

    Of an ``imported`` text they may still wait to be described.
    """

    credit: bool = False
    licence: bool = False
    imported: bool = False

    def lacking(self, alt: str, caption: str) -> str:
        """Return the code of what is missing to describe a picture, as the end of it; empty for nothing."""
        if is_awaited(alt):
            return "awaited" if self.imported else "alt"
        return "" if alt or is_decorative(caption) else "alt"


def unclaimed(credit: str, claims: Claims) -> list[str]:
    """Return the codes of the facts that are missing about a picture with this credit."""
    has_maker, licensed = bool(credit) or claims.credit, bool(licence_of(credit)) or claims.licence
    return ["photo-credit"] * (not has_maker) + ["photo-licence"] * (not licensed)


_PAGE = 1184
"""The width of a page in CSS pixels (theme: ``layout.css``): narrower pictures are shown as wide as they are."""
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
        """Return the attribute for a picture that is ``shown`` so wide (``(min-width: 50rem) 20rem, 100vw``).

        Phones of triple density get what those of double density do: no eye sees the difference, and it weighs half.
        """
        return re.sub(r"(\d+)vw", lambda to: f"(min-resolution: 2.5dppx) {ceil(int(to[1]) / 1.5)}vw, {to[0]}", shown)

    def fills(self, width: int, height: int) -> bool:
        """Return whether it covers a box of so many CSS pixels without being enlarged; a drawing always does."""
        return self.drawn or (self.width >= width and self.height >= height)

    def fits(self) -> str:
        """Return the shape of its own box: empty, ``upright``, or ``small`` where it is narrower than a page."""
        if self.drawn:
            return ""
        return "upright" if self.height > self.width else "small" if self.width < _PAGE else ""

    def natural(self, most: int = 0) -> str:
        """Return the ``sizes`` of a picture that is shown no wider than it is, nor than ``most`` CSS pixels."""
        width = min(self.width, most or self.width)
        return f"(min-width: {width}px) {width}px, 100vw"

    @staticmethod
    def of(photo: Photo, photos: Mapping[str, PhotoFacts], base: str) -> PictureView:
        """Return the picture of a photo that passed the gate; raises ``KeyError`` for any other."""
        return photo_view(photo, photos, base)


def photo_view(photo: Photo, photos: Mapping[str, PhotoFacts], base: str) -> PictureView:
    """Return the picture of a photo that passed the gate; raises ``KeyError`` for any other."""
    facts = photos[photo.path]
    renditions = plan_renditions(facts, photo.place)
    *modern, fallback = (tuple(group) for _, group in groupby(renditions, attrgetter("format")))
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
    """Return the classes that paint a picture's place in about its own colour (``#rrggbb``) until it comes."""
    if not colour:
        return ""
    levels = (round(int(colour[at : at + 2], 16) / _STEP) for at in (1, 3, 5))
    return "tint " + " ".join(f"{light}{level}" for light, level in zip("rgb", levels, strict=True))


def focus_classes(focus: tuple[int, int] | None) -> str:
    """Return the classes that keep a place (per cent from the left, from the top) in sight where it is cut."""
    return " ".join(f"{axis}{round(at / 10)}" for axis, at in zip("xy", focus, strict=True)) if focus else ""
