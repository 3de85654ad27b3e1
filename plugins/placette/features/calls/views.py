"""What pages may print of calls for posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from placette.engine.pages.views import CardView, DateView, HeadView, JoinedView, PaginationView, PersonView, TermView


class CallLineView(NamedTuple):
    """A call as lists show it."""

    title: str
    url: str
    lang: str
    summary: str
    deadline: DateView


@dataclass(frozen=True, slots=True)
class CallView:
    """A call for posts, open or closed, with the posts that answered it."""

    head: HeadView
    title: str
    lang: str
    summary: str
    body_html: str
    open: bool
    deadline: DateView
    people: tuple[PersonView, ...]
    """Who asks."""
    category: TermView | None
    community: JoinedView | None
    index_url: str
    count: int
    """Number of published answers."""
    cards: tuple[CardView, ...]
    pagination: PaginationView
