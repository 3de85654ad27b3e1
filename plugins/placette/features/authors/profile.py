"""Authors as their files describe them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from placette.engine.texts.values import Body, Licence, Photo


class AuthorKind(StrEnum):
    """Who speaks. The value is what a profile's ``kind`` says, without gender."""

    RESIDENT = "habitant"
    ASSOCIATION = "association"
    SERVICE = "service"
    ELECTED = "élu"
    SCHOOL = "école"
    TEAM = "équipe"
    GUEST = "invité"


class Presence(StrEnum):
    """Whether a person still writes here."""

    ACTIVE = "active"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Profile:
    """An author as their file describes them; ``kind_label`` keeps the form they chose («habitante»)."""

    path: str
    key: str
    url: str
    name: str
    kind: AuthorKind
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


SPEAKS_FOR_OTHERS = frozenset({AuthorKind.SERVICE, AuthorKind.ELECTED})
"""The kinds whose readers must know in what capacity they speak."""
