"""Which outside addresses the texts of a site link to, and on which line of which file."""

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
class Spot:
    """Where a link stands: a file below the content folder, a line from 1; 0 when it is written another way there."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """An outside address, without fragment, and everywhere it stands."""

    url: str
    spots: tuple[Spot, ...]


def outside_links(build: Build, own: str, read: Callable[[str], str]) -> tuple[Link, ...]:
    """Every web address outside the site at ``own`` that its texts link to, in order; ``read`` gives a file's text."""
    found: defaultdict[str, set[Spot]] = defaultdict(set)
    for path, hrefs in _linking(build):
        source = read(path) if hrefs else ""
        for url, written in hrefs.items():
            if url != own and not url.startswith(f"{own}/"):
                found[urldefrag(url).url].add(Spot(path, locate(source, written)[0]))
    return tuple(Link(url, tuple(sorted(spots))) for url, spots in sorted(found.items()))


def is_web(url: str) -> bool:
    """Whether an address is one that a browser would fetch from a server."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def _linking(build: Build) -> Iterator[tuple[str, dict[str, str]]]:
    """Each text's path with the addresses it links to, and how it writes them."""
    texts: Iterator[Text] = chain(
        *(build.of(POST), build.scheduled(POST), build.drafts(POST)),
        *(build.of(PAGE), build.of(SERIES), build.of(COMMUNITY), build.of(CALL), build.of(WALK), build.of(EVENT)),
    )
    for text in texts:
        yield text.path, _hrefs(build.body_of(text).html)
    for profile in build.of(PROFILE):
        told = {profile_url(network, written): written for network, written in profile.links}
        own = {url: written for url, written in told.items() if url}
        yield profile.path, {**own, **_hrefs(build.body_of(profile).html)}


def _hrefs(html: str) -> dict[str, str]:
    if "<a " not in html:
        return {}
    hrefs = (node.attributes.get("href") or "" for node in LexborHTMLParser(html).css("a[href]"))
    return {href: href for href in hrefs if is_web(href)}
