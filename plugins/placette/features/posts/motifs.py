"""Motifs for the drawing of a post: those that the words of its title, tags and category name, best first.

The more precise the place of a word, the more it counts; of two motifs with as many points, the one named first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

import yaml

from placette.engine.base.text import fold, place_of
from placette.engine.texts.fields import Motif

_TITLE, _TAG, _CATEGORY, _GENERAL = 4, 3, 2, 1
"""The weight of a word: in a title, a tag, a category; the same everywhere for one of a large subject."""
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 30  # letters of the longest word that is looked at


def motifs_of(title: str, tags: Iterable[str], category: str) -> tuple[Motif, ...]:
    """Return the motifs that words choose, best first; of those of a large subject one, always the same for a title."""
    points: dict[Motif, int] = {}
    for worth, text in ((_TITLE, title), *((_TAG, tag) for tag in tags), (_CATEGORY, category)):
        for word in _WORD.findall(text):
            candidates = _of_word(word)
            if len(candidates) == 1:
                points[candidates[0]] = points.get(candidates[0], 0) + worth
            elif candidates:
                one = candidates[place_of(title, len(candidates))]
                points[one] = points.get(one, 0) + _GENERAL
    return tuple(sorted(points, key=points.__getitem__, reverse=True))


@lru_cache(maxsize=20_000)  # texts repeat their words
def _of_word(word: str) -> tuple[Motif, ...]:
    """Return the motifs of a word: none, one, or for a large subject several."""
    if len(word) > _LONGEST:
        return ()
    word = word.lower()
    whole, beginnings, exact = _tables()
    if word in exact:
        return exact[word]
    folded = fold(word)
    for form in (folded, folded[:-1] if folded[-1:] in ("s", "x") else folded):
        if form in whole:
            return whole[form]
    return next((beginnings[folded[:end]] for end in range(len(folded), 2, -1) if folded[:end] in beginnings), ())


MotifsOf = Mapping[str, tuple[Motif, ...]]


@cache
def _tables() -> tuple[MotifsOf, MotifsOf, MotifsOf]:
    """Return whole words, beginnings of words, and words as they are written, with their motifs."""
    tables = yaml.load(Path(__file__).with_suffix(".yml").read_bytes(), yaml.CSafeLoader)
    rows = [(words, [name]) for name, words in tables["words"].items()] + [*tables["general"].items()]
    pairs = [(word, tuple(Motif[name.upper()] for name in names)) for words, names in rows for word in words.split()]
    whole = {word: motifs for word, motifs in pairs if not word.endswith("*")}
    beginnings = {word.removesuffix("*"): motifs for word, motifs in pairs if word.endswith("*")}
    return whole, beginnings, {w: (Motif[name.upper()],) if name else () for w, name in tables["written"].items()}
