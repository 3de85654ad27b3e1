"""The theme's contract for what is done together: communities and calls for posts. See ``views.py`` for its rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from placette.engine.pages.views import CardView, DateView, HeadView, LinkView, PaginationView, PersonView, TermView


class JoinedView(NamedTuple):
    """Something that a text belongs to: ``kind`` is ``community`` or ``call``, ``lang`` that of its title."""

    kind: str
    title: str
    url: str
    lang: str


class CallLineView(NamedTuple):
    """A call as lists show it."""

    title: str
    url: str
    lang: str
    summary: str
    deadline: DateView


class TakingPartView(NamedTuple):
    """What the home page says of ways to take part: the calls that are open, the lists of what is done together."""

    calls: tuple[CallLineView, ...]
    links: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True)
class CommunityView:
    """A community: its welcome, who answers for it, its posts, the calls addressed to it."""

    head: HeadView
    title: str
    lang: str
    summary: str
    welcome_html: str
    referents: tuple[tuple[PersonView, int], ...]
    """Each with how many posts they have published."""
    count: int
    """Number of published posts."""
    index_url: str
    feed_url: str
    calls: tuple[CallLineView, ...]
    cards: tuple[CardView, ...]
    pagination: PaginationView


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
