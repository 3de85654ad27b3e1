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


@dataclass(frozen=True, slots=True)
class _WordList:
    """One list: its kind, what its levels look like, and where they begin anew."""

    kind: str
    looks: Mapping[int, _ListLook]
    anew: Mapping[int, int]


@dataclass(slots=True)
class WordLists:
    """The lists of a document by their ``numId``, which count their items as they come."""

    lists: Mapping[str, _WordList] = field(default_factory=dict)
    reached: dict[tuple[str, int], int] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def next_number(self, number: str, level: int) -> int | None:
        """The number of the next item of a list; -1 for a bullet, None for what shows neither.

        Lists of one kind go on counting, until one says that it begins anew.
        """
        found = self.lists.get(number)
        if found is None or number == "0":
            return None if number == "0" else -1
        level = min(level, _LEVELS - 1)
        look = found.looks.get(level) or found.looks.get(0) or _ListLook("bullet", 1)
        if look.form in {"bullet", "none"}:
            return -1 if look.form == "bullet" else None
        if level in found.anew and (number, level) not in self.begun:
            self.reached[found.kind, level] = found.anew[level] - 1
        self.begun.add((number, level))
        reached = self.reached.get((found.kind, level), look.start - 1) + 1
        self.reached[found.kind, level] = reached
        for deeper in range(level + 1, _LEVELS):
            self.reached.pop((found.kind, deeper), None)
        return reached


def read_lists(root: Element | None) -> WordLists:
    """The lists that ``numbering.xml`` declares."""
    if root is None:
        return WordLists()
    kinds = {one.get(f"{W}abstractNumId") or "": one for one in root.iter(f"{W}abstractNum")}
    by_style = {link: one for one in kinds.values() if (link := value_of(one, "styleLink"))}
    looks = {name: _looks(by_style.get(value_of(one, "numStyleLink"), one)) for name, one in kinds.items()}
    return WordLists({one.get(f"{W}numId") or "": _list(one, looks) for one in root.iter(f"{W}num")})


def _list(number: Element, looks: Mapping[str, Mapping[int, _ListLook]]) -> _WordList:
    kind = value_of(number, "abstractNumId")
    return _WordList(kind, {**looks.get(kind, {}), **_looks(number)}, _anew(number))


def _looks(element: Element) -> dict[int, _ListLook]:
    """What the levels inside an element look like: those of a kind, or those that one list changes."""
    return {
        numeral(level.get(f"{W}ilvl") or "0"): _ListLook(
            value_of(level, "numFmt") or "decimal", numeral(value_of(level, "start"), 1)
        )
        for level in element.iter(f"{W}lvl")
    }


def _anew(number: Element) -> dict[int, int]:
    return {
        numeral(one.get(f"{W}ilvl") or "0"): numeral(start)
        for one in number.iter(f"{W}lvlOverride")
        if (start := value_of(one, "startOverride"))
    }
