"""The page where visitors search."""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.base.message import N_
from placette.engine.pages.addresses import PageAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.heads import head_of
from placette.engine.pages.lists import Single
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.requests import Request
from placette.engine.pages.views import HeadView

SEARCH_ADDRESS = PageAddress("SEARCH")
_TITLE = N_("Search")
_INTRODUCTION = N_("People, places and words, wherever they stand on this site.")


class SearchContent(NamedTuple):
    """What the page shows without script."""

    title: str
    introduction: str


class SearchView(NamedTuple):
    """The page where visitors search. ``explains``: results say why they stand where they do (previews only)."""

    head: HeadView
    title: str
    introduction: str
    explains: bool


def _content(desk: Desk) -> SearchContent:
    return SearchContent(desk.say(_TITLE), desk.say(_INTRODUCTION))


SEARCH_PAGE = Single(SEARCH_ADDRESS, "search", _content, _TITLE, 5, 20, fed=False)


def compose_search(request: Request, content: SearchContent, look: Lookup) -> SearchView:
    """The view of the page."""
    head = head_of(request, content.title, content.introduction, look)
    return SearchView(head, content.title, content.introduction, explains=look.desk.build.preview)
