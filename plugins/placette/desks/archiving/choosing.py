"""Which files of a built site an archive holds.

By default all of them, as a departmental archive or a legal deposit wants: pages, pictures, feeds, calendars and lists
for machines, but not the files that only instruct servers. For a single year: its posts and lists, the pages of its
authors, the pages linked from the footer (publisher, licence), and everything that these pages need to be shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from selectolax.lexbor import LexborHTMLParser

from placette.desks.archiving.relinking import URL_IN_STYLE
from placette.desks.archiving.site_files import SiteFiles

_FOR_SERVERS = re.compile(r"_headers|_redirects|_servers/.*|gone\.txt|\.[^/]*|(404|410)\.html|.*\.(br|gz)")
_PAGES = frozenset({".html", ".xml", ".json", ".geojson", ".ics", ".gpx"})
"""Files that a page links to. Any other file is a part of the page itself."""

Read = Callable[[str], bytes]
"""Returns the bytes of a file of the built site."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """File names from the settings: a year's list, a month's list, a person's page; then the pages in the footer."""

    year: str
    month: str
    author: str
    foot: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The files of an archive, sorted, and the page that becomes its ``index.html``."""

    files: tuple[str, ...]
    home: str = "index.html"


def choose_all(files: Iterable[str]) -> Chosen:
    """Every file, except those that are for servers."""
    return Chosen(tuple(sorted(path for path in files if not _FOR_SERVERS.fullmatch(path))))


def years_of(files: Iterable[str], read: Read) -> dict[int, list[str]]:
    """The pages of the posts of each year, the newest year first."""
    found: dict[int, list[str]] = {}
    for path in sorted(files):
        if path.endswith("/index.html") and (year := _year_of(read(path))):
            found.setdefault(year, []).append(path)
    return dict(sorted(found.items(), reverse=True))


def _year_of(page: bytes) -> int:
    """The year in which a post was published; 0 for a page that isn't a post."""
    if b"article:published_time" not in page:
        return 0
    tree = LexborHTMLParser(page)
    kind = tree.css_first('meta[property="og:type"]')
    published = tree.css_first('meta[property="article:published_time"]')
    if not kind or kind.attributes.get("content") != "article" or not published:
        return 0
    return int((published.attributes.get("content") or "0")[:4])


def choose_year(year: int, posts: Iterable[str], site: SiteFiles, patterns: Patterns, read: Read) -> Chosen:
    """The files of one year, opened by the year's list. ``site`` holds all files of the built site."""
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
    """Whether a file is a further page (the second or later) of the list ``first``."""
    return bool(re.fullmatch(re.escape(first.removesuffix("index.html")) + r"page/\d+/index\.html", path))


def _parts(pages: Iterable[str], site: SiteFiles, read: Read) -> set[str]:
    """Everything that the pages need to be shown, and what those files need in turn."""
    found: set[str] = set()
    waiting = list(pages)
    while waiting:
        path = waiting.pop()
        new = {name for name in leads(path, read(path), site) if PurePosixPath(name).suffix not in _PAGES} - found
        found |= new
        waiting += [name for name in new if name.endswith(".css")]
    return found


def leads(path: str, data: bytes, site: SiteFiles) -> Iterator[str]:
    """The files of the site that a page or a style sheet refers to."""
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
