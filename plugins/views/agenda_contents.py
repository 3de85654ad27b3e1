"""What the pages of the agenda and its calendar files show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugins.core.views import LinkView, TermView


@dataclass(frozen=True, slots=True)
class EntryContent:
    """An event (source path) and the dates of it that a list shows."""

    event: str
    starts: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class EventContent:
    """The page of an event (source path), the posts about it, its category (without address if that has no page)."""

    event: str
    posts: tuple[str, ...]
    category: TermView | None


@dataclass(frozen=True, slots=True)
class MonthContent:
    """A month of the agenda."""

    label: str
    url: str
    entries: tuple[EntryContent, ...]


@dataclass(frozen=True, slots=True)
class AgendaContent:
    """What comes, or a month; links to all months."""

    title: str
    introduction: str
    months: tuple[MonthContent, ...]
    others: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True)
class CalendarContent:
    """A calendar file: its title (empty for that of the whole site) and its events (source paths)."""

    title: str
    events: tuple[str, ...]
