"""What is asked of each page: one file to write.

A request is a plain value. Its text is part of the page's fingerprint, so a page can't show what isn't covered.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from plugins.core.views import FeedView
from plugins.views.contents import Content


@dataclass(frozen=True, slots=True)
class Request:
    """One file to write: its template's name, its path in the output, its address, what it shows.

    ``feeds`` are those that the page announces.
    """

    kind: str
    save_as: str
    path: str
    content: Content
    feeds: tuple[FeedView, ...] = ()

    def told(self) -> str:
        """The whole request as a text, the same in every process; in few steps, for there are many requests."""
        content = _fields_of(type(self.content))(self.content)  # type: ignore[arg-type]
        return repr((self.kind, self.save_as, self.path, _repeated(self.feeds), content))


@cache
def _fields_of(kind: Hashable) -> attrgetter[Any]:
    """Gives the values of a dataclass's fields."""
    return attrgetter(*(field.name for field in fields(kind)))  # type: ignore[arg-type]


_repeated = lru_cache(1024)(repr)
"""The text of what many requests share."""
