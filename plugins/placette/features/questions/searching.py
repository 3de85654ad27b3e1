"""Questions, as visitors look for them: by what was asked and by what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.ports import PEOPLE
from placette.engine.pages.searched import Searched, SearchedKind, Writing, place_names
from placette.features.questions.exchange import Exchange
from placette.features.questions.gathering import exchanges

_QUESTION = SearchedKind("question", N_("Question"), N_("Questions"), 35)


def searched_questions(desk: Desk) -> Iterator[Searched]:
    """Every question, its answers with it."""
    known = desk.build.communes.by_code
    for exchange in exchanges(desk).values():
        question, names = exchange.question, _names(exchange, desk)
        yield Searched(
            kind=_QUESTION,
            url=question.url,
            title=question.title,
            mark=f"{exchange.mark} {names}",
            read=partial(_read, exchange, names, desk),
            lang=question.lang,
            date=exchange.latest,
            category=question.category.name if question.category else "",
            communes=tuple(known[code].name for code in question.communes),
        )


def _names(exchange: Exchange, desk: Desk) -> tuple[str, ...]:
    """Who answered or is asked, and who asked if they are named."""
    question, people = exchange.question, desk.ask(PEOPLE)
    signed = (key for answer in exchange.answers for key in answer.authors)
    keys = dict.fromkeys((*signed, question.to, *question.authors))
    return tuple(people[key].name for key in keys if key in people)


def _read(exchange: Exchange, names: tuple[str, ...], desk: Desk) -> Writing:
    question, known = exchange.question, desk.build.communes.by_code
    places = tuple(known[code] for code in question.communes)
    texts = (text for turn in exchange.turns for text in (turn.asked, turn.answer) if text)
    return Writing(
        summary=question.summary,
        html=tuple(desk.build.body_of(text).html for text in texts),
        names=names,
        places=tuple(name for place in places for name in place_names(place, desk)),
        subjects=(question.category.name,) if question.category else (),
        author=names[0] if names else "",
        place=", ".join(place.name for place in places),
    )
