"""What the pages of the agenda and its calendar files show."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from placette.engine.pages.views import FeedView, LinkView, TermView


class EntryContent(NamedTuple):
    """An event (source path) and the dates of it that a list shows.

    ``again``: the list has shown it already. ``anchor`` names it for links, where calendars lead to it. ``over``: no
    date of the event comes any more.
    """

    event: str
    starts: tuple[datetime, ...]
    again: bool = False
    anchor: str = ""
    over: bool = False


class EventContent(NamedTuple):
    """The page of an event (source path), the posts about it, its category (without address if that has no page)."""

    event: str
    posts: tuple[str, ...]
    category: TermView | None


class SpanContent(NamedTuple):
    """Some days and what takes place in them: a week, or several in which nothing does; ``note`` says how far off."""

    label: str
    note: str
    entries: tuple[EntryContent, ...]


class DayContent(NamedTuple):
    """A day of a month on which events (source paths) take place, and the address of the last to begin.

    ``goes_on``: one of them lasts until the next day at least.
    """

    day: int
    url: str
    events: tuple[str, ...]
    goes_on: bool


class GridContent(NamedTuple):
    """A month as a sheet of a calendar; ``previous`` and ``next`` are the months with something before and after."""

    year: int
    month: int
    url: str
    days: tuple[DayContent, ...]
    previous: LinkView | None
    next: LinkView | None


class ChoiceContent(NamedTuple):
    """A page that shows a part of the agenda: its name, its address, how many events; 0 where nobody counts."""

    label: str
    url: str
    events: int
    current: bool


class FilterContent(NamedTuple):
    """Pages to choose among, and what they tell apart: when, where, what."""

    label: str
    choices: tuple[ChoiceContent, ...]


class AgendaContent(NamedTuple):
    """What comes, or a part of it: a month, a place, a category, the weekend.

    ``nothing`` is what it says where nothing comes. ``later`` is what lies beyond the weeks shown, ``past`` what took
    place where nothing comes, ``told`` are the posts that tell of what was announced here. ``quiet``: nothing comes in
    this part, whatever it shows instead.
    """

    title: str
    introduction: str
    nothing: str
    spans: tuple[SpanContent, ...]
    later: tuple[EntryContent, ...] = ()
    quiet: bool = False
    past: tuple[EntryContent, ...] = ()
    filters: tuple[FilterContent, ...] = ()
    grid: GridContent | None = None
    told: tuple[str, ...] = ()
    calendar: FeedView | None = None
    """The calendar to subscribe to."""
    months: tuple[LinkView, ...] = ()


class CalendarContent(NamedTuple):
    """A calendar file: its title (empty for that of the whole site) and its events (source paths)."""

    title: str
    events: tuple[str, ...]
