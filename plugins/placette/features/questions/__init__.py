"""Questions: one question, one signed and dated answer, and what was corrected since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from placette.engine.base.settings import load_settings
from placette.engine.library.build import Build
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Feature, PageKind, Slot
from placette.engine.pages.slots import as_planned
from placette.engine.pages.subjects import Subject, places_line
from placette.engine.problems.problems import Problem, problem
from placette.features.questions.answer_kinds import ANSWER, FOLLOW_UP
from placette.features.questions.composing import compose_question, month_view, question_entry
from placette.features.questions.discussing import discussed_questions
from placette.features.questions.exchange import Exchange
from placette.features.questions.fields import consent_named
from placette.features.questions.gathering import (
    QUESTION_PAGE,
    exchanges,
    exchanges_in,
    moments_of,
    promise_of,
)
from placette.features.questions.lateness import Due, DueQuestion, due_questions
from placette.features.questions.lists import (
    BY_COMMUNE,
    BY_SERVICE,
    BY_SUBJECT,
    LISTS,
    QUESTION_FEED,
    QUESTION_LIST,
    QUESTIONS,
    TITLE,
    compose_list,
)
from placette.features.questions.planning import (
    placed_questions,
    question_listings,
    question_marks,
    question_of_month,
    question_requests,
    question_sections,
    questions_about,
    questions_above,
    questions_at,
    questions_to,
    titled_questions,
)
from placette.features.questions.question import FollowUp, PublishingConsent, Question, SignedAnswer
from placette.features.questions.question_kind import QUESTION
from placette.features.questions.searching import searched_questions
from placette.features.questions.settings import AskingSettings
from placette.features.questions.structured import describe_question

__all__ = [
    "ANSWER",
    "FEATURE",
    "FOLLOW_UP",
    "QUESTION",
    "AskingSettings",
    "Due",
    "DueQuestion",
    "Exchange",
    "FollowUp",
    "PublishingConsent",
    "Question",
    "SignedAnswer",
    "consent_named",
    "due_questions",
    "exchanges_in",
    "promise_of",
    "register",
]


def _moments(build: Build) -> Iterator[datetime]:
    return moments_of(build)


def _lacking(build: Build, settings: Mapping[str, Any]) -> Iterator[Problem]:
    """What is asked further than the site allows."""
    limit = load_settings(AskingSettings, "ASKING", settings).follow_ups
    for follow_up in sorted(build.of(FOLLOW_UP), key=lambda one: one.path):
        if follow_up.number > limit:
            yield problem("follow-up-many", follow_up.path, limit=limit)


def _subject(exchange: Exchange, desk: Desk) -> Subject:
    """A question: where, its title, that it is one."""
    question = exchange.question
    towns = places_line(desk.build.communes.by_code[code] for code in question.communes)
    category = question.category.slug if question.category else ""
    return Subject(question.slug, question.title, towns, desk.say(TITLE), category=category)


def _carded(desk: Desk) -> Iterator[Exchange]:
    return iter(exchanges(desk).values())


FEATURE = Feature(
    name="questions",
    order=85,
    kinds=(QUESTION, FOLLOW_UP, ANSWER),
    settings={"ASKING": AskingSettings},
    addresses=(QUESTION_PAGE, QUESTIONS, BY_SERVICE, BY_COMMUNE, BY_SUBJECT, QUESTION_FEED),
    pages=(
        PageKind("question", compose_question, "QAPage", above=questions_above, places=("foot",)),
        PageKind("question_list", compose_list, above=questions_above),
        PageKind("questions", compose_list),
    ),
    collections=LISTS,
    singles=(QUESTION_LIST,),
    requests=question_requests,
    entry=question_entry,
    slots=(
        Slot("article", "after", "terms", "term_section", questions_about, as_planned),
        Slot("author", "after", "terms", "term_section", questions_to, as_planned, first=True),
        Slot("commune", "below", "terms", "term_section", questions_at, as_planned, first=True),
        Slot("index", "after", "question", "question_of_month", question_of_month, month_view),
    ),
    marks=question_marks,
    placed=placed_questions,
    listed=question_listings,
    sections=question_sections,
    searched=searched_questions,
    dialogue=discussed_questions,
    titled=titled_questions,
    described={Exchange: describe_question},
    cards={Exchange: _subject},
    carded=_carded,
    moments=_moments,
    lacking=_lacking,
    invites=(QUESTION_LIST,),
)
register = FEATURE.register
