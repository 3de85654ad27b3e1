"""A question with all that followed: its state, and how many working days it took or is taking. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.files import digest
from placette.engine.base.occurrences import working_days_between
from placette.engine.base.translation import N_
from placette.engine.content.build import Build
from placette.engine.content.kinds import Text
from placette.engine.content.traits import SearchedKind
from placette.engine.rendering import structured
from placette.engine.rendering.addresses import PageAddress
from placette.engine.rendering.features import AGENTS, PEOPLE
from placette.engine.rendering.searched import Searched, Writing, place_names
from placette.engine.rendering.site import Lookup, Site, once_a_build
from placette.engine.rendering.views import BreadcrumbsView, SocialImageView, SocialView
from placette.features.letterbox import LetterboxSettings
from placette.features.questions.kinds import ANSWER, FOLLOW_UP, QUESTION, AskingSettings
from placette.features.questions.question import FollowUp, Question, SignedAnswer

Count = Callable[[date, date], int]  # the working days after one day, up to and with another


class QuestionState(StrEnum):
    """The states of a question."""

    ASKED = "asked"
    FORWARDED = "forwarded"
    UNANSWERED = "unanswered"  # without answer after the days that were promised
    ANSWERED = "answered"
    CLOSED = "closed"  # nothing more can be asked


@dataclass(frozen=True, slots=True)
class ExchangeTurn:
    """A question, or a follow-up, and its answer."""

    asked: Question | FollowUp
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
            days += [answer.date, *(correction.day for correction in answer.corrections)]
        return max(days)


@dataclass(frozen=True, slots=True)
class Promise:
    """The promise to visitors: an answer within ``days`` working days; ``follow_ups`` questions may follow."""

    days: int
    follow_ups: int
    count: Count


def exchanges_of(
    questions: Iterable[Question], follow_ups: Iterable[FollowUp], answers: Iterable[SignedAnswer]
) -> dict[str, Exchange]:
    """Return by slug every question with its follow-ups and answers."""
    further: dict[str, list[FollowUp]] = {}
    for follow_up in follow_ups:
        further.setdefault(follow_up.question, []).append(follow_up)
    answered = {(answer.question, answer.number): answer for answer in answers}
    found = {}
    for question in questions:
        follow_ups = sorted(further.get(question.slug, ()), key=lambda follow_up: follow_up.number)
        turns = [ExchangeTurn(question, answered.get((question.slug, 0)))]
        turns += [ExchangeTurn(one, answered.get((question.slug, one.number))) for one in follow_ups]
        marks = (mark for turn in turns for mark in (turn.asked.mark, turn.answer.mark if turn.answer else ""))
        found[question.slug] = Exchange(question, tuple(turns), digest("\n".join(marks).encode()))
    return found


def state_of(exchange: Exchange, today: date, promise: Promise) -> QuestionState:
    """Return the state of a question on a day."""
    question, pending = exchange.question, exchange.pending
    if question.closed and question.closed.date() <= today:
        return QuestionState.CLOSED
    if pending is None:
        return QuestionState.CLOSED if len(exchange.turns) > promise.follow_ups > 0 else QuestionState.ANSWERED
    if promise.count(pending.asked.asked.date(), today) > promise.days:
        return QuestionState.UNANSWERED
    return QuestionState.FORWARDED if question.forwarded and question.forwarded.date() <= today else QuestionState.ASKED


def is_open(state: QuestionState) -> bool:
    """Return whether a question waits for an answer."""
    return state in {QuestionState.ASKED, QuestionState.FORWARDED, QuestionState.UNANSWERED}


def waited(turn: ExchangeTurn, today: date, promise: Promise) -> int:
    """The working days that an answer took, or is taking."""
    return promise.count(turn.asked.asked.date(), turn.answer.date.date() if turn.answer else today)


def to_verify(answer: SignedAnswer, today: date) -> bool:
    """Return whether the day until which an answer is valid has passed."""
    return answer.valid_until is not None and answer.valid_until.date() < today


QUESTION_PAGE = PageAddress("QUESTION")
LABELS = {
    QuestionState.ASKED: N_("Asked"),
    QuestionState.FORWARDED: N_("Handed over"),
    QuestionState.UNANSWERED: N_("Without answer"),
    QuestionState.ANSWERED: N_("Answered"),
    QuestionState.CLOSED: N_("Question closed"),
}


def site_exchanges(site: Site) -> Mapping[str, Exchange]:
    """Return every question by slug, with its follow-ups; none where the settings leave out their pages."""
    return site.once(_by_slug)


def _by_slug(site: Site) -> Mapping[str, Exchange]:
    return exchanges_in(site.build) if site.addresses[QUESTION_PAGE] else {}


def exchanges_in(build: Build) -> Mapping[str, Exchange]:
    """Return the exchanges of a build."""
    return exchanges_of(build.of(QUESTION), build.of(FOLLOW_UP), build.of(ANSWER))


def exchange_of(slug: str, look: Lookup) -> Exchange:
    """Return a question with its follow-ups, by slug."""
    look.note(f"question {slug}")
    return site_exchanges(look.site)[slug]


@once_a_build
def promise(site: Site) -> Promise:
    """Return the site's promise."""
    return promise_of(site.options("ASKING", AskingSettings), site.options("LETTERBOX", LetterboxSettings))


def promise_of(asking: AskingSettings, letterbox: LetterboxSettings) -> Promise:
    """Return the promise of the settings: there is one list of public holidays for a site."""
    count = partial(working_days_between, place=letterbox.holidays)
    return Promise(asking.answer_days, asking.follow_ups, count)


@once_a_build
def states(site: Site) -> Mapping[str, QuestionState]:
    """Return each question's state today, by slug."""
    today = site.build.now.date()
    return {slug: state_of(one, today, promise(site)) for slug, one in site_exchanges(site).items()}


def answer_days(site: Site) -> tuple[date, ...]:
    """The day of each answer that was given, in order."""
    return tuple(sorted(answer.date.date() for one in site_exchanges(site).values() for answer in one.answers))


def days_of(turn: ExchangeTurn, site: Site) -> int:
    """The working days that an answer took, or is taking."""
    return waited(turn, site.build.now.date(), promise(site))


def state_label(slug: str, site: Site) -> str:
    """Return the state of a question in words: «Sans réponse depuis 31 jours ouvrés»."""
    state, pending, ngettext = states(site)[slug], site_exchanges(site)[slug].pending, site.words.ngettext
    days = days_of(pending, site) if pending and is_open(state) else 0
    if state is QuestionState.UNANSWERED:
        said = ngettext("Without answer for {count} working day", "Without answer for {count} working days", days)
        return said.format(count=days)
    if is_open(state):
        waits = ngettext("waiting for {count} working day", "waiting for {count} working days", days).format(count=days)
        waiting = waits if days else site.say(N_("waiting for less than a working day"))
        return f"{site.say(LABELS[state])}, {waiting}"
    answered = bool(site_exchanges(site)[slug].answers)
    return site.say(LABELS[state] if answered else N_("Closed without answer"))


def moments_of(build: Build) -> Iterator[datetime]:
    """Yield when pages change by themselves: at midnight while a question waits, when an answer's validity ends.

    The moment before now counts too: the clock may be turned back.
    """
    today, found = build.now.date(), exchanges_in(build).values()
    if any(one.pending for one in found):
        yield from (datetime.combine(day, time(), build.now.tzinfo) for day in (today, today + timedelta(days=1)))
    for one in found:
        for answer in (answer for answer in one.answers if answer.valid_until):
            yield (answer.valid_until or build.now) + timedelta(days=1)
        if one.question.closed:
            yield one.question.closed
    yield from (waiting.asked for waiting in build.scheduled(QUESTION))
    yield from (waiting.asked for waiting in build.scheduled(FOLLOW_UP))
    yield from (waiting.date for waiting in build.scheduled(ANSWER))


class Due(StrEnum):
    """The actions that a question needs."""

    LATE = "late"  # without answer after the days that were promised
    VERIFY = "verify"  # the day has passed until which the answer is held to be right


class DueQuestion(NamedTuple):
    """A question, its action, since which day, the working days that it waits (0 for one to be verified).

    ``who`` are the keys of those who should do it, ``path`` is the file to look at.
    """

    title: str
    path: str
    why: Due
    since: date
    days: int
    who: tuple[str, ...]


def due_questions(exchanges: Iterable[Exchange], promise: Promise, today: date) -> list[DueQuestion]:
    """Return the questions that need an action, the oldest first."""
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


_QUESTION = SearchedKind("question", N_("Question"), N_("Questions"), 35)


def searched_questions(site: Site) -> Iterator[Searched]:
    """Every question, its answers with it."""
    known = site.build.communes.by_code
    for exchange in site_exchanges(site).values():
        question, names = exchange.question, _names(exchange, site)
        yield Searched(
            kind=_QUESTION,
            url=question.url,
            title=question.title,
            mark=f"{exchange.mark} {names}",
            read=partial(_read, exchange, names, site),
            lang=question.lang,
            date=exchange.latest,
            category=question.category.name if question.category else "",
            communes=tuple(known[code].name for code in question.communes),
        )


def _names(exchange: Exchange, site: Site) -> tuple[str, ...]:
    """Return the people who answered or are asked, and those who asked if they are named."""
    question, people = exchange.question, site.ask(PEOPLE)
    signed = (key for answer in exchange.answers for key in answer.authors)
    keys = dict.fromkeys((*signed, question.to, *question.authors))
    return tuple(people[key].name for key in keys if key in people)


def _read(exchange: Exchange, names: tuple[str, ...], site: Site) -> Writing:
    question, known = exchange.question, site.build.communes.by_code
    places = tuple(known[code] for code in question.communes)
    texts = (text for turn in exchange.turns for text in (turn.asked, turn.answer) if text)
    return Writing(
        summary=question.summary,
        html=tuple(site.build.body_of(text).html for text in texts),
        names=names,
        places=tuple(name for place in places for name in place_names(place, site)),
        subjects=(question.category.name,) if question.category else (),
        author=names[0] if names else "",
        place=", ".join(place.name for place in places),
    )


def describe_question(
    exchange: Exchange, crumbs: BreadcrumbsView, images: tuple[SocialImageView, ...], look: Lookup
) -> SocialView:
    """Open Graph and JSON-LD of a question's page."""
    question, site = exchange.question, look.site
    keys = (*question.authors, *(key for answer in exchange.answers for key in answer.authors))
    for key in keys:
        look.note(f"person {key}")
    page = structured.page_json_ld(crumbs, structured.website_of(site))
    communes = [site.build.communes.by_code[code] for code in question.communes]
    page["@graph"][0] |= structured.filled(
        {
            "inLanguage": question.lang,
            "contentLocation": [structured.place_node(commune) for commune in communes],
            "mainEntity": question_node(exchange, crumbs, look),
        }
    )
    return SocialView("website", images, structured.open_graph_locale(question.lang), page)


def question_node(exchange: Exchange, crumbs: BreadcrumbsView, look: Lookup) -> structured.JsonLd:
    """Return the question; its first answer is the accepted one, follow-ups are left out."""
    question, agents = exchange.question, look.site.ask(AGENTS)
    answer = exchange.turns[0].answer
    node = structured.filled(
        {
            "@type": "Question",
            "@id": f"{crumbs.url}#question",
            "name": question.title,
            "text": _text(question, look),
            "inLanguage": question.lang,
            "dateCreated": structured.moment_of(question.asked),
            "datePublished": structured.moment_of(question.asked),
            "author": [structured.agent(key, agents) for key in question.authors],
            "acceptedAnswer": _answer(answer, crumbs, look) if answer else None,
        }
    )
    return node | {"answerCount": 1 if answer else 0}


def _answer(answer: SignedAnswer, crumbs: BreadcrumbsView, look: Lookup) -> structured.JsonLd:
    agents = look.site.ask(AGENTS)
    modified = max((correction.day for correction in answer.corrections), default=None)
    return structured.filled(
        {
            "@type": "Answer",
            "@id": f"{crumbs.url}#r0",
            "url": f"{crumbs.url}#r0",
            "text": _text(answer, look),
            "inLanguage": answer.lang,
            "dateCreated": structured.moment_of(answer.date),
            "datePublished": structured.moment_of(answer.date),
            "dateModified": structured.moment_of(modified) if modified else "",
            "author": [structured.agent(key, agents) for key in answer.authors],
            "citation": [
                {"@type": "CreativeWork", "name": source.label, "url": _absolute(source.url, look)}
                for source in answer.sources
            ],
        }
    )


def _absolute(url: str, look: Lookup) -> str:
    return url if url.startswith("https://") else look.site.absolute(url.removeprefix(look.site.base))


def _text(text: Text, look: Lookup) -> str:
    return " ".join(LexborHTMLParser(look.html(text), is_fragment=True).text(separator=" ").split())
