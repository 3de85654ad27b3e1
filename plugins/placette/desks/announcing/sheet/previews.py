"""A built post as others will show it: its title and summary, cut where each of them cuts.

The lengths are what each shows today, measured or estimated by eye. Nobody promises them, and a phone shows less than
a screen. They help to put what matters first in a title; they are not for counting letters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.message import N_
from placette.engine.base.shortening import shorten

_DASH = " – "
"""Separates a page's title from the site's name."""


@dataclass(frozen=True, slots=True)
class PreviewStyle:
    """How one messenger, network or search engine shows a link: lengths of title and summary in characters.

    A ``summary`` of 0 shows none. ``square`` means a small square picture. ``key`` names its CSS class.
    """

    key: str
    name: str
    title: int
    summary: int
    square: bool


PREVIEW_STYLES = (
    PreviewStyle("whatsapp", "WhatsApp", 81, 80, square=True),
    PreviewStyle("mastodon", "Mastodon", 100, 140, square=False),
    PreviewStyle("linkedin", "LinkedIn", 70, 0, square=False),
    PreviewStyle("search", N_("A search engine"), 60, 155, square=True),
)


@dataclass(frozen=True, slots=True)
class PageHead:
    """What the head of a page says: absolute addresses, pictures in the page's order."""

    url: str
    title: str
    summary: str
    site: str
    lang: str
    published: str
    pictures: tuple[str, ...]
    alt: str

    @property
    def host(self) -> str:
        """The host name, as previews print it."""
        return urlsplit(self.url).netloc.removeprefix("www.")

    @property
    def own_title(self) -> str:
        """The title without the site's name."""
        return self.title.removesuffix(f"{_DASH}{self.site}")


@dataclass(frozen=True, slots=True)
class Preview:
    """A page as one network shows it, and what was cut. Cutting only the site's name doesn't count."""

    network: PreviewStyle
    title: str
    summary: str
    title_cut: bool
    summary_cut: bool


def read_head(html: bytes) -> PageHead | None:
    """The head of a page if it is a post; None otherwise."""
    tree = LexborHTMLParser(html)
    metas: dict[str, list[str]] = {}
    for node in tree.css("meta[content]"):
        name = node.attributes.get("property") or node.attributes.get("name") or ""
        metas.setdefault(name, []).append(node.attributes.get("content") or "")
    if metas.get("og:type") != ["article"]:
        return None
    first = {name: values[0] for name, values in metas.items()}
    return PageHead(
        url=first.get("og:url", ""),
        title=first.get("og:title", ""),
        summary=first.get("og:description", ""),
        site=first.get("og:site_name", ""),
        lang=first.get("og:locale", "").partition("_")[0],
        published=first.get("article:published_time", ""),
        pictures=tuple(metas.get("og:image", ())),
        alt=first.get("og:image:alt", ""),
    )


def preview(head: PageHead, network: PreviewStyle) -> Preview:
    """A page as this network shows it."""
    title = shorten(head.title, network.title)
    summary = shorten(head.summary, network.summary)
    own = shorten(head.own_title, len(head.own_title))  # on one line
    return Preview(
        network, title, summary, not title.startswith(own), bool(network.summary) and summary != head.summary
    )


def newest_first(pages: Iterable[PageHead]) -> list[PageHead]:
    """Pages in the home page's order."""
    return sorted(sorted(pages, key=lambda head: head.url), key=lambda head: head.published, reverse=True)
