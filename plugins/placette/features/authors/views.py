"""What the pages about people may print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from placette.engine.pages.slots import SlotsView
from placette.engine.pages.views import (
    CardView,
    HeadView,
    LinkView,
    PaginationView,
    PersonCountView,
    PersonView,
    PlaceView,
)


class PartView(NamedTuple):
    """The posts in which somebody has one role beside the author's; ``role`` names it for addresses."""

    role: str
    label: str
    cards: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class AuthorView:
    """An author's page, as a blog of one's own."""

    head: HeadView
    person: PersonView
    heading: str
    """That of their posts."""
    since: str
    languages: tuple[str, ...]
    biography_html: str
    links: tuple[LinkView, ...]
    feed_url: str
    cards: tuple[CardView, ...]
    parts: tuple[PartView, ...]
    """Posts where this person has a role beside the author's, role by role."""
    partners: tuple[PersonView, ...]
    """Who signed posts together with this person, most often first."""
    places: tuple[tuple[PlaceView, int], ...]
    """Communes that their posts are about and how many, by name."""
    pagination: PaginationView
    slots: SlotsView


class PeopleGroupView(NamedTuple):
    """Authors of one kind, commune or initial letter, by name."""

    label: str
    people: tuple[PersonCountView, ...]


class AuthorsView(NamedTuple):
    """One page of everyone who writes."""

    head: HeadView
    title: str
    orders: tuple[LinkView, ...]
    """The same people in other orders."""
    groups: tuple[PeopleGroupView, ...]
    pagination: PaginationView
