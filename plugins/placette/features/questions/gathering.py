"""The questions of a build with all that followed them, where each stands today, and how that is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial

from placette.engine.base.message import N_
from placette.engine.base.working_days import working_days_between
from placette.engine.library.build import Build
from placette.engine.pages.addresses import PageAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.lookup import Lookup
from placette.features.letterbox import LetterboxSettings
from placette.features.questions.answer_kinds import ANSWER, FOLLOW_UP
from placette.features.questions.exchange import (
    Exchange,
    ExchangeTurn,
    Promise,
    QuestionState,
    exchanges_of,
    is_open,
    state_of,
    waited,
)
from placette.features.questions.question_kind import QUESTION
from placette.features.questions.settings import AskingSettings

QUESTION_PAGE = PageAddress("QUESTION")
LABELS = {
    QuestionState.ASKED: N_("Asked"),
    QuestionState.FORWARDED: N_("Handed over"),
    QuestionState.UNANSWERED: N_("Without answer"),
    QuestionState.ANSWERED: N_("Answered"),
    QuestionState.CLOSED: N_("Question closed"),
}


def exchanges(desk: Desk) -> Mapping[str, Exchange]:
    """Every question by slug, with what followed it; none where the settings leave out their pages."""
    return desk.once(_by_slug)


def _by_slug(desk: Desk) -> Mapping[str, Exchange]:
    return exchanges_in(desk.build) if desk.addresses[QUESTION_PAGE] else {}


def exchanges_in(build: Build) -> Mapping[str, Exchange]:
    """The same, from a build alone."""
    return exchanges_of(build.of(QUESTION), build.of(FOLLOW_UP), build.of(ANSWER))


def exchange_of(slug: str, look: Lookup) -> Exchange:
    """A question with what followed it, by slug."""
    look.note(f"question {slug}")
    return exchanges(look.desk)[slug]


def promise(desk: Desk) -> Promise:
    """What whoever asks is promised here."""
    return desk.once(_promise)


def _promise(desk: Desk) -> Promise:
    return promise_of(desk.options("ASKING", AskingSettings), desk.options("LETTERBOX", LetterboxSettings))


def promise_of(asking: AskingSettings, letterbox: LetterboxSettings) -> Promise:
    """The same, from the settings: there is one list of public holidays for a site."""
    count = partial(working_days_between, alsace_moselle=letterbox.alsace_moselle)
    return Promise(asking.answer_days, asking.follow_ups, count)


def states(desk: Desk) -> Mapping[str, QuestionState]:
    """Where each question stands today, by slug."""
    return desk.once(_states)


def _states(desk: Desk) -> Mapping[str, QuestionState]:
    today = desk.build.now.date()
    return {slug: state_of(one, today, promise(desk)) for slug, one in exchanges(desk).items()}


def answer_days(desk: Desk) -> tuple[date, ...]:
    """The day of each answer that was given, in order."""
    return tuple(sorted(answer.date.date() for one in exchanges(desk).values() for answer in one.answers))


def days_of(turn: ExchangeTurn, desk: Desk) -> int:
    """The working days that an answer took, or is taking."""
    return waited(turn, desk.build.now.date(), promise(desk))


def days_waited(slug: str, desk: Desk) -> int:
    """The working days for which an open question has been waiting; 0 for one that waits no more."""
    pending = exchanges(desk)[slug].pending
    return days_of(pending, desk) if pending and is_open(states(desk)[slug]) else 0


def said_of(slug: str, desk: Desk) -> str:
    """«Sans réponse depuis 31 jours ouvrés»: where a question stands, in words."""
    state, days, ngettext = states(desk)[slug], days_waited(slug, desk), desk.words.ngettext
    if state is QuestionState.UNANSWERED:
        said = ngettext("Without answer for {count} working day", "Without answer for {count} working days", days)
        return said.format(count=days)
    if is_open(state):
        waits = ngettext("waits for {count} working day", "waits for {count} working days", days).format(count=days)
        waiting = waits if days else desk.say(N_("waits for less than a working day"))
        return f"{desk.say(LABELS[state])}, {waiting}"
    answered = bool(exchanges(desk)[slug].answers)
    return desk.say(LABELS[state] if answered else N_("Closed without answer"))


def moments_of(build: Build) -> Iterator[datetime]:
    """When pages change by themselves: at midnight while a question waits, when an answer's validity ends.

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
