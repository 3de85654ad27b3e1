"""Months: what takes place in each, and their sheets of a calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from placette.engine.base.dates import month_name
from placette.engine.base.occurrences import months_of
from placette.engine.pages.desk import Desk
from placette.engine.pages.views import LinkView
from placette.features.agenda.addresses import AGENDA_MONTH
from placette.features.agenda.contents import DayContent, GridContent
from placette.features.agenda.known_events import events
from placette.features.agenda.weeks import ShownDate, Week, in_weeks, midnight

Month = tuple[int, int]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """A month: its weeks, and for each date that touches it (event, beginning) the anchor where its page shows it."""

    weeks: tuple[Week, ...]
    anchors: Mapping[tuple[str, datetime], str]


def month_sheets(desk: Desk) -> Mapping[Month, MonthSheet]:
    """Every month in which something takes place, in order."""
    return desk.once(_sheets)


def _sheets(desk: Desk) -> Mapping[Month, MonthSheet]:
    found: defaultdict[Month, list[ShownDate]] = defaultdict(list)
    for event in events(desk).values():
        for month, starts in months_of(event.happening).items():
            first = datetime(*month, 1)
            found[month] += [ShownDate(max(first, midnight(start)), start, event.path) for start in starts]
    return {month: _sheet(datetime(*month, 1), found[month]) for month in sorted(found)}


def _sheet(first: datetime, found: list[ShownDate]) -> MonthSheet:
    """The weeks of a month; the first entry of each day bears the day's name."""
    weeks, anchors, used = [], dict[tuple[str, datetime], str](), set[str]()
    for week in in_weeks(found):
        entries = []
        for entry in week.entries:
            anchor = f"j{max(first, entry.starts[0]).day}"
            anchors |= {(entry.event, start): anchor for start in entry.starts}
            entries.append(entry._replace(anchor="" if anchor in used else anchor))
            used.add(anchor)
        weeks.append(week._replace(entries=tuple(entries)))
    return MonthSheet(tuple(weeks), anchors)


def _start(date: tuple[str, datetime]) -> datetime:
    """What begins on a day says more of it than what goes on."""
    return date[1]


def month_url(month: Month, desk: Desk) -> str:
    """The printed address of a month's page."""
    return desk.base + desk.addresses[AGENDA_MONTH].path(date=datetime(*month, 1))


def month_link(month: Month, desk: Desk, current: Month | None = None) -> LinkView:
    """A link to the page of a month."""
    return LinkView(month_name(datetime(*month, 1), desk.lang), month_url(month, desk), current=month == current)


def grid_of(month: Month, paths: Set[str], desk: Desk) -> GridContent:
    """The sheet of a month with the days on which these events take place."""
    sheets, first = month_sheets(desk), datetime(*month, 1)
    days: defaultdict[int, list[tuple[str, datetime]]] = defaultdict(list)
    for date in sheets[month].anchors:
        path, start = date
        day = max(first, midnight(start))
        while path in paths and day <= events(desk)[path].happening.last_day(start) and day.month == first.month:
            days[day.day].append(date)
            day += _DAY
    months = list(sheets)
    at, url = months.index(month), month_url(month, desk)
    return GridContent(
        *month,
        url,
        tuple(
            DayContent(
                day,
                f"{url}#{sheets[month].anchors[max(dates, key=_start)]}",
                tuple(dict.fromkeys(path for path, _ in dates)),
                bool(set(dates) & set(days.get(day + 1, ()))),
            )
            for day, dates in sorted(days.items())
        ),
        month_link(months[at - 1], desk) if at else None,
        month_link(months[at + 1], desk) if at + 1 < len(months) else None,
    )
