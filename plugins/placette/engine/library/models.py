"""What a site is made of, as typed values: the reading produces them, every plugin consumes them.

Addresses (``url`` fields) are paths from the site's root without a leading slash
(``2026/le-lavoir/``); the views add the base path or the origin.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from placette.engine.base.once import Once
from placette.engine.texts.renditions import Place
from placette.features.agenda.occurrences import Happening

if TYPE_CHECKING:
    from placette.features.walks.walk import Walk


class Kind(StrEnum):
    """Who speaks. The value is what a profile's ``kind`` says, without gender."""

    RESIDENT = "habitant"
    ASSOCIATION = "association"
    SERVICE = "service"
    ELECTED = "élu"
    SCHOOL = "école"
    TEAM = "équipe"
    GUEST = "invité"


class Role(StrEnum):
    """A part in a post beside the author's; the value is the front matter key."""

    PHOTOGRAPHER = "photographers"
    ILLUSTRATOR = "illustrators"
    TRANSLATOR = "translators"
    WITNESS = "witnesses"
    COLLECTOR = "collected_by"
    PROOFREADER = "proofreaders"


class Status(StrEnum):
    """Where a text stands. Drafts never reach the public output; of a withdrawn text only the address stays."""

    PUBLISHED = "published"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"


class Presence(StrEnum):
    """Whether a person still writes here."""

    ACTIVE = "active"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Term(Once):
    """A category or a tag: its name as people read it and its slug as addresses hold it."""

    name: str
    slug: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Licence(Once):
    """A licence of the closed list; ``url`` and ``spdx`` are empty when all rights are reserved."""

    label: str
    spdx: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of the official list: INSEE code (five characters, never a number), name, département.

    ``liaison`` is the list's ``typeLiaison``: which article the name has. ``point`` is its centre, in degrees.
    """

    code: str
    name: str
    department_code: str
    department: str
    liaison: int = 0
    epci: str = ""
    """The SIREN of its intercommunalité; four islands have none."""
    postal_codes: str = ""
    """Between spaces."""
    population: int = 0
    point: tuple[float, float] | None = None


class AreaKind(StrEnum):
    """What communes are part of; the value begins the names of its settings."""

    DEPARTMENT = "DEPARTMENT"
    EPCI = "EPCI"


@dataclass(frozen=True, slots=True)
class Area:
    """A département (its code, ``typeLiaison`` of its name) or an intercommunalité (its SIREN)."""

    kind: AreaKind
    code: str
    name: str
    liaison: int = 0


@dataclass(frozen=True, slots=True)
class Former:
    """A commune that was: its code, its name (empty where the list forgot it), the code of the one it is part of."""

    code: str
    name: str
    now: str


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


@dataclass(frozen=True, slots=True)
class Article:
    """A post. ``path`` is its source relative to the content folder; times are in the site's zone."""

    path: str
    slug: str
    url: str
    title: str
    summary: str
    lang: str
    date: datetime
    modified: datetime | None
    authors: tuple[str, ...]
    roles: tuple[tuple[Role, tuple[str, ...]], ...]
    category: Term
    tags: tuple[Term, ...]
    communes: tuple[str, ...]
    whole_territory: bool
    licence: Licence
    status: Status
    photo: Photo | None
    body: Body = field(default_factory=Body)
    series: str = ""
    """The slug of the series it belongs to, or empty."""
    episode: int = 0
    """Its number there, from 1; 0 without series."""
    spot: Spot | None = None
    """The place that it names, finer than its communes."""
    communities: tuple[str, ...] = ()
    """The slugs of the communities it belongs to."""
    call: str = ""
    """The slug of the call for posts that it answers, or empty."""
    event: Happening | None = None
    """What it announces, if it announces something that takes place."""
    mark: str = ""
    """A digest of all of the above."""


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


@dataclass(frozen=True, slots=True)
class Profile:
    """An author as their file describes them; ``kind_label`` keeps the form they chose («habitante»)."""

    path: str
    key: str
    url: str
    name: str
    kind: Kind
    kind_label: str
    office: str
    """In what capacity they speak: an elected person's mandate, the body that a service belongs to."""
    description: str
    communes: tuple[str, ...]
    since: str
    languages: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    """Pairs of a known network (``site``, ``mastodon`` …) and what the author wrote for it."""
    licence: Licence | None
    photo: Photo | None
    presence: Presence = Presence.ACTIVE
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""


SPEAKS_FOR_OTHERS = frozenset({Kind.SERVICE, Kind.ELECTED})
"""The kinds whose readers must know in what capacity they speak."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A text that was withdrawn. ``what`` stood at its address: ``post`` or ``person``."""

    path: str
    url: str
    what: str


Shown: TypeAlias = "Article | Event | Page | Profile | Term | Commune | Walk | None"
"""What a page may be about, for machines and networks; None is the site, for pages that have nothing of their own."""
