"""Visitors find a word in all its forms: a query and a text are compared by the stems of their words.

Snowball's algorithms, on words without accents. ``themes/placette/static/js/search/stems.js`` does the same to what
visitors type.
"""

from __future__ import annotations

import functools
import re
from typing import Protocol

_FIGURE = re.compile(r"\d")
_SHORT = 2
"""Letters of a word that is its own stem."""


class _Stemmer(Protocol):
    """What is used of Snowball's classes."""

    def stemWord(self, word: str) -> str:  # noqa: N802 - Snowball's name
        """The stem."""


@functools.lru_cache(maxsize=1 << 17)
def stem(word: str, lang: str) -> str:
    """The stem of a folded word; the word itself in other languages, with a digit, or when it is short."""
    if lang not in {"fr", "en"} or len(word) <= _SHORT or any(map(str.isnumeric, word)):
        return word
    return _stemmer(lang)().stemWord(word)


@functools.cache
def _stemmer(lang: str) -> type[_Stemmer]:
    """Snowball's class, imported when the first word needs it: its package takes long to import.

    The class itself, because the package's own function takes another library (PyStemmer) where that is installed.
    A new stemmer for each word costs little, and threads can't disturb each other.
    """
    if lang == "fr":
        from snowballstemmer.french_stemmer import FrenchStemmer as Stemmer  # noqa: PLC0415
    else:
        from snowballstemmer.english_stemmer import EnglishStemmer as Stemmer  # noqa: PLC0415
    return Stemmer  # type: ignore[no-any-return]
