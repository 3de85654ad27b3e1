"""Calls for posts, as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from placette.engine.library.models import Term
from placette.engine.texts.values import Body


@dataclass(frozen=True, slots=True)
class Call:
    """A call for posts. ``authors`` (keys) ask; it is open until ``closes``, the end of its ``deadline``."""

    path: str
    slug: str
    url: str
    title: str
    summary: str
    lang: str
    deadline: datetime
    closes: datetime
    authors: tuple[str, ...]
    category: Term | None
    community: str
    """The slug of the community it is addressed to, or empty."""
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""


def open_calls(calls: Iterable[Call], now: datetime) -> list[Call]:
    """Those that can still be answered, the most urgent first."""
    return sorted((call for call in calls if call.closes > now), key=lambda call: (call.closes, call.slug))


def moments_of(calls: Iterable[Call]) -> list[datetime]:
    """The moments at which something disappears from the pages, in order."""
    return sorted(call.closes for call in calls)
