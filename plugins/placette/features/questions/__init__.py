"""Questions: one question, one signed and dated answer, and what was corrected since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from placette.engine.library.build import Build
from placette.engine.pages.features import ANSWERED, Feature, PageKind, SharedKind, Slot
from placette.engine.pages.site import as_planned
from placette.features.questions.exchanges import (
    QUESTION_PAGE,
    Due,
    DueQuestion,
    Exchange,
    answer_days,
    describe_question,
    due_questions,
    exchanges_in,
    moments_of,
    promise_of,
    searched_questions,
)
from placette.features.questions.kinds import ANSWER, FOLLOW_UP, QUESTION, AskingSettings, configure
from placette.features.questions.lists import (
    BY_COMMUNE,
    BY_SERVICE,
    BY_SUBJECT,
    LISTS,
    QUESTION_FEED,
    QUESTION_LIST,
    QUESTIONS,
    compose_list,
    discussed_questions,
)
from placette.features.questions.pages import (
    check_question_of_month,
    compose_question,
    month_view,
    question_entry,
    question_listings,
    question_marks,
    question_of_month,
    question_requests,
    question_sections,
    questions_about,
    questions_at,
    questions_to,
)
from placette.features.questions.question import FollowUp, PublishingConsent, Question, SignedAnswer, consent_named

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


FEATURE = Feature(
    name="questions",
    order=85,
    kinds=(QUESTION, FOLLOW_UP, ANSWER),
    settings={"ASKING": AskingSettings},
    configure=configure,
    addresses=(QUESTION_PAGE, QUESTIONS, BY_SERVICE, BY_COMMUNE, BY_SUBJECT, QUESTION_FEED),
    pages=(
        PageKind("question", compose_question, "QAPage", above=QUESTIONS, places=("foot",)),
        PageKind("question_list", compose_list, above=QUESTIONS),
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
    listed=question_listings,
    sections=question_sections,
    searched=searched_questions,
    dialogue=discussed_questions,
    shared=(SharedKind(Exchange, describe_question),),
    moments=_moments,
    offers={ANSWERED: answer_days},
    check=check_question_of_month,
)
register = FEATURE.register
