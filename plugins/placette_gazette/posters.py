"""A post as a poster for the village board, with a code that leads to it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from io import BytesIO
from typing import Any

from placette import N_, Article, Face, announcing, drawable, long_date, qr_rows
from placette_gazette.press import draw_code, print_pdf

SIZES = {"a4": (210.0, 297.0), "a5": (148.0, 210.0)}
"""Millimetres of each sheet (ISO 216)."""
_HEADING = N_("Read it online")
_HELP = N_("Point your phone’s camera at this code, or type the address:")
_PIXELS = (2100, 1300)
"""Pixels wanted of a photo: 300 dpi across an A4 sheet without its margins."""
_QUALITY = 86
_MORE = 900
"""How many characters of the text's beginning are used: more than fit on the sheet below a summary."""


def make_poster(article: Article, published_site: announcing.PublishedSite, size: str = "a4") -> bytes:
    """A post's poster as a PDF, ``a4`` or ``a5``, in the site's language: the same post always gives the same bytes.

    Raises ``OSError`` if its photo is gone, ``ValueError`` for an address too long for any QR code.
    """
    values, logo = describe(article, published_site, size), published_site.publisher.logo
    picture, drawing = _picture(article, published_site)
    pictures = {"code.svg": draw_code(values["link"]), **drawing, **({"logo.svg": logo.light.encode()} if logo else {})}
    return print_pdf("poster", {**values, "picture": picture}, pictures, moment=article.date).pdf


def describe(article: Article, published_site: announcing.PublishedSite, size: str) -> dict[str, Any]:
    """Return the words of a post's poster, and how they look, as the template takes them."""
    publisher, build = published_site.publisher, published_site.build
    site, photo, logo = publisher.site, article.photo, publisher.logo
    names = announcing.credits_of(article, publisher.people, "", publisher.translate)
    places = article.category.name, announcing.places_of(article, build)
    link, (width, height) = site.url + article.url, SIZES[size]
    return {
        "width": width,
        "height": height,
        "colours": asdict(publisher.colours),
        "lang": article.lang,
        "site_lang": site.lang,
        "site": _clean(site.name, Face.TITLE),
        "logo": {"ratio": logo.ratio, "alone": logo.alone} if logo else None,
        "place": _clean(" · ".join(filter(None, places)), Face.LABEL),
        "title": _clean(article.title, Face.TITLE) or _clean(site.name, Face.TITLE),
        "byline": _clean(" · ".join((*names, long_date(article.date, site.lang))), Face.LABEL),
        "extract": _clean(announcing.extract_of(article, build), Face.TEXT),
        "more": _clean(announcing.first_words(article, build, _MORE), Face.TEXT) if article.summary else "",
        "credit": _clean(photo.credit, Face.TEXT) if photo else "",
        "heading": publisher.translate(_HEADING),
        "help": publisher.translate(_HELP),
        "link": link,
        "modules": len(qr_rows(link)),
    }


def undrawn(title: str) -> str:
    """Return the letters of a title that the poster's font lacks, each once, so that the task can warn of them."""
    drawn = drawable(title, Face.TITLE)
    return "".join(dict.fromkeys(c for c in title if c.isalpha() and c not in drawn))


def _clean(text: str, face: Face) -> str:
    """``text`` on one line, accents joined to their letters, with only what ``face`` can draw."""
    return drawable(unicodedata.normalize("NFC", text), face)


def _picture(
    article: Article, published_site: announcing.PublishedSite
) -> tuple[dict[str, Any] | None, Mapping[str, bytes]]:
    """The photo as pixels, or a drawn landscape: its file, what it shows, how much of what is cut goes at the top."""
    photo = published_site.photo(article.photo, *_PIXELS) if article.photo else None
    if photo and article.photo:
        encoded = BytesIO()
        photo.convert("RGB").save(encoded, "JPEG", quality=_QUALITY, optimize=True)
        return {"name": "photo.jpg", "alt": article.photo.alt or None, "high": 0.4}, {"photo.jpg": encoded.getvalue()}
    if not published_site.landscape:
        return None, {}
    drawing = {"landscape.svg": published_site.landscape(article)}
    return {"name": "landscape.svg", "alt": None, "high": 0.5}, drawing
