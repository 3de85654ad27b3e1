"""The theme's contract, page by page: what each template gets under the name ``page``.

See ``views.py`` for the parts that pages share and for the rules of the contract.
"""

from __future__ import annotations

from dataclasses import dataclass

from plugins.core.event_views import EntryView, EventView
from plugins.core.gathering_views import JoinedView, TakingPartView
from plugins.core.place_views import AroundView, DrawingView, WhereView
from plugins.core.views import (
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


@dataclass(frozen=True, slots=True)
class HomeView:
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


@dataclass(frozen=True, slots=True)
class EpisodeView:
    """A post of a series with its number there."""

    number: int
    card: CardView


@dataclass(frozen=True, slots=True)
class InstalmentView:
    """A post's place in its series: ``title``, ``url`` and ``lang`` are those of the series."""

    title: str
    url: str
    lang: str
    number: int
    previous: CardView | None
    next: CardView | None
    episodes: tuple[EpisodeView, ...]
    """All of them, where they are few; or empty."""


@dataclass(frozen=True, slots=True)
class ArticleView:
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


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of the site's own texts (charter, legal notices …)."""

    head: HeadView
    title: str
    summary: str
    lang: str
    body_html: str
    headings: tuple[HeadingView, ...]


@dataclass(frozen=True, slots=True)
class PartView:
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


@dataclass(frozen=True, slots=True)
class PeopleGroupView:
    """Authors of one kind, commune or initial letter, by name."""

    label: str
    people: tuple[PersonCountView, ...]


@dataclass(frozen=True, slots=True)
class AuthorsView:
    """Everyone who writes."""

    head: HeadView
    title: str
    orders: tuple[LinkView, ...]
    """The same people in other orders."""
    groups: tuple[PeopleGroupView, ...]


@dataclass(frozen=True, slots=True)
class ListView:
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


@dataclass(frozen=True, slots=True)
class YearView:
    """One year of the archives, newest post first."""

    year: TermView
    months: tuple[TermView, ...]
    cards: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class ArchivesView:
    """Every post, by year."""

    head: HeadView
    title: str
    years: tuple[YearView, ...]


@dataclass(frozen=True, slots=True)
class TermsView:
    """All categories, all tags or all communes."""

    head: HeadView
    title: str
    introduction: str
    terms: tuple[TermView, ...]


@dataclass(frozen=True, slots=True)
class SiteMapSectionView:
    """One list of the site map."""

    title: str
    links: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True)
class SiteMapView:
    """The «plan du site»: every published page, for people."""

    head: HeadView
    title: str
    sections: tuple[SiteMapSectionView, ...]


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """The page for an address that leads nowhere."""

    head: HeadView
    title: str
    latest: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class WordsView:
    """A page whose text is its template's: how to share on Mastodon."""

    head: HeadView
    title: str
    introduction: str


@dataclass(frozen=True, slots=True)
class GoneView:
    """The page at the address of a text that was withdrawn. Its head has no canonical address."""

    head: HeadView
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class AddressView:
    """A page's address for robots (absolute), with the date of its last change or empty."""

    url: str
    modified: str


@dataclass(frozen=True, slots=True)
class AddressesView:
    """Every page for robots: ``sitemap.xml`` and ``robots.txt`` (absolute URLs); ``closed``: they are to stay away."""

    addresses: tuple[AddressView, ...]
    sitemap_url: str
    closed: bool = False
