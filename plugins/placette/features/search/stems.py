"""Visitors find a word in all its forms: a query and a text are compared by the stems of their words.

Snowball's algorithms, on words without accents. ``themes/placette/static/js/search/stems.js`` does the same to what
visitors type.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import cast

import regex

_ALGORITHMS = {"fr": "french", "en": "english"}
_SHORT = 2
"""Letters of a word that is its own stem."""
_DIGIT = regex.compile(r"\p{N}")
"""As browsers know it: ``str.isnumeric`` counts letters of Chinese too."""


def stem(word: str, lang: str) -> str:
    """The stem of a folded word; the word itself in other languages, with a digit, or when it is short."""
    if lang not in _ALGORITHMS or len(word) <= _SHORT or (not word.isalpha() and _DIGIT.search(word)):
        return word
    return _stemmer(lang)(word)


@functools.cache
def _stemmer(lang: str) -> Callable[[str], str]:
    """Snowball's algorithm; its library is imported when the first word needs it."""
    from Stemmer import Stemmer  # noqa: PLC0415

    return cast("Callable[[str], str]", Stemmer(_ALGORITHMS[lang], maxCacheSize=0).stemWord)
