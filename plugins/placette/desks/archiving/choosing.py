"""Which files of a built site an archive holds.

All of them, as a departmental archive or a legal deposit wants: pages, pictures, feeds, calendars and lists for
machines; not what only tells servers what to do. Or a year: its posts, its lists, who wrote, the pages that the foot of
each page leads to (who publishes, under which licence), and all that these need to be seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from selectolax.lexbor import LexborHTMLParser

from placette.desks.archiving.grounds import Grounds
from placette.desks.archiving.relinking import URL_IN_STYLE

_FOR_SERVERS = re.compile(r"_headers|_redirects|_servers/.*|gone\.txt|\.[^/]*|(404|410)\.html|.*\.(br|gz)")
_PAGES = frozenset({".html", ".xml", ".json", ".geojson", ".ics", ".gpx"})
"""What a page leads to; the rest is what it is made of."""

Read = Callable[[str], bytes]
"""Gives the bytes of a file of the built site."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """The files of a site by kind, as its settings say: those of a year and a month, of a person; pages at the foot."""

    year: str
    month: str
    author: str
    foot: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The files of an archive, sorted, and the one whose page opens it, as ``index.html``."""

    files: tuple[str, ...]
    home: str = "index.html"


def choose_all(files: Iterable[str]) -> Chosen:
    """Everything but what is for servers."""
    return Chosen(tuple(sorted(path for path in files if not _FOR_SERVERS.fullmatch(path))))


def years_of(files: Iterable[str], read: Read) -> dict[int, list[str]]:
    """The pages of the posts of each year, of the newest first."""
    found: dict[int, list[str]] = {}
    for path in sorted(files):
        if path.endswith("/index.html") and (year := _year_of(read(path))):
            found.setdefault(year, []).append(path)
    return dict(sorted(found.items(), reverse=True))


def _year_of(page: bytes) -> int:
    """The year in which a post came out; 0 for a page that is no post."""
    if b"article:published_time" not in page:
        return 0
    tree = LexborHTMLParser(page)
    kind = tree.css_first('meta[property="og:type"]')
    published = tree.css_first('meta[property="article:published_time"]')
    if not kind or kind.attributes.get("content") != "article" or not published:
        return 0
    return int((published.attributes.get("content") or "0")[:4])


def choose_year(year: int, posts: Iterable[str], site: Grounds, patterns: Patterns, read: Read) -> Chosen:
    """The files of a year, which its list opens. ``site`` has all files of the built site."""
    first = datetime(year, 1, 1)
    own = [patterns.year.format(date=first), *(patterns.month.format(date=datetime(year, m, 1)) for m in range(1, 13))]
    lists = {path for path in site.files if any(path == list_ or _is_page_of(path, list_) for list_ in own)}
    foot = {name for path in patterns.foot if (name := site.file_of(site.base + path))}
    person = re.compile(re.escape(patterns.author).replace(r"\{slug\}", "[^/]+"))
    written = [*posts]
    people = {name for path in written for name in leads(path, read(path), site) if person.fullmatch(name)}
    pages = {*written, *lists, *foot, *people} - {"index.html"}
    parts = _parts(sorted(pages), site, read)
    return Chosen(tuple(sorted({*pages, *parts})), own[0] if own[0] in site.files else written[0])


def _is_page_of(path: str, first: str) -> bool:
    """Whether a file is the second page of a list, or a later one."""
    return bool(re.fullmatch(re.escape(first.removesuffix("index.html")) + r"page/\d+/index\.html", path))


def _parts(pages: Iterable[str], site: Grounds, read: Read) -> set[str]:
    """All that pages need to be seen, and what that needs."""
    found: set[str] = set()
    waiting = list(pages)
    while waiting:
        path = waiting.pop()
        new = {name for name in leads(path, read(path), site) if PurePosixPath(name).suffix not in _PAGES} - found
        found |= new
        waiting += [name for name in new if name.endswith(".css")]
    return found


def leads(path: str, data: bytes, site: Grounds) -> Iterator[str]:
    """The files of the site that a page or a style sheet names."""
    for url in _urls(path, data):
        where = site.path_of(url, path)
        if where is not None and (name := site.file_of(where)):
            yield name


def _urls(path: str, data: bytes) -> Iterator[str]:
    if path.endswith(".css"):
        yield from (url for _, url in URL_IN_STYLE.findall(data.decode()))
        return
    tree = LexborHTMLParser(data)
    for node in tree.css("[href], [src], [srcset]"):
        yield from (value for name in ("href", "src") if (value := node.attributes.get(name)))
        yield from (part.split()[0] for part in (node.attributes.get("srcset") or "").split(",") if part.strip())
