"""Guesses the language of a text that says none: its typography and its voice on the page depend on it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import yaml

from placette.desks.review.prose import Prose

_TABLE = Path(__file__).with_suffix(".yml")
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 12
"""Short words of another language below which nothing is said."""
_AHEAD = 3
"""How many times more of them there must be than of the text's own."""


@cache
def _languages() -> dict[str, frozenset[str]]:
    table: dict[str, list[str]] = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return {lang: frozenset(words) for lang, words in table.items()}


def other_language(prose: Prose, lang: str) -> str:
    """The language that a text seems to be in, when that is not ``lang``; else empty."""
    words = Counter(_WORD.findall(prose.words.casefold()))
    found = {code: sum(words[word] for word in short) for code, short in _languages().items()}
    likely = max(found, key=lambda code: found[code])
    own = found.get(lang.partition("-")[0], 0)
    return likely if likely != lang and found[likely] >= max(_ENOUGH, _AHEAD * own) else ""
