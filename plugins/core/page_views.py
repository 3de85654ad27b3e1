"""The theme's contract, page by page: what each template gets under the name ``page``.

See ``views.py`` for the parts that pages share and for the rules of the contract.
"""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class PersonCountView:
    """An author and how many posts they have published."""

    person: PersonView
    count: int


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
    draft: bool = False


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
    contributions: tuple[CardView, ...]
    """Posts where this person has a role beside the author's."""
    pagination: PaginationView


@dataclass(frozen=True, slots=True)
class PeopleGroupView:
    """Authors of one kind, by name."""

    label: str
    people: tuple[PersonCountView, ...]


@dataclass(frozen=True, slots=True)
class AuthorsView:
    """Everyone who writes."""

    head: HeadView
    title: str
    groups: tuple[PeopleGroupView, ...]


@dataclass(frozen=True, slots=True)
class ListView:
    """Posts of a category, a tag, a year or a month."""

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
    """All categories or all tags."""

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
    """Every page for robots: ``sitemap.xml`` and ``robots.txt`` (absolute URLs)."""

    addresses: tuple[AddressView, ...]
    sitemap_url: str
