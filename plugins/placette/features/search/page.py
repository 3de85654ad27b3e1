"""The page where visitors search; below the field, and all there is without script, an index as in a book.

A handful of lines stands on that page; more have a page for each letter, so that each is light.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from placette.engine.base.message import N_
from placette.engine.pages.addresses import PageAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Above
from placette.engine.pages.heads import head_of
from placette.engine.pages.lists import Single, leaves
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.requests import Request
from placette.engine.pages.texts import numbered
from placette.engine.pages.views import LinkView, PaginationView
from placette.features.search.book import NO_LETTER, Book, BookLine, book_of
from placette.features.search.outline import LINES, outline_of
from placette.features.search.views import BookLetterView, BookLineView, BookTitleView, SearchView

SEARCH_ADDRESS = PageAddress("SEARCH")
LETTER_ADDRESS = PageAddress("SEARCH_LETTER", passing=True)
_TEMPLATE = "search"
_TITLE = N_("Search")
_LETTER_TITLE = N_("Index: {letter}")
_INTRODUCTION = N_("People, places and words, wherever they stand on this site.")
_LIGHT = 50
"""Lines and titles that a light page has room for, beside all that searching needs."""
_ONE_PAGE = 600
"""The same where letters have no pages: about twenty screens of a phone."""
_ALONE = PaginationView(1, 1, "", "")


class SearchContent(NamedTuple):
    """The page, or that of a letter: which lines of it, a mark of all that they show, the letters that there are."""

    letter: str
    lines: tuple[int, int]
    mark: str
    letters: tuple[str, ...]
    pagination: PaginationView


def _content(desk: Desk) -> SearchContent:
    letters = outline_of(desk).letters if _is_small(desk) else ()
    mark = " ".join(mark for letter in letters for mark in letter.marks)
    return SearchContent("", (0, sum(letter.lines for letter in letters)), mark, _letters_of(desk), _ALONE)


SEARCH_PAGE = Single(SEARCH_ADDRESS, _TEMPLATE, _content, _TITLE, 5, 20, fed=False)


def letter_requests(desk: Desk) -> Iterator[Request]:
    """The pages of the letters of a large index."""
    address, letters = desk.addresses[LETTER_ADDRESS], _letters_of(desk)
    for letter, lines, marks in outline_of(desk).letters if address and not _is_small(desk) else ():
        pages = leaves(address.file(letter), address.path(letter), range(lines), LINES, desk)
        for page, mark in zip(pages, marks, strict=True):
            shown = page.items[0], page.items[-1] + 1
            content = SearchContent(letter, shown, mark, letters, page.pagination)
            yield Request(_TEMPLATE, page.save_as, page.url, content)


def above_search(desk: Desk, about: object) -> Above | None:
    """Above a letter is the page itself."""
    return Above(desk.say(_TITLE), desk.addresses[SEARCH_ADDRESS].url) if about else None


def compose_search(request: Request, content: SearchContent, look: Lookup) -> SearchView:
    """The view of the page, or of a page of a letter."""
    desk, book = look.desk, book_of(look.desk)
    title = desk.say(_LETTER_TITLE).format(letter=_shown(content.letter)) if content.letter else desk.say(_TITLE)
    description = desk.say(_INTRODUCTION)
    name = numbered(title, content.pagination.number, desk.say)
    return SearchView(
        head=head_of(request, name, description, look, content.letter or None),
        title=title,
        introduction="" if content.letter else description,
        explains=desk.build.preview,
        is_letter=bool(content.letter),
        initials=_initials(content, desk),
        letters=tuple(_letters(content, book, desk)),
        pagination=content.pagination,
    )


def _letters(content: SearchContent, book: Book, desk: Desk) -> Iterator[BookLetterView]:
    start, end = content.lines
    for letter, lines in book.letters.items() if end else ():
        if content.letter in ("", letter):
            shown = lines[start:end] if content.letter else lines
            yield BookLetterView(_anchor(letter), _shown(letter), tuple(_line(line, book, desk) for line in shown))


def _line(line: BookLine, book: Book, desk: Desk) -> BookLineView:
    pages = (book.pages[number] for number in line.titles)
    titles = tuple(BookTitleView(page.title, desk.base + page.url, page.lang) for page in pages)
    return BookLineView(line.label, desk.base + line.url if line.url else "", titles, line.more)


def _letters_of(desk: Desk) -> tuple[str, ...]:
    """The letters that have a place on the page, or pages of their own."""
    shown = _is_small(desk) or desk.addresses[LETTER_ADDRESS]
    return tuple(letter.letter for letter in outline_of(desk).letters) if shown else ()


def _initials(content: SearchContent, desk: Desk) -> tuple[LinkView, ...]:
    """Links to the letters: on the page where all stand, or to their own."""
    address = None if _is_small(desk) else desk.addresses[LETTER_ADDRESS]
    return tuple(
        LinkView(
            _shown(letter),
            desk.base + address.path(letter) if address else f"#{_anchor(letter)}",
            current=letter == content.letter,
        )
        for letter in content.letters
    )


def _is_small(desk: Desk) -> bool:
    return outline_of(desk).size <= (_LIGHT if desk.addresses[LETTER_ADDRESS] else _ONE_PAGE)


def _anchor(letter: str) -> str:
    return f"letter-{letter}"


def _shown(letter: str) -> str:
    return "0–9" if letter == NO_LETTER else letter.upper()
