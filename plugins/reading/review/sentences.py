"""Sentences that are too long to be read in one breath, and texts that are hard from end to end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugins.reading.review.findings import Finding
from plugins.reading.review.prose import HOLE, Passage, Prose

LONG_SENTENCE = 40
"""Words; from there on, readers lose the beginning before they reach the end."""
_REPORTED = 5
_SHOWN_WORDS = 6
_SHORTEST_TEXT = 120
"""Words under which an average says nothing."""
_HARD = 60
"""LIX from which Björnsson calls a text very difficult: that of statutes and technical reports."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LONG_WORD = re.compile(r"[^\W\d_]{7,}")
_END = re.compile(rf"[.!?…]+[)\]\"”»*_{HOLE}]*+(?=\s+[^\sa-zà-ÿ]|\s*\Z)|[;:](?=\s)")


@dataclass(frozen=True, slots=True)
class Effort:
    """What a text asks of its readers: ``lix``, words a sentence, long words in a hundred."""

    lix: float
    sentence: float
    long_words: float


def long_sentences(prose: Prose) -> list[Finding]:
    """The longest of the sentences that have more than ``LONG_SENTENCE`` words, in the order of the text."""
    found = []
    for sentence in _sentences(prose):
        words = _WORD.findall(sentence.text) if len(sentence.text) > 2 * LONG_SENTENCE else []
        if len(words) > LONG_SENTENCE:
            found.append((len(words), sentence))
    found = sorted(found, key=lambda pair: -pair[0])[:_REPORTED]
    return sorted(_long(words, sentence) for words, sentence in found)


def _long(words: int, sentence: Passage) -> Finding:
    first = _WORD.search(sentence.text)
    start = " ".join(sentence.text.replace(HOLE, " ").split()[:_SHOWN_WORDS])
    return Finding(sentence.at + (first.start() if first else 0), "sentence-long", {"words": words, "start": start})


def _sentences(prose: Prose) -> Iterator[Passage]:
    """The sentences of every paragraph. A semicolon or a colon ends one too: the reader breathes there."""
    for block in prose.blocks:
        start = 0
        for end in _END.finditer(block.text):
            yield Passage(block.at + start, block.text[start : end.end()])
            start = end.end()
        yield Passage(block.at + start, block.text[start:])


def measure_effort(prose: Prose) -> Effort | None:
    """The effort that a text asks for, or None when it is too short to say.

    LIX = words / sentences + 100 × words of more than six letters / words, sentences ending at full stops and colons
    (C. H. Björnsson, «Läsbarhet», Liber, 1968). It needs neither syllables nor a dictionary, so it holds for French
    as for Swedish: its author compared the newspapers of eleven languages with it («Readability of newspapers in 11
    languages», Reading Research Quarterly 18(4), 1983). About 20 is very easy, 40 a newspaper, 60 very difficult.
    """
    words = long_words = sentences = 0
    for block in prose.blocks:
        counted = len(_WORD.findall(block.text))
        words += counted
        long_words += len(_LONG_WORD.findall(block.text))
        sentences += max(1, len(_END.findall(block.text))) if counted else 0
    if words < _SHORTEST_TEXT:
        return None
    sentence, share = words / sentences, 100 * long_words / words
    return Effort(sentence + share, sentence, share)


def hard_text(prose: Prose) -> Iterator[Finding]:
    """One finding for a text that is clearly hard."""
    effort = measure_effort(prose)
    if effort and effort.lix >= _HARD:
        values = {"lix": round(effort.lix), "words": round(effort.sentence), "share": round(effort.long_words)}
        yield Finding(0, "readability", values)
