"""The outside addresses that the texts link to, with file and line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urldefrag, urlsplit

from selectolax.lexbor import LexborHTMLParser

from placette.engine.library.build import Build
from placette.engine.library.kinds import Text
from placette.engine.problems.problems import locate
from placette.features.agenda.kind import EVENT
from placette.features.authors.kind import PROFILE
from placette.features.authors.networks import profile_url
from placette.features.calls.kind import CALL
from placette.features.communities.kind import COMMUNITY
from placette.features.pages.kind import PAGE
from placette.features.posts.kind import POST
from placette.features.series.kind import SERIES
from placette.features.walks.kind import WALK


@dataclass(frozen=True, slots=True, order=True)
class LinkPlace:
    """Where a link is written: a file below the content folder, and a line from 1 (0 if it isn't written as such)."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """An outside address, without fragment, and all its places."""

    url: str
    places: tuple[LinkPlace, ...]


def outside_links(build: Build, own: str, read: Callable[[str], str]) -> tuple[Link, ...]:
    """Every web address outside the site (at ``own``) that texts link to, sorted; ``read`` returns a file's text."""
    found: defaultdict[str, set[LinkPlace]] = defaultdict(set)
    for path, hrefs in _linking(build):
        source = read(path) if hrefs else ""
        for url, written in hrefs.items():
            if url != own and not url.startswith(f"{own}/"):
                found[urldefrag(url).url].add(LinkPlace(path, locate(source, written)[0]))
    return tuple(Link(url, tuple(sorted(places))) for url, places in sorted(found.items()))


def is_web(url: str) -> bool:
    """Whether a browser would fetch this address from a server."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def _linking(build: Build) -> Iterator[tuple[str, dict[str, str]]]:
    """Each text's path, with the addresses that it links to and how they are written."""
    texts: Iterator[Text] = chain(
        *(build.of(POST), build.scheduled(POST), build.drafts(POST)),
        *(build.of(PAGE), build.of(SERIES), build.of(COMMUNITY), build.of(CALL), build.of(WALK), build.of(EVENT)),
    )
    for text in texts:
        yield text.path, _hrefs(build.body_of(text).html)
    for profile in build.of(PROFILE):
        links = {profile_url(network, written): written for network, written in profile.links}
        own = {url: written for url, written in links.items() if url}
        yield profile.path, {**own, **_hrefs(build.body_of(profile).html)}


def _hrefs(html: str) -> dict[str, str]:
    if "<a " not in html:
        return {}
    hrefs = (node.attributes.get("href") or "" for node in LexborHTMLParser(html).css("a[href]"))
    return {href: href for href in hrefs if is_web(href)}
