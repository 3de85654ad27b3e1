"""What the paragraphs of a Word file are, by their styles: titles, quotations, captions, items of lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from placette.desks.letters.documents.word_names import W, is_on, numeral, value_of
from placette.engine.base.text import fold

_ROLES = {
    **dict.fromkeys(("title", "titre", "titre principal", "titre du document", "document title"), "Title"),
    **dict.fromkeys(("quote", "intense quote", "citation", "citation intense", "quotations", "block text"), "Quote"),
    **dict.fromkeys(("caption", "legende", "illustration", "figure", "image caption", "table caption"), "Caption"),
    **dict.fromkeys(("toc heading", "en-tete de table des matieres", "contents heading"), "Contents"),
}
"""By the names of styles, folded; Word keeps the English names in files of every language, other programs don't."""
_HEADING = re.compile(r"(?:heading|titre) ?([1-9])")
_CONTENTS = re.compile(r"(?:toc|tm|contents|table des matieres) ?\d")
_LISTED = re.compile(r"(?:list (?:bullet|number)|liste (?:a puces|a numeros)) ([2-5])")
_FURTHEST = 20
"""Styles that one may be based on, one after the other."""
_EMPHASIS = {"emphasis": "i", "subtle emphasis": "i", "intense emphasis": "i", "accentuation": "i", "strong": "b"}
"""Character styles of Word that are italic or bold."""
HEADING_LEVELS = 6


@dataclass(frozen=True, slots=True)
class WordStyles:
    """What each style makes of its paragraphs or words, by its identifier."""

    roles: Mapping[str, str] = field(default_factory=dict)
    """``Title``, ``Heading1`` …, ``Quote``, ``Caption``, ``Contents``."""
    lists: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """The list (``numId``) and the level that a style puts its paragraphs into."""
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """``b`` and ``i`` for character styles."""


def read_styles(root: Element | None) -> WordStyles:
    """The styles of a document."""
    styles = {style.get(f"{W}styleId") or "": style for style in root.iter(f"{W}style")} if root is not None else {}
    roles, lists, marks = {}, {}, {}
    for name, style in styles.items():
        chain = list(_chain(style, styles))
        if style.get(f"{W}type") == "character":
            marks[name] = frozenset(mark for one in chain for mark in _marks(one))
        else:
            roles[name] = next((role for one in chain if (role := _role(one))), "")
            lists[name] = next((found for one in chain if (found := _list(one))), ("", 0))
    return WordStyles(roles, lists, marks)


def _chain(style: Element, styles: Mapping[str, Element]) -> Iterator[Element]:
    """A style and those that it is based on."""
    found: Element | None = style
    for _ in range(_FURTHEST):
        if found is None:
            return
        yield found
        found = styles.get(value_of(found, "basedOn"))


def _named(style: Element) -> str:
    return fold(value_of(style, "name")).strip()


def _role(style: Element) -> str:
    name = _named(style)
    if found := _HEADING.fullmatch(name):
        return heading_role(int(found[1]))
    if _CONTENTS.fullmatch(name):
        return "Contents"
    level = value_of(style, "pPr/outlineLvl")
    return _ROLES.get(name, "") or (heading_role(int(level) + 1) if level in set("012345678") - {""} else "")


def heading_role(level: int) -> str:
    """The role of a heading of some level from 1; deeper ones than HTML has are of the last."""
    return f"Heading{min(level, HEADING_LEVELS)}"


def _list(style: Element) -> tuple[str, int] | None:
    number = value_of(style, "pPr/numPr/numId")
    if not number:
        return None
    found = _LISTED.fullmatch(_named(style))
    return number, numeral(value_of(style, "pPr/numPr/ilvl")) or (int(found[1]) - 1 if found else 0)


def _marks(style: Element) -> Iterator[str]:
    properties = style.find(f"{W}rPr")
    if mark := _EMPHASIS.get(_named(style)):
        yield mark
    yield from (mark for mark in ("b", "i") if is_on(properties, mark))
