"""What pages may print of series and their episodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from placette.engine.pages.views import (
    CardView,
    CreditView,
    HeadView,
    LicenceView,
    PaginationView,
    PersonView,
    QrView,
)


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
    whole_url: str
    """The page with all its texts, or empty."""
    episodes: tuple[EpisodeView, ...]
    pagination: PaginationView


class WholeEpisodeView(NamedTuple):
    """An episode with its text, among the others of its series."""

    number: int
    card: CardView
    credits: tuple[CreditView, ...]
    body_html: str
    licence: LicenceView
    more: bool
    """Whether its own page has something directly below it: answers, corrections."""


@dataclass(frozen=True, slots=True)
class WholeSeriesView:
    """All texts of a series. ``url`` is that of its page as printed, ``address`` the same whole."""

    head: HeadView
    title: str
    url: str
    lang: str
    summary: str
    index_url: str
    address: str
    episodes: tuple[WholeEpisodeView, ...]
    qr: QrView
