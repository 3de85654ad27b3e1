"""Consultations: what everybody is asked before something is decided, until when, and what was decided then. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from placette.features.calls.call import Call


class Stage(StrEnum):
    """Where a consultation stands."""

    COMING = "coming"
    RUNNING = "running"
    PENDING = "pending"
    """It has ended, and nothing says what was decided."""
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Consultation:
    """What a call asks before something is decided. ``opens`` is its first day; ``report`` names the post on it all.

    ``decision`` says what was decided, ``decided_by`` (a key) on the day ``decided``; all three are empty until then.
    """

    question: str
    opens: datetime
    decision: str = ""
    decided: datetime | None = None
    decided_by: str = ""
    report: str = ""


class DueConsultation(NamedTuple):
    """A consultation without a decision: since which day, for how many days, who asked (keys), its file."""

    title: str
    path: str
    since: date
    days: int
    who: tuple[str, ...]


def stage_of(consultation: Consultation, closes: datetime, now: datetime) -> Stage:
    """Where a consultation stands that ends at ``closes``; a decision counts from its day on."""
    if consultation.decided and consultation.decided <= now:
        return Stage.DECIDED
    if closes <= now:
        return Stage.PENDING
    return Stage.RUNNING if consultation.opens <= now else Stage.COMING


def days_pending(call: Call, now: datetime) -> int:
    """The days for which a decision has been missing; 0 where none is."""
    asked = call.consultation
    if asked is None or stage_of(asked, call.closes, now) is not Stage.PENDING:
        return 0
    return (now.date() - call.deadline.date()).days


def due_consultations(calls: Iterable[Call], now: datetime) -> list[DueConsultation]:
    """Those that wait for a decision, the longest first."""
    found = (
        DueConsultation(call.title, call.path, call.deadline.date(), days, call.authors)
        for call in calls
        if (days := days_pending(call, now))
    )
    return sorted(found, key=lambda due: (due.since, due.path))


def consultation_moments(calls: Iterable[Call], now: datetime) -> Iterator[datetime]:
    """When pages change by themselves: one opens, a decision's day comes, at midnight while a decision is missing.

    The day before counts too: the clock may be turned back.
    """
    for call in calls:
        if asked := call.consultation:
            yield asked.opens
            if asked.decided:
                yield asked.decided
            if days_pending(call, now):
                yield from (datetime.combine(now.date() + timedelta(days=n), time(), now.tzinfo) for n in (0, 1))
