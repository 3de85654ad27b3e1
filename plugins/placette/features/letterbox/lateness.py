"""Letters that wait longer than was promised, for those who edit the site. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import partial
from typing import NamedTuple

from placette.engine.base.working_days import working_days_between
from placette.features.letterbox.receipt import Receipt
from placette.features.letterbox.road import Station, road_of
from placette.features.letterbox.settings import LetterboxSettings


class Lateness(StrEnum):
    """What was promised and isn't kept."""

    UNREAD = "unread"
    """Nobody has read it yet."""
    UNCONFIRMED = "unconfirmed"
    """Its receipt was written too late."""


class LateLetter(NamedTuple):
    """A letter, what is late, since when it is there, and the working days that it took or is taking."""

    number: str
    path: str
    why: Lateness
    received: date
    days: int


def late_letters(
    receipts: Iterable[Receipt],
    added: Mapping[str, date],
    answered: frozenset[str],
    own: LetterboxSettings,
    today: date,
) -> list[LateLetter]:
    """The letters that are late, those that wait the longest first.

    ``added`` says when a receipt was written, by path, where that is known; ``answered`` are the numbers of letters
    that became posts.
    """
    found = (late for receipt in receipts for late in _late(receipt, added, answered, own, today))
    return sorted(found, key=lambda late: (-late.days, late.number))


def _late(
    receipt: Receipt, added: Mapping[str, date], answered: frozenset[str], own: LetterboxSettings, today: date
) -> Iterator[LateLetter]:
    """What is late of a letter that nobody has read."""
    road = road_of(receipt, None, today)
    if not road or road.here.station is not Station.RECEIVED or receipt.number in answered:
        return
    count = partial(working_days_between, receipt.received, alsace_moselle=own.alsace_moselle)
    if (days := count(today)) > own.reading_days:
        yield LateLetter(receipt.number, receipt.path, Lateness.UNREAD, receipt.received, days)
    elif receipt.path in added and (days := count(added[receipt.path])) > own.receipt_days:
        yield LateLetter(receipt.number, receipt.path, Lateness.UNCONFIRMED, receipt.received, days)
