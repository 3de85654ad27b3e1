"""The commune that a text is about, looked for by name where nobody said it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from placette.engine.base.text import fold
from placette.engine.library.communes import CommuneIndex
from placette.engine.library.models import Commune

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 8
"""Words of the longest name that is looked for; the longest official ones have eight."""
_READ = 20_000
"""Characters that are looked through."""


def commune_said(text: str, index: CommuneIndex) -> Commune | None:
    """The one commune that a text names by its whole name; None where it names none, several, or one of namesakes.

    A name needs a capital: “bas” is no commune, “Bas” may be.
    """
    found = set(_named(text[:_READ], _names(index)))
    codes = {code for group in found for code in group}
    return index.by_code[codes.pop()] if len(codes) == 1 else None


def name_of(commune: Commune, index: CommuneIndex) -> str:
    """What a post writes for a commune: its name, or its code where others have the same."""
    return commune.name if index.find(commune.name) == (commune,) else commune.code


def _names(index: CommuneIndex) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The codes of communes by the words of their folded name."""
    return {tuple(_WORD.findall(name)): codes for name, codes in index.by_name.items()}


def _named(text: str, names: dict[tuple[str, ...], tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The codes of each name in a text; of names that begin with one another the longest."""
    written = _WORD.findall(text)
    words = [fold(word) for word in written]
    place = 0
    while place < len(words):
        sizes = range(min(_LONGEST, len(words) - place), 0, -1)
        size = next((size for size in sizes if tuple(words[place : place + size]) in names), 0)
        if size and any(word[0].isupper() for word in written[place : place + size]):
            yield names[tuple(words[place : place + size])]
        place += size or 1
