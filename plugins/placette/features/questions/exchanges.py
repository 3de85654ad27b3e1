"""A question with all that followed: its state, and how many working days it took or is taking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial

from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.files import digest
from placette.engine.base.translation import N_
from placette.engine.content.build import Build
from placette.engine.content.kinds import SearchedKind, Text
from placette.engine.rendering import structured
from placette.engine.rendering.addresses import PageAddress
from placette.engine.rendering.entries import Searched, Writing
from placette.engine.rendering.features import PEOPLE, Lookup, Site
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.searched import place_names
from placette.engine.rendering.site import mark_of, once_a_build
from placette.engine.rendering.views import BreadcrumbsView, SocialImageView, SocialView
from placette.features.exchanges import (
    WORDS,
    Due,
    Why,
    WorkingDays,
    by_urgency,
    describe_exchange,
    midnights,
    working_days,
)
from placette.features.letterbox import LetterboxSettings
from placette.features.questions.kinds import ANSWER, FOLLOW_UP, MOST_FOLLOW_UPS, QUESTION, AskingSettings
from placette.features.questions.question import Question, SignedAnswer

QUESTION_PAGE = PageAddress("QUESTION")
_SEARCHED = SearchedKind("question", N_("Question"), N_("Questions"), 35)


class QuestionState(StrEnum):
    """The states of a question."""

    ASKED = "asked"
    FORWARDED = "forwarded"
    UNANSWERED = "unanswered"  # without answer after the days that were promised
    ANSWERED = "answered"
    CLOSED = "closed"  # nothing more can be asked

    @property
    def is_open(self) -> bool:
        """Whether the question waits for an answer."""
        return self in {QuestionState.ASKED, QuestionState.FORWARDED, QuestionState.UNANSWERED}


LABELS = {state: WORDS["questions"][state]["label"] for state in QuestionState}


@dataclass(frozen=True, slots=True)
class ExchangeTurn:
    """A question, or a follow-up, and its answer."""

    asked: Question
    answer: SignedAnswer | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer, then its follow-ups. ``mark`` is a digest of all of it."""

    question: Question
    turns: tuple[ExchangeTurn, ...]
    mark: str

    @property
    def pending(self) -> ExchangeTurn | None:
        """The first turn without answer."""
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
            days += [answer.date, *(day for day, _ in answer.corrections)]
        return max(days)


@dataclass(frozen=True, slots=True)
class Promise:
    """The promise to visitors: an answer within ``days`` working days, and how these are counted."""

    days: int
    count: WorkingDays


def exchanges_of(
    questions: Sequence[Question], follow_ups: Sequence[Question], answers: Iterable[SignedAnswer]
) -> dict[str, Exchange]:
    """Return by slug every question with its follow-ups and answers."""
    texts: defaultdict[str, list[Question]] = defaultdict(list)
    for text in (*questions, *sorted(follow_ups, key=lambda follow_up: follow_up.number)):
        texts[text.slug].append(text)
    answered = {(answer.question, answer.number): answer for answer in answers}
    exchanges = {}
    for question in questions:
        turns = tuple(ExchangeTurn(text, answered.get((text.slug, text.number))) for text in texts[question.slug])
        marks = (mark for turn in turns for mark in (turn.asked.mark, turn.answer.mark if turn.answer else ""))
        exchanges[question.slug] = Exchange(question, turns, digest("\n".join(marks).encode()))
    return exchanges


def exchanges_in(build: Build) -> Mapping[str, Exchange]:
    """Return the exchanges of a build."""
    return exchanges_of(build.of(QUESTION), build.of(FOLLOW_UP), build.of(ANSWER))


def state_of(exchange: Exchange, today: date, promise: Promise) -> QuestionState:
    """Return the state of a question on a day."""
    question, pending = exchange.question, exchange.pending
    if question.closed and question.closed.date() <= today:
        return QuestionState.CLOSED
    if pending is None:
        return QuestionState.CLOSED if len(exchange.turns) > MOST_FOLLOW_UPS else QuestionState.ANSWERED
    if promise.count(pending.asked.asked.date(), today) > promise.days:
        return QuestionState.UNANSWERED
    return QuestionState.FORWARDED if question.forwarded and question.forwarded.date() <= today else QuestionState.ASKED


def waited(turn: ExchangeTurn, today: date, promise: Promise) -> int:
    """Return the working days that an answer took, or is taking."""
    return promise.count(turn.asked.asked.date(), turn.answer.date.date() if turn.answer else today)


def to_verify(answer: SignedAnswer, today: date) -> bool:
    """Return whether the day until which an answer is valid has passed."""
    return answer.valid_until is not None and answer.valid_until.date() < today


def promise_of(asking: AskingSettings, letterbox: LetterboxSettings) -> Promise:
    """Return the promise of the settings: there is one list of public holidays for a site."""
    return Promise(asking.answer_days, working_days(letterbox.holidays))


def due_questions(exchanges: Iterable[Exchange], promise: Promise, today: date) -> list[Due]:
    """Return the questions without answer and the answers to verify, the oldest first."""
    rows = []
    for exchange in exchanges:
        question, pending = exchange.question, exchange.pending
        if pending and state_of(exchange, today, promise) is QuestionState.UNANSWERED:
            path, since, days = pending.asked.path, pending.asked.asked.date(), waited(pending, today, promise)
            rows.append(Due(Why.UNANSWERED, path, since, days=days, title=question.title, who=(question.to,)))
        for answer in exchange.answers:
            if answer.valid_until and to_verify(answer, today):
                since, who = answer.valid_until.date(), answer.authors
                rows.append(Due(Why.OUTDATED, answer.path, since, title=question.title, who=who))
    return by_urgency(rows)


def question_moments(build: Build) -> Iterator[datetime]:
    """Yield when pages change by themselves: at midnight while a question waits, when an answer's validity ends."""
    exchanges = exchanges_in(build).values()
    if any(exchange.pending for exchange in exchanges):
        yield from midnights(build.now)
    for exchange in exchanges:
        yield from (answer.valid_until + timedelta(days=1) for answer in exchange.answers if answer.valid_until)
        if exchange.question.closed:
            yield exchange.question.closed
    yield from (question.asked for question in (*build.scheduled(QUESTION), *build.scheduled(FOLLOW_UP)))
    yield from (answer.date for answer in build.scheduled(ANSWER))


@once_a_build
def site_exchanges(site: Site) -> Mapping[str, Exchange]:
    """Return every question by slug, with its follow-ups; none where the settings leave out their pages."""
    return exchanges_in(site.build) if site.addresses[QUESTION_PAGE] else {}


@once_a_build
def promise(site: Site) -> Promise:
    """Return the site's promise."""
    return promise_of(site.options("ASKING", AskingSettings), site.options("LETTERBOX", LetterboxSettings))


@once_a_build
def states(site: Site) -> Mapping[str, QuestionState]:
    """Return each question's state today, by slug."""
    today = site.build.now.date()
    return {slug: state_of(exchange, today, promise(site)) for slug, exchange in site_exchanges(site).items()}


def question_marks(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the parts that pages look at: a question changes with its state today too."""
    today = site.build.now.date()
    for slug, exchange in site_exchanges(site).items():
        stale = [to_verify(answer, today) for answer in exchange.answers]
        waits = [days_of(turn, site) for turn in exchange.turns]
        yield f"question {slug}", mark_of((exchange.mark, states(site)[slug].value, waits, stale))


def exchange_of(slug: str, look: Lookup) -> Exchange:
    """Return a question with its follow-ups, by slug."""
    look.note(f"question {slug}")
    return site_exchanges(look.site)[slug]


def answer_days(site: Site) -> tuple[date, ...]:
    """Return the day of each answer that was given, in order."""
    exchanges = site_exchanges(site).values()
    return tuple(sorted(answer.date.date() for exchange in exchanges for answer in exchange.answers))


def days_of(turn: ExchangeTurn, site: Site) -> int:
    """Return the working days that an answer took, or is taking."""
    return waited(turn, site.build.now.date(), promise(site))


def state_label(slug: str, site: Site) -> str:
    """Return the state of a question in words: «Sans réponse depuis 31 jours ouvrés»."""
    state, pending, ngettext = states(site)[slug], site_exchanges(site)[slug].pending, site.words.ngettext
    days = days_of(pending, site) if pending and state.is_open else 0
    if state is QuestionState.UNANSWERED:
        pattern = ngettext("Without answer for {count} working day", "Without answer for {count} working days", days)
        return pattern.format(count=days)
    if state.is_open:
        waits = ngettext("waiting for {count} working day", "waiting for {count} working days", days).format(count=days)
        waiting = waits if days else site.say(N_("waiting for less than a working day"))
        return f"{site.say(LABELS[state])}, {waiting}"
    return site.say(LABELS[state] if site_exchanges(site)[slug].answers else N_("Closed without answer"))


def searched_questions(site: Site) -> Iterator[Searched]:
    """Yield every question, its answers with it."""
    for exchange in site_exchanges(site).values():
        question, people = exchange.question, site.ask(PEOPLE)
        keys = (*(key for answer in exchange.answers for key in answer.authors), question.to, *question.authors)
        names = tuple(people[key].name for key in dict.fromkeys(keys) if key in people)
        yield Searched(
            kind=_SEARCHED,
            url=question.url,
            title=question.title,
            mark=f"{exchange.mark} {names}",
            read=partial(_read, exchange, names, site),
            lang=question.lang,
            date=exchange.latest,
            category=question.category.name if question.category else "",
            communes=tuple(site.build.communes.by_code[code].name for code in question.communes),
        )


def _read(exchange: Exchange, names: tuple[str, ...], site: Site) -> Writing:
    question = exchange.question
    places = [site.build.communes.by_code[code] for code in question.communes]
    texts = (text for turn in exchange.turns for text in (turn.asked, turn.answer) if text)
    return Writing(
        summary=question.summary,
        html=tuple(text.body.html for text in texts),
        names=names,
        places=tuple(name for place in places for name in place_names(place, site)),
        subjects=(question.category.name,) if question.category else (),
        author=names[0] if names else "",
        place=", ".join(place.name for place in places),
    )


def describe_question(
    exchange: Exchange, crumbs: BreadcrumbsView, images: tuple[SocialImageView, ...], look: Lookup
) -> SocialView:
    """Return Open Graph and JSON-LD of a question's page: its first answer is the accepted one, no follow-ups."""
    question, agents, answer = exchange.question, look.site.ask(Ports.AGENTS), exchange.turns[0].answer
    node = structured.filled(
        {
            "@type": "Question",
            "@id": f"{crumbs.url}#question",
            "name": question.title,
            "text": _plain(question, look),
            "inLanguage": question.lang,
            "dateCreated": structured.moment_of(question.asked),
            "datePublished": structured.moment_of(question.asked),
            "author": [structured.agent(key, agents) for key in question.authors],
            "acceptedAnswer": _answer_node(answer, f"{crumbs.url}#r0", look) if answer else None,
        }
    )
    communes = [look.site.build.communes.by_code[code] for code in question.communes]
    properties = {
        "inLanguage": question.lang,
        "contentLocation": [structured.place_node(commune) for commune in communes],
        "mainEntity": node | {"answerCount": 1 if answer else 0},
    }
    people = (*question.authors, *(key for answer in exchange.answers for key in answer.authors))
    return describe_exchange(properties, question.lang, people, crumbs, images, look)


def _answer_node(answer: SignedAnswer, url: str, look: Lookup) -> structured.JsonLd:
    site, modified = look.site, max((day for day, _ in answer.corrections), default=None)
    return structured.filled(
        {
            "@type": "Answer",
            "@id": url,
            "url": url,
            "text": _plain(answer, look),
            "inLanguage": answer.lang,
            "dateCreated": structured.moment_of(answer.date),
            "datePublished": structured.moment_of(answer.date),
            "dateModified": structured.moment_of(modified) if modified else "",
            "author": [structured.agent(key, site.ask(Ports.AGENTS)) for key in answer.authors],
            "citation": [
                {"@type": "CreativeWork", "name": label, "url": site.absolute(source.removeprefix(site.base))}
                for label, source in answer.sources
            ],
        }
    )


def _plain(text: Text, look: Lookup) -> str:
    return " ".join(LexborHTMLParser(look.html(text), is_fragment=True).text(separator=" ").split())
