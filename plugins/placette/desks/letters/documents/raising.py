"""Raised and lowered digits (m², CO₂), which have characters of their own: Markdown has no mark for them."""

from __future__ import annotations

_TABLES = {
    "sup": str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ"),
    "sub": str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋"),
}


def raised(text: str, how: str) -> str:
    """``text`` raised (``sup``) or lowered (``sub``) where all of it can be; other words (1er) stay as they are."""
    table = _TABLES.get(how)
    if table is None or not text.strip() or any(ord(character) not in table for character in text):
        return text
    return text.translate(table)
