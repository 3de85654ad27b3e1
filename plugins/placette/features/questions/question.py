"""Questions, what is asked further, and the signed answers, as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from placette.engine.library.models import Standing, Term
from placette.engine.texts.values import Body, Licence, Status


class PublishingConsent(StrEnum):
    """How whoever asked agreed that the question be published."""

    FORM = "form"
    MAIL = "mail"
    PAPER = "paper"
    SPOKEN = "spoken"


@dataclass(frozen=True, slots=True)
class AnswerSource:
    """What an answer rests on; ``url`` is absolute, or printed from the site's root."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What was corrected in an answer, in a sentence, and when."""

    day: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question. ``to`` is the author's key of the service or the elected person who is asked.

    ``authors`` (keys) asked it: mostly nobody, for no name is published unless somebody wishes so.
    """

    path: str
    slug: str
    url: str
    title: str
    summary: str
    lang: str
    asked: datetime
    to: str
    consent: PublishingConsent
    authors: tuple[str, ...]
    forwarded: datetime | None
    receipt: str
    closed: datetime | None
    category: Term | None
    communes: tuple[str, ...]
    posts: tuple[str, ...]
    """The posts that it is about (source paths)."""
    licence: Licence
    status: Status
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What is asked further once an answer is there; ``number`` counts from 1."""

    path: str
    question: str
    """The slug of the question."""
    number: int
    lang: str
    asked: datetime
    consent: PublishingConsent
    authors: tuple[str, ...]
    receipt: str
    status: Status
    url: str = ""
    """Always empty: it stands on the page of its question."""
    body: Body = field(default_factory=Body)
    mark: str = ""


@dataclass(frozen=True, slots=True)
class SignedAnswer:
    """A signed answer; ``number`` is that of the follow-up it answers, 0 for the question itself."""

    path: str
    question: str
    """The slug of the question."""
    number: int
    lang: str
    date: datetime
    authors: tuple[str, ...]
    readers: tuple[str, ...]
    """Who read it over (keys)."""
    sources: tuple[AnswerSource, ...]
    valid_until: datetime | None
    """The last day on which it is held to be right."""
    corrections: tuple[Correction, ...]
    """The newest first."""
    licence: Licence
    status: Status
    url: str = ""
    """Always empty: it stands on the page of its question."""
    body: Body = field(default_factory=Body)
    mark: str = ""


def question_standing(question: Question | FollowUp, now: datetime) -> Standing:
    """What becomes of a question at ``now``: one of a later day waits."""
    return _standing(question.status, question.asked, now)


def answer_standing(answer: SignedAnswer, now: datetime) -> Standing:
    """What becomes of an answer at ``now``."""
    return _standing(answer.status, answer.date, now)


def _standing(status: Status, day: datetime, now: datetime) -> Standing:
    if status is Status.DRAFT:
        return Standing.DRAFT
    return Standing.SCHEDULED if day > now else Standing.PUBLISHED


def folder_of(path: str) -> str:
    """The slug of the question that a file in ``questions/`` belongs to."""
    return path.split("/")[1]


def number_of(path: str) -> int:
    """The number of a follow-up, or of the one that an answer answers: 2 for ``answer-2.md``, 0 without a number."""
    end = path.removesuffix(".md").rpartition("-")[2]
    return int(end) if end.isdecimal() else 0
