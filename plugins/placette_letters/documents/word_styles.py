"""What the paragraphs of a Word file are, by their styles: titles, quotations, captions, items of lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from placette.engine.base.text import fold

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V = "{urn:schemas-microsoft-com:vml}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R),
    (b"http://purl.oclc.org/ooxml/drawingml/main", A),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", WP),
    (b"http://purl.oclc.org/ooxml/drawingml/picture", PIC),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATHS),
)
"""The names of the strict form, which Word writes on demand."""


def as_transitional(content: bytes) -> bytes:
    """A part of the strict form with the names that Word usually writes."""
    for strict, usual in _STRICT if b"http://purl.oclc.org/ooxml/" in content else ():
        content = content.replace(strict, usual[1:-1].encode())
    return content


def value_of(element: Element | None, path: str, name: str = f"{W}val") -> str:
    """An attribute of what lies at ``path`` below an element (names of W only); empty where there is none."""
    found = element.find("/".join(f"{W}{step}" for step in path.split("/"))) if element is not None else None
    return (found.get(name) or "") if found is not None else ""


def is_on(properties: Element | None, name: str) -> bool:
    """Whether a property that is on or off is on."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return found is not None and (found.get(f"{W}val") or "1") not in {"0", "false", "off", "none"}


def numeral(value: str, otherwise: int = 0) -> int:
    """A small number as XML writes it."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else otherwise


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
    return WordLists({one.get(f"{W}numId") or "": _word_lists_list(one, looks) for one in root.iter(f"{W}num")})


def _word_lists_list(number: Element, looks: Mapping[str, Mapping[int, _ListLook]]) -> _WordList:
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


_ROLES = {
    **dict.fromkeys(("title", "titre", "titre principal", "titre du document", "document title"), "Title"),
    **dict.fromkeys(("quote", "intense quote", "citation", "citation intense"), "Quote"),
    **dict.fromkeys(("quotations", "citations", "block text", "block quotation", "bloc de citation"), "Quote"),
    **dict.fromkeys(("caption", "legende", "illustration", "figure", "image caption", "figurecaption"), "Caption"),
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
