"""What visitors may look for: each feature says which of its pages, and what is written there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class SearchedKind(NamedTuple):
    """A kind of results: its key, the title of its group (to be translated), where the group stands."""

    key: str
    label: str
    order: int


@dataclass(frozen=True, slots=True)
class Writing:
    """What is written on a page: plain texts, but for ``html``, which was sanitised when it was read.

    ``names`` are those of people, ``places`` of communes and what they are part of, ``subjects`` of categories, tags
    and whatever the page belongs to. ``author`` and ``place`` are what a result shows.
    """

    summary: str = ""
    html: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    author: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Searched:
    """A page that visitors may look for. ``url`` is its address from the site's root.

    ``mark`` changes with whatever ``read`` gives, which is asked only then. ``category`` and ``communes`` (names) are
    what results are filtered by; the newest of equal results by ``date`` comes first.
    """

    kind: SearchedKind
    url: str
    title: str
    mark: str
    read: Callable[[], Writing]
    lang: str
    date: datetime | None = None
    category: str = ""
    communes: tuple[str, ...] = ()
