"""Decisions, as a kind of text: facts for a register, for editors alone to change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from placette.engine.base.message import N_
from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Making, TextKind
from placette.engine.library.naming import PERSON
from placette.engine.library.outline import Outline
from placette.features.decisions.checking import FUTURE, anchors_in, asked_in, check_decision, names_in, post_path
from placette.features.decisions.decision import PublicDecision
from placette.features.decisions.recognising import DecidedOutline, check_decisions, decided_of
from placette.features.decisions.schema import DecisionMatter

DECISION_FOLDER = "decisions"
"""Where decisions lie, from the content folder: ``decisions/2026/10-07-refus.md``."""
_DAYS = ("date", "received", "consent", "appeal_until", "appealed", "outcome_date")


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[DecidedOutline]:
    matter = draft.matter
    if not isinstance(matter, DecisionMatter):
        return outline
    days = tuple(day for name in _DAYS if (day := getattr(matter, name)))
    return replace(outline, days=days, extra=decided_of(draft, matter))


def _decision(making: Making[DecisionMatter]) -> PublicDecision:
    matter = making.matter
    person = making.neighbours.find(PERSON, matter.by)
    return PublicDecision(
        path=making.draft.path,
        slug=making.draft.slug,
        ruling=matter.decision,
        day=matter.date.date(),
        article=matter.article,
        by=person,
        capacity="" if person else making.say(matter.by),
        reasons=making.say(matter.reasons),
        received=_day(matter.received),
        receipt=matter.receipt,
        post=post_path(matter, making.neighbours),
        named=making.say(matter.named) if matter.consent else "",
        automated=matter.automated,
        appeal=making.say(matter.appeal),
        until=_day(matter.appeal_until),
        appealed=_day(matter.appealed),
        outcome=matter.outcome,
        settled=_day(matter.outcome_date),
        settlement=making.say(matter.outcome_reasons),
    )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


DECISION = TextKind(
    name="decision",
    place=rf"{DECISION_FOLDER}/[0-9]{{4}}/[^/]+\.md",
    schema=DecisionMatter,
    value=PublicDecision,
    address="",
    changed=N_("the decision {what} changed"),
    check=check_decision,
    make=_decision,
    names=names_in,
    asks=asked_in,
    anchors=anchors_in,
    fleeting=frozenset({FUTURE}),
    outline=_outline,
    extra=DecidedOutline,
    together=check_decisions,
    may_be_empty=True,
    of_editors="proposal-decisions",
)
