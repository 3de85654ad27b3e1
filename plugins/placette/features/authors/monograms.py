"""The letters and the colour that stand for a person without a portrait, the same on pages and on cards."""

from __future__ import annotations

from placette.engine.base.text import fold, place_of

GROUNDS = ("#3d7a5f", "#a8432a", "#496b94", "#7a4a63", "#95611e", "#2d4e6e", "#56652b", "#6a4c93")
"""Colours behind the letters, which are white. Chosen in OKLCH: lightness 0.41 to 0.54, eight hues far apart."""
HUES = len(GROUNDS)
_LITTLE_WORDS = frozenset({"les", "le", "la", "l", "de", "du", "des", "d", "et", "aux", "a", "the", "of"})


def monogram(name: str) -> str:
    """One or two initials of a name: «Les Amis du baromètre (association)» gives «AB»."""
    plain = name.partition("(")[0].replace("'", " ").replace("’", " ")
    words = [word for word in plain.split() if word[:1].isalnum()]
    main = [word for word in words if fold(word) not in _LITTLE_WORDS] or words
    initials = "".join(word[0] for word in (main[0], main[-1])) if len(main) > 1 else (main or ["?"])[0][:1]
    return initials.upper()


def hue_of(key: str) -> int:
    """Which of ``GROUNDS`` is a person's: it depends on the key alone, so it never changes."""
    return place_of(key, HUES)
