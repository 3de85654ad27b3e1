"""A community, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from placette.engine.texts.values import Body


@dataclass(frozen=True, slots=True)
class Community:
    """People who share something; ``body`` welcomes them, ``referents`` (author keys) answer for it."""

    path: str
    slug: str
    url: str
    title: str
    summary: str
    lang: str
    referents: tuple[str, ...]
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""
