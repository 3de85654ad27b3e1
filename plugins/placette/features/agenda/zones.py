"""The zone of a calendar's times, for calendars that don't know it by name (RFC 5545, VTIMEZONE).

Written here from the system's own rules: icalendar's makes the summer begin an hour late (as of 7.3), and lists years.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Change:
    """The clocks are changed: what they show just before, and how far they are from UTC before and after."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


def zone_component(name: str, zone: tzinfo, first: int, last: int) -> Timezone:
    """The zone from the beginning of the year ``first`` to the end of ``last``."""
    made = Timezone()
    made.add("TZID", name)
    start = datetime(first, 1, 1)
    offset = _offset(start, zone)
    groups: dict[tuple[object, ...], list[Change]] = defaultdict(list)
    for change in _changes(zone, first, last):
        groups[change.before, change.after, change.name, change.summer].append(change)
    if offset not in {changes[0].after for changes in groups.values() if _is_regular(changes)}:
        name_then = start.replace(tzinfo=zone).tzname() or name
        groups[offset, offset, name_then, False] = [Change(start, offset, offset, name_then, False)]
    for changes in groups.values():
        made.add_component(_observance(changes, first))
    return made


def _observance(changes: list[Change], first: int) -> TimezoneStandard | TimezoneDaylight:
    """A time of the year: since when, and on which days again."""
    made = TimezoneDaylight() if changes[0].summer else TimezoneStandard()
    begun = changes[0]
    if _is_regular(changes):
        rule = {"FREQ": "YEARLY", "BYMONTH": begun.wall.month, "BYDAY": f"-1{_NAMES[begun.wall.weekday()]}"}
        made.add("DTSTART", _year_before(begun.wall, first))
        made.add("RRULE", rule)
    else:
        made.add("DTSTART", begun.wall)
        for other in changes[1:]:
            made.add("RDATE", other.wall)
    made.add("TZNAME", begun.name)
    made.add("TZOFFSETFROM", begun.before)
    made.add("TZOFFSETTO", begun.after)
    return made


def _is_regular(changes: list[Change]) -> bool:
    """Whether the clocks are changed on the last such weekday of a month each year, at the same time."""
    pattern = {(change.wall.month, change.wall.weekday(), change.wall.time()) for change in changes}
    return len(changes) > 1 and len(pattern) == 1 and all(_is_last(change.wall) for change in changes)


def _year_before(wall: datetime, first: int) -> datetime:
    """The last such weekday of the month in the year before, so that January has its time too."""
    end = datetime(first - 1, wall.month, 28, wall.hour, wall.minute) + timedelta(days=4)
    end = end.replace(day=1) - timedelta(days=1)
    return end - timedelta(days=(end.weekday() - wall.weekday()) % 7)


def _is_last(wall: datetime) -> bool:
    """Whether it is the last such weekday of its month."""
    return (wall + timedelta(days=7)).month != wall.month


def _changes(zone: tzinfo, first: int, last: int) -> Iterator[Change]:
    """Every change of the clocks in these years, to the minute."""
    day, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while day < end:
        after = day + timedelta(days=1)
        if _at(day, zone) != _at(after, zone):
            yield _change(day, after, zone)
        day = after


def _change(early: datetime, late: datetime, zone: tzinfo) -> Change:
    """The change between two moments, halved until a minute is left."""
    before = _at(early, zone)
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) // 2
        early, late = (middle, late) if _at(middle, zone) == before else (early, middle)
    moment = late.replace(second=0, microsecond=0)
    local = moment.astimezone(zone)
    wall = (moment + before).replace(tzinfo=None)
    return Change(wall, before, _at(moment, zone), local.tzname() or "", bool(local.dst()))


def _at(moment: datetime, zone: tzinfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _offset(wall: datetime, zone: tzinfo) -> timedelta:
    return wall.replace(tzinfo=zone).utcoffset() or timedelta(0)
