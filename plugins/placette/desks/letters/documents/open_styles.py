"""What the paragraphs, words and lists of an OpenDocument text are, by their styles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from placette.engine.base.text import fold

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_ROLES = {
    **dict.fromkeys(("title", "titre", "titre principal"), "title"),
    **dict.fromkeys(("quotations", "quote", "intense quote", "citation", "citation intense", "block text"), "quote"),
    **dict.fromkeys(("block quotation", "bloc de citation", "citations"), "quote"),
    **dict.fromkeys(("caption", "illustration", "figure", "legende", "drawing", "text"), "caption"),
    **dict.fromkeys(("figurewithcaption", "tablecaption", "figurecaption"), "caption"),
}
"""By the names of styles, folded; LibreOffice keeps English names in files of every language, pandoc writes others."""
_HEADING = re.compile(r"(?:heading|titre) ?([1-9])")
_ESCAPED = re.compile(r"_([0-9a-f]{1,4})_")
_FURTHEST = 20


@dataclass(frozen=True, slots=True)
class OpenStyles:
    """What styles say, by their names."""

    roles: Mapping[str, str] = field(default_factory=dict)
    """``title``, ``quote``, ``caption``, ``h1`` …"""
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """``strong``, ``em``, ``del``, ``sup``, ``sub`` and ``hidden``."""
    numbered: frozenset[tuple[str, int]] = frozenset()
    """Lists by style and level that show numbers."""
    listed: Mapping[str, str] = field(default_factory=dict)
    """The style of the list that a style of paragraphs is for."""

    def role(self, name: str) -> str:
        """What a style makes of its paragraphs; one that isn't declared has its name alone."""
        return self.roles[name] if name in self.roles else _named_role(name)


def read_open_styles(content: Element, styles: Element | None) -> OpenStyles:
    """The styles of a text: its own, and those that formatting made."""
    roots = [root for root in (styles, content) if root is not None]
    found = {one.get(f"{STYLE}name") or "": one for root in roots for one in root.iter(f"{STYLE}style")}
    direct = {one.get(f"{STYLE}name") or "" for one in content.iter(f"{STYLE}style")}
    roles, marks, listed = {}, {}, {}
    for name, style in found.items():
        chain = list(_chain(style, found))
        roles[name] = next((role for one in chain if (role := _role(one))), "")
        relevant = (
            chain if style.get(f"{STYLE}family") == "text" else [c for c in chain if c.get(f"{STYLE}name") in direct]
        )
        marks[name] = _marks(relevant)
        listed[name] = next((v for one in chain if (v := one.get(f"{STYLE}list-style-name"))), "")
    return OpenStyles(roles, marks, frozenset(_numbered(roots)), listed)


def _chain(style: Element, styles: Mapping[str, Element]) -> Iterator[Element]:
    found: Element | None = style
    for _ in range(_FURTHEST):
        if found is None:
            return
        yield found
        found = styles.get(found.get(f"{STYLE}parent-style-name") or "")


def _role(style: Element) -> str:
    level = style.get(f"{STYLE}default-outline-level") or ""
    named = _named_role(style.get(f"{STYLE}display-name") or style.get(f"{STYLE}name") or "")
    return named or (f"h{min(int(level), 6)}" if level in set("123456789") else "")


def _named_role(written: str) -> str:
    name = fold(_ESCAPED.sub(_character, written)).strip()
    found = _HEADING.fullmatch(name)
    return f"h{min(int(found[1]), 6)}" if found else _ROLES.get(name, "")


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


def _marks(chain: Iterable[Element]) -> frozenset[str]:
    """What a style says of words; the nearest style of a chain that says anything counts."""
    said: dict[str, bool] = {}
    for style in chain:
        for properties in style.iter(f"{STYLE}text-properties"):
            for mark, on in _properties(properties):
                said.setdefault(mark, on)
    return frozenset(mark for mark, on in said.items() if on)


def _properties(properties: Element) -> Iterator[tuple[str, bool]]:
    weight = properties.get(f"{_FO}font-weight")
    if weight:
        yield "strong", weight == "bold" or (weight.isdigit() and int(weight) >= 600)
    if slant := properties.get(f"{_FO}font-style"):
        yield "em", slant in {"italic", "oblique"}
    if line := properties.get(f"{STYLE}text-line-through-style") or properties.get(f"{STYLE}text-line-through-type"):
        yield "del", line != "none"
    if place := properties.get(f"{STYLE}text-position"):
        where = place.split()[0]
        yield "sup", where == "super" or (where.rstrip("%").isdigit() and where.rstrip("%") != "0")
        yield "sub", where == "sub" or where.startswith("-")
    if shown := properties.get(f"{TEXT}display"):
        yield "hidden", shown == "none"


def _numbered(roots: Iterable[Element]) -> Iterator[tuple[str, int]]:
    for root in roots:
        for style in root.iter(f"{TEXT}list-style"):
            for level in style.iter(f"{TEXT}list-level-style-number"):
                number = level.get(f"{TEXT}level") or "1"
                if level.get(f"{STYLE}num-format"):
                    yield style.get(f"{STYLE}name") or "", int(number) if number.isdigit() else 1
