"""Answers that stand below our questions in a quotation that marks no line as ours or theirs, as Outlook makes it.

Which words are ours is known: what stands between a whole question and the next one is the writer's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from placette.desks.letters.answering.answer_parts import in_plain_text
from placette.desks.letters.answering.greetings import bare_words
from placette.desks.letters.answering.labels import numbered
from placette.desks.letters.answering.questions import WriterQuestion
from placette.desks.letters.answering.reviewing import BELOW_QUESTIONS
from placette.engine.problems.problems import Translate

_WORD = re.compile(r"[^\W_]+")
_ENOUGH = 3
"""Words by which the sentence below the last question is known."""


def answers_among(quoted: str, questions: Sequence[WriterQuestion], translate: Translate) -> str:
    """The answers as they would stand above the quotation: «2. Oui»; empty unless all questions are there, in order."""
    lines = [line.strip() for line in in_plain_text(quoted).split("\n") if line.strip()]
    starts = _starts(lines, questions)
    if not questions or len(starts) < len(questions):
        return ""
    ends = (*starts[1:], _end(lines, starts[-1], translate))
    given = (_given(question, lines[start:end]) for question, start, end in zip(questions, starts, ends, strict=True))
    answers = zip(questions, given, strict=True)
    return "\n\n".join(f"{question.number}. " + "\n".join(said) for question, said in answers if said)


def _starts(lines: Sequence[str], questions: Sequence[WriterQuestion]) -> list[int]:
    """The lines on which the questions begin, as far as they follow each other."""
    starts: list[int] = []
    for question in questions:
        after = starts[-1] + 1 if starts else 0
        found = next((at for at in range(after, len(lines)) if _begins(lines[at], question)), None)
        if found is None:
            break
        starts.append(found)
    return starts


def _begins(line: str, question: WriterQuestion) -> bool:
    given = numbered(line)
    if not given or given[0] != question.number:
        return False
    said = bare_words(given[1])
    return bool(said) and bare_words(question.text).startswith(said)


def _end(lines: Sequence[str], after: int, translate: Translate) -> int:
    """Where what our mail says below its questions begins; where somebody took that away, the end."""
    ours = [bare_words(translate(sentence)).split()[:_ENOUGH] for sentence in BELOW_QUESTIONS]
    found = (at for at in range(after + 1, len(lines)) if bare_words(lines[at]).split()[:_ENOUGH] in ours)
    return next(found, len(lines))


def _given(question: WriterQuestion, lines: Sequence[str]) -> list[str]:
    """What stands among and below the lines of a question; nothing unless all its words are there."""
    given = numbered(lines[0])
    words = bare_words(question.text).split()
    rest = words[len(bare_words(given[1]).split()) if given else 0 :]
    said: list[str] = []
    for line in lines[1:]:
        ours = len(list(_shared(rest, bare_words(line).split())))
        rest = rest[ours:]
        own = line if not ours else _behind(line, ours)
        said += [own] if own else []
    return [] if rest else said


def _shared(ours: Sequence[str], line: Sequence[str]) -> Iterator[str]:
    """The words that a line begins with as our question goes on; none of a line that leaves it before its end.

    A short answer may begin with the very word that comes next in the question: then the line isn't ours.
    """
    same = next((at for at, (one, other) in enumerate(zip(ours, line, strict=False)) if one != other), None)
    count = min(len(ours), len(line)) if same is None else same
    yield from line[:count] if count in {len(line), len(ours)} else ()


def _behind(line: str, ours: int) -> str:
    """What a line says behind so many words of ours."""
    composed = unicodedata.normalize("NFC", line)  # an accent of its own would end a word
    for found in _WORD.finditer(composed):
        ours -= len(bare_words(found[0]).split())
        if ours < 0:
            return composed[found.start() :].strip()
    return ""
