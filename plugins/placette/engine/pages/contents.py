"""What each page shows beside posts, their cards and people, who are looked up when it is printed."""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.base.geography import Point
from placette.engine.library.models import Commune, Term
from placette.engine.pages.machine_contents import AddressesContent, EmbedContent, FeedContent
from placette.engine.pages.page_views import SiteMapSectionView
from placette.engine.pages.views import LinkView, PaginationView, PlaceView, TermView
from placette.features.agenda.contents import AgendaContent, CalendarContent, EntryContent, EventContent
from placette.features.posts.article import Role
from placette.features.territory.views import PlaceGroupView


class InstalmentContent(NamedTuple):
    """A series (slug), the episodes before and after a post (source paths), all with numbers if they are few."""

    series: str
    previous: str
    next: str
    episodes: tuple[tuple[int, str], ...]


class TakingPartContent(NamedTuple):
    """The open calls (slugs) that the home page shows, and links to the lists of what is done together."""

    calls: tuple[str, ...]
    links: tuple[LinkView, ...]


class PostContent(NamedTuple):
    """A post (source path), how many posts each author has, its neighbours in time, the posts to read next."""

    article: str
    counts: tuple[int, ...]
    newer: str
    older: str
    related: tuple[str, ...]
    instalment: InstalmentContent | None = None
    joined: tuple[tuple[str, str], ...] = ()
    """The kinds and slugs of what it belongs to."""
    events: tuple[str, ...] = ()
    """What it announces, and the events that name it (source paths)."""


class PageContent(NamedTuple):
    """A page of the site's own texts, by source path."""

    page: str


class HomeContent(NamedTuple):
    """The newest posts, the terms, the faces (author keys), the places with their counts."""

    articles: tuple[str, ...]
    categories: tuple[TermView, ...]
    people: tuple[str, ...]
    places: tuple[tuple[PlaceView, int], ...]
    told: tuple[tuple[str, Point], ...] = ()
    """The points of places that posts alone tell (codes, degrees)."""
    taking_part: TakingPartContent | None = None
    events: tuple[EntryContent, ...] = ()


class AroundContent(NamedTuple):
    """What surrounds a place: points to mark (degrees), a shape (code), facts, areas, communes, neighbours.

    Of each neighbour: the source path of the newest post that tells of it, or nothing.
    """

    points: tuple[Point, ...]
    shape: str
    facts: str
    areas: tuple[LinkView, ...]
    communes: tuple[tuple[PlaceView, int], ...]
    heading: str = ""
    neighbours: tuple[tuple[PlaceView, str], ...] = ()


class PlacesContent(NamedTuple):
    """Every place that has something, by département."""

    title: str
    introduction: str
    groups: tuple[PlaceGroupView, ...]


class MapContent(NamedTuple):
    """The communes of the map and how many posts tell of each, by name; the points that posts alone tell (codes)."""

    title: str
    introduction: str
    places: tuple[tuple[PlaceView, int], ...]
    told: tuple[tuple[str, Point], ...]


class MovedContent(NamedTuple):
    """What the page at an address that moved says first, the printed address of today, and words for it."""

    title: str
    url: str
    label: str


class ListContent(NamedTuple):
    """One page of a list: its words, its posts, where it stands, its months if it is a year, the category it is of."""

    overline: str
    title: str
    introduction: str
    description: str
    feed: str
    articles: tuple[str, ...]
    pagination: PaginationView
    periods: tuple[TermView, ...] = ()
    people: tuple[str, ...] = ()
    """Keys of those who live there, if the list is a commune's."""
    subject: Term | Commune | None = None
    """What the list is about, if that has a card of its own."""
    around: AroundContent | None = None
    """What surrounds the place that the list is about."""
    walks: tuple[TermView, ...] = ()
    """Walks through a commune."""
    events: tuple[EntryContent, ...] = ()
    """What comes there, if the list is a commune's."""


class AuthorContent(NamedTuple):
    """One page of an author's posts, how many there are in all, where else they took part, with whom, about where."""

    author: str
    total: int
    articles: tuple[str, ...]
    parts: tuple[tuple[Role, tuple[str, ...]], ...]
    partners: tuple[str, ...]
    places: tuple[tuple[PlaceView, int], ...]
    pagination: PaginationView
    series: tuple[TermView, ...] = ()


class SeriesContent(NamedTuple):
    """One page of a series (slug): how many episodes there are in all, who writes in it, its numbered posts."""

    series: str
    total: int
    people: tuple[str, ...]
    episodes: tuple[tuple[int, str], ...]
    feed: str
    pagination: PaginationView


class CommunityContent(NamedTuple):
    """One page of a community (slug): its referents with their numbers of posts, how many posts it has, open calls."""

    community: str
    referents: tuple[tuple[str, int], ...]
    total: int
    calls: tuple[str, ...]
    articles: tuple[str, ...]
    pagination: PaginationView


class CallContent(NamedTuple):
    """One page of a call (slug): whether it is open, its community (slug), whether its category has a page, answers."""

    call: str
    open: bool
    community: str
    category: bool
    total: int
    articles: tuple[str, ...]
    pagination: PaginationView


class WalkContent(NamedTuple):
    """A walk (slug), and for each step the post (source path) that it leads to, or nothing."""

    walk: str
    posts: tuple[str, ...]


class PeopleContent(NamedTuple):
    """Everyone who writes: groups of a label and pairs of author key and number of posts; links to the other orders."""

    title: str
    orders: tuple[LinkView, ...]
    groups: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]


class TermsContent(NamedTuple):
    """All categories or all tags."""

    title: str
    introduction: str
    terms: tuple[TermView, ...]


class ArchivesContent(NamedTuple):
    """Years, newest first: the year, its months, its newest posts."""

    years: tuple[tuple[TermView, tuple[TermView, ...], tuple[str, ...]], ...]


class SiteMapContent(NamedTuple):
    """The sections of the site map."""

    sections: tuple[SiteMapSectionView, ...]


class LatestContent(NamedTuple):
    """Some of the newest posts."""

    articles: tuple[str, ...]


class WordsContent(NamedTuple):
    """The title and first sentence of a page whose text is its template's."""

    title: str
    introduction: str


class GoneContent(NamedTuple):
    """What was at an address: a withdrawn ``post`` or ``person``, ``any`` of them, a ``page`` that an editor ended."""

    what: str


Content = (
    PostContent
    | PageContent
    | HomeContent
    | ListContent
    | AuthorContent
    | SeriesContent
    | CommunityContent
    | CallContent
    | WalkContent
    | PeopleContent
    | TermsContent
    | ArchivesContent
    | SiteMapContent
    | LatestContent
    | WordsContent
    | AddressesContent
    | FeedContent
    | EmbedContent
    | GoneContent
    | EventContent
    | AgendaContent
    | CalendarContent
    | PlacesContent
    | MapContent
    | MovedContent
)
