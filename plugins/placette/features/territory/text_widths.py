"""How much room words take on a map, told from their letters: no program measures them."""

from __future__ import annotations

from functools import lru_cache

_LETTERS = {
    letter: width
    for letters, width in (("iljI1'’ .", 0.26), ("tfr-(),", 0.34), ("cskvxyz", 0.47))
    for letter in letters
}
"""Width of narrow letters in parts of their height, in the interface's semibold."""
_WIDE, _CAPITAL, _OTHER = 0.84, 0.61, 0.55
_KEPT = 8192
"""Names whose width is kept: those of a map stand on many pages."""


@lru_cache(_KEPT)
def text_width(text: str, letter: float = 14.0) -> float:
    """Units that words take in the interface's semibold, some 2 % too many (measured on Source Sans)."""
    wide = sum(_LETTERS.get(c) or (_WIDE if c in "mwMWœŒæ" else _CAPITAL if c.isupper() else _OTHER) for c in text)
    return 1.02 * wide * letter


@lru_cache(_KEPT)
def cut_text(text: str, most: float) -> str:
    """Words, or as many of their letters as find room."""
    if text_width(text) <= most:
        return text
    while text_width(text + "…") > most and len(text) > 1:
        text = text[:-1]
    return text.rstrip(" -–") + "…"
