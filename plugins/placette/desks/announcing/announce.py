"""Writes the texts to copy into each network when a post is out. Sends nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from placette.desks.announcing.mentions import credits_of, hashtags
from placette.desks.announcing.published_site import PublishedSite, extract_of
from placette.engine.base.catalogue import HERE, load_catalogue
from placette.engine.base.networks import NETWORKS, Network, length
from placette.engine.base.shortening import shorten
from placette.features.posts.article import Article
from placette.features.sharing.settings import LOCALE

_LEAST_SUMMARY = 20
"""A summary shorter than this many characters says nothing; it is left out."""
_PARAGRAPH = "\n\n"


ANNOUNCED = tuple(network for network in NETWORKS.values() if network.limit)
"""The networks that a text is written for."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an announcement. Each of ``credits`` and ``tags`` is one text."""

    title: str
    summary: str
    credits: tuple[str, ...]
    link: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NetworkText:
    """The text for one network, with its length as the network counts. A person must shorten one that doesn't fit."""

    network: Network
    subject: str
    body: str
    length: int

    @property
    def fits(self) -> bool:
        """Whether the network will accept it."""
        return self.length <= self.network.limit


@dataclass(frozen=True, slots=True)
class Announcement:
    """The texts about one post."""

    article: Article
    link: str
    texts: tuple[NetworkText, ...]


def announce(article: Article, published_site: PublishedSite) -> Announcement:
    """The texts about a post for every network, in the post's language if there is a catalogue for it."""
    link = published_site.publisher.site.url + article.url
    translate = _words_of(article.lang, published_site.publisher.site.lang)
    parts = Parts(
        title=shorten(article.title, len(article.title)) or published_site.publisher.site.name,
        summary=extract_of(article, published_site.build),
        credits=(),
        link=link,
        tags=hashtags(article.tags, article.category),
    )
    people = published_site.publisher.people
    return Announcement(
        article,
        link,
        tuple(
            write_text(replace(parts, credits=credits_of(article, people, network.key, translate)), network)
            for network in ANNOUNCED
        ),
    )


def write_text(parts: Parts, network: Network) -> NetworkText:
    """The text for a network. To fit, it loses hashtags from the end, then words of the summary, then credits.

    The title and the link always stay whole.
    """
    kept = parts if network.tagged else replace(parts, tags=())
    while kept.tags and not _fits(kept, network):
        kept = replace(kept, tags=kept.tags[:-1])
    if not _fits(kept, network):
        kept = replace(kept, summary=_shortened(kept, network))
    while kept.credits and not _fits(kept, network):
        kept = replace(kept, credits=kept.credits[:-1])
    body = compose(kept, network)
    return NetworkText(network, parts.title if network.letter else "", body, network.measure(body))


def compose(parts: Parts, network: Network) -> str:
    """The parts, one below another; in a letter the title is the subject instead."""
    title = "" if network.letter else parts.title
    paragraphs = (title, parts.summary, " · ".join(parts.credits), parts.link, " ".join(parts.tags))
    return _PARAGRAPH.join(filter(None, paragraphs))


def _fits(parts: Parts, network: Network) -> bool:
    return network.measure(compose(parts, network)) <= network.limit


def _shortened(parts: Parts, network: Network) -> str:
    """As much of the summary as fits; nothing if that would be too short."""
    room = length(parts.summary) - 1
    while room >= _LEAST_SUMMARY:
        candidate = replace(parts, summary=shorten(parts.summary, room))
        over = network.measure(compose(candidate, network)) - network.limit
        if over <= 0:
            return candidate.summary
        room -= max(1, over // 2)  # no network counts a character more than twice
    return ""


def _words_of(lang: str, site: str) -> Callable[[str], str]:
    """The catalogue of a language, or of the site's language if there is none."""
    try:
        return load_catalogue(lang, (LOCALE, HERE)).gettext
    except FileNotFoundError:
        return load_catalogue(site, (LOCALE, HERE)).gettext
