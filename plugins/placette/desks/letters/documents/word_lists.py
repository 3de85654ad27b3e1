"""The numbers that Word shows before the items of its lists, and that its files don't hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from placette.desks.letters.documents.word_names import W, numeral, value_of

_LEVELS = 9
"""Levels of a list (ECMA-376, part 1, 17.9.6)."""


@dataclass(frozen=True, slots=True)
class _ListLook:
    """One level of a kind of list: its format (``bullet``, ``decimal`` …) and its first number."""

    form: str
    start: int


@dataclass(slots=True)
class WordLists:
    """The lists of a document, which count their items as they come."""

    kinds: Mapping[str, Mapping[int, _ListLook]] = field(default_factory=dict)
    """By ``abstractNumId``."""
    lists: Mapping[str, tuple[str, Mapping[int, int]]] = field(default_factory=dict)
    """By ``numId``: the kind, and where levels begin anew."""
    reached: dict[tuple[str, int], int] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def next_number(self, number: str, level: int) -> int | None:
        """The number of the next item of a list; -1 for a bullet, None for what shows neither."""
        kind, anew = self.lists.get(number, ("", {}))
        level = min(level, _LEVELS - 1)
        looks = self.kinds.get(kind, {})
        look = looks.get(level) or looks.get(0)
        if number == "0" or look is None or look.form == "none":
            return None if number == "0" or look else -1
        if look.form == "bullet":
            return -1
        if number not in self.begun:
            self.begun.add(number)
            self.reached.update({(kind, at): start - 1 for at, start in anew.items()})
        reached = self.reached.get((kind, level), look.start - 1) + 1
        self.reached[kind, level] = reached
        for deeper in range(level + 1, _LEVELS):
            self.reached.pop((kind, deeper), None)
        return reached


def read_lists(root: Element | None) -> WordLists:
    """The lists that ``numbering.xml`` declares."""
    if root is None:
        return WordLists()
    kinds = {one.get(f"{W}abstractNumId") or "": one for one in root.iter(f"{W}abstractNum")}
    by_style = {link: one for one in kinds.values() if (link := value_of(one, "styleLink"))}
    linked = {name: by_style.get(value_of(one, "numStyleLink"), one) for name, one in kinds.items()}
    lists = {one.get(f"{W}numId") or "": (value_of(one, "abstractNumId"), _anew(one)) for one in root.iter(f"{W}num")}
    return WordLists({name: _looks(one) for name, one in linked.items()}, lists)


def _looks(kind: Element) -> dict[int, _ListLook]:
    return {
        numeral(level.get(f"{W}ilvl") or "0"): _ListLook(
            value_of(level, "numFmt") or "decimal", numeral(value_of(level, "start"), 1)
        )
        for level in kind.iter(f"{W}lvl")
    }


def _anew(number: Element) -> dict[int, int]:
    return {
        numeral(one.get(f"{W}ilvl") or "0"): numeral(start)
        for one in number.iter(f"{W}lvlOverride")
        if (start := value_of(one, "startOverride"))
    }
