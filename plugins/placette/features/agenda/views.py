"""The theme's contract for events: what the agenda, an event's page and a post that announces one may print."""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.pages.slots import SlotsView
from placette.engine.pages.views import CardView, HeadView, LinkView, PersonView, PlaceView, TermView
from placette.engine.texts.pictures import PictureView


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
    off: str = ""
    """``postponed`` or ``cancelled``: its date no longer holds."""
    outcome: str = ""
    """What that means, as a sentence."""


class DateRowView(NamedTuple):
    """An event in the agenda: its entry, and what stands beside that.

    ``weekday``, ``day`` and ``month`` are written out («mardi», «1er», «décembre»; «sam. et dim.», «5–6»).
    ``hours`` and ``rhythm`` say the rest. ``again``: this list has shown the event already.
    """

    entry: EntryView
    weekday: str
    day: str
    month: str
    hours: str
    rhythm: str
    picture: PictureView | None
    calendar_url: str
    """Its own .ics file; empty where its date no longer holds, or is past."""
    again: bool
    anchor: str


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
    """Its own .ics file; empty where its date no longer holds."""


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


class SpanView(NamedTuple):
    """Some days and what takes place in them: a week, or several in which nothing does, as a sentence."""

    label: str
    note: str
    """How far off the week is."""
    rows: tuple[DateRowView, ...]


class DayView(NamedTuple):
    """A day of a sheet of a calendar: its number (0 for one of another month); the rest where something takes place.

    ``state`` is ``on`` or ``off``; ``goes_on``: the same goes on the next day. ``label`` says it all. ``blanks`` days
    of another month stand together.
    """

    day: int
    url: str = ""
    label: str = ""
    state: str = ""
    goes_on: bool = False
    came_on: bool = False
    blanks: int = 0


class GridView(NamedTuple):
    """A month as a sheet of a calendar: pairs of short and long names of weekdays, its weeks, the months around it."""

    label: str
    url: str
    weekdays: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[DayView, ...], ...]
    previous: LinkView | None
    next: LinkView | None
    states: frozenset[str]


class ChoiceView(NamedTuple):
    """A part of the agenda to choose; ``events`` is how many, 0 where nobody counts."""

    label: str
    url: str
    events: int
    current: bool


class FilterView(NamedTuple):
    """Parts of the agenda to choose among."""

    label: str
    choices: tuple[ChoiceView, ...]


class AgendaView(NamedTuple):
    """What comes, week by week, or a part of it; ``part`` says whether it is one."""

    head: HeadView
    title: str
    introduction: str
    nothing: str
    """What it says where nothing comes."""
    spans: tuple[SpanView, ...]
    later: tuple[DateRowView, ...]
    """What is further off."""
    past: tuple[DateRowView, ...]
    """What took place, where nothing comes."""
    filters: tuple[FilterView, ...]
    grid: GridView | None
    told: tuple[CardView, ...]
    """Posts that tell of what was announced here."""
    others: tuple[LinkView, ...]
    """Every month with something, the latest first; the one shown is marked."""
    agenda_url: str
    calendar_url: str
    """All of these events to subscribe to; empty without any."""
    webcal_url: str
    """The same for the calendar of a device."""
    part: bool


class ComingView(NamedTuple):
    """What comes next, and the address of the whole agenda."""

    entries: tuple[EntryView, ...]
    agenda_url: str


class EventBoxesView(NamedTuple):
    """What a post announces and what names it; ``current`` is the address of the post."""

    events: tuple[EventView, ...]
    current: str
