"""From the HTML of a text to plain values that a template walks: paragraphs, headings, lists, notes, tables, figures.

A value is a string or a mapping whose ``is`` names it. Nothing in it is markup: templates print strings as they are.
What no letters of the paper can draw, such as most emoji, is left out and told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

import regex
from selectolax.lexbor import LexborHTMLParser, LexborNode

Value = dict[str, Any]
Inline = str | Value

DRAWN = Path(__file__).with_name("printed.json")
"""Runs of the characters that the site's letters, and those that Typst brings, can draw."""
DEPTH = 12  # elements inside one another; Typst follows some eighty calls, and nobody nests so deep
_STAND_INS = str.maketrans({"✅": "✓", "☑": "✓", "❌": "✗", "❎": "✗", "➡": "→", "⬅": "←", "❤": "♥", "⭐": "★"})
_HIDDEN = regex.compile(r"[\p{Cf}\p{Cc}\uFE00-\uFE0F\u20E3]")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_TWICE = re.compile(r" (?=[ \u00a0\u202f])")
_LONG = re.compile(r"[^\s\u00a0\u202f\u200b-]{16,}")
_BREAKS = re.compile(r"(?<=[/.=&?_,;:@])(?=[^/.=&?_,;:@])")
_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl li dd dt blockquote div pre hr figure table details summary".split())
_MARKS = {"i": "em", "cite": "em", "dfn": "em", "var": "em", "b": "strong", "s": "del", "u": "ins", "kbd": "code"}
_MARKS |= {name: name for name in ("em", "strong", "sub", "sup", "del", "ins", "mark", "code", "q")} | {"samp": "code"}
_LANG = re.compile(r"([a-z]{2,3})(?:-([a-z]{2}))?(?:-.*)?", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?|mailto|tel):[^\s\\]{1,1500}")


@dataclass(slots=True)
class TextValues:
    """The blocks of a text, its notes in order (each some blocks), its pictures' number, and what can't be drawn."""

    blocks: list[Value] = field(default_factory=list)
    notes: list[list[Value]] = field(default_factory=list)
    pictures: int = 0
    lost: list[str] = field(default_factory=list)
    _level: int = 2
    _known: dict[str, int] = field(default_factory=dict)  # the number of each note, by its anchor
    _figures: list[Value] = field(default_factory=list)  # those of the paragraph at hand: they stand behind it


def read_blocks(html: str) -> TextValues:
    """Return the values of sanitised HTML; its first headings have level 3, as a story's title has 2."""
    values, root = TextValues(), LexborHTMLParser(html, is_fragment=True).root
    if root is None:
        return values
    notes = [item for item in root.css("div.footnote li") if item.attributes.get("id")]
    values._known = {str(item.attributes["id"]): number for number, item in enumerate(notes, 1)}
    values.blocks = _blocks(root, values, 0)
    values.notes = [_blocks(item, values, 1) for item in notes]
    return values


def printable(text: str, lost: list[str]) -> str:
    """Return ``text`` without what can't be drawn, which ``lost`` is told; very long words may break."""
    source = _BLANKS.sub(" ", text.translate(_STAND_INS))
    text = _HIDDEN.sub("", source)
    if _undrawn().search(text):
        clusters = []
        for cluster in regex.findall(r"\X", source):  # an emoji of several people goes whole
            bare = _HIDDEN.sub("", cluster)
            legible = _undrawn().sub("", bare)
            if legible != bare and cluster not in lost:
                lost.append(cluster)
            clusters.append(legible if legible[:1] == bare[:1] else "")
        text = _TWICE.sub("", "".join(clusters))
    return _LONG.sub(lambda found: _breakable(found[0]), text)


def plain(parts: list[Inline]) -> str:
    """Return the words of some inline values."""
    return "".join(part if isinstance(part, str) else plain(part.get("in", [])) for part in parts)


def words_of(blocks: list[Value]) -> Iterator[str]:
    """Yield the words of each paragraph, heading, item or cell, in order."""
    for block in blocks:
        if "in" in block:
            yield plain(block["in"])
        yield from words_of(block.get("blocks", []))
        for item in block.get("items", []):
            yield from words_of(item)
        for row in block.get("rows", []):
            yield from (plain(cell["in"]) for cell in row)


@cache
def _undrawn() -> re.Pattern[str]:
    runs = json.loads(DRAWN.read_bytes())
    return re.compile("[^" + "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in runs) + "]")


def _breakable(word: str) -> str:
    """Allow breaks in an address or another word that is wider than a column: behind its signs, or anywhere."""
    pieces = _BREAKS.sub("\u200b", word).split("\u200b")
    return "\u200b".join(piece[at : at + 32] for piece in pieces for at in range(0, len(piece), 32))


def _blocks(node: LexborNode, read: TextValues, depth: int) -> list[Value]:
    """Return the blocks inside an element; what is between them becomes paragraphs."""
    values: list[Value] = []
    line: list[Inline] = []

    def end() -> None:
        if words := _tidied(line):
            values.append({"is": "p", "in": words})
        values.extend(read._figures)
        read._figures.clear()
        line.clear()

    for child in node.iter(include_text=True):
        if child.tag in _BLOCKS:
            end()
            values += _in_language(child, _block(child, read, depth + 1))
        else:
            line += _inlines(child, read, depth + 1)
    end()
    return values


def _block(node: LexborNode, read: TextValues, depth: int) -> list[Value]:
    """Return the values of one block element."""
    tag, classes = node.tag or "", (node.attributes.get("class") or "").split()
    if depth > DEPTH:
        words = printable(node.text(), read.lost).strip(" ")
        return [{"is": "p", "in": [words]}] if words else []
    if tag in _PARAGRAPHS:
        return _paragraph(node, read, depth, "admonition-title" in classes)
    if tag in _KINDS:
        return _KINDS[tag](node, read, depth)
    if tag == "hr" or "footnote" in classes:
        return [{"is": "hr"}] if tag == "hr" else []
    kind = {"gallery": "gallery", "admonition": "aside"}.get(next(iter(classes), ""), _WRAPPED.get(tag, ""))
    inside = _blocks(node, read, depth + bool(kind))
    return [{"is": kind, "blocks": inside}] if kind and inside else inside


_PARAGRAPHS = frozenset({"p", "dt", "summary", "h1", "h2", "h3", "h4", "h5", "h6"})
_WRAPPED = {"blockquote": "quote", "dd": "dd"}


def _code(node: LexborNode, read: TextValues, _depth: int) -> list[Value]:
    """Return lines of code, with the spaces that they begin with."""
    lines = [(line, line.lstrip(" \t")) for line in node.text().strip("\n").split("\n")]
    indented = ["\u00a0" * min(len(line) - len(bare), 12) + printable(bare, read.lost) for line, bare in lines]
    return [{"is": "pre", "lines": indented}]


def _list(node: LexborNode, read: TextValues, depth: int) -> list[Value]:
    items = [blocks for item in node.iter() if item.tag == "li" and (blocks := _blocks(item, read, depth + 1))]
    start = node.attributes.get("start") or "1"
    number = int(start) if re.fullmatch(r"\d{1,6}", start) else 1
    return [{"is": node.tag, "items": items, "start": number}] if items else []


def _figure(node: LexborNode, read: TextValues, depth: int) -> list[Value]:
    """Return the pictures of a figure; their captions come with the pictures' own facts."""
    pictures = node.css("img")
    for picture in pictures:
        _see(picture, read)
    figures, read._figures = read._figures, []
    return figures if pictures else _blocks(node, read, depth)


def _paragraph(node: LexborNode, read: TextValues, depth: int, is_title: bool) -> list[Value]:
    """Return a paragraph or a heading, and the pictures in it. Levels follow each other without a gap."""
    tag = node.tag or ""
    words = _words(node, read, depth)
    figures, read._figures = read._figures, []
    if not words:
        return figures
    if tag[0] == "h" and depth <= 2:  # of the text itself or of a div in it
        read._level = min(max(int(tag[1]) + 1, 3), read._level + 1)
        return [{"is": "h", "level": read._level, "in": words}, *figures]
    return [{"is": "p" if tag == "p" and not is_title else "label", "in": words}, *figures]


def _words(node: LexborNode, read: TextValues, depth: int) -> list[Inline]:
    """Return what an element says on one line."""
    return _tidied([part for child in node.iter(include_text=True) for part in _inlines(child, read, depth + 1)])


def _inlines(node: LexborNode, read: TextValues, depth: int) -> list[Inline]:
    """Return the values of a piece of text or of an element inside a paragraph."""
    tag, classes = node.tag or "", (node.attributes.get("class") or "").split()
    if tag == "-text" or depth > DEPTH:
        return [printable(node.text(), read.lost)]
    if tag == "br":
        return [{"is": "br"}]
    if tag == "img":
        _see(node, read)
    if tag == "img" or "footnote-backref" in classes:
        return []
    if tag == "sup" and (reference := node.css_first("a.footnote-ref")):
        number = read._known.get((reference.attributes.get("href") or "").removeprefix("#"))
        return [{"is": "note", "number": number}] if number else []
    inside = [part for child in node.iter(include_text=True) for part in _inlines(child, read, depth + 1)]
    if tag in _BLOCKS:
        inside = [{"is": "br"}, *inside, {"is": "br"}]
    if not plain(inside).strip():
        return inside
    return _in_language(node, _linked(node, [{"is": _MARKS[tag], "in": inside}] if tag in _MARKS else inside))


def _linked(node: LexborNode, inside: list[Inline]) -> list[Inline]:
    """Return words as a link where they are one, and a mail address or a number that the words don't say."""
    address = node.attributes.get("href") or ""
    if node.tag != "a" or not _ADDRESS.fullmatch(address):
        return inside
    scheme, _, rest = address.partition(":")
    bare = rest.partition("?")[0]
    is_said = re.sub(r"\W", "", bare) in re.sub(r"\W", "", plain(inside))
    spelt = [] if is_said or scheme in {"http", "https"} else [f" ({printable(bare, [])})"]
    return [{"is": "link", "to": address, "in": inside}, *spelt]


def _in_language(node: LexborNode, values: list[Any]) -> list[Any]:
    """Return values in the language and the direction that an element says."""
    lang, direction = language_of(node.attributes.get("lang") or ""), node.attributes.get("dir") or ""
    direction = direction if direction in {"ltr", "rtl"} else ""
    if not values or not (lang or direction):
        return values
    return [{"is": "lang", "dir": direction, "blocks" if node.tag in _BLOCKS else "in": values} | lang]


def language_of(lang: str) -> dict[str, str]:
    """Return a language as Typst has it: two or three letters, and a region."""
    match = _LANG.fullmatch(lang)
    return {"lang": match[1].lower(), "region": (match[2] or "").lower()} if match else {}


def _see(picture: LexborNode, read: TextValues) -> None:
    """Number a picture, in the order of the text."""
    read._figures.append({"is": "figure", "number": read.pictures, "said": picture.attributes.get("alt") or ""})
    read.pictures += 1


def _tidied(parts: list[Inline]) -> list[Inline]:
    """Return inline values without spaces at the ends or twice in a row, nor breaks at the ends."""
    spaced = True

    def walk(some: list[Inline]) -> list[Inline]:
        nonlocal spaced
        parts_left: list[Inline] = []
        for part in some:
            if isinstance(part, str):
                text = part.lstrip(" ") if spaced else part
                spaced = text.endswith(" ") if text else spaced
                parts_left += [text] if text else []
                continue
            if part["is"] == "br":
                if spaced and not parts_left:
                    continue
                spaced = True
            elif part["is"] == "note":
                spaced = False
            parts_left.append(part | {"in": walk(part["in"])} if "in" in part else part)
        return parts_left

    parts_left = walk(_TWICE.sub("", part) if isinstance(part, str) else part for part in parts)  # type: ignore[arg-type]
    while parts_left and (
        parts_left[-1] == {"is": "br"} or (isinstance(parts_left[-1], str) and parts_left[-1].endswith(" "))
    ):
        last = parts_left.pop()
        parts_left += [last.rstrip(" ")] if isinstance(last, str) and last.strip(" ") else []
    return parts_left


def _table(node: LexborNode, read: TextValues, depth: int) -> list[Value]:
    """Return a table whose cells fit into its grid, whatever spans they were given, and its caption before it."""
    parts = [*node.iter()]
    rows = [row for part in parts for row in ([part] if part.tag == "tr" else part.iter()) if row.tag == "tr"]
    head = sum(1 for row in rows if row.parent and row.parent.tag == "thead")
    if not head and len(rows) > 1 and all(cell.tag == "th" for cell in rows[0].iter()):
        head = 1
    places = set[tuple[int, int]]()
    laid = [
        _row(row, y, head if y < head else len(rows), places, partial(_words, read=read, depth=depth))
        for y, row in enumerate(rows)
    ]
    read._figures.clear()
    caption = next((part for part in parts if part.tag == "caption"), None)
    words = _words(caption, read, depth) if caption else []
    table = {"is": "table", "columns": 1 + max((x for x, _ in places), default=-1), "head": head, "rows": laid}
    return [*([{"is": "label", "in": words}] if words else []), *([table] if places else [])]


def _row(
    row: LexborNode, y: int, end: int, taken: set[tuple[int, int]], words: Callable[[LexborNode], list[Inline]]
) -> list[Value]:
    """Return the cells of a row; ``taken`` are the places that cells have, ``end`` is the row where none may reach."""
    x, cells = 0, []
    for cell in row.iter():
        if cell.tag not in {"td", "th"}:
            continue
        while (x, y) in taken:
            x += 1
        wide, high = _span(cell, "colspan", 50), min(_span(cell, "rowspan", 999), end - y)
        wide = next((step for step in range(1, wide) if (x + step, y) in taken), wide)
        taken |= {(x + right, y + down) for right in range(wide) for down in range(high)}
        align = re.search(r"align-(\w+)", cell.attributes.get("class") or "")
        place = {"at": x, "wide": wide, "high": high, "align": align[1] if align else "left"}
        cells.append(place | {"is_head": cell.tag == "th", "in": words(cell)})
        x += wide
    return cells


def _span(cell: LexborNode, name: str, most: int) -> int:
    digits = cell.attributes.get(name) or ""
    return min(max(int(digits), 1), most) if re.fullmatch(r"\d{1,4}", digits) else 1


_KINDS: Mapping[str, Callable[[LexborNode, TextValues, int], list[Value]]]
_KINDS = {"pre": _code, "ul": _list, "ol": _list, "figure": _figure, "table": _table}
