"""The kinds of values that only profiles have."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from placette.engine.base.message import N_
from placette.engine.base.text import fold
from placette.engine.texts.fields import STATUS_WORDS, as_text, choice, fail
from placette.features.authors.profile import AuthorKind, Presence

_PRESENCES = {
    **dict.fromkeys(("active", "actif", "present", "presente"), Presence.ACTIVE),
    **dict.fromkeys(("past", "ancien", "ancienne", "passe", "passee"), Presence.PAST),
}
_KINDS = {fold(kind): kind for kind in AuthorKind} | {
    "habitante": AuthorKind.RESIDENT,
    "elue": AuthorKind.ELECTED,
    "invitee": AuthorKind.GUEST,
}


def as_presence(value: Any) -> Presence:
    """Still here or no longer, in English or French."""
    return choice(value, _PRESENCES, (N_("active"), N_("past"), *STATUS_WORDS[-1:]))


def as_kind(value: Any) -> tuple[AuthorKind, str]:
    """The kind of an author and the form they chose («habitante»)."""
    text = as_text(value)
    return choice(value, _KINDS, tuple(AuthorKind)), text.lower()


def find_kind(written: str) -> AuthorKind | None:
    """The kind that a word means; None for a word that means none."""
    return _KINDS.get(fold(written))


def as_links(value: Any) -> tuple[tuple[str, str], ...]:
    """Pairs of a network's name and an address; a mapping of texts."""
    if not isinstance(value, dict):
        raise fail("value-shape", example="site: https://…")
    return tuple((as_text(name).lower(), as_text(target)) for name, target in value.items())


KindName = Annotated[tuple[AuthorKind, str], BeforeValidator(as_kind)]
PresenceName = Annotated[Presence, BeforeValidator(as_presence)]
Links = Annotated[tuple[tuple[str, str], ...], BeforeValidator(as_links)]
