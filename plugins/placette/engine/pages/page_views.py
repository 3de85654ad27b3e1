"""The theme's contract, page by page: what each template gets under the name ``page``.

See ``views.py`` for the parts that pages share and for the rules of the contract.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from placette.engine.pages.views import (
    CardView,
    CreditView,
    DateView,
    HeadingView,
    HeadView,
    LicenceView,
    LinkView,
    PaginationView,
    PersonView,
    PlaceView,
    QrView,
    ShareView,
    TermView,
)
from placette.features.agenda.views import EntryView, EventView
from placette.features.communities.views import JoinedView, TakingPartView
from placette.features.territory.views import AroundView, DrawingView, WhereView


class HomeView(NamedTuple):
    """The home page."""

    head: HeadView
    lead: CardView | None
    latest: tuple[CardView, ...]
    """Up to six posts after the lead, newest first."""
    categories: tuple[TermView, ...]
    people: tuple[PersonView, ...]
    places: tuple[tuple[PlaceView, int], ...]
    """Communes with posts and how many, by name."""
    drawing: DrawingView | None = None
    """The same on a small map, where the territory's shape is known."""
    taking_part: TakingPartView | None = None
    events: tuple[EntryView, ...] = ()
    """What comes next."""


@dataclass(frozen=True, slots=True)
class PersonCountView:
    """An author and how many posts they have published."""

    person: PersonView
    count: int


class EpisodeView(NamedTuple):
    """A post of a series with its number there."""

    number: int
    card: CardView


class InstalmentView(NamedTuple):
    """A post's place in its series: ``title``, ``url`` and ``lang`` are those of the series."""

    title: str
    url: str
    lang: str
    number: int
    previous: CardView | None
    next: CardView | None
    episodes: tuple[EpisodeView, ...]
    """All of them, where they are few; or empty."""


class ArticleView(NamedTuple):
    """A post with all that surrounds it."""

    head: HeadView
    card: CardView
    authors: tuple[PersonCountView, ...]
    credits: tuple[CreditView, ...]
    modified: DateView | None
    body_html: str
    headings: tuple[HeadingView, ...]
    tags: tuple[TermView, ...]
    licence: LicenceView
    shares: tuple[ShareView, ...]
    related: tuple[CardView, ...]
    previous: CardView | None
    next: CardView | None
    qr: QrView
    instalment: InstalmentView | None = None
    where: WhereView | None = None
    joined: tuple[JoinedView, ...] = ()
    events: tuple[EventView, ...] = ()
    """What it announces, and the events that name it."""


class PageView(NamedTuple):
    """A page of the site's own texts (charter, legal notices …)."""

    head: HeadView
    title: str
    summary: str
    lang: str
    body_html: str
    headings: tuple[HeadingView, ...]


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
    count: int
    """Number of published posts."""
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
    series: tuple[TermView, ...] = ()
    """Series in which this person writes, with how many episodes of theirs."""


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A story told in several posts, its episodes in order."""

    head: HeadView
    title: str
    lang: str
    summary: str
    introduction_html: str
    finished: bool
    count: int
    """Number of published episodes."""
    people: tuple[PersonView, ...]
    """Who writes in it, by first episode."""
    index_url: str
    feed_url: str
    episodes: tuple[EpisodeView, ...]
    pagination: PaginationView


class PeopleGroupView(NamedTuple):
    """Authors of one kind, commune or initial letter, by name."""

    label: str
    people: tuple[PersonCountView, ...]


class AuthorsView(NamedTuple):
    """Everyone who writes."""

    head: HeadView
    title: str
    orders: tuple[LinkView, ...]
    """The same people in other orders."""
    groups: tuple[PeopleGroupView, ...]


class ListView(NamedTuple):
    """Posts of a category, a tag, a commune, a year or a month."""

    head: HeadView
    overline: str
    """What kind of list («Rubrique», «Mot-clé», «Archives»)."""
    title: str
    introduction: str
    feed_url: str
    cards: tuple[CardView, ...]
    pagination: PaginationView
    periods: tuple[TermView, ...] = ()
    """Months of a year, or empty."""
    people: tuple[PersonView, ...] = ()
    """Those who live in a commune, or empty."""
    around: AroundView | None = None
    """What surrounds a place, for the list of one."""
    walks: tuple[TermView, ...] = ()
    events: tuple[EntryView, ...] = ()
    """What comes in a commune, or empty."""
    calendar_url: str = ""
    """The events of a commune or a category to subscribe to, or empty."""


class YearView(NamedTuple):
    """One year of the archives, newest post first."""

    year: TermView
    months: tuple[TermView, ...]
    cards: tuple[CardView, ...]


class ArchivesView(NamedTuple):
    """Every post, by year."""

    head: HeadView
    title: str
    years: tuple[YearView, ...]


class TermsView(NamedTuple):
    """All categories, all tags or all communes."""

    head: HeadView
    title: str
    introduction: str
    terms: tuple[TermView, ...]


class SiteMapSectionView(NamedTuple):
    """One list of the site map."""

    title: str
    links: tuple[LinkView, ...]


class SiteMapView(NamedTuple):
    """The «plan du site»: every published page, for people."""

    head: HeadView
    title: str
    sections: tuple[SiteMapSectionView, ...]


class NotFoundView(NamedTuple):
    """The page for an address that leads nowhere."""

    head: HeadView
    title: str
    latest: tuple[CardView, ...]


class WordsView(NamedTuple):
    """A page whose text is its template's: how to share on Mastodon."""

    head: HeadView
    title: str
    introduction: str


class GoneView(NamedTuple):
    """The page at the address of a text that was withdrawn. Its head has no canonical address."""

    head: HeadView
    title: str
    sentence: str


class AddressView(NamedTuple):
    """A page's address for robots (absolute), with the date of its last change or empty."""

    url: str
    modified: str


class AddressesView(NamedTuple):
    """Every page for robots: ``sitemap.xml`` and ``robots.txt`` (absolute URLs); ``closed``: they are to stay away."""

    addresses: tuple[AddressView, ...]
    sitemap_url: str
    closed: bool = False
