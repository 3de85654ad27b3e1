"""A built post as others will show it: what its head tells, cut where each of them cuts.

The lengths are what each shows of a long text today, measured or estimated by eye: nobody promises them, and a phone
shows less than a screen. They are for deciding where a title should say what matters, not for counting letters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.message import N_
from placette.engine.base.shortening import shorten

_DASH = " – "
"""What stands between a page's title and the name of the site."""


@dataclass(frozen=True, slots=True)
class Network:
    """Somebody who shows a link: the key of its style, its name, how many characters of what it shows.

    A ``summary`` of 0 shows none; ``square`` tells who takes a small square picture.
    """

    key: str
    name: str
    title: int
    summary: int
    square: bool


NETWORKS = (
    Network("whatsapp", "WhatsApp", 81, 80, square=True),
    Network("mastodon", "Mastodon", 100, 140, square=False),
    Network("linkedin", "LinkedIn", 70, 0, square=False),
    Network("search", N_("A search engine"), 60, 155, square=True),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the head of a page tells: addresses absolute, pictures in the order of the page."""

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
        """The name of the machine, as previews print it."""
        return urlsplit(self.url).netloc.removeprefix("www.")

    @property
    def own_title(self) -> str:
        """The title without the name of the site."""
        return self.title.removesuffix(f"{_DASH}{self.site}")


@dataclass(frozen=True, slots=True)
class Preview:
    """A page as one network shows it, and what of it was cut; the site's name may go without a word."""

    network: Network
    title: str
    summary: str
    title_cut: bool
    summary_cut: bool


def read_told(html: bytes) -> Told | None:
    """What a page tells if it is a post; None for any other."""
    tree = LexborHTMLParser(html)
    metas: dict[str, list[str]] = {}
    for node in tree.css("meta[content]"):
        name = node.attributes.get("property") or node.attributes.get("name") or ""
        metas.setdefault(name, []).append(node.attributes.get("content") or "")
    if metas.get("og:type") != ["article"]:
        return None
    first = {name: values[0] for name, values in metas.items()}
    return Told(
        url=first.get("og:url", ""),
        title=first.get("og:title", ""),
        summary=first.get("og:description", ""),
        site=first.get("og:site_name", ""),
        lang=first.get("og:locale", "").partition("_")[0],
        published=first.get("article:published_time", ""),
        pictures=tuple(metas.get("og:image", ())),
        alt=first.get("og:image:alt", ""),
    )


def preview(told: Told, network: Network) -> Preview:
    """A page as a network shows it."""
    title = shorten(told.title, network.title)
    summary = shorten(told.summary, network.summary)
    own = shorten(told.own_title, len(told.own_title))  # on one line
    return Preview(
        network, title, summary, not title.startswith(own), bool(network.summary) and summary != told.summary
    )


def newest_first(pages: Iterable[Told]) -> list[Told]:
    """Pages in the order of the home page."""
    return sorted(sorted(pages, key=lambda told: told.url), key=lambda told: told.published, reverse=True)
