"""What is in the index: every page that features name, each with a number that seldom changes.

A number says when: the larger, the newer. It is made of a day and of a place in that day, so that a new post moves no
other, and an index stays as it is but for what names that post. Pages without a date are spread over days that nobody
lived, by a checksum of their address.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from operator import itemgetter
from typing import NamedTuple, TypeVar
from zlib import crc32

from placette.engine.base.files import digest_after
from placette.engine.pages.desk import Desk
from placette.engine.pages.searched import Searched, searched_pages

P = TypeVar("P")

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
    mark_of = digest_after(mark.encode())
    dated = [(page.date, page.url, page) for page in searched_pages(desk)]
    return tuple([_entry(number, page, mark_of) for number, page in numbered(dated)])


def numbered(dated: Iterable[tuple[date | None, str, P]]) -> Iterator[tuple[int, P]]:
    """Pages in the order of their numbers: they depend on nothing but all dates and addresses, which must differ."""
    days: defaultdict[int, list[tuple[str, P]]] = defaultdict(list)
    for day, url, page in dated:
        days[_day(url, day)].append((url, page))
    room = _room(map(len, days.values()))
    for number in sorted(days):
        for place, (_, page) in enumerate(sorted(days[number], key=itemgetter(0))):
            yield number * room + place, page


def _day(url: str, day: date | None) -> int:
    if day is None:
        return crc32(url.encode()) % _NO_DAYS
    return _NO_DAYS + max(0, day.toordinal() - _FIRST_DAY)


def _room(taken: Iterable[int]) -> int:
    """How many places every day has: a power of two, so that it seldom changes."""
    return max(_LEAST_ROOM, 1 << (max(taken, default=1) - 1).bit_length())


def _entry(number: int, page: Searched, mark_of: Callable[[bytes], str]) -> IndexEntry:
    kind, url, title, mark, _, lang, moment, category, communes = page
    day = moment.toordinal() if moment else 0
    places = "\t".join(communes)
    told = f"{number}\n{day}\n{kind.key}\n{url}\n{title}\n{lang}\n{category}\n{places}\n{mark}"
    return IndexEntry(number, mark_of(told.encode("utf-8", "replace")), page)
