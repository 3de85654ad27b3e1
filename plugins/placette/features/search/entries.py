"""What is in the index: every page that features name, each with a number that seldom changes.

A number says when: the larger, the newer. It is made of a day and of a place in that day, so that a new post moves no
other, and an index stays as it is but for what names that post. Pages without a date are spread over days that nobody
lived, by a checksum of their address.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from operator import itemgetter
from typing import NamedTuple
from zlib import crc32

from placette.engine.base.files import digest_after
from placette.engine.pages.desk import Desk
from placette.engine.pages.searched import Searched, searched_pages

_FIRST_DAY = date(1900, 1, 1).toordinal()
"""What is older counts as of that day."""
_NO_DAYS = 4096
"""Days before the first for what has no date."""
_LEAST_ROOM = 16
"""Places in a day, at least: a power of two."""


class IndexEntry(NamedTuple):
    """A page in the index. ``mark`` changes with anything that the index holds of it, its number too."""

    number: int
    mark: str
    page: Searched


def entries_of(desk: Desk, mark: str) -> tuple[IndexEntry, ...]:
    """Every page that visitors may look for, in the order of their numbers; ``mark`` is what all have in common."""
    pages = {page.url: page for page in searched_pages(desk)}
    numbers = numbers_of({url: page.date for url, page in pages.items()})
    mark_of = digest_after(mark.encode())
    ordered = sorted(numbers.items(), key=itemgetter(1))
    return tuple(IndexEntry(number, mark_of(_said(pages[url], number)), pages[url]) for url, number in ordered)


def numbers_of(dates: Mapping[str, date | None]) -> dict[str, int]:
    """The number of each page, by address: they depend on nothing but these addresses and dates."""
    days: defaultdict[int, list[str]] = defaultdict(list)
    for url, day in dates.items():
        days[_day(url, day)].append(url)
    room = _room(len(urls) for urls in days.values())
    return {url: day * room + place for day, urls in days.items() for place, url in enumerate(sorted(urls))}


def _day(url: str, day: date | None) -> int:
    if day is None:
        return crc32(url.encode()) % _NO_DAYS
    return _NO_DAYS + max(0, day.toordinal() - _FIRST_DAY)


def _room(taken: Iterable[int]) -> int:
    """How many places every day has: a power of two, so that it seldom changes."""
    return max(_LEAST_ROOM, 1 << (max(taken, default=1) - 1).bit_length())


def _said(page: Searched, number: int) -> bytes:
    day = page.date.toordinal() if page.date else 0
    communes = "\t".join(page.communes)
    said = f"{number}\n{day}\n{page.kind.key}\n{page.url}\n{page.title}\n{page.lang}\n{page.category}\n{communes}\n"
    return (said + page.mark).encode("utf-8", "replace")
