"""What the other texts need to know of a question or an answer, and what a question may not hold of other people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from placette.engine.library.draft import Draft
from placette.engine.problems.problems import Problem, problem
from placette.features.questions import messages  # noqa: F401 - declares what is said here
from placette.features.questions.privacy import Trace, contacts_in, titled_in, words_of

_REPORTED = 5
"""Traces of a text that are reported: whoever has them takes the others out too."""


@dataclass(frozen=True, slots=True)
class AskedOutline:
    """What is known of a question, or of what is asked further: days, people as written, its words (``privacy``).

    ``places`` are the lines of ``to`` and ``asked``; ``line`` is that of its first word in ``words``, ``title`` the
    line of the title, whose words are the first line of them where there is one.
    """

    asked: datetime
    authors: tuple[str, ...]
    words: str
    line: int
    asked_line: int
    to: str = ""
    to_line: int = 0
    closed: datetime | None = None
    title_line: int = 0


@dataclass(frozen=True, slots=True)
class AnsweredOutline:
    """What is known of an answer: its day, who signs (as written), the lines of both."""

    date: datetime
    authors: tuple[str, ...]
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
    """What the others need to know of a text that asks."""
    text = f"{title}\n{draft.source.body}" if title else draft.source.body
    return AskedOutline(
        asked=asked,
        authors=tuple(authors),
        words=words_of(text),
        line=draft.source.body_line - (1 if title else 0),
        asked_line=draft.entry("asked").line,
        to=to,
        to_line=draft.entry("to").line if to else 0,
        closed=closed,
        title_line=draft.entry("title").line if title else 0,
    )


def line_of(asked: AskedOutline, number: int) -> int:
    """The line in the file of a line of its words, from 0."""
    return asked.title_line if asked.title_line and number == 0 else asked.line + number


def check_traces(draft: Draft, title: str = "") -> Iterator[Problem]:
    """Numbers, addresses and surnames behind titles, in a title or in the text below it."""
    if title:
        for code, traces in _traces(title):
            yield from (draft.problem(code, "title", value=trace.value) for trace in traces)
    body, first = draft.source.body, draft.source.body_line
    for code, traces in _traces(body):
        for trace in traces:
            line = first + body.count("\n", 0, trace.offset)
            yield problem(code, draft.path, line, 1, body.split("\n")[line - first], value=trace.value)


def _traces(text: str) -> Iterator[tuple[str, Sequence[Trace]]]:
    yield "question-contact", list(contacts_in(text))[:_REPORTED]
    yield "question-person", list(titled_in(text))[:_REPORTED]
