"""Questions in the dialogue of the site: those that wait, and the newest answers."""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.dates import long_date
from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.dialogue import FEW, DialogueItem, DialoguePart
from placette.engine.texts.beginnings import first_words
from placette.features.questions.exchange import QuestionState, is_open, to_verify
from placette.features.questions.gathering import exchanges, said_of, states
from placette.features.questions.lists import QUESTIONS, ordered
from placette.features.questions.question import SignedAnswer

_MORE = N_("All the questions")
_WAITING = DialoguePart(
    key="waiting",
    title=N_("Waiting for an answer"),
    about=N_("What was asked, whom, and for how long."),
    order=30,
    kind="questions",
    more=_MORE,
    listed_at=QUESTIONS,
)
_ANSWERED = DialoguePart(
    key="answered",
    title=N_("Answered lately"),
    about=N_("Each answer is signed and dated, and says what it rests on."),
    order=40,
    kind="questions",
    more=_MORE,
    listed_at=QUESTIONS,
)


def discussed_questions(desk: Desk) -> Iterator[DialogueItem]:
    """Those that wait, the longest first, then the newest answers."""
    stands = states(desk)
    waiting = [slug for slug in ordered(desk) if is_open(stands[slug])]
    answered = [slug for slug in ordered(desk) if not is_open(stands[slug]) and exchanges(desk)[slug].answers]
    yield from (_waiting(slug, desk) for slug in waiting[:FEW])
    yield from (_answered(slug, desk) for slug in answered[:FEW])


def _waiting(slug: str, desk: Desk) -> DialogueItem:
    """A question without its words: its title asks."""
    question = exchanges(desk)[slug].question
    return DialogueItem(
        part=_WAITING,
        url=desk.base + question.url,
        title=question.title,
        lang=question.lang,
        state="late" if states(desk)[slug] is QuestionState.UNANSWERED else "open",
        label=said_of(slug, desk),
        day=question.asked,
        people=question.authors,
        to=(question.to,) if question.to else (),
    )


def _answered(slug: str, desk: Desk) -> DialogueItem:
    """The first answer, for it is the one to the question that is shown."""
    exchange = exchanges(desk)[slug]
    question, answer = exchange.question, exchange.answers[0]
    return DialogueItem(
        part=_ANSWERED,
        url=desk.base + question.url,
        title=question.title,
        lang=question.lang,
        state="settled",
        label=_marked(answer, desk),
        day=answer.date,
        words=first_words(desk.build.body_of(answer).html),
        words_lang=answer.lang,
        people=answer.authors,
    )


def _marked(answer: SignedAnswer, desk: Desk) -> str:
    """What readers should know of an answer before they read it."""
    if to_verify(answer, desk.build.now.date()):
        return desk.say(N_("To be verified"))
    if answer.corrections:
        return desk.say(N_("Corrected on {day}")).format(day=long_date(answer.corrections[0].day, desk.lang))
    return ""
