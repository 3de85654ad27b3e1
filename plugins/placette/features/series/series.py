"""A series, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from placette.engine.texts.values import Body


@dataclass(frozen=True, slots=True)
class Series:
    """A story told in several posts; ``body`` is its introduction."""

    path: str
    slug: str
    url: str
    title: str
    summary: str
    lang: str
    finished: bool
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""
