"""An event, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from placette.engine.base.occurrences import Happening
from placette.engine.library.models import Term
from placette.engine.texts.values import Body


@dataclass(frozen=True, slots=True)
class Event:
    """Something that takes place. ``path`` is its file, or that of the post that announces it."""

    path: str
    slug: str
    url: str
    title: str
    summary: str
    lang: str
    happening: Happening
    communes: tuple[str, ...]
    category: Term | None = None
    posts: tuple[str, ...] = ()
    """Published posts about it, by source path."""
    announced: datetime | None = None
    modified: datetime | None = None
    uid: str = ""
    """The identifier that an outside calendar gave it, or empty."""
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""
