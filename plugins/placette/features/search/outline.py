"""What a build must know of the index as in a book to see whether a page of it differs: kept until a title changes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from placette.engine.base.files import digest
from placette.engine.base.store import Store
from placette.engine.base.versions import code_version
from placette.engine.pages.desk import Desk
from placette.engine.pages.searched import Searched, joined_mark, searched_years
from placette.features.search.book import Book, BookLine, book_of

LINES = 150
"""Lines on a page of a letter."""


class OutlinedLetter(NamedTuple):
    """A letter, how many lines it has, and a mark of all that each page of it shows."""

    letter: str
    lines: int
    marks: tuple[str, ...]


class BookOutline(NamedTuple):
    """How many lines and titles the index has, and its letters."""

    size: int
    letters: tuple[OutlinedLetter, ...]


def outline_of(desk: Desk) -> BookOutline:
    """The outline of a site's index."""
    return desk.once(_outline)


def outlined(book: Book) -> BookOutline:
    """The outline of an index."""
    letters = (
        OutlinedLetter(letter, len(lines), tuple(_mark(lines[start : start + LINES], book) for start in _starts(lines)))
        for letter, lines in book.letters.items()
    )
    return BookOutline(book.size, tuple(letters))


def _outline(desk: Desk) -> BookOutline:
    store = Store(Path(desk.settings["CACHE_PATH"]) / "index")
    shown = _shown(desk, store)
    key = digest(code_version().encode(), f"{desk.lang} {LINES}".encode(), *map(str.encode, shown))
    kept = store.get(key)
    if kept is None:
        found = outlined(book_of(desk))
        store.put(key, json.dumps(found).encode())
    else:
        size, letters = json.loads(kept)
        found = BookOutline(size, tuple(OutlinedLetter(name, lines, tuple(marks)) for name, lines, marks in letters))
    store.prune()
    return found


def _shown(desk: Desk, store: Store) -> list[str]:
    """A digest of what the index shows of each year: kept by the year's own mark, which changes with any text of it."""
    key = digest(code_version().encode(), b"years")
    kept = dict(json.loads(store.get(key) or b"{}"))
    found = {
        own.mark: kept.get(own.mark) or joined_mark(map(_line_of, own.pages())) for own in searched_years(desk).values()
    }
    if found != kept:
        store.put(key, json.dumps(found).encode())
    return list(found.values())


def _line_of(page: Searched) -> str:
    """All that the index shows of a page, and what it is sorted by."""
    day = page.date.toordinal() if page.date else 0
    return f"{page.kind.key}\t{page.url}\t{page.title}\t{page.lang}\t{day}"


def _starts(lines: Sequence[BookLine]) -> Iterable[int]:
    return range(0, len(lines), LINES)


def _mark(lines: Sequence[BookLine], book: Book) -> str:
    """A digest of all that some lines show."""
    numbers = {number for line in lines for number in line.titles}
    shown = "\n".join(map(book.said.__getitem__, sorted(numbers)))
    return digest(json.dumps(lines).encode(), shown.encode("utf-8", "replace"))
