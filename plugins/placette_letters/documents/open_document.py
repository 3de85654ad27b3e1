"""OpenDocument texts (``.odt``) become blocks, from their own XML and its styles."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from placette_letters.documents.manuscript import (
    LARGEST_PICTURE,
    DocumentArchive,
    heading_role,
    role_of_style,
    style_chain,
)
from placette_letters.letter import picture_form
from placette_richtext import blocks as richtext
from placette_richtext import hypertext, structure

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_ESCAPED = re.compile(r"_([0-9a-f]{1,4})_")
_LARGE = 14  # Points from which on words are larger than those of most letters


@dataclass(frozen=True, slots=True)
class OpenStyles:
    """The looks of styles, by their names."""

    roles: Mapping[str, str] = field(default_factory=dict)  # `title`, `quote`, `caption`, `h1` …
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """``strong``, ``em``, ``del``, ``large``, ``sup``, ``sub`` and ``hidden``."""
    numbered: frozenset[tuple[str, int]] = frozenset()  # Lists by style and level that show numbers
    listed: Mapping[str, str] = field(default_factory=dict)  # The style of the list that a style of paragraphs is for

    def role(self, name: str) -> str:
        """Return a style's role for its paragraphs; an undeclared one has its name alone."""
        return self.roles[name] if name in self.roles else _named_role(name)


def _role(style: Element) -> str:
    level = style.get(f"{STYLE}default-outline-level") or ""
    role = _named_role(style.get(f"{STYLE}display-name") or style.get(f"{STYLE}name") or "")
    return role or (heading_role(int(level)) if level in set("123456789") else "")


def _named_role(written: str) -> str:
    return role_of_style(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), written))


def _marks(chain: Iterable[Mapping[str, bool]]) -> frozenset[str]:
    """Return a style's marks for words; the nearest style of a chain with any counts."""
    marks: dict[str, bool] = {}
    for style in chain:
        marks = {**style, **marks}
    return frozenset(mark for mark, on in marks.items() if on)


def _said(style: Element) -> Mapping[str, bool]:
    """Return what a style itself says of words."""
    marks: dict[str, bool] = {}
    for properties in style.iter(f"{STYLE}text-properties"):
        for mark, on in _properties(properties):
            marks.setdefault(mark, on)
    return marks


def _properties(properties: Element) -> Iterator[tuple[str, bool]]:
    weight = properties.get(f"{_FO}font-weight")
    if weight:
        yield "strong", weight == "bold" or (weight.isdigit() and int(weight) >= 600)
    if (size := properties.get(f"{_FO}font-size", "")).endswith("pt"):
        yield "large", size[:2].isdigit() and int(size[:2]) >= _LARGE
    if slant := properties.get(f"{_FO}font-style"):
        yield "em", slant in {"italic", "oblique"}
    if line := properties.get(f"{STYLE}text-line-through-style") or properties.get(f"{STYLE}text-line-through-type"):
        yield "del", line != "none"
    if place := properties.get(f"{STYLE}text-position"):
        where = place.split()[0]
        yield "sup", where == "super" or (where.rstrip("%").isdigit() and where.rstrip("%") != "0")
        yield "sub", where == "sub" or where.startswith("-")
    if hidden := properties.get(f"{TEXT}display"):
        yield "hidden", hidden == "none"


def _numbered(roots: Iterable[Element]) -> Iterator[tuple[str, int]]:
    for root in roots:
        for style in root.iter(f"{TEXT}list-style"):
            for level in style.iter(f"{TEXT}list-level-style-number"):
                number = level.get(f"{TEXT}level") or "1"
                if level.get(f"{STYLE}num-format"):
                    yield style.get(f"{STYLE}name") or "", int(number) if number.isdigit() else 1


_LEFT_OUT = frozenset(
    {f"{TEXT}{n}" for n in ("hidden-text", "hidden-paragraph", "note-citation", "sequence-decls", "variable-decls")}
    | {f"{TEXT}{n}" for n in ("user-field-decls", "ruby-text", "bibliography-mark-source", "page-number", "page-count")}
    | {f"{TEXT}{n}" for n in ("table-of-content", "illustration-index", "table-index", "object-index", "user-index")}
    | {
        f"{TEXT}alphabetical-index",
        f"{OFFICE}forms",
        f"{OFFICE}annotation-end",
        f"{OFFICE}event-listeners",
        f"{SVG}title",
        f"{SVG}desc",
    }
    | {f"{TEXT}script", f"{DRAW}glue-point", f"{DRAW}enhanced-geometry", f"{DRAW}image-map"}
)
_MOST_SPACES = 100
_MOST_COLUMNS = 60
_MOST_LEVELS = 8  # Lists inside each other; deeper ones are read as paragraphs of the last


@dataclass(slots=True)
class _OpenText:
    """One text while it is read."""

    archive: DocumentArchive
    styles: OpenStyles
    pictures: dict[str, bytes] = field(default_factory=dict)
    notes: dict[str, richtext.Blocks] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    counted: dict[str, int] = field(default_factory=dict)
    """The last number of lists, by their style and by their own name."""


@dataclass(slots=True)
class _Line:
    """The runs of one paragraph, and the boxes of text that are tied to it, which come after it."""

    runs: list[richtext.WordRun] = field(default_factory=list)
    boxes: list[richtext.DocumentBlock] = field(default_factory=list)


def read_open_text(archive: DocumentArchive) -> tuple[richtext.DocumentTree, dict[str, bytes]]:
    """Return the blocks of an OpenDocument text, and its pictures by the keys that the blocks name.

    Raises ``UnfitDocumentError``.
    """
    content = archive.tree("content.xml")
    body = content.find(f"{OFFICE}body/{OFFICE}text") if content is not None else None
    if content is None or body is None:
        raise hypertext.UnfitDocumentError("document-damaged")
    # The styles of a text: its own, and those that formatting made
    roots = [root for root in (archive.tree("styles.xml"), content) if root is not None]
    styles = {element.get(f"{STYLE}name") or "": element for root in roots for element in root.iter(f"{STYLE}style")}
    direct = {element.get(f"{STYLE}name") or "" for element in content.iter(f"{STYLE}style")}
    roles, marks, listed = {}, {}, {}
    marks_of = cache(_said)  # a style may be the base of thousands
    for name, style in styles.items():
        chain = list(style_chain(style, styles, lambda one: one.get(f"{STYLE}parent-style-name") or ""))
        roles[name] = next((role for element in chain if (role := _role(element))), "")
        relevant = (
            chain if style.get(f"{STYLE}family") == "text" else [c for c in chain if c.get(f"{STYLE}name") in direct]
        )
        marks[name] = _marks(map(marks_of, relevant))
        listed[name] = next((v for element in chain if (v := element.get(f"{STYLE}list-style-name"))), "")
    text = _OpenText(archive, OpenStyles(roles, marks, frozenset(_numbered(roots)), listed))
    blocks = tuple(_blocks(body, text))
    return richtext.DocumentTree(blocks, text.notes, dict(text.left_out)), text.pictures


def _blocks(parent: Element, text: _OpenText) -> Iterator[richtext.DocumentBlock]:
    """Yield the blocks inside an element; quotations that follow each other are one."""
    quoted: list[richtext.DocumentBlock] = []
    for child in parent:
        text.archive.made.count("layout")
        is_quoted = child.tag == f"{TEXT}p" and text.styles.role(_style(child)) == "quote"
        if quoted and not is_quoted:
            yield richtext.Quotation(tuple(quoted))
            quoted = []
        if is_quoted:
            quoted += _paragraph(child, "", text)
        else:
            yield from _block(child, text)
    if quoted:
        yield richtext.Quotation(tuple(quoted))


def _block(element: Element, text: _OpenText) -> Iterator[richtext.DocumentBlock]:
    tag = element.tag
    if tag in _LEFT_OUT or tag == f"{TEXT}tracked-changes":
        text.left_out += Counter(
            f"document-deleted\n{words}" for deletion in element.iter(f"{TEXT}deletion") if (words := _words(deletion))
        )
    elif tag == f"{TEXT}h":
        level = element.get(f"{TEXT}outline-level") or "1"
        role = text.styles.role(_style(element))
        yield from _paragraph(
            element, "title" if role == "title" else heading_role(int(level) if level.isdigit() else 1), text
        )
    elif tag == f"{TEXT}p":
        role = text.styles.role(_style(element))
        yield from _paragraph(element, role if role != "quote" else "", text)
    elif tag == f"{TEXT}list":
        yield from _list(element, "", 1, text)
    elif tag == f"{TABLE}table":
        rows = [[_cell(cell, text) for cell in _cells(row)] for row in _rows(element)]
        yield from structure.block_of_table(rows, text.left_out)
    elif tag.startswith(DRAW):
        line = _Line()
        _read_drawing(element, frozenset(), "", text, line)
        yield from (*richtext.paragraphs_of(line.runs), *line.boxes)
    elif element.get(f"{TEXT}display") != "none":
        yield from _blocks(element, text)


def _words(element: Element) -> str:
    return " ".join("".join(line.itertext()) for line in element.iter(f"{TEXT}p")).strip()


def _style(element: Element) -> str:
    return element.get(f"{TEXT}style-name") or ""


def _paragraph(element: Element, role: str, text: _OpenText) -> Iterator[richtext.DocumentBlock]:
    line = _Line()
    marks = text.styles.marks.get(_style(element), frozenset())
    if "hidden" not in marks:
        _read_inside(element, marks, "", text, line)
    counts = text.archive.made
    counts.count("pieces", len(line.runs))
    counts.count("characters", sum(len(run.text) + len(run.href) for run in line.runs))
    paragraphs = richtext.paragraphs_of(line.runs, role)
    counts.count("paragraphs", len(paragraphs))
    yield from paragraphs
    yield from line.boxes


def _read_inside(element: Element, marks: frozenset[str], href: str, text: _OpenText, line: _Line) -> None:
    line.runs += _run(element.text, marks, href)
    for child in element:
        if child.tag not in _LEFT_OUT:
            _read_inline(child, marks, href, text, line)
        line.runs += _run(child.tail, marks, href)


def _run(words: str | None, marks: frozenset[str], href: str) -> Iterator[richtext.WordRun]:
    if words:
        word = hypertext.raised(
            richtext.clean_characters(words), "sup" if "sup" in marks else "sub" if "sub" in marks else ""
        )
        yield richtext.WordRun(word, marks - {"sup", "sub", "hidden"}, href)


def _read_inline(element: Element, marks: frozenset[str], href: str, text: _OpenText, line: _Line) -> None:
    tag = element.tag
    if tag == f"{TEXT}span":
        own_marks = text.styles.marks.get(_style(element), frozenset())
        if "hidden" not in own_marks:
            _read_inside(element, marks | own_marks, href, text, line)
    elif tag == f"{TEXT}a":
        _read_inside(element, marks, hypertext.link_target(element.get(f"{XLINK}href") or "") or href, text, line)
    elif tag == f"{TEXT}s":
        count = element.get(f"{TEXT}c") or "1"
        line.runs += _run(" " * min(int(count) if count.isdigit() else 1, _MOST_SPACES), marks, href)
    elif tag == f"{TEXT}tab":
        line.runs += _run("\t", marks, href)
    elif tag == f"{TEXT}line-break":
        line.runs.append(richtext.WordRun(kind=richtext.RunKind.BREAK))
    elif tag == f"{TEXT}note":
        line.runs += _note(element, text)
    elif tag == f"{OFFICE}annotation":
        text.left_out[f"document-comments\n{_words(element)}"] += 1
    elif tag.startswith(DRAW):
        _read_drawing(element, marks, href, text, line)
    else:
        _read_inside(element, marks, href, text, line)


def _note(element: Element, text: _OpenText) -> Iterator[richtext.WordRun]:
    body = element.find(f"{TEXT}note-body")
    if body is not None:
        label = str(len(text.notes) + 1)
        text.notes[label] = ()
        text.notes[label] = tuple(_blocks(body, text))
        yield richtext.WordRun(label, kind=richtext.RunKind.NOTE)


def _read_drawing(element: Element, marks: frozenset[str], href: str, text: _OpenText, line: _Line) -> None:
    """Read a frame with a picture or a box of text, a shape with words, a group of them."""
    if element.tag != f"{DRAW}frame":
        line.boxes += _blocks(element, text) if element.tag not in {f"{DRAW}a", f"{DRAW}g"} else ()
        for child in element if element.tag in {f"{DRAW}a", f"{DRAW}g"} else ():
            if child.tag.startswith(DRAW):
                _read_drawing(child, marks, href, text, line)
        return
    boxes = element.findall(f"{DRAW}text-box")
    is_object = any(child.tag in {f"{DRAW}object", f"{DRAW}object-ole", f"{DRAW}plugin"} for child in element)
    if is_object and not boxes:
        text.left_out["picture-drawing"] += 1
    elif images := [key for image in element.findall(f"{DRAW}image") if (key := _picture(image, text))]:
        words = (element.findtext(f"{SVG}desc") or "").strip() or (element.findtext(f"{SVG}title") or "").strip()
        best = next((key for key in images if picture_form(text.pictures.get(key, b""))[0]), images[0])
        line.runs.append(richtext.WordRun(best, kind=richtext.RunKind.PICTURE, alt=richtext.clean_characters(words)))
    for box in boxes:
        line.boxes += _blocks(box, text)


def _picture(image: Element, text: _OpenText) -> str:
    """Return the key of a picture: its place in the archive, whose data are kept, or its address outside."""
    href = image.get(f"{XLINK}href") or ""
    name = posixpath.normpath(unquote(href))
    if name not in text.archive.names:
        return href if ":" in href or not href else f"file:{href}"
    if name not in text.pictures:
        text.pictures[name] = text.archive.read(name, LARGEST_PICTURE)
    return name


def _list(element: Element, above: str, level: int, text: _OpenText) -> Iterator[richtext.DocumentBlock]:
    if level > _MOST_LEVELS:
        yield from (block for item in element for part in item for block in _item_part(part, above, level, text))
        return
    first = next(element.iter(f"{TEXT}p"), None)
    style = _style(element) or above or ("" if first is None else text.styles.listed.get(_style(first), ""))
    numbered = (style, level) in text.styles.numbered
    goes_on = element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list")
    reached = text.counted.get(element.get(f"{TEXT}continue-list") or style, 0) if goes_on else 0
    items: list[richtext.Blocks] = []
    start = 0
    for child in element:
        blocks = tuple(block for part in child for block in _item_part(part, style, level, text))
        if not blocks:
            continue
        if child.tag == f"{TEXT}list-header" or isinstance(blocks[0], richtext.Enumeration):
            if items:
                items[-1] = (*items[-1], *blocks)
                continue
            if level == 1 and all(isinstance(block, richtext.Enumeration) for block in blocks):
                yield from blocks
                continue
        value = child.get(f"{TEXT}start-value") or ""
        reached = int(value) if value.isdigit() and len(value) < 7 else reached + 1
        start = start or reached
        items.append(blocks)
    for name in (style, element.get("{http://www.w3.org/XML/1998/namespace}id") or style):
        text.counted[name] = reached
    if items:
        yield richtext.Enumeration(tuple(items), start if numbered else -1)


def _item_part(part: Element, style: str, level: int, text: _OpenText) -> Iterator[richtext.DocumentBlock]:
    yield from _list(part, style, level + 1, text) if part.tag == f"{TEXT}list" else _block(part, text)


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in {f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"}:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for cell in row:
        if cell.tag == f"{TABLE}table-cell":
            count = cell.get(f"{TABLE}number-columns-repeated") or "1"
            yield from [cell] * min(int(count) if count.isdigit() else 1, _MOST_COLUMNS)


def _cell(cell: Element, text: _OpenText) -> structure.TableCell:
    spans = (cell.get(f"{TABLE}number-{name}-spanned") or "1" for name in ("columns", "rows"))
    width, height = (int(span) if span.isdigit() and len(span) < 4 else 1 for span in spans)
    return structure.TableCell(tuple(_blocks(cell, text)), max(1, width), max(1, height))
