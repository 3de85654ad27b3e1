"""The theme's contract for questions. See ``engine/pages/views.py`` for its rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from placette.engine.pages.slots import SlotsView
from placette.engine.pages.views import (
    DateView,
    HeadView,
    LicenceView,
    LinkView,
    PaginationView,
    PersonView,
    PlaceView,
    QrView,
    TermView,
)


class QuestionLineView(NamedTuple):
    """A question as lists show it: ``state`` is a word for style sheets, ``label`` says it, with how long it took."""

    title: str
    url: str
    lang: str
    state: str
    label: str
    asked: DateView
    to: PersonView | None


class QuestionGroupView(NamedTuple):
    """Questions below a heading; ``id`` is its anchor."""

    id: str
    title: str
    lines: tuple[QuestionLineView, ...]


class QuestionWayView(NamedTuple):
    """Lists of questions that lead to each other: «Par service»."""

    label: str
    links: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True)
class QuestionsView:
    """Questions, open ones first: all of them, or those of a list."""

    head: HeadView
    title: str
    introduction: str
    overline: str
    index_url: str
    """The list of all, for the others."""
    feed_url: str
    facts: tuple[str, ...]
    groups: tuple[QuestionGroupView, ...]
    ways: tuple[QuestionWayView, ...]
    pagination: PaginationView


class CorrectionView(NamedTuple):
    """What was corrected, and when."""

    day: DateView
    text: str


class AskedView(NamedTuple):
    """What was asked, whole. ``people`` are those who asked, if they wished to be named."""

    title: str
    """The heading; empty for the question itself, whose title is the page's."""
    lang: str
    body_html: str
    day: DateView
    consent: str
    people: tuple[PersonView, ...]


class SignedAnswerView(NamedTuple):
    """A signed answer. ``took`` says how long it took, ``stale`` that it is to be verified."""

    title: str
    lang: str
    body_html: str
    day: DateView
    took: str
    people: tuple[PersonView, ...]
    readers: tuple[PersonView, ...]
    sources: tuple[LinkView, ...]
    valid_until: DateView | None
    stale: bool
    corrections: tuple[CorrectionView, ...]


class TurnView(NamedTuple):
    """What was asked and its answer; without one, ``waits`` says for how long already. ``anchor`` is its own."""

    anchor: str
    asked: AskedView
    answer: SignedAnswerView | None
    waits: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with all that followed it."""

    head: HeadView
    title: str
    lang: str
    state: str
    label: str
    to: PersonView | None
    category: TermView | None
    places: tuple[PlaceView, ...]
    stops: tuple[tuple[str, DateView], ...]
    """The days of its road: asked, handed over, answered, closed."""
    turns: tuple[TurnView, ...]
    posts: tuple[LinkView, ...]
    index_url: str
    licence: LicenceView
    qr: QrView
    slots: SlotsView


class MonthQuestionView(NamedTuple):
    """A question on the home page, with the first words of its answer and who signs it."""

    title: str
    url: str
    lang: str
    words: str
    answer_lang: str
    day: DateView | None
    people: tuple[PersonView, ...]
    label: str
    index_url: str
