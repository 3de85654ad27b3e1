"""OpenDocument texts (``.odt``) become blocks, read from their own XML (OpenDocument 1.3, part 3)."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from placette.desks.letters.documents.addresses import link_target
from placette.desks.letters.documents.archives import DocumentArchive, UnfitDocumentError
from placette.desks.letters.documents.blocks import (
    Blocks,
    DocumentBlock,
    DocumentTree,
    Enumeration,
    Quotation,
    RunKind,
    WordRun,
    paragraphs_of,
)
from placette.desks.letters.documents.escaping import clean_characters
from placette.desks.letters.documents.open_styles import (
    DRAW,
    OFFICE,
    SVG,
    TABLE,
    TEXT,
    XLINK,
    OpenStyles,
    read_open_styles,
)
from placette.desks.letters.documents.picture_files import LARGEST_PICTURE, suffix_of
from placette.desks.letters.documents.raising import raised
from placette.desks.letters.documents.tables import TableCell, block_of_table

_CONTENTS = frozenset(
    f"{TEXT}{name}"
    for name in "table-of-content illustration-index table-index object-index user-index alphabetical-index".split()
)
_LEFT_OUT = frozenset(
    {f"{TEXT}{n}" for n in ("hidden-text", "hidden-paragraph", "note-citation", "sequence-decls", "variable-decls")}
    | {f"{TEXT}{n}" for n in ("user-field-decls", "ruby-text", "bibliography-mark-source", "page-number", "page-count")}
    | {f"{OFFICE}forms", f"{OFFICE}annotation-end", f"{OFFICE}event-listeners", f"{SVG}title", f"{SVG}desc"}
    | {f"{TEXT}script", f"{DRAW}glue-point", f"{DRAW}enhanced-geometry", f"{DRAW}image-map"}
)
_MOST_SPACES = 100
_MOST_COLUMNS = 60
_MOST_LEVELS = 8
"""Lists inside each other; what lies deeper is read as paragraphs of the last."""


@dataclass(slots=True)
class _OpenText:
    """One text while it is read."""

    archive: DocumentArchive
    styles: OpenStyles
    pictures: dict[str, bytes] = field(default_factory=dict)
    notes: dict[str, Blocks] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    counted: dict[str, int] = field(default_factory=dict)
    """The last number of lists, by their style and by their own name."""


@dataclass(slots=True)
class _Line:
    """The runs of one paragraph, and the boxes of text that are tied to it, which come after it."""

    runs: list[WordRun] = field(default_factory=list)
    boxes: list[DocumentBlock] = field(default_factory=list)


def read_open_text(archive: DocumentArchive) -> tuple[DocumentTree, dict[str, bytes]]:
    """The blocks of an OpenDocument text, and its pictures by the keys that the blocks name.

    Raises ``UnfitDocumentError``.
    """
    content = archive.tree("content.xml")
    body = content.find(f"{OFFICE}body/{OFFICE}text") if content is not None else None
    if content is None or body is None:
        raise UnfitDocumentError("document-damaged")
    text = _OpenText(archive, read_open_styles(content, archive.tree("styles.xml")))
    blocks = tuple(_blocks(body, text))
    return DocumentTree(blocks, text.notes, dict(text.left_out)), text.pictures


def _blocks(parent: Element, text: _OpenText) -> Iterator[DocumentBlock]:
    """The blocks inside an element; quotations that follow each other are one."""
    quoted: list[DocumentBlock] = []
    for child in parent:
        is_quoted = child.tag == f"{TEXT}p" and text.styles.role(_style(child)) == "quote"
        if quoted and not is_quoted:
            yield Quotation(tuple(quoted))
            quoted = []
        if is_quoted:
            quoted += _paragraph(child, "", text)
        else:
            yield from _block(child, text)
    if quoted:
        yield Quotation(tuple(quoted))


def _block(element: Element, text: _OpenText) -> Iterator[DocumentBlock]:
    tag = element.tag
    if tag in _LEFT_OUT or tag == f"{TEXT}tracked-changes":
        text.left_out["document-deleted"] += sum(map(_says_anything, element.iter(f"{TEXT}deletion")))
    elif tag in _CONTENTS:
        text.left_out["document-contents"] = 1
    elif tag == f"{TEXT}h":
        level = element.get(f"{TEXT}outline-level") or "1"
        role = text.styles.role(_style(element))
        yield from _paragraph(
            element, "title" if role == "title" else f"h{min(int(level), 6) if level.isdigit() else 1}", text
        )
    elif tag == f"{TEXT}p":
        role = text.styles.role(_style(element))
        yield from _paragraph(element, role if role != "quote" else "", text)
    elif tag == f"{TEXT}list":
        yield from _list(element, "", 1, text)
    elif tag == f"{TABLE}table":
        yield from block_of_table([[_cell(cell, text) for cell in _cells(row)] for row in _rows(element)])
    elif tag.startswith(DRAW):
        line = _Line()
        _read_drawing(element, frozenset(), "", text, line)
        yield from (*paragraphs_of(line.runs), *line.boxes)
    elif element.get(f"{TEXT}display") != "none":
        yield from _blocks(element, text)


def _says_anything(element: Element) -> bool:
    return bool("".join(element.itertext()).strip())


def _style(element: Element) -> str:
    return element.get(f"{TEXT}style-name") or ""


def _paragraph(element: Element, role: str, text: _OpenText) -> Iterator[DocumentBlock]:
    line = _Line()
    marks = text.styles.marks.get(_style(element), frozenset())
    if "hidden" not in marks:
        _read_inside(element, marks, "", text, line)
    yield from paragraphs_of(line.runs, role)
    yield from line.boxes


def _read_inside(element: Element, marks: frozenset[str], href: str, text: _OpenText, line: _Line) -> None:
    line.runs += _run(element.text, marks, href)
    for child in element:
        if child.tag not in _LEFT_OUT:
            _read_inline(child, marks, href, text, line)
        line.runs += _run(child.tail, marks, href)


def _run(words: str | None, marks: frozenset[str], href: str) -> Iterator[WordRun]:
    if words:
        shown = raised(clean_characters(words), "sup" if "sup" in marks else "sub" if "sub" in marks else "")
        yield WordRun(shown, marks - {"sup", "sub", "hidden"}, href)


def _read_inline(element: Element, marks: frozenset[str], href: str, text: _OpenText, line: _Line) -> None:
    tag = element.tag
    if tag == f"{TEXT}span":
        own = text.styles.marks.get(_style(element), frozenset())
        if "hidden" not in own:
            _read_inside(element, marks | own, href, text, line)
    elif tag == f"{TEXT}a":
        _read_inside(element, marks, link_target(element.get(f"{XLINK}href") or "") or href, text, line)
    elif tag == f"{TEXT}s":
        count = element.get(f"{TEXT}c") or "1"
        line.runs += _run(" " * min(int(count) if count.isdigit() else 1, _MOST_SPACES), marks, href)
    elif tag == f"{TEXT}tab":
        line.runs += _run("\t", marks, href)
    elif tag == f"{TEXT}line-break":
        line.runs.append(WordRun(kind=RunKind.BREAK))
    elif tag == f"{TEXT}note":
        line.runs += _note(element, text)
    elif tag == f"{OFFICE}annotation":
        text.left_out["document-comments"] += 1
    elif tag.startswith(DRAW):
        _read_drawing(element, marks, href, text, line)
    else:
        _read_inside(element, marks, href, text, line)


def _note(element: Element, text: _OpenText) -> Iterator[WordRun]:
    body = element.find(f"{TEXT}note-body")
    if body is not None:
        label = str(len(text.notes) + 1)
        text.notes[label] = ()
        text.notes[label] = tuple(_blocks(body, text))
        yield WordRun(label, kind=RunKind.NOTE)


def _read_drawing(element: Element, marks: frozenset[str], href: str, text: _OpenText, line: _Line) -> None:
    """A frame with a picture or a box of text, a shape with words, a group of them."""
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
        said = (element.findtext(f"{SVG}desc") or "").strip() or (element.findtext(f"{SVG}title") or "").strip()
        best = next((key for key in images if suffix_of(text.pictures.get(key, b""))), images[0])
        line.runs.append(WordRun(best, kind=RunKind.PICTURE, alt=clean_characters(said)))
    for box in boxes:
        line.boxes += _blocks(box, text)


def _picture(image: Element, text: _OpenText) -> str:
    """The key of a picture: its place in the archive, whose data are kept, or its address outside."""
    href = image.get(f"{XLINK}href") or ""
    name = posixpath.normpath(unquote(href))
    if name not in text.archive.names:
        return href if ":" in href or not href else f"file:{href}"
    if name not in text.pictures:
        text.pictures[name] = text.archive.read(name, LARGEST_PICTURE)
    return name


def _list(element: Element, above: str, level: int, text: _OpenText) -> Iterator[DocumentBlock]:
    if level > _MOST_LEVELS:
        yield from (block for item in element for part in item for block in _item_part(part, above, level, text))
        return
    style = _style(element) or above or _listed_by(element, text)
    numbered = (style, level) in text.styles.numbered
    goes_on = element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list")
    reached = text.counted.get(element.get(f"{TEXT}continue-list") or style, 0) if goes_on else 0
    items: list[Blocks] = []
    start = 0
    for child in element:
        found = tuple(block for part in child for block in _item_part(part, style, level, text))
        if not found:
            continue
        if child.tag == f"{TEXT}list-header" or not _begins_with_words(found):
            if items:
                items[-1] = (*items[-1], *found)
                continue
            if level == 1 and all(isinstance(block, Enumeration) for block in found):
                yield from found
                continue
        value = child.get(f"{TEXT}start-value") or ""
        reached = int(value) if value.isdigit() and len(value) < 7 else reached + 1
        start = start or reached
        items.append(found)
    for name in (style, element.get("{http://www.w3.org/XML/1998/namespace}id") or style):
        text.counted[name] = reached
    if items:
        yield Enumeration(tuple(items), start if numbered else -1)


def _listed_by(element: Element, text: _OpenText) -> str:
    """The list that the first paragraph's style is for."""
    first = next(element.iter(f"{TEXT}p"), None)
    return text.styles.listed.get(_style(first), "") if first is not None else ""


def _begins_with_words(blocks: Blocks) -> bool:
    return not isinstance(blocks[0], Enumeration)


def _item_part(part: Element, style: str, level: int, text: _OpenText) -> Iterator[DocumentBlock]:
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


def _cell(cell: Element, text: _OpenText) -> TableCell:
    spans = (cell.get(f"{TABLE}number-{name}-spanned") or "1" for name in ("columns", "rows"))
    width, height = (int(span) if span.isdigit() and len(span) < 4 else 1 for span in spans)
    return TableCell(tuple(_blocks(cell, text)), max(1, width), max(1, height))
