"""What texts of every kind share or speak of, as typed values.

Addresses (``url`` fields) are paths from the site's root without a leading slash
(``2026/le-lavoir/``); the views add the base path or the origin.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from placette.engine.base.once import Once


class Standing(StrEnum):
    """Where a text stands at the moment of a build."""

    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Term(Once):
    """A category or a tag: its name as people read it and its slug as addresses hold it."""

    name: str
    slug: str
    description: str = ""


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
class Gone:
    """A text that was withdrawn. ``what`` stood at its address: the name of a kind."""

    path: str
    url: str
    what: str
