"""What the pages of posts and of lists of posts may print."""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.pages.slots import SlotsView
from placette.engine.pages.views import (
    CardView,
    CreditView,
    DateView,
    HeadingView,
    HeadView,
    LicenceView,
    LinkView,
    PaginationView,
    PersonCountView,
    PersonView,
    QrView,
    TermView,
)


class ContributorView(NamedTuple):
    """Somebody who had a part in a post beside its authors, and what they are in it («dessins, photos»)."""

    person: PersonView
    part: str


class ArticleView(NamedTuple):
    """A post with all that surrounds it."""

    head: HeadView
    card: CardView
    authors: tuple[PersonCountView, ...]
    contributors: tuple[ContributorView, ...]
    credits: tuple[CreditView, ...]
    modified: DateView | None
    body_html: str
    capital: bool
    """Whether its first letter may be a large one: it begins a paragraph, and isn't half of an elision."""
    headings: tuple[HeadingView, ...]
    tags: tuple[TermView, ...]
    recording: LinkView | None
    """Where the text can be heard, and how long that takes."""
    licence: LicenceView
    related: tuple[CardView, ...]
    previous: CardView | None
    next: CardView | None
    qr: QrView
    slots: SlotsView


class HomeView(NamedTuple):
    """The home page."""

    head: HeadView
    lead: CardView | None
    is_chosen: bool
    """Whether the team chose the post that leads; otherwise it is the newest."""
    latest: tuple[CardView, ...]
    """Up to seven posts beside the lead, newest first."""
    more: bool
    """Whether there are posts beside these."""
    categories: tuple[TermView, ...]
    """Up to eight, those with most posts."""
    people: tuple[PersonView, ...]
    invites: tuple[LinkView, ...]
    """The lists of what visitors may take part in."""
    slots: SlotsView


class ListView(NamedTuple):
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
    calendar_url: str = ""
    """The events of a category to subscribe to, or empty."""


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


class NotFoundView(NamedTuple):
    """The page for an address that leads nowhere."""

    head: HeadView
    title: str
    latest: tuple[CardView, ...]
