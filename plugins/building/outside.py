"""Links that leave the site: are the pages they lead to still there? Asked politely, reported, never blocking."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from selectolax.lexbor import LexborHTMLParser

from plugins.core.files import walk_files

_AGENT = "Placette link check"
_PATIENCE = 15.0
"""Seconds to wait for a server."""
_PAUSE = 0.5
"""Seconds between two questions to one server."""
_HOSTS_AT_ONCE = 8
_GONE = frozenset({404, 410})
_SHY = frozenset({403, 405, 501})
"""Answers of servers that do not like HEAD: asked again with GET."""


@dataclass(frozen=True, slots=True)
class DeadLink:
    """An address that does not answer as a page should: what it says, and the pages that link to it."""

    url: str
    why: str
    pages: tuple[str, ...]


def outside_links(folder: Path, origin: str) -> dict[str, tuple[str, ...]]:
    """Every web address outside ``origin`` that the texts of a build link to, and the pages that do."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in walk_files(folder):
        if path.endswith(".html"):
            tree = LexborHTMLParser((folder / path).read_text(encoding="utf-8"))
            for node in tree.css(".prose a[href^='http']"):
                url = urldefrag(node.attributes["href"] or "").url
                if not url.startswith(f"{origin}/"):
                    found[url].add(path)
    return {url: tuple(sorted(pages)) for url, pages in sorted(found.items())}


def find_dead(links: Mapping[str, tuple[str, ...]]) -> list[DeadLink]:
    """Ask every address, each server in turn and several servers at once; those that no longer answer, sorted."""
    hosts: defaultdict[str, list[str]] = defaultdict(list)
    for url in links:
        hosts[urlsplit(url).netloc].append(url)
    with ThreadPoolExecutor(_HOSTS_AT_ONCE) as pool:
        answers = [answer for found in pool.map(_ask_all, hosts.values()) for answer in found]
    return sorted((DeadLink(url, why, links[url]) for url, why in answers if why), key=lambda dead: dead.url)


def _ask_all(urls: Iterable[str]) -> list[tuple[str, str]]:
    answers = []
    for number, url in enumerate(urls):
        time.sleep(_PAUSE if number else 0)
        answers.append((url, _ask(url, "HEAD")))
    return answers


def _ask(url: str, method: str) -> str:
    """Why an address is dead; empty when it isn't, or when its server only refuses robots."""
    request = urllib.request.Request(url, method=method, headers={"User-Agent": _AGENT})  # noqa: S310 - http(s) only
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE):  # noqa: S310
            return ""
    except urllib.error.HTTPError as error:
        if error.code in _SHY and method == "HEAD":
            return _ask(url, "GET")
        return f"{error.code}" if error.code in _GONE or error.code >= 500 else ""
    except (urllib.error.URLError, OSError, ValueError) as error:
        return str(getattr(error, "reason", error))
