"""What a post could be drawn with: the motifs that the words of its title, tags and category name, best first.

The more precise the place of a word, the more it counts; of two motifs with as many points, the one named first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from placette.engine.base.text import fold, place_of
from placette.engine.texts.motifs import Motif
from placette.features.posts.motif_words import GENERAL, WORDS, WRITTEN

_TITLE, _TAG, _CATEGORY, _GENERAL = 4, 3, 2, 1
"""How much a word counts: in a title, a tag, a category; one of a large subject, wherever."""
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 30
"""Letters of the longest word that is looked at."""


def motifs_of(title: str, tags: Iterable[str], category: str) -> tuple[Motif, ...]:
    """The motifs that words choose, best first; of those of a large subject one, always the same for a title."""
    points: dict[Motif, int] = {}
    for worth, text in _fields(title, tags, category):
        for word in _WORD.findall(text):
            meant = _of_word(word)
            if len(meant) == 1:
                points[meant[0]] = points.get(meant[0], 0) + worth
            elif meant:
                one = meant[place_of(title, len(meant))]
                points[one] = points.get(one, 0) + _GENERAL
    return tuple(sorted(points, key=points.__getitem__, reverse=True))


def _fields(title: str, tags: Iterable[str], category: str) -> Iterator[tuple[int, str]]:
    yield _TITLE, title
    for tag in tags:
        yield _TAG, tag
    yield _CATEGORY, category


@lru_cache(maxsize=20_000)  # texts repeat their words
def _of_word(word: str) -> tuple[Motif, ...]:
    """The motifs of a word: none, one, or for a large subject several."""
    if len(word) > _LONGEST:
        return ()
    word = word.lower()
    if word in WRITTEN:
        motif = WRITTEN[word]
        return (motif,) if motif else ()
    whole, beginnings = _tables()
    folded = fold(word)
    for form in (folded, folded[:-1] if folded[-1:] in ("s", "x") else folded):
        if form in whole:
            return whole[form]
    return next((beginnings[folded[:end]] for end in range(len(folded), 2, -1) if folded[:end] in beginnings), ())


@cache
def _tables() -> tuple[Mapping[str, tuple[Motif, ...]], Mapping[str, tuple[Motif, ...]]]:
    """Whole words, and beginnings of words, with their motifs."""
    rows = [(words, (motif,)) for motif, words in WORDS.items()] + [*GENERAL.items()]
    pairs = [(word, motifs) for words, motifs in rows for word in words.split()]
    whole = {word: motifs for word, motifs in pairs if not word.endswith("*")}
    beginnings = {word.removesuffix("*"): motifs for word, motifs in pairs if word.endswith("*")}
    return MappingProxyType(whole), MappingProxyType(beginnings)
