"""What the page where visitors search may print."""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.pages.views import HeadView, LinkView, PaginationView


class BookTitleView(NamedTuple):
    """A page by its title, in the title's language."""

    label: str
    url: str
    lang: str


class BookLineView(NamedTuple):
    """A line of the index: a name with its address, or a word (no address); the titles that hold it.

    ``more`` is how many titles hold it beside these.
    """

    label: str
    url: str
    titles: tuple[BookTitleView, ...]
    more: int


class BookLetterView(NamedTuple):
    """The lines of one letter; ``id`` is the anchor of its heading."""

    id: str
    label: str
    lines: tuple[BookLineView, ...]


class SearchView(NamedTuple):
    """The page where visitors search, or that of a letter of its index (``is_letter``), which has no field.

    ``explains``: results say why they stand where they do (previews only).
    """

    head: HeadView
    title: str
    introduction: str
    explains: bool
    is_letter: bool
    initials: tuple[LinkView, ...]
    letters: tuple[BookLetterView, ...]
    pagination: PaginationView
