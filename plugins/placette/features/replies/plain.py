"""What a short reply may hold: plain text with a few links. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import regex

from placette.engine.base.text import fold
from placette.engine.texts.others import contacts_in
from placette.engine.texts.plain_text import LINK
from placette.features.replies.reply import PossibleName

MOST_LINKS = 3
_OWN_LETTERS = 20
"""Letters outside of links that a reply with links has at the least."""
_MARK = re.compile(
    r"^ {0,3}(?:#{1,6}(?=\s)|```|~~~|:::|!!!)|!\[|\[\^|<(?=[A-Za-z/!?])|\*\*(?=\w)|__(?=\w)|\]\[", re.MULTILINE
)
"""What somebody who writes Markdown or HTML means as a title, code, a picture, a note, an element or emphasis."""
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_PARTICLES = frozenset({"de", "du", "des", "la", "le", "les", "d", "van", "von"})
_ROW = regex.compile(
    rf"\p{{Uppercase}}[\w'’-]*[ \n\u00a0\u202f]+(?:\p{{Uppercase}}|(?i:{'|'.join(sorted(_PARTICLES))})\b)"
)
"""How every name of several words begins; most replies hold none."""
_LONGEST = 5
"""Words of the longest name that is looked for."""
_MENTIONS = 60

Place = tuple[int, int]
"""A line and a column, both from 1."""


def place_in(text: str, at: int, first_line: int) -> Place:
    """Where a sign of a text stands in its file."""
    return text.count("\n", 0, at) + first_line, at - text.rfind("\n", 0, at)


def visible(text: str) -> str:
    """A text as readers see it: links by their words alone."""
    return LINK.sub(lambda found: found["words"] or found[0], text.strip())


def length(text: str) -> int:
    """Signs that count, spaces too."""
    return len(visible(text))


def has_words_of_its_own(text: str) -> bool:
    """Whether a text is more than links."""
    count = sum(1 for _ in LINK.finditer(text))
    return count == 0 or (count <= MOST_LINKS and sum(map(str.isalpha, LINK.sub("", text))) >= _OWN_LETTERS)


def first_mark(text: str) -> tuple[str, int] | None:
    """The first mark of Markdown or HTML but links, which readers would see as signs, and where it stands; or None."""
    found = _MARK.search(_blanked(text))
    return (found[0].strip() or "    ", found.start()) if found else None


def _blanked(text: str) -> str:
    """A text with its links as letters, so that what stands in an address isn't taken for a mark."""
    return LINK.sub(lambda found: "x" * len(found[0]), text)


def first_contact(text: str) -> tuple[str, int] | None:
    """The first e-mail address or telephone number, a hidden one too, and where it stands."""
    found = next(contacts_in(text), None)
    return (found.value, found.offset) if found else None


def mentions_in(text: str, first_line: int) -> tuple[PossibleName, ...]:
    """Words that may be names of people: those in a row that begin with a capital, particles between them."""
    return tuple(islice(_mentions(text, first_line), _MENTIONS)) if _ROW.search(text) else ()


def _mentions(text: str, first_line: int) -> Iterator[PossibleName]:
    run: list[re.Match[str]] = []
    for word in (*_WORD.finditer(text), None):
        joined = word and run and not text[run[-1].end() : word.start()].strip(" \n\u00a0\u202f")
        if word and joined and (word[0][0].isupper() or word[0].casefold() in _PARTICLES):
            run.append(word)
            continue
        yield from _names(run, text, first_line)
        run = [word] if word and word[0][0].isupper() else []


def _names(run: list[re.Match[str]], text: str, first_line: int) -> Iterator[PossibleName]:
    """Every part of a row of words that begins and ends with a capital."""
    for start, first in enumerate(run):
        for last in run[start + 1 : start + _LONGEST]:
            if first[0][0].isupper() and last[0][0].isupper():
                words = " ".join(fold(text[first.start() : last.end()]).split())
                yield PossibleName(words, *place_in(text, first.start(), first_line))
