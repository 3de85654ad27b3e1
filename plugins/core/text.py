"""Comparing and naming words: folding accents, proposing the nearest name, making slugs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O"})
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_SLUG_LENGTH = 80
"""Characters of the longest slug; file systems and forges accept it with room to spare."""


def fold(text: str) -> str:
    """``text`` without case, accents or ligatures, to compare or sort as a French dictionary does."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def slugify(text: str) -> str:
    """A lower-case ASCII slug: «L'eau de l'EPCI» gives ``l-eau-de-l-epci``; may be empty."""
    return _NOT_SLUG.sub("-", fold(text)).strip("-")[:_SLUG_LENGTH].strip("-")


def nearest(word: str, candidates: Iterable[str], count: int = 3) -> list[str]:
    """Up to ``count`` candidates that look like ``word`` once both are folded, best first."""
    folded: dict[str, str] = {}
    for candidate in sorted(candidates):
        folded.setdefault(fold(candidate), candidate)
    return [folded[match] for match in get_close_matches(fold(word), folded, n=count, cutoff=0.6)]
