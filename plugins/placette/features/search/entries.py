"""What is in the index: every page that features name, each with a number that seldom changes.

A number says when: the larger, the newer. It is made of a day and of a place in that day, so that a new post moves no
other, and an index stays as it is but for what names that post. Pages without a date are spread over days that nobody
lived, by a checksum of their address.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from operator import itemgetter
from typing import NamedTuple, TypeVar
from zlib import crc32

from placette.engine.base.files import digest_after
from placette.engine.pages.searched import Searched, face_of

P = TypeVar("P")

_NO_DAYS = 4096
"""Days before the first for what has no date."""
_LEAST_ROOM = 16
"""Places in a day, at least: a power of two."""


class IndexEntry(NamedTuple):
    """A page in the index. ``mark`` changes with anything that the index holds of it, its number too."""

    number: int
    mark: str
    page: Searched


def entries_of(pages: Iterable[Searched], room: int, mark: str) -> tuple[IndexEntry, ...]:
    """The pages of whole days, in the order of their numbers; ``mark`` is what all pages have in common."""
    mark_of = digest_after(mark.encode())
    dated = [(page.date, page.url, page) for page in pages]
    return tuple([_entry(number, page, mark_of) for number, page in numbered(dated, room)])


def fullest(dated: Iterable[tuple[date | None, str]]) -> int:
    """The most pages (date and address) that a day has."""
    return max(Counter(_day(url, day) for day, url in dated).values(), default=0)


def room_for(most: int) -> int:
    """How many places each day has, for the fullest of all: a power of two, so that it seldom changes."""
    return max(_LEAST_ROOM, 1 << (max(most, 1) - 1).bit_length())


def numbered(dated: Iterable[tuple[date | None, str, P]], room: int) -> Iterator[tuple[int, P]]:
    """The pages of whole days, in the order of their numbers.

    These depend on nothing but ``room``, the pages' dates and their addresses, which must differ.
    """
    days: defaultdict[int, list[tuple[str, P]]] = defaultdict(list)
    for day, url, page in dated:
        days[_day(url, day)].append((url, page))
    for number in sorted(days):
        for place, (_, page) in enumerate(sorted(days[number], key=itemgetter(0))):
            yield number * room + place, page


def _day(url: str, day: date | None) -> int:
    if day is None:
        return crc32(url.encode()) % _NO_DAYS
    return _NO_DAYS + day.toordinal()


def _entry(number: int, page: Searched, mark_of: Callable[[bytes], str]) -> IndexEntry:
    return IndexEntry(number, mark_of(f"{number}\n{face_of(page)}".encode("utf-8", "replace")), page)
