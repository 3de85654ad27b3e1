"""Where a question stands, and how many working days it took, follow from its days alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from placette.engine.base.occurrences import working_days_between
from placette.engine.base.translation import SettingError
from placette.engine.texts.values import LICENCES, Status
from placette.features.exchanges import Why
from placette.features.letterbox import LetterboxSettings
from placette.features.questions import exchanges
from placette.features.questions.exchanges import due_questions, promise_of
from placette.features.questions.kinds import AskingSettings
from placette.features.questions.question import PublishingConsent, Question, SignedAnswer

PROMISED = exchanges.Promise(8, working_days_between)
FRIDAY = datetime(2026, 5, 1)
"""A day off; until Monday, 18 May, there are nine working days: the 8th and the 14th are off too."""
TODAY = date(2026, 5, 18)


def question(**days: Any) -> Question:
    known: dict[str, Any] = {
        "path": "questions/eau/index.md",
        "slug": "eau",
        "url": "questions/eau/",
        "title": "Pourquoi ?",
        "summary": "",
        "lang": "fr",
        "to": "eau",
        "consent": PublishingConsent.MAIL,
        "authors": (),
        "receipt": "",
        "category": None,
        "communes": (),
        "posts": (),
        "licence": LICENCES[0],
        "status": Status.PUBLISHED,
        "asked": FRIDAY,
        "forwarded": None,
        "closed": None,
    }
    return Question(**known | days)


def answer(day: datetime, number: int = 0, valid_until: datetime | None = None) -> SignedAnswer:
    path = f"questions/eau/answer{f'-{number}' if number else ''}.md"
    signed = ("service",)
    kept = valid_until, (), LICENCES[0], Status.PUBLISHED
    return SignedAnswer(path, "eau", number, "fr", day, signed, (), (), *kept, mark=f"{day}")


def follow_up(day: datetime, number: int = 1) -> Question:
    return question(path=f"questions/eau/follow-up-{number}.md", asked=day, number=number)


def exchange(asked: Question, *others: Question | SignedAnswer) -> exchanges.Exchange:
    further = [one for one in others if isinstance(one, Question)]
    return exchanges.exchanges_of([asked], further, [one for one in others if isinstance(one, SignedAnswer)])["eau"]


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (exchange(question(asked=datetime(2026, 5, 4))), exchanges.QuestionState.ASKED),
        (
            exchange(question(asked=datetime(2026, 5, 5), forwarded=datetime(2026, 5, 6))),
            exchanges.QuestionState.FORWARDED,
        ),
        (
            exchange(question(asked=datetime(2026, 5, 5), forwarded=datetime(2026, 5, 19))),
            exchanges.QuestionState.ASKED,
        ),
        (exchange(question(forwarded=datetime(2026, 5, 4))), exchanges.QuestionState.UNANSWERED),
        (exchange(question(), answer(datetime(2026, 5, 15))), exchanges.QuestionState.ANSWERED),
        (exchange(question(closed=datetime(2026, 5, 18))), exchanges.QuestionState.CLOSED),
        (
            exchange(question(), answer(datetime(2026, 5, 4)), follow_up(datetime(2026, 5, 15))),
            exchanges.QuestionState.ASKED,
        ),
        (
            exchange(
                question(),
                answer(datetime(2026, 5, 4)),
                follow_up(datetime(2026, 5, 5)),
                answer(datetime(2026, 5, 6), 1),
                follow_up(datetime(2026, 5, 7), 2),
                answer(datetime(2026, 5, 8), 2),
            ),
            exchanges.QuestionState.CLOSED,
        ),
    ],
)
def test_a_question_stands_where_its_days_say(found: exchanges.Exchange, state: exchanges.QuestionState) -> None:
    if state is exchanges.QuestionState.ASKED and found.question.asked == datetime(2026, 5, 4):
        assert exchanges.waited(found.turns[0], TODAY, PROMISED) == 8
    assert exchanges.state_of(found, TODAY, PROMISED) is state


def test_days_are_counted_without_public_holidays_those_of_alsace_too() -> None:
    asked = exchange(question(asked=datetime(2026, 4, 2)))
    east = promise_of(AskingSettings(), LetterboxSettings(holidays="67"))
    west = promise_of(AskingSettings(), LetterboxSettings())
    days = [exchanges.waited(asked.turns[0], date(2026, 4, 7), promise) for promise in (west, east)]
    assert days == [2, 1], "Good Friday is off in the east, Easter Monday everywhere"
    answered = exchange(question(), answer(datetime(2026, 5, 4)))
    assert exchanges.waited(answered.turns[0], TODAY, PROMISED) == 1


def test_what_is_late_or_to_be_verified_is_due_the_oldest_first() -> None:
    late = exchange(question())
    old = exchange(question(), answer(datetime(2026, 5, 2), valid_until=datetime(2026, 5, 17)))
    fresh = exchange(question(), answer(datetime(2026, 5, 2), valid_until=datetime(2026, 5, 18)))
    found = due_questions([old, late, fresh], PROMISED, TODAY)
    assert [(one.why, one.days, one.who) for one in found] == [
        (Why.UNANSWERED, 9, ("eau",)),
        (Why.OUTDATED, 0, ("service",)),
    ]
    assert not exchanges.to_verify(fresh.answers[0], TODAY)
    assert due_questions([late], exchanges.Promise(9, working_days_between), TODAY) == []


def test_a_promise_that_cannot_be_meant_is_refused() -> None:
    with pytest.raises(SettingError, match="ASKING_ANSWER_DAYS"):
        AskingSettings(answer_days=0)
