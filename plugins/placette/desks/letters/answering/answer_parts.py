"""An answering mail in parts: each with the question that it stands beside, or with none.

A part is beside a question when it begins with the question's number, stands beneath the quoted question, or names
what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from placette.desks.letters.answering.greetings import bare_words, without_greetings
from placette.desks.letters.answering.labels import Labelled, labelled, numbered
from placette.desks.letters.answering.plain_lines import PICTURE
from placette.desks.letters.answering.questions import WriterQuestion

_MOST_LINES = 400
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~&$-])")
_RUN_ON = re.compile(r"\s+(?=(\d)\s?[.)–-]\s*(?:[^\W\d]|[«“\"👍👌]))")
_BARE_NUMBER = re.compile(r"(\d)\s+([^\s\d].*)")
_OF_PICTURES = ("alt", "caption")
"""Labels that say what a photo shows; below another question (who took it?) they are part of the answer."""
_RECOGNISED = 4
"""Words of a quotation without its number that are recognised."""
_ENOUGH = 8
"""Characters of our own question that are recognised where somebody wrote behind it."""


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """Some words of an answer. ``question`` is the one that they stand beside, ``label`` what they name themselves."""

    text: str
    question: WriterQuestion | None = None
    label: Labelled | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the reading of a line knows: the questions, the pictures in order, those whose description was asked for."""

    questions: Sequence[WriterQuestion]
    names: Sequence[str]
    bare: bool

    @property
    def wanted(self) -> list[str]:
        return [name for question in self.questions if question.code == "alt" for name in question.pictures]

    def by_number(self, number: int) -> WriterQuestion | None:
        return self.questions[number - 1] if 0 < number <= len(self.questions) else None


def answer_parts(markdown: str, questions: Sequence[WriterQuestion], names: Sequence[str]) -> tuple[AnswerPart, ...]:
    """The parts of a mail in Markdown, without greetings; ``names`` are the pictures in the order of the mails."""
    lines = _lines(markdown, questions)
    known = _Asked(questions, names, _has_bare_numbers(lines, questions))
    parts: list[AnswerPart] = []
    for above, section in _sections(lines, known):
        parts += _parts(section, above, known)
    return tuple(part for part in parts if part.text)


def unread_rest(markdown: str) -> str:
    """What lies beyond the lines that are read: nothing is lost."""
    return "\n".join(in_plain_text(markdown).split("\n")[_MOST_LINES:]).strip()


def in_plain_text(markdown: str) -> str:
    """Markdown as its writer typed it: without pictures and escapes."""
    return _ESCAPE.sub(r"\1", PICTURE.sub("", markdown).replace("\\\n", "\n"))


def _lines(markdown: str, questions: Sequence[WriterQuestion]) -> list[str]:
    """Lines without greetings and without the hints that our own mail gave."""
    hints = {bare_words(question.text.split("\n")[-1]) for question in questions}
    lines = [
        piece
        for line in in_plain_text(markdown).split("\n")[:_MOST_LINES]
        if line.startswith(">") or bare_words(line) not in hints or not bare_words(line)
        for piece in _run_on(line, len(questions))
    ]
    return without_greetings(lines)


def _run_on(line: str, count: int) -> Iterator[str]:
    """«1. oui 2. Marie 3. non» as three lines, if the numbers follow each other."""
    first = numbered(line) if not line.startswith(">") else None
    following, place = (first[0] + 1 if first else 0), 0
    for found in _RUN_ON.finditer(line) if first else ():
        if int(found[1]) == following <= count:
            yield line[place : found.start()]
            place, following = found.end(), following + 1
    yield line[place:]


def _has_bare_numbers(lines: Sequence[str], questions: Sequence[WriterQuestion]) -> bool:
    """Whether answers begin with numbers alone («1 oui», «2 Marie»): only where several do, in order."""
    found = [int(one[1]) for line in lines if (one := _BARE_NUMBER.fullmatch(line.strip()))]
    return len(found) > 1 and found == sorted(set(found)) and found[-1] <= len(questions)


def _sections(lines: Sequence[str], known: _Asked) -> Iterator[tuple[AnswerPart, list[str]]]:
    """What stands between quotations, each with the question or the photo that the quotation above it ends on."""
    above = AnswerPart("")
    section, quote = list[str](), list[str]()
    for line in lines:
        if line.startswith(">"):
            quote.append(line.lstrip("> ").strip())
        elif quote and line.strip():
            yield above, section
            above, section, quote = _quoted(quote, known), [line], []
        elif not quote:
            section.append(line)
    yield above, section


def _parts(section: Sequence[str], above: AnswerPart, known: _Asked) -> Iterator[AnswerPart]:
    """A part for each line that says what it answers, and for each paragraph; the first may stand below a question."""
    open_part, written = above, list[str]()
    for line in (*section, ""):
        begun = _beginning(line, known) if line.strip() else None
        if begun or (not line.strip() and written):
            yield AnswerPart("\n".join(written), open_part.question, open_part.label)
            open_part, written = begun or AnswerPart(""), []
        text = begun.text if begun else line.strip()
        written += [text] if text else []
    yield AnswerPart("\n".join(written), open_part.question, open_part.label)


def _beginning(line: str, known: _Asked) -> AnswerPart | None:
    """The part that a line begins; None for a line that goes on with what is above it."""
    given = numbered(line)
    if not given and known.bare and (found := _BARE_NUMBER.fullmatch(line.strip())):
        given = (int(found[1]), found[2])
    question = known.by_number(given[0]) if given else None
    text = _after_question(given[1], question) if given and question else line.strip()
    label = labelled(text, known.names, known.wanted)
    if label and (not question or question.code == "alt" or label.code not in _OF_PICTURES):
        return AnswerPart(label.text, question, label)
    return AnswerPart(text, question) if question else None


def _after_question(text: str, question: WriterQuestion) -> str:
    """What follows our question where somebody wrote behind it instead of below."""
    asked, mark, rest = text.partition("?")
    repeated = bool(mark) and len(asked) > _ENOUGH and bare_words(question.text).startswith(bare_words(asked))
    return rest.strip() if repeated else text


def _quoted(quote: Sequence[str], known: _Asked) -> AnswerPart:
    """What a quotation ends on: a question, one of the photos that a question lists, or nothing of both."""
    question = _quoted_question(quote, known)
    label = labelled(next(filter(None, reversed(quote)), ""), known.names)
    named = label if label and label.code == "alt" and label.about and not label.text else None
    return AnswerPart("", question, named if not question or question.code == "alt" else None)


def _quoted_question(quote: Sequence[str], known: _Asked) -> WriterQuestion | None:
    """The question that a quotation ends on; None where it goes on with something else, as a whole mail does."""
    begins = [(place, given) for place, line in enumerate(quote) if (given := numbered(line))]
    if not begins:
        return _recognised(bare_words(" ".join(quote)), known)
    place, (number, first) = begins[-1]
    question = known.by_number(number)
    said = bare_words(" ".join((first, *quote[place + 1 :])))
    return question if question and said in bare_words(question.text) else None


def _recognised(said: str, known: _Asked) -> WriterQuestion | None:
    """The only question that these words are part of: some programs keep but the last lines of a quotation."""
    found = [question for question in known.questions if f" {said} " in f" {bare_words(question.text)} "]
    return found[0] if len(found) == 1 and len(said.split()) >= _RECOGNISED else None
