"""The kinds of values that only questions and answers have."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator

from placette.engine.base.message import N_
from placette.engine.texts.fields import as_day, as_text, choice, fail
from placette.features.questions.question import PublishingConsent

_MOST, _LONGEST, _ADDRESS = 20, 300, 500
"""The most sources or corrections of an answer, characters of one, and of an address."""
_CONSENTS = {
    **dict.fromkeys(("form", "formulaire"), PublishingConsent.FORM),
    **dict.fromkeys(("mail", "courriel", "email", "e-mail"), PublishingConsent.MAIL),
    **dict.fromkeys(("paper", "papier", "lettre"), PublishingConsent.PAPER),
    **dict.fromkeys(("spoken", "de vive voix", "vive voix", "oral"), PublishingConsent.SPOKEN),
}


def as_consent(value: Any) -> PublishingConsent:
    """How whoever asked agreed, in English or French."""
    return choice(value, _CONSENTS, (N_("form"), N_("mail"), N_("paper"), N_("spoken")))


def consent_named(folded: str) -> PublishingConsent | None:
    """The way of agreeing that a folded word means; None for a word that means none."""
    return _CONSENTS.get(folded)


def as_sources(value: Any) -> tuple[tuple[str, str], ...]:
    """Pairs of what a source is and its address; a mapping of texts."""
    return tuple(_pairs(value, "Loi du 11 février 2005: https://…"))


def as_corrections(value: Any) -> tuple[tuple[datetime, str], ...]:
    """Pairs of a day and what was corrected then, the newest first; a mapping of texts."""
    found = [(as_day(day), text) for day, text in _pairs(value, "2026-11-09: …")]
    return tuple(sorted(found, reverse=True))


def _pairs(value: Any, example: str) -> list[tuple[str, str]]:
    if not isinstance(value, dict):
        raise fail("value-shape", example=example)
    if len(value) > _MOST:
        raise fail("value-many", length=len(value), limit=_MOST)
    found = [(as_text(name), as_text(text)) for name, text in value.items()]
    for name, text in found:
        if not (name and text):
            raise fail("value-shape", example=example)
        for part, limit in ((name, _LONGEST), (text, _ADDRESS)):
            if len(part) > limit:
                raise fail("value-long", length=len(part), limit=limit)
    return found


ConsentName = Annotated[PublishingConsent, BeforeValidator(as_consent)]
Sources = Annotated[tuple[tuple[str, str], ...], BeforeValidator(as_sources)]
Corrections = Annotated[tuple[tuple[datetime, str], ...], BeforeValidator(as_corrections)]
