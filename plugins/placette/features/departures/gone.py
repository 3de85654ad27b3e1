"""Addresses of texts that were withdrawn: a page that says so at each. Servers answer «410 Gone»."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from placette.engine.base.message import N_
from placette.engine.library.build import Build
from placette.engine.pages.desk import Desk
from placette.engine.pages.heads import head_of
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.moved import GONE
from placette.engine.pages.requests import Request
from placette.engine.pages.views import HeadView

_WITHDRAWN = {
    "post": N_("This text was withdrawn at the request of the person who had written it."),
    "person": N_("This person no longer writes here and has asked that their name be taken out."),
    "page": N_("There is nothing at this address any more."),
    "any": N_("The content here was withdrawn at the request of the person who had written it."),
}


class GoneContent(NamedTuple):
    """What was at an address: a withdrawn ``post`` or ``person``, ``any`` of them, a ``page`` that an editor ended."""

    what: str


class GoneView(NamedTuple):
    """The page at the address of a text that was withdrawn. Its head has no canonical address."""

    head: HeadView
    title: str
    sentence: str


def gone_requests(desk: Desk) -> Iterator[Request]:
    """The page at each address."""
    for gone in desk.build.gone:
        yield Request(GONE, file_of(gone.url), gone.url, GoneContent(gone.what))


def gone_paths(build: Build, author_feeds: Iterable[str | None]) -> tuple[str, ...]:
    """Their paths on the server, with those of the feeds of people who left (``author_feeds``: patterns)."""
    keys = [PurePosixPath(gone.path).stem for gone in build.gone if gone.what == "person"]
    feeds = [pattern.format(slug=key) for pattern in author_feeds if pattern for key in keys]
    return tuple(sorted(build.base + path for path in (*(gone.url for gone in build.gone), *feeds)))


def file_of(url: str) -> str:
    """The file of the page at an address."""
    return f"{url}index.html" if url.endswith("/") else url


def compose_gone(request: Request, content: GoneContent, look: Lookup) -> GoneView:
    """Without its address in the head: that of a person may resemble their name."""
    title = look.desk.say(N_("Page not kept") if content.what == "page" else N_("Withdrawn"))
    sentence = look.desk.say(_WITHDRAWN[content.what])
    head = head_of(request, title, sentence, look, robots="noindex")._replace(canonical_url="")
    return GoneView(head, title, sentence)
