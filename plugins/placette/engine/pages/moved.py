"""Pages that stand where something was: at an address that moved, at one where nothing is any more."""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.pages.heads import head_of
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.requests import Request
from placette.engine.pages.views import HeadView

MOVED, GONE = "moved", "gone"
"""The kinds of these pages, which are their templates."""


class MovedContent(NamedTuple):
    """What the page at an address that moved says first, the printed address of today, and words for it."""

    title: str
    url: str
    label: str


class MovedView(NamedTuple):
    """The page at an address that moved, as that of a commune that is part of another; its head has the new address."""

    head: HeadView
    title: str
    url: str
    label: str


def compose_moved(request: Request, content: MovedContent, look: Lookup) -> MovedView:
    """The page at an address that moved: machines get the new one alone."""
    head = head_of(request, content.title, content.title, look, robots="noindex")
    address = look.desk.absolute(content.url.removeprefix(look.desk.base))
    return MovedView(head._replace(canonical_url=address), content.title, content.url, content.label)
