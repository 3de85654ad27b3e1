"""When something takes place: wall-clock times, working days in France, limits for calendars that strangers send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache

from dateutil.easter import easter

from placette.engine.base.translation import N_


class Outlook(StrEnum):
    """Whether it will take place as announced. The value is what the front matter says."""

    CONFIRMED = "confirmed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Happening:
    """When, where and by whom. Times are in the site's zone, but naive.

    ``starts`` are all its dates in order; ``start`` is the first that its rule gives, even if that one is left out.
    ``length`` is how long each lasts (whole days if ``all_day``), None where the text doesn't give it.
    """

    start: datetime
    length: timedelta | None
    all_day: bool
    starts: tuple[datetime, ...]
    rule: str = ""
    """The rule of a repeated one, as RFC 5545 writes it, with a day for UNTIL."""
    exceptions: tuple[datetime, ...] = ()
    """Dates that the rule gives and the organiser takes out."""
    venue: str = ""
    organiser: str = ""
    """The key of an author, or empty."""
    organiser_name: str = ""
    """An organiser without profile."""
    price: str = ""
    outlook: Outlook = Outlook.CONFIRMED

    def end_of(self, start: datetime) -> datetime | None:
        """Return when the one that begins at ``start`` ends; midnight after the last of whole days."""
        return None if self.length is None else start + self.length

    def over(self, start: datetime) -> datetime:
        """Return when the date that begins at ``start`` is past: at the end of its day where no end is given."""
        midnight = datetime(start.year, start.month, start.day) + timedelta(days=1)
        return self.end_of(start) or midnight

    def last_day(self, start: datetime) -> datetime:
        """Return midnight of the day on which the one that begins at ``start`` ends."""
        last = max(start, self.over(start) - timedelta(microseconds=1))
        return datetime(last.year, last.month, last.day)


def coming(happening: Happening, now: datetime) -> tuple[datetime, ...]:
    """Return the dates that are not past; ``now`` is in the site's zone."""
    return tuple(s for s in happening.starts if happening.over(s).replace(tzinfo=now.tzinfo) > now)


def turning_points(happening: Happening, zone: tzinfo | None) -> Iterator[datetime]:
    """Yield the moments at which a page of coming dates has to be made again."""
    for start in happening.starts:
        yield happening.over(start).replace(tzinfo=zone)


def months_of(happening: Happening) -> dict[tuple[int, int], tuple[datetime, ...]]:
    """Return the dates that touch each month, by year and month."""
    months: dict[tuple[int, int], list[datetime]] = {}
    for start in happening.starts:
        for month in months_between(start, happening.last_day(start)):
            months.setdefault(month, []).append(start)
    return {month: tuple(starts) for month, starts in months.items()}


def months_between(first: datetime, last: datetime) -> Iterator[tuple[int, int]]:
    """Yield year and month of every month that some days touch, in order."""
    for count in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield count // 12, count % 12 + 1


_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)
"""Days from Easter to Easter Monday, Ascension and Whit Monday. All these: Code du travail, article L. 3133-1."""
_GOOD_FRIDAY = -2
"""Days from Easter."""
_ALSACE_MOSELLE = ((12, 26),)
LOCAL_HOLIDAYS: Mapping[str, tuple[tuple[int, int], ...]] = {
    **dict.fromkeys(("57", "67", "68"), _ALSACE_MOSELLE),  # and Good Friday: Code du travail, article L. 3134-13
    "971": ((5, 27),),  # this and the next six remember the end of slavery: Code du travail, article L. 3422-2
    "972": ((5, 22),),
    "973": ((6, 10),),
    "974": ((12, 20),),
    "976": ((4, 27),),
    "977": ((10, 9),),
    "978": ((5, 28),),
    "986": ((4, 28), (6, 29), (7, 29)),  # the labour codes of the Pacific's own, as the package holidays lists them
    "987": ((3, 5), (11, 20)),  # and Good Friday
    "988": ((9, 24),),
}
"""The days that are off in a département or a territory overseas alone: months and days, by its code."""
_WITH_GOOD_FRIDAY = frozenset({"57", "67", "68", "987"})
ZONES: Mapping[str, str] = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "984": "Indian/Kerguelen",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",  # but for the Marquises and the Gambier, which are half an hour and an hour ahead
    "988": "Pacific/Noumea",
}
"""The time zone of each territory overseas by its code (IANA); all others have that of Paris."""
_SATURDAY = 5
"""The first day of a week, from Monday as 0, on which offices are closed."""
_WEEK = 7


@lru_cache(256)
def public_holidays(year: int, *, place: str = "") -> frozenset[date]:
    """Return the days of a year that are off in France, and those of a place alone (a code of ``LOCAL_HOLIDAYS``)."""
    fixed = _FIXED + LOCAL_HOLIDAYS.get(place, ())
    moving = _AFTER_EASTER + ((_GOOD_FRIDAY,) if place in _WITH_GOOD_FRIDAY else ())
    sunday = easter(year)
    return frozenset({*(date(year, *day) for day in fixed), *(sunday + timedelta(days=days) for days in moving)})


def working_days_between(first: date, last: date, *, place: str = "") -> int:
    """Count the working days after ``first``, up to and with ``last``: 1 from a Friday to the next Monday."""
    if last <= first:
        return 0
    weekdays = _weekdays_until(last) - _weekdays_until(first)
    off = (_holidays_on_weekdays(year, place=place) for year in range(first.year, last.year + 1))
    return weekdays - sum(first < day <= last for days in off for day in days)


def _weekdays_until(day: date) -> int:
    """Count Mondays to Fridays from the first day of the calendar on, by weeks, for thousands of questions ask."""
    weeks, rest = divmod(day.toordinal(), _WEEK)  # the first day of the calendar is a Monday
    return weeks * _SATURDAY + min(rest, _SATURDAY)


@lru_cache(256)
def _holidays_on_weekdays(year: int, *, place: str) -> tuple[date, ...]:
    days = public_holidays(year, place=place)
    return tuple(day for day in days if day.weekday() < _SATURDAY)


SIZE = 2_000_000
"""Size limit of a file in bytes: a few thousand events."""
_LINE = 20_000
"""Length limit of a value in characters, once its lines are joined."""
_DEPTH = 4
"""Calendar, event, alarm: nothing that we read is nested more deeply."""
EVENTS = 500
"""The most events in one file: more than an editor reads in a day."""

LARGE = N_("it weighs more than two megabytes")
"""A reason for refusing a file, like those below."""
FOREIGN = N_("it is not a calendar (a file that begins with BEGIN:VCALENDAR)")
ENCODED = N_("it is not encoded in UTF-8")
LONG = N_("one of its lines is far too long")
DEEP = N_("it is nested deeper than a calendar ever is, or its parts do not match")
MANY = N_("it contains more than 500 events: export a shorter period")
BROKEN = N_("it is damaged: no calendar program could read it")


def refusal(data: bytes) -> str:
    """Return why a file is refused; empty if it may be parsed."""
    if len(data) > SIZE:
        return LARGE
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ENCODED
    if not text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        return FOREIGN
    lines = text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "").split("\n")
    return LONG if any(len(line) > _LINE for line in lines) else _structure(lines)


def _structure(lines: list[str]) -> str:
    open_: list[str] = []
    events = 0
    for line in lines:
        name, _, value = line.strip().upper().partition(":")
        if name == "BEGIN":
            open_.append(value)
            events += value == "VEVENT"
        elif name == "END" and (not open_ or open_.pop() != value):
            return DEEP
        if len(open_) > _DEPTH:
            return DEEP
    if open_:
        return DEEP
    return MANY if events > EVENTS else ""
