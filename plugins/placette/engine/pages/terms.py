"""Pages that list names with a count or a sentence each: categories, key words, series …"""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.pages.heads import head_of
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.requests import Request
from placette.engine.pages.slots import SlotsView, slot_views
from placette.engine.pages.views import HeadView, TermView

TERMS = "terms"
"""The kind of these pages, which is their template."""


class TermsContent(NamedTuple):
    """What such a page lists."""

    title: str
    introduction: str
    terms: tuple[TermView, ...]


class TermsSectionView(NamedTuple):
    """Names below a heading, on a page of another kind; ``id`` is the heading's anchor."""

    id: str
    title: str
    terms: tuple[TermView, ...]


class TermsView(NamedTuple):
    """Names, each with its address."""

    head: HeadView
    title: str
    introduction: str
    terms: tuple[TermView, ...]
    slots: SlotsView


def compose_terms(request: Request, content: TermsContent, look: Lookup) -> TermsView:
    """The view of such a page."""
    head = head_of(request, content.title, content.introduction, look)
    return TermsView(head, content.title, content.introduction, content.terms, slot_views(request, None, look))
