"""What the agenda shows of which dates: week by week from a day on, or the weeks of one month. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from placette.engine.base.occurrences import Happening, coming
from placette.features.agenda.contents import EntryContent

WEEK = timedelta(days=7)


class ShownDate(NamedTuple):
    """A date of an event (source path), and the day at which a list shows it: its own, or the list's first."""

    at: datetime
    start: datetime
    event: str


class Week(NamedTuple):
    """A week, from its Monday on; ``entries`` are empty where nothing takes place, and then it may be several."""

    first: datetime
    last: datetime
    entries: tuple[EntryContent, ...]


def midnight(moment: datetime) -> datetime:
    """The beginning of a day, as clocks show it."""
    return datetime(moment.year, moment.month, moment.day)


def monday(moment: datetime) -> datetime:
    """The beginning of a week."""
    return midnight(moment) - timedelta(days=moment.weekday())


def next_month(month: datetime) -> datetime:
    """The first of the month after this one, of which any day is given."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def shown_dates(path: str, happening: Happening, now: datetime) -> list[ShownDate]:
    """The dates of an event that aren't past; what has begun stands at today."""
    today = midnight(now)
    return [ShownDate(max(today, midnight(start)), start, path) for start in coming(happening, now)]


def in_weeks(found: Iterable[ShownDate]) -> list[Week]:
    """The weeks in which something takes place: of each event one entry, with all its dates of that week."""
    weeks: dict[datetime, dict[str, list[datetime]]] = {}
    for date in sorted(found):
        weeks.setdefault(monday(date.at), {}).setdefault(date.event, []).append(date.start)
    seen: set[str] = set()
    made = []
    for first, events in weeks.items():
        entries = tuple(EntryContent(path, tuple(starts), path in seen) for path, starts in events.items())
        made.append(Week(first, first + WEEK - timedelta(days=1), entries))
        seen |= events.keys()
    return made


def with_gaps(weeks: Iterable[Week], first: datetime, end: datetime) -> list[Week]:
    """The weeks from one Monday until another, those between that nothing fills joined into one each."""
    found, at = [], first
    for week in (*weeks, Week(end, end, ())):
        if week.first > at:
            found.append(Week(at, week.first - timedelta(days=1), ()))
        found.append(week)
        at = week.first + WEEK
    return found[:-1]


def until_full(weeks: Iterable[Week], most: int) -> list[Week]:
    """The first weeks, no more once they hold ``most`` entries."""
    shown: list[Week] = []
    count = 0
    for week in weeks:
        if shown and count >= most:
            break
        shown.append(week)
        count += len(week.entries)
    return shown


def after_weeks(dates: Iterable[ShownDate], weeks: Iterable[Week], end: datetime, far: datetime) -> list[ShownDate]:
    """Of each event the first date from ``end`` on, where the weeks that are shown end.

    What they show already stands there only for dates before ``far``, until where they would go: they were cut short.
    """
    shown = {entry.event for week in weeks for entry in week.entries}
    left = (date for date in dates if date.at >= end and (date.at < far or date.event not in shown))
    return sorted({date.event: date for date in sorted(left, reverse=True)}.values())


def weekend_of(now: datetime) -> tuple[datetime, datetime]:
    """The Saturday and the Sunday of this week."""
    saturday = monday(now) + timedelta(days=5)
    return saturday, saturday + timedelta(days=1)
