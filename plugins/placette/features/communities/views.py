"""What pages may print of communities."""

from __future__ import annotations

from dataclasses import dataclass

from placette.engine.pages.slots import SlotsView
from placette.engine.pages.views import CardView, HeadView, PaginationView, PersonView


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
    cards: tuple[CardView, ...]
    pagination: PaginationView
    slots: SlotsView
