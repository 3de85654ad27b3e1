"""What editors should look at: appeals whose end nears, and those that wait for an outcome. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from placette.features.decisions.decision import PublicDecision, Redress, appeal_end, redress_of
from placette.features.decisions.settings import DecisionsSettings


class Why(StrEnum):
    """What is due about a decision."""

    ENDS = "ends"
    """The last day for an appeal is near."""
    EXAMINED = "examined"
    """Somebody appealed, and nothing says what came of it."""
    LATE = "late"
    """The same, for longer than one had to appeal."""


class DueDecision(NamedTuple):
    """A decision, what is due, and the day that matters: the last one for an appeal, or that of the appeal."""

    path: str
    why: Why
    day: date


def due_decisions(decisions: Iterable[PublicDecision], own: DecisionsSettings, today: date) -> list[DueDecision]:
    """What is due, the earliest day first."""
    return sorted((due for one in decisions for due in _due(one, own, today)), key=lambda due: (due.day, due.path))


def _due(decision: PublicDecision, own: DecisionsSettings, today: date) -> Iterator[DueDecision]:
    where, end = redress_of(decision, own.appeal_days, today), appeal_end(decision, own.appeal_days)
    if where is Redress.EXAMINED and decision.appealed:
        is_late = today > decision.appealed + timedelta(days=own.appeal_days)
        yield DueDecision(decision.path, Why.LATE if is_late else Why.EXAMINED, decision.appealed)
    elif where is Redress.OPEN and end and end <= today + timedelta(days=own.notice_days):
        yield DueDecision(decision.path, Why.ENDS, end)
