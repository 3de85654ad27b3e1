"""What the other texts need to know of a question or an answer, and what neither may hold of other people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from placette.engine.library.draft import Draft
from placette.engine.problems.problems import Problem, problem
from placette.engine.texts.others import Trace, contacts_in, is_of_organisation, titled_in, words_of
from placette.features.questions import messages  # noqa: F401 - declares what is said here
from placette.features.questions.question import folder_of

_REPORTED = 5
"""Traces of a text that are reported: whoever has them takes the others out too."""
_WEB = "https://"
Told = tuple[tuple[int, str], ...]
"""Words as names are looked for in them (``engine/texts/others.py``), each with the line of the first."""


@dataclass(frozen=True, slots=True)
class AskedOutline:
    """What is known of a question, or of what is asked further: days, people as written, its words.

    ``asked_line`` and ``to_line`` are the lines of ``asked`` and ``to``.
    """

    asked: datetime
    authors: tuple[str, ...]
    told: Told
    asked_line: int
    to: str = ""
    to_line: int = 0
    closed: datetime | None = None


@dataclass(frozen=True, slots=True)
class AnsweredOutline:
    """What is known of an answer: its day, who signs and who read it over (as written), its words, two lines."""

    date: datetime
    authors: tuple[str, ...]
    readers: tuple[str, ...]
    told: Told
    date_line: int
    authors_line: int


def asked_of(
    draft: Draft,
    asked: datetime,
    authors: Iterable[str],
    *,
    to: str = "",
    closed: datetime | None = None,
    title: str = "",
) -> AskedOutline:
    """What the others need to know of a text that asks; a question's folder is its address, and may name somebody."""
    folder = ((1, words_of(folder_of(draft.path).replace("-", " "))),) if title else ()
    return AskedOutline(
        asked=asked,
        authors=tuple(authors),
        told=(*folder, *told_of(draft, [("title", title)] if title else [])),
        asked_line=draft.entry("asked").line,
        to=to,
        to_line=draft.entry("to").line if to else 0,
        closed=closed,
    )


def told_of(draft: Draft, said: Iterable[tuple[str, str]]) -> Told:
    """The words of a text: those of its body, and what is ``said`` under keys of its front matter."""
    keys = ((draft.entry(key).line, words_of(text)) for key, text in said)
    return (*keys, (draft.source.body_line, words_of(draft.source.body)))


def check_asked(draft: Draft, title: str = "") -> Iterator[Problem]:
    """Numbers, addresses and surnames behind titles in what is asked."""
    yield from _check(draft, [("title", title)] if title else [], ("question-contact", "question-person"), all_of=True)


def check_answered(draft: Draft, said: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """The same for an answer, and for what is ``said`` under keys; numbers of organisations may be given."""
    yield from _check(draft, said, ("answer-contact", "answer-person"), all_of=False)


def _check(draft: Draft, said: Iterable[tuple[str, str]], codes: tuple[str, str], *, all_of: bool) -> Iterator[Problem]:
    contact, person = codes
    for key, text in said:
        yield from (draft.problem(contact, key, value=trace.value) for trace in _reached(text, all_of=all_of))
        yield from (draft.problem(person, key, value=trace.value) for trace in _titled(text))
    body, first = draft.source.body, draft.source.body_line
    for code, traces in ((contact, _reached(body, all_of=all_of)), (person, _titled(body))):
        for trace in traces:
            line = first + body.count("\n", 0, trace.offset)
            yield problem(code, draft.path, line, 1, body.split("\n")[line - first], value=trace.value)


def _reached(text: str, *, all_of: bool) -> list[Trace]:
    if text.startswith(_WEB):  # digits of an address are no telephone number
        return [trace for trace in contacts_in(unquote(text)) if "@" in trace.value][:_REPORTED]
    return [trace for trace in contacts_in(text) if all_of or not is_of_organisation(trace.value)][:_REPORTED]


def _titled(text: str) -> list[Trace]:
    return list(titled_in(text))[:_REPORTED]
