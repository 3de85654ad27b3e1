"""The theme's contract for events: what the agenda, an event's page and a post that announces one may print."""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.pages.slots import SlotsView
from placette.engine.pages.views import CardView, HeadView, LinkView, PersonView, PlaceView, TermView


class EntryView(NamedTuple):
    """An event in a list, with the first of the dates that the list shows.

    ``weekday``, ``day`` and ``month`` stand in the margin («sam.», «5», «déc.»); ``when`` says it all, ``also`` the
    other dates. ``status`` is empty, «Postponed» or «Cancelled»; in a preview, «Draft» for an event of one.
    """

    title: str
    url: str
    lang: str
    iso: str
    weekday: str
    day: str
    month: str
    when: str
    also: str
    venue: str
    places: tuple[PlaceView, ...]
    status: str


class EventView(NamedTuple):
    """An event with all that is known of it, but for its text. ``iso`` is its first date for machines."""

    title: str
    url: str
    lang: str
    iso: str
    when: str
    rhythm: str
    """How it repeats, or empty."""
    dates: tuple[tuple[str, str], ...]
    """Pairs of a month and its days, for what repeats."""
    left_out: str
    status: str
    explained: str
    """What the status means, as a sentence."""
    venue: str
    places: tuple[PlaceView, ...]
    organiser: PersonView | None
    organiser_name: str
    price: str
    calendar_url: str
    """Its own .ics file."""


class EventPageView(NamedTuple):
    """The page of an event."""

    head: HeadView
    event: EventView
    summary: str
    category: TermView | None
    body_html: str
    posts: tuple[CardView, ...]
    agenda_url: str
    month: LinkView
    slots: SlotsView


class MonthView(NamedTuple):
    """A month of the agenda and what takes place in it."""

    label: str
    url: str
    entries: tuple[EntryView, ...]


class AgendaView(NamedTuple):
    """What comes, month by month, or all of one month."""

    head: HeadView
    title: str
    introduction: str
    months: tuple[MonthView, ...]
    others: tuple[LinkView, ...]
    """Every month with something, the latest first; the one shown is marked."""
    agenda_url: str
    calendar_url: str
    """All events to subscribe to; empty without any."""


class ComingView(NamedTuple):
    """What comes next, and the address of the whole agenda."""

    entries: tuple[EntryView, ...]
    agenda_url: str


class EventBoxesView(NamedTuple):
    """What a post announces and what names it; ``current`` is the address of the post."""

    events: tuple[EventView, ...]
    current: str
