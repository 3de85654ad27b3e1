"""Addresses of texts that were withdrawn: a page that says so at each. Servers answer «410 Gone»."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from placette.engine.library.build import Build
from placette.engine.pages.contents import GoneContent
from placette.engine.pages.desk import Desk
from placette.engine.pages.requests import Request


def gone_requests(desk: Desk) -> Iterator[Request]:
    """The page at each address."""
    for gone in desk.build.gone:
        yield Request("gone", file_of(gone.url), gone.url, GoneContent(gone.what))


def gone_paths(build: Build, author_feeds: Iterable[str | None]) -> tuple[str, ...]:
    """Their paths on the server, with those of the feeds of people who left (``author_feeds``: patterns)."""
    keys = [PurePosixPath(gone.path).stem for gone in build.gone if gone.what == "person"]
    feeds = [pattern.format(slug=key) for pattern in author_feeds if pattern for key in keys]
    return tuple(sorted(build.base + path for path in (*(gone.url for gone in build.gone), *feeds)))


def file_of(url: str) -> str:
    """The file of the page at an address."""
    return f"{url}index.html" if url.endswith("/") else url
