"""What texts are made of, as typed values: bodies, pictures, licences, places."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from placette.engine.base.once import Once
from placette.engine.texts.renditions import Place


class Status(StrEnum):
    """Where a text stands. Drafts never reach the public output; of a withdrawn text only the address stays."""

    PUBLISHED = "published"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Licence(Once):
    """A licence of the closed list; ``url`` and ``spdx`` are empty when all rights are reserved."""

    label: str
    spdx: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place finer than a commune, as an author names it; ``point`` is as exact as they wished, in degrees."""

    name: str
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture supplied beside a text: ``path`` is relative to the content folder."""

    path: str
    alt: str
    caption: str = ""
    credit: str = ""
    place: Place = Place.FIGURE
    focus: tuple[int, int] | None = None
    """What must stay in sight where it is cut: per cent from the left, from the top."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text: its anchor, its plain text, its level (2 to 6)."""

    id: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Body:
    """What the reading makes of a Markdown text: sanitised HTML and what was seen on the way."""

    html: str = ""
    headings: tuple[Heading, ...] = ()
    photos: tuple[Photo, ...] = ()
    words: int = 0
    files: tuple[str, ...] = ()
    """The files beside it that its links offer, as paths from the content folder."""
