"""Questions that wait longer than was promised, and answers to verify, for those who edit the site. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from placette.features.questions.exchange import Exchange, Promise, is_open, state_of, to_verify, waited


class Due(StrEnum):
    """What is to be done."""

    LATE = "late"
    """Nobody has answered in the days that were promised."""
    VERIFY = "verify"
    """The day has passed until which the answer is held to be right."""


class DueQuestion(NamedTuple):
    """A question, what is to be done, since which day, the working days that it waits (0 for what is to be verified).

    ``who`` are the keys of those who should do it, ``path`` is the file to look at.
    """

    title: str
    path: str
    why: Due
    since: date
    days: int
    who: tuple[str, ...]


def due_questions(exchanges: Iterable[Exchange], promise: Promise, today: date) -> list[DueQuestion]:
    """All that is to be done, the oldest first."""
    found = (due for exchange in exchanges for due in _due(exchange, promise, today))
    return sorted(found, key=lambda due: (due.since, due.path))


def _due(exchange: Exchange, promise: Promise, today: date) -> Iterator[DueQuestion]:
    question, pending = exchange.question, exchange.pending
    if pending and is_open(state_of(exchange, today, promise)):
        days = waited(pending, today, promise)
        if days > promise.days:
            asked = pending.asked
            yield DueQuestion(question.title, asked.path, Due.LATE, asked.asked.date(), days, (question.to,))
    for answer in exchange.answers:
        if answer.valid_until and to_verify(answer, today):
            yield DueQuestion(question.title, answer.path, Due.VERIFY, answer.valid_until.date(), 0, answer.authors)
