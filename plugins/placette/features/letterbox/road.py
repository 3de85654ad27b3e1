"""The road of letters, as anybody may follow it: where each is since when, and how long it usually takes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median
from typing import NamedTuple

from placette.features.letterbox.kinds import LetterKind
from placette.features.letterbox.receipt import Receipt

YEARS = 2
"""The years of letters that are listed, this one with the one before; those that still wait stay beyond."""


class Station(StrEnum):
    """Where a letter is."""

    RECEIVED = "received"
    READ = "read"
    WAITING = "waiting"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    CLOSED = "closed"


OPEN = frozenset({Station.RECEIVED, Station.READ, Station.WAITING})
"""Where something is still to be done."""


class Stop(NamedTuple):
    """A station of a letter's road, and its day: that of appearing for a post that is scheduled."""

    station: Station
    day: date


class CameOf(NamedTuple):
    """A post that a letter became: when it appears, whether it has, where it is and what it is called."""

    day: date
    is_out: bool
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Road:
    """The stops of a letter that lie behind it, in order; the last is where it is. ``post`` is what came of it."""

    number: str
    kind: LetterKind
    stops: tuple[Stop, ...]
    post: CameOf | None = None

    @property
    def here(self) -> Stop:
        """Where it is."""
        return self.stops[-1]

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.here.station in OPEN


class Medians(NamedTuple):
    """The working days after which half of the letters were read, and published; None where none was."""

    read: float | None
    published: float | None


def road_of(receipt: Receipt, post: CameOf | None, today: date) -> Road | None:
    """The road of a letter up to a day; None before it arrives. A day that hasn't come isn't known yet."""
    if receipt.received > today:
        return None
    days = (receipt.read, receipt.waiting, receipt.closed)
    read, waiting, closed = (day if day and day <= today else None for day in days)
    stops = [Stop(Station.RECEIVED, receipt.received)]
    stops += [Stop(Station.READ, read)] if read else []
    if post:
        appears = max(post.day, receipt.received)  # a post may bear an older date
        stops.append(Stop(Station.PUBLISHED if post.is_out else Station.SCHEDULED, appears))
    elif closed:
        stops.append(Stop(Station.CLOSED, closed))
    elif waiting:
        stops.append(Stop(Station.WAITING, waiting))
    return Road(receipt.number, receipt.kind, tuple(stops), post)


def roads_of(receipts: Iterable[Receipt], posts: Mapping[str, CameOf], today: date) -> list[Road]:
    """The roads that are listed, the newest letters first."""
    found = (road_of(receipt, posts.get(receipt.number), today) for receipt in receipts)
    shown = [road for road in found if road and (road.is_open or _year(road) > today.year - YEARS)]
    return sorted(shown, key=lambda road: (road.stops[0].day, len(road.number), road.number), reverse=True)


def _year(road: Road) -> int:
    return road.stops[0].day.year


def medians_of(roads: Iterable[Road], working_days: Callable[[date, date], int]) -> Medians:
    """How long it usually takes from arrival to being read, and to being published."""
    taken: dict[Station, list[int]] = {Station.READ: [], Station.PUBLISHED: []}
    for road in roads:
        for station, day in road.stops[1:]:
            if station in taken:
                taken[station].append(working_days(road.stops[0].day, day))
    read, published = (median(days) if days else None for days in taken.values())
    return Medians(read, published)
