"""When something takes place, in wall-clock times: what the clock of the town hall shows, whatever the season.

Only comparing with «now» and writing for machines need the zone; so a weekly workshop at half past six stays at half
past six when the clocks change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum


class Outlook(StrEnum):
    """Whether it will take place as announced. The value is what the front matter says."""

    CONFIRMED = "confirmed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Happening:
    """When, where and by whom. Times have no zone: they are those of the site's.

    ``starts`` are all its dates in order; ``start`` is the first that its rule gives, even if that one is left out.
    ``length`` is how long each lasts (whole days if ``all_day``), None where nobody says.
    """

    start: datetime
    length: timedelta | None
    all_day: bool
    starts: tuple[datetime, ...]
    rule: str = ""
    """The rule of a repeated one, as RFC 5545 writes it, with a day for UNTIL."""
    exceptions: tuple[datetime, ...] = ()
    """What the rule gives and the organiser takes out."""
    venue: str = ""
    organiser: str = ""
    """The key of an author, or empty."""
    organiser_name: str = ""
    """Whoever organises and has no profile."""
    price: str = ""
    outlook: Outlook = Outlook.CONFIRMED

    def end_of(self, start: datetime) -> datetime | None:
        """When the one that begins at ``start`` ends; midnight after the last of whole days."""
        return None if self.length is None else start + self.length

    def over(self, start: datetime) -> datetime:
        """From when on the one that begins at ``start`` is past: at the end of its day where no end is stated."""
        midnight = datetime(start.year, start.month, start.day) + timedelta(days=1)
        return self.end_of(start) or midnight

    def last_day(self, start: datetime) -> datetime:
        """Midnight of the day on which the one that begins at ``start`` ends."""
        last = max(start, self.over(start) - timedelta(microseconds=1))
        return datetime(last.year, last.month, last.day)


def coming(happening: Happening, now: datetime) -> tuple[datetime, ...]:
    """The dates that are not past; ``now`` is in the site's zone."""
    return tuple(s for s in happening.starts if happening.over(s).replace(tzinfo=now.tzinfo) > now)


def turning_points(happening: Happening, zone: tzinfo | None) -> Iterator[datetime]:
    """The moments at which a page that shows what comes has to be made again."""
    for start in happening.starts:
        yield happening.over(start).replace(tzinfo=zone)


def months_of(happening: Happening) -> dict[tuple[int, int], tuple[datetime, ...]]:
    """By year and month, the dates that touch that month."""
    found: dict[tuple[int, int], list[datetime]] = {}
    for start in happening.starts:
        for month in months_between(start, happening.last_day(start)):
            found.setdefault(month, []).append(start)
    return {month: tuple(starts) for month, starts in found.items()}


def months_between(first: datetime, last: datetime) -> Iterator[tuple[int, int]]:
    """Year and month of every month that some days touch, in order."""
    for count in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield count // 12, count % 12 + 1
