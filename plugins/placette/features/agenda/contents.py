"""What the pages of the agenda and its calendar files show."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from placette.engine.pages.views import LinkView, TermView


class EntryContent(NamedTuple):
    """An event (source path) and the dates of it that a list shows."""

    event: str
    starts: tuple[datetime, ...]


class EventContent(NamedTuple):
    """The page of an event (source path), the posts about it, its category (without address if that has no page)."""

    event: str
    posts: tuple[str, ...]
    category: TermView | None


class MonthContent(NamedTuple):
    """A month of the agenda."""

    label: str
    url: str
    entries: tuple[EntryContent, ...]


class AgendaContent(NamedTuple):
    """What comes, or a month; links to all months."""

    title: str
    introduction: str
    months: tuple[MonthContent, ...]
    others: tuple[LinkView, ...]


class CalendarContent(NamedTuple):
    """A calendar file: its title (empty for that of the whole site) and its events (source paths)."""

    title: str
    events: tuple[str, ...]
