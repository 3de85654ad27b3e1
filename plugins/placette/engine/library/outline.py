"""What the other texts of a site need to know of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from placette.engine.texts.values import Licence


@dataclass(frozen=True, slots=True)
class Instalment:
    """A post's place in a series: the series as written, the number, and where the number stands."""

    series: str
    number: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What the other texts need to know of one. ``url`` is its address, from the site's root.

    ``usable`` tells whether its front matter could be typed, ``gone`` whether it was withdrawn; ``name`` and
    ``licence`` are those of a profile, ``name_line`` and its kin where and how the name is written; ``date`` is that
    of a post, without zone. ``title`` is that of what others may join. ``told`` is a day that may be too far away: the
    last of a call, that of a walk.
    """

    path: str
    kind: str
    slug: str
    url: str
    usable: bool
    draft: bool = False
    gone: bool = False
    date: datetime | None = None
    modified: datetime | None = None
    name: str = ""
    name_line: int = 1
    name_column: int = 0
    name_key: str = "name"
    licence: Licence | None = None
    title: str = ""
    told: datetime | None = None
    point: tuple[float, float] | None = None
    """Where a post says that it takes place, in degrees."""
    instalment: Instalment | None = None
    uid: str = ""
    """The identifier of an event of an outside calendar."""
