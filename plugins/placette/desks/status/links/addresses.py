"""The outside addresses that the texts link to, with file and line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit

from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.networks import profile_url
from placette.engine.library.build import Build
from placette.engine.problems.problems import locate
from placette.features.authors.kind import PROFILE
from placette.features.questions import ANSWER


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
    """Each text's path with the addresses it links to, and how it writes them."""
    listed = {profile.path: [(profile_url(*link), link[1]) for link in profile.links] for profile in build.of(PROFILE)}
    for answer in build.of(ANSWER):
        listed[answer.path] = [(source.url, source.url) for source in answer.sources if is_web(source.url)]
    fates = (build.texts, build.waiting, build.unfinished)
    for text in (text for fate in fates for texts in fate.values() for text in texts):
        own = {url: written for url, written in listed.get(text.path, ()) if url}
        yield text.path, {**own, **_hrefs(build.body_of(text).html)}


def _hrefs(html: str) -> dict[str, str]:
    if "<a " not in html:
        return {}
    hrefs = (node.attributes.get("href") or "" for node in LexborHTMLParser(html).css("a[href]"))
    return {href: href for href in hrefs if is_web(href)}
