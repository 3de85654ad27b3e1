"""What is wrong between a question, what is asked further, its answers and the profiles that they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from placette.engine.library.naming import PERSON, Names, find_name, names_of
from placette.engine.library.outline import Outline
from placette.engine.problems.problems import Problem, problem
from placette.engine.texts.others import Names as Sought
from placette.engine.texts.others import named_in, names_among
from placette.features.authors import AuthorKind, Signature
from placette.features.questions.asking import AnsweredOutline, AskedOutline, Told
from placette.features.questions.question import folder_of, number_of

_FOLDER = "questions/"
_FOLLOW_UP, _ANSWER = "follow-up", "answer"
"""The names of two kinds."""
_SOMEBODY = frozenset({AuthorKind.RESIDENT, AuthorKind.GUEST, AuthorKind.ELECTED})
"""The kinds of profiles that are a person's: a service, an association or a class may be named."""
_PRIVATE = frozenset({AuthorKind.RESIDENT, AuthorKind.GUEST})
"""Those who don't speak in public: an answer may name a member of the council, but not them."""
_SPEAKS = frozenset({AuthorKind.SERVICE, AuthorKind.ELECTED})
_NAMED = 5
"""Names in one text that are reported."""


class _People(NamedTuple):
    """The profiles: by what texts may name them, each one's kind, the names to look for in questions, in answers."""

    names: Names
    kinds: Mapping[str, AuthorKind]
    sought: Sought
    private: Sought


def check_questions(outlines: Iterable[Outline[Any]]) -> Iterator[Problem]:
    """All that is wrong; nothing is looked at on a site without questions."""
    known = list(outlines)
    own = [outline for outline in known if outline.path.startswith(_FOLDER)]
    if not own:
        return
    people = _people(known)
    folders: defaultdict[str, list[Outline[Any]]] = defaultdict(list)
    for outline in own:
        folders[folder_of(outline.path)].append(outline)
    for _, found in sorted(folders.items()):
        yield from _check_folder(found, people)


def _people(outlines: Iterable[Outline[Any]]) -> _People:
    profiles = [outline for outline in outlines if outline.kind == PERSON and not outline.gone]
    kinds = {one.slug: one.extra.kind for one in profiles if isinstance(one.extra, Signature)}
    named = [(one.slug, one.title) for one in profiles]
    sought = (names_among(one for one in named if kinds.get(one[0]) in some) for some in (_SOMEBODY, _PRIVATE))
    return _People(names_of(named), kinds, *sought)


def _check_folder(found: list[Outline[Any]], people: _People) -> Iterator[Problem]:
    """The texts of one question."""
    question = next((one for one in found if one.path.endswith("/index.md")), None)
    if question is None or question.gone:
        yield from (problem("question-missing", one.path) for one in found if one is not question)
        return
    further = {number_of(one.path): one for one in found if one.kind == _FOLLOW_UP}
    answered = {number_of(one.path): one for one in found if one.kind == _ANSWER}
    for one in (question, *further.values()):
        if isinstance(one.extra, AskedOutline):
            yield from _check_asked(one.path, one.extra, question, people)
    for number, one in sorted(answered.items()):
        asked = further.get(number) if number else question
        if asked is None:
            yield problem("question-missing", one.path)
        elif isinstance(one.extra, AnsweredOutline):
            yield from _check_answer(one.path, one.extra, asked, question, people)
    for number, one in sorted(further.items()):
        yield from _check_follow_up(one.path, one.extra, number, answered.get(number - 1))


def _check_asked(path: str, asked: AskedOutline, question: Outline[Any], people: _People) -> Iterator[Problem]:
    """Whom it asks, whom it names, and whether there is still something to ask."""
    addressed = question.extra.to if isinstance(question.extra, AskedOutline) else ""
    to = find_name(addressed, people.names)
    if asked.to and to in people.kinds and people.kinds[to] not in _SPEAKS:
        yield problem("question-recipient", path, asked.to_line, 1, value=asked.to)
    allowed = {to, *(find_name(key, people.names) for key in asked.authors)}
    named = _named(asked.told, people.sought, allowed)
    yield from (problem("question-person", path, line, 1, value=name) for line, name in named)
    yield from _check_open(path, asked.asked_line, asked.asked, question)


def _named(told: Told, sought: Sought, allowed: Iterable[str]) -> list[tuple[int, str]]:
    """Who is named, each with the line."""
    known = frozenset(allowed)
    return [(first + line, name) for first, words in told for line, name in named_in(words, sought, known)][:_NAMED]


def _check_open(path: str, line: int, day: datetime, question: Outline[Any]) -> Iterator[Problem]:
    closed = question.extra.closed if isinstance(question.extra, AskedOutline) else None
    if closed and day > closed and path != question.path:
        yield problem("question-closed", path, line, 1, day=f"{closed:%Y-%m-%d}")


def _check_answer(
    path: str, answer: AnsweredOutline, asked: Outline[Any], question: Outline[Any], people: _People
) -> Iterator[Problem]:
    """Who signs, and when."""
    for key in answer.authors:
        kind = people.kinds.get(find_name(key, people.names))
        if kind is not None and kind not in _SPEAKS:
            yield problem("answer-capacity", path, answer.authors_line, 1, value=key)
    if isinstance(asked.extra, AskedOutline) and answer.date < asked.extra.asked:
        days = {"value": f"{answer.date:%Y-%m-%d}", "day": f"{asked.extra.asked:%Y-%m-%d}"}
        yield problem("answer-early", path, answer.date_line, 1, **days)
    asks = [one.extra for one in (question, asked) if isinstance(one.extra, AskedOutline)]
    keys = (*answer.authors, *answer.readers, *(key for one in asks for key in (one.to, *one.authors)))
    named = _named(answer.told, people.private, (find_name(key, people.names) for key in keys))
    yield from (problem("answer-person", path, line, 1, value=name) for line, name in named)
    yield from _check_open(path, answer.date_line, answer.date, question)


def _check_follow_up(path: str, asked: Any, number: int, before: Outline[Any] | None) -> Iterator[Problem]:
    """What is asked further stands behind an answer."""
    if before is None:
        yield problem("follow-up-gap", path, number=number, gap=max(number - 1, 1))
    elif (
        isinstance(asked, AskedOutline)
        and isinstance(before.extra, AnsweredOutline)
        and asked.asked < before.extra.date
    ):
        days = {"value": f"{asked.asked:%Y-%m-%d}", "day": f"{before.extra.date:%Y-%m-%d}"}
        yield problem("follow-up-early", path, asked.asked_line, 1, **days)
