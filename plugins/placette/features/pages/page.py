"""A page of the site itself, as it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from placette.engine.texts.values import Body


@dataclass(frozen=True, slots=True)
class Page:
    """A text of the site itself: charter, legal notices …"""

    path: str
    slug: str
    url: str
    title: str
    summary: str
    lang: str
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""
