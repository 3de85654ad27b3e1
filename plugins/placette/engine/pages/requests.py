"""What is asked of each page: one file to write.

A request is a plain value. Its text is part of the page's fingerprint, so a page can't show what isn't covered.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypeVar

from placette.engine.base.files import digest
from placette.engine.pages.views import FeedView

V = TypeVar("V")


class SharedRow(tuple[V, ...]):
    """A row that hundreds of requests show: their texts have a mark of it, which is made once."""

    @cached_property
    def mark(self) -> str:
        """A digest of all of it."""
        return digest(super().__repr__().encode("utf-8", "replace"))

    def __repr__(self) -> str:
        return self.mark


class Request(NamedTuple):
    """One file to write: its template's name, its path in the output, its address, what it shows.

    ``feeds`` are those that the page announces.
    """

    kind: str
    save_as: str
    path: str
    content: tuple[Any, ...]
    """A named tuple of plain values."""
    feeds: tuple[FeedView, ...] = ()
    slots: tuple[tuple[int, Any], ...] = ()
    """What features add: the number of a slot of this kind of page, and its content."""

    def text(self) -> str:
        """The whole request as a text, the same in every process; in few steps, for there are many requests."""
        return repr((self.kind, self.save_as, self.path, _mark_of(self.feeds), tuple(self.content), self.slots))


@lru_cache(1024)
def _mark_of(feeds: tuple[FeedView, ...]) -> str:
    """A mark of what many requests share."""
    return digest(repr(feeds).encode("utf-8", "replace"))
