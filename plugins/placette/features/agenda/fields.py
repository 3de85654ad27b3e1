"""The kinds of values that only events have, as pydantic types with our own error codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator

from placette.engine.base.message import N_
from placette.engine.base.occurrences import Outlook
from placette.engine.texts.fields import as_date, as_list, as_text, choice, fail
from placette.features.agenda.rules import MANY, Rule, RuleError, read_rule

_OUTLOOKS = {
    **dict.fromkeys(("confirmed", "confirme", "confirmee", "maintenu", "maintenue"), Outlook.CONFIRMED),
    **dict.fromkeys(("postponed", "reporte", "reportee"), Outlook.POSTPONED),
    **dict.fromkeys(("cancelled", "canceled", "annule", "annulee"), Outlook.CANCELLED),
}
_ANSWERS = {**dict.fromkeys(("yes", "oui", "true"), True), **dict.fromkeys(("no", "non", "false"), False)}


@dataclass(frozen=True, slots=True)
class Instant:
    """A day, and the time of day if one was written."""

    moment: datetime
    timed: bool


def as_instant(value: Any) -> Instant:
    """A day, or a day and a time; strict ISO."""
    return Instant(as_date(value), ":" in as_text(value))


def as_outlook(value: Any) -> Outlook:
    """Confirmed, postponed or cancelled, in English or French."""
    return choice(value, _OUTLOOKS, (N_("confirmed"), N_("postponed"), N_("cancelled")))


def as_answer(value: Any) -> bool:
    """Yes or no, in English or French."""
    return choice(value, _ANSWERS, (N_("yes"), N_("no")))


def as_rule(value: Any) -> Rule:
    """How an event repeats."""
    try:
        return read_rule(as_text(value))
    except RuleError as error:
        raise fail("event-rule", reason=error) from None


def as_days(value: Any) -> tuple[datetime, ...]:
    """Some days, at midnight."""
    days = as_list(value)
    if len(days) > MANY:
        raise fail("value-many", length=len(days), limit=MANY)
    return tuple(sorted({as_date(day).replace(hour=0, minute=0, second=0) for day in days}))


def as_uid(value: Any) -> str:
    """The identifier of an event in an outside calendar: visible ASCII characters, at most 255 (RFC 7986)."""
    text = as_text(value)
    if not re.fullmatch(r"[!-~]{1,255}", text):
        raise fail("value-shape", example="1234@agenda.example")
    return text


When = Annotated[Instant, BeforeValidator(as_instant)]
OutlookName = Annotated[Outlook, BeforeValidator(as_outlook)]
Answer = Annotated[bool, BeforeValidator(as_answer)]
RuleText = Annotated[Rule, BeforeValidator(as_rule)]
Days = Annotated[tuple[datetime, ...], BeforeValidator(as_days)]
Uid = Annotated[str, BeforeValidator(as_uid)]
