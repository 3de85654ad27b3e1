"""A question with all that followed: where it stands, and how many working days it took or is taking. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from placette.engine.base.files import digest
from placette.features.questions.question import FollowUp, Question, SignedAnswer

Count = Callable[[date, date], int]
"""The working days after one day, up to and with another."""


class QuestionState(StrEnum):
    """Where a question stands."""

    ASKED = "asked"
    FORWARDED = "forwarded"
    UNANSWERED = "unanswered"
    """Nobody has answered within the days that were promised."""
    ANSWERED = "answered"
    CLOSED = "closed"
    """Nothing more can be asked."""


@dataclass(frozen=True, slots=True)
class ExchangeTurn:
    """What was asked, and its answer."""

    asked: Question | FollowUp
    answer: SignedAnswer | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer, then what was asked further. ``mark`` is a digest of all of it."""

    question: Question
    turns: tuple[ExchangeTurn, ...]
    mark: str

    @property
    def pending(self) -> ExchangeTurn | None:
        """The first turn that nobody has answered."""
        return next((turn for turn in self.turns if turn.answer is None), None)

    @property
    def answers(self) -> tuple[SignedAnswer, ...]:
        """The answers, the first one first."""
        return tuple(turn.answer for turn in self.turns if turn.answer)

    @property
    def latest(self) -> datetime:
        """The day on which something was last asked, answered or corrected."""
        days = [turn.asked.asked for turn in self.turns]
        for answer in self.answers:
            days += [answer.date, *(correction.day for correction in answer.corrections)]
        return max(days)


@dataclass(frozen=True, slots=True)
class Promise:
    """What visitors are promised: an answer within ``days`` working days; ``follow_ups`` may be asked further."""

    days: int
    follow_ups: int
    count: Count


def exchanges_of(
    questions: Iterable[Question], follow_ups: Iterable[FollowUp], answers: Iterable[SignedAnswer]
) -> dict[str, Exchange]:
    """By slug, every question with what followed it."""
    further: dict[str, list[FollowUp]] = {}
    for follow_up in follow_ups:
        further.setdefault(follow_up.question, []).append(follow_up)
    answered = {(answer.question, answer.number): answer for answer in answers}
    return {question.slug: _exchange(question, further.get(question.slug, ()), answered) for question in questions}


def _exchange(
    question: Question, further: Iterable[FollowUp], answered: dict[tuple[str, int], SignedAnswer]
) -> Exchange:
    follow_ups = sorted(further, key=lambda follow_up: follow_up.number)
    turns = (
        ExchangeTurn(question, answered.get((question.slug, 0))),
        *(ExchangeTurn(one, answered.get((question.slug, one.number))) for one in follow_ups),
    )
    return Exchange(question, turns, digest("\n".join(_marks(turns)).encode()))


def _marks(turns: Iterable[ExchangeTurn]) -> Iterator[str]:
    for turn in turns:
        yield turn.asked.mark
        yield turn.answer.mark if turn.answer else ""


def state_of(exchange: Exchange, today: date, promise: Promise) -> QuestionState:
    """Where a question stands on a day."""
    question, pending = exchange.question, exchange.pending
    if question.closed and question.closed.date() <= today:
        return QuestionState.CLOSED
    if pending is None:
        return QuestionState.CLOSED if len(exchange.turns) > promise.follow_ups > 0 else QuestionState.ANSWERED
    if promise.count(pending.asked.asked.date(), today) > promise.days:
        return QuestionState.UNANSWERED
    return QuestionState.FORWARDED if question.forwarded and question.forwarded.date() <= today else QuestionState.ASKED


def is_open(state: QuestionState) -> bool:
    """Whether somebody waits for an answer."""
    return state in {QuestionState.ASKED, QuestionState.FORWARDED, QuestionState.UNANSWERED}


def waited(turn: ExchangeTurn, today: date, promise: Promise) -> int:
    """The working days that an answer took, or is taking."""
    return promise.count(turn.asked.asked.date(), turn.answer.date.date() if turn.answer else today)


def to_verify(answer: SignedAnswer, today: date) -> bool:
    """Whether the day until which an answer is held to be right has passed."""
    return answer.valid_until is not None and answer.valid_until.date() < today
