"""Which files a photo becomes: planned from facts alone, so that texts can name them before they exist.

The original is never published. Its renditions are named by its content and their width; a
change of the photo or of these parameters changes the names, so they can be cached for ever.
"""

from __future__ import annotations

from dataclasses import dataclass

from plugins.core.files import digest
from plugins.core.models import Photo
from plugins.core.text import slugify

WIDTHS = (480, 960, 1600)
"""Pixels: a phone, a phone at double density or a column, the wide lead picture."""
FALLBACK_WIDTH = 960
_VERSION = b"1"
"""Raise it when the encoder's settings change."""


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """What the gate saw in a photo: upright size in pixels and a digest of its bytes."""

    path: str
    digest: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file to make: its address from the site's root, its size, its Pillow format name."""

    url: str
    width: int
    height: int
    format: str


def plan_renditions(facts: PhotoFacts) -> tuple[Rendition, ...]:
    """WebP in every useful width, never enlarged, then one JPEG for old browsers; the JPEG is last."""
    widths = [width for width in WIDTHS if width < facts.width] or []
    if facts.width <= WIDTHS[-1]:
        widths.append(facts.width)
    webp = [_rendition(facts, width, "WEBP", "webp") for width in widths]
    return (*webp, _rendition(facts, min(FALLBACK_WIDTH, facts.width), "JPEG", "jpg"))


def _rendition(facts: PhotoFacts, width: int, form: str, suffix: str) -> Rendition:
    height = max(1, round(facts.height * width / facts.width))
    name = slugify(facts.path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    key = digest(facts.digest.encode(), _VERSION)[:10]
    return Rendition(f"photos/{name}-{key}-{width}.{suffix}", width, height, form)


def source_set(renditions: tuple[Rendition, ...], base: str) -> str:
    """The ``srcset`` of the WebP renditions, with widths."""
    return ", ".join(f"{base}{r.url} {r.width}w" for r in renditions if r.format == "WEBP")


def caption_and_credit(title: str) -> tuple[str, str]:
    """«Le lavoir — photo de Léa» cut into caption and credit at the last spaced dash."""
    for dash in (" — ", " – ", " -- "):
        if dash in title:
            caption, credit = title.rsplit(dash, 1)
            return caption.strip(), credit.strip()
    return title.strip(), ""


def photo_of(path: str, alt: str, title: str = "") -> Photo:
    """A photo as Markdown declares it: ``![alt](path "caption — credit")``."""
    caption, credit = caption_and_credit(title)
    return Photo(path, alt, caption, credit)
