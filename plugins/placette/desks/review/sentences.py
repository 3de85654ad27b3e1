"""Finds sentences that are too long, and texts that are hard to read throughout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from placette.desks.review.findings import Finding
from placette.desks.review.prose import HOLE, Prose

LONG_SENTENCE = 40
"""In words: in a longer sentence, readers forget the beginning before they reach the end."""
_REPORTED = 5
_SHOWN_WORDS = 6
_SHORTEST_TEXT = 120
"""In words: in a shorter text, averages mean nothing."""
_HARD = 60
"""The LIX above which Björnsson calls a text very difficult, such as statutes and technical reports."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LONG_WORD = re.compile(r"[^\W\d_]{7,}")
_END = re.compile(rf"(?<![.!?…])[.!?…]++[)\]\"”»*_{HOLE}]*+(?=\s+[^\sa-zà-ÿ]|\s*\Z)|[;:](?=\s)")
"""A run of stops is looked at once, from its first: thousands of them would take minutes."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its offset, and its number of words."""

    at: int
    text: str
    words: int


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard a text is: its LIX, words per sentence, long words per hundred."""

    lix: float
    sentence: float
    long_words: float


def read_sentences(prose: Prose) -> list[Sentence]:
    """The sentences of paragraphs and list items. A semicolon or a colon ends one too: readers pause there."""
    found = []
    for block in prose.blocks:
        start = 0
        for end in [*(match.end() for match in _END.finditer(block.text)), len(block.text)]:
            text = block.text[start:end]
            if words := len(_WORD.findall(text)):
                found.append(Sentence(block.at + start, text, words))
            start = end
    return found


def long_sentences(sentences: list[Sentence]) -> list[Finding]:
    """The longest of the sentences with more than ``LONG_SENTENCE`` words, in the order of the text."""
    found = sorted((s for s in sentences if s.words > LONG_SENTENCE), key=lambda s: -s.words)[:_REPORTED]
    return sorted(_long(sentence) for sentence in found)


def _long(sentence: Sentence) -> Finding:
    first = _WORD.search(sentence.text)
    start = " ".join(sentence.text.replace(HOLE, " ").split()[:_SHOWN_WORDS])
    at = sentence.at + (first.start() if first else 0)
    return Finding(at, "sentence-long", {"words": sentence.words, "start": start})


def measure_effort(sentences: list[Sentence]) -> Effort | None:
    """The effort that a text demands; None if it is too short to say.

    LIX = words / sentences + 100 × words of more than six letters / words, sentences ending at full stops and colons,
    here at semicolons too (C. H. Björnsson, «Läsbarhet», Liber, 1968). It needs neither syllables nor a dictionary,
    so it can be taken of French: its author compared newspapers of eleven languages with it («Readability of
    newspapers in 11 languages», Reading Research Quarterly 18(4), 1983). 20 is very easy, 60 very difficult.
    """
    words = sum(sentence.words for sentence in sentences)
    if words < _SHORTEST_TEXT:
        return None
    long_words = sum(len(_LONG_WORD.findall(sentence.text)) for sentence in sentences)
    average, share = words / len(sentences), 100 * long_words / words
    return Effort(average + share, average, share)


def hard_text(sentences: list[Sentence]) -> Iterator[Finding]:
    """A finding if the text is clearly hard."""
    effort = measure_effort(sentences)
    if effort and effort.lix >= _HARD:
        values = {"lix": round(effort.lix), "words": round(effort.sentence), "share": round(effort.long_words)}
        yield Finding(sentences[0].at, "readability", values)
