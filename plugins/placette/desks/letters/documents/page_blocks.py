"""HTML, whoever wrote it, as blocks: mails of Outlook and Gmail, saved pages, what a Word file has been turned into.

Nothing is fetched and nothing runs. What a reader of the mail didn't see isn't read either.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from placette.desks.letters.documents.addresses import link_target
from placette.desks.letters.documents.blocks import (
    Blocks,
    Divider,
    DocumentBlock,
    DocumentTree,
    Enumeration,
    ItemPlace,
    Quotation,
    RunKind,
    WordRun,
    paragraphs_of,
)
from placette.desks.letters.documents.escaping import clean_characters
from placette.desks.letters.documents.raising import raised
from placette.desks.letters.documents.tables import TableCell, block_of_table

_DROPPED = frozenset(
    "script style head title meta link template noscript iframe object embed svg math select textarea button audio"
    " video canvas applet frameset frame map area -comment !doctype".split()
)
_PLACES = frozenset(
    "html body div p section article main header footer aside nav address center form fieldset legend figure dl dt dd"
    " tbody thead tfoot tr td th caption summary details hgroup li".split()
)
"""Elements whose content begins and ends a paragraph."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MARKS = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), "em"),
    **dict.fromkeys(("s", "strike", "del"), "del"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
}
_HIDING = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|opacity:0(?:\.0+)?(?:;|$)|(?:max-)?height:0(?:px)?(?:;|$)"
    r"|font-size:[01]?(?:px|pt)?(?:;|$)|text-indent:-\d{4,}"
)
_BOLD = re.compile(r"font-weight:(?:bold|[6-9]00)")
_ROLES = {"msotitle": "title", "msocaption": "caption", "placette-title": "title", "placette-caption": "caption"}
"""What Word, and we, call the class of such paragraphs."""
_DEEPEST = 120
"""Elements inside each other that are followed; below, only the words are. A thread of forty answers has a hundred."""
_NESTED = 6
"""Lists and quotations inside each other that stay; deeper ones are read as if they were in the last."""
_ITEM = re.compile(r"placette-item-(\d)-(\d{0,7})")
_NOTE = re.compile(r"#?(?:foot|end)note-(?:ref-)?(\d{1,6})$")


@dataclass(frozen=True, slots=True)
class _Where:
    """What surrounds a node: marks and link of its words, how deep it lies, what paragraphs there are."""

    marks: frozenset[str] = frozenset()
    href: str = ""
    role: str = ""
    kept: bool = False
    """Line ends count, as in ``pre``."""
    depth: int = 0
    nested: int = 0


@dataclass(slots=True)
class _Gathered:
    """Blocks as they come, and the runs of the paragraph that is being read."""

    blocks: list[DocumentBlock] = field(default_factory=list)
    runs: list[WordRun] = field(default_factory=list)
    item: ItemPlace | None = None
    notes: dict[str, Blocks] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)

    def close(self, role: str) -> None:
        """End the paragraph."""
        found = paragraphs_of(self.runs, role)
        self.blocks += [replace(one, item=self.item) for one in found] if self.item else found
        self.runs, self.item = [], None

    def apart(self) -> _Gathered:
        """The same for what lies inside a block."""
        return _Gathered(notes=self.notes, left_out=self.left_out)


def read_page(html: str) -> DocumentTree:
    """The blocks of a page or a part of one; pictures have their ``src`` as key."""
    out = _Gathered()
    body = LexborHTMLParser(html).body
    if body is not None:
        _read_inside(body, _Where(), out)
        out.close("")
    return DocumentTree(tuple(out.blocks), out.notes, dict(out.left_out))


def _read_inside(node: LexborNode, where: _Where, out: _Gathered) -> None:
    if where.depth > _DEEPEST:
        out.runs.append(WordRun(clean_characters(node.text()), where.marks, where.href))
        return
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            out.runs += _words(clean_characters(child.text_content or ""), where)
        elif child.tag not in _DROPPED and not _is_hidden(child):
            _read_element(child, replace(where, depth=where.depth + 1), out)


def _words(text: str, where: _Where) -> Iterator[WordRun]:
    if not where.kept:
        yield WordRun(text, where.marks, where.href)
        return
    for number, line in enumerate(text.split("\n")):
        if number:
            yield WordRun(kind=RunKind.BREAK)
        yield WordRun(line, where.marks, where.href)


def _read_element(node: LexborNode, where: _Where, out: _Gathered) -> None:
    tag = node.tag or ""
    if tag == "br":
        out.runs.append(WordRun(kind=RunKind.BREAK))
    elif tag == "img":
        source, alt = node.attributes.get("src") or "", node.attributes.get("alt") or ""
        out.runs.append(
            WordRun(source, where.marks, where.href, RunKind.PICTURE, " ".join(clean_characters(alt).split()))
        )
    elif tag == "hr":
        out.close(where.role)
        out.blocks.append(Divider())
    elif tag == "input":
        boxed = (node.attributes.get("type") or "").lower() == "checkbox"
        out.runs += [WordRun("☑ " if "checked" in node.attributes else "☐ ")] if boxed else []
    elif tag in {"ul", "ol", "blockquote", "table", "pre"} or tag in _PLACES or tag in _HEADINGS:
        _read_block(node, tag, where, out)
    elif tag == "a" and (label := _note_label(node.attributes.get("href"))):
        out.runs += [WordRun(label, kind=RunKind.NOTE)] if _note_label(node.attributes.get("id")) else []
    elif tag == "a" and (place := _item_place(node)):
        out.item = place
    elif tag in {"sup", "sub"}:
        out.runs += _raised(node, tag, where, out)
    else:
        _read_inside(node, _marked(node, tag, where), out)


def _read_block(node: LexborNode, tag: str, where: _Where, out: _Gathered) -> None:
    out.close(where.role)
    if tag in {"ul", "ol"}:
        _read_list(node, where, out)
    elif tag == "blockquote" and where.nested < _NESTED:
        blocks = _apart(node, replace(where, nested=where.nested + 1), out)
        out.blocks += [Quotation(blocks)] if blocks else []
    elif tag == "table" and where.nested < _NESTED:
        out.blocks += _read_table(node, where, out)
    else:
        role = where.role or (tag if tag in _HEADINGS else _ROLES.get(_class(node), ""))
        inner = replace(_marked(node, tag, where), role=role, kept=where.kept or tag == "pre")
        _read_inside(node, inner, out)
        out.close(role)


def _read_list(node: LexborNode, where: _Where, out: _Gathered) -> None:
    """A list, or the notes that a Word file's list at the end holds. Word puts deeper lists beside their item."""
    items: list[Blocks] = []
    for child in node.iter():
        label = _note_label(child.attributes.get("id"))
        inner = replace(where, nested=where.nested + 1, depth=where.depth + 1, role="")
        if _is_hidden(child) or child.tag in _DROPPED:
            continue
        if label:
            out.notes[label] = _apart(child, inner, out)
        elif where.nested >= _NESTED:
            _read_inside(child, where, out)
            out.close(where.role)
        elif child.tag in {"ul", "ol"} and items:
            deeper = out.apart()
            _read_block(child, child.tag or "", inner, deeper)
            items[-1] = (*items[-1], *deeper.blocks)
        elif blocks := _apart(child, inner, out):
            items.append(blocks)
    if items:
        start = node.attributes.get("start") or "1"
        first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1
        out.blocks.append(Enumeration(tuple(items), first if node.tag == "ol" else -1))


def _apart(node: LexborNode, where: _Where, out: _Gathered) -> Blocks:
    """The blocks inside a node, apart from those around it."""
    own = out.apart()
    _read_inside(node, where, own)
    own.close(where.role)
    return tuple(own.blocks)


def _read_table(node: LexborNode, where: _Where, out: _Gathered) -> Blocks:
    inner = replace(where, nested=where.nested + 1, depth=where.depth + 3)
    laid_out = (node.attributes.get("role") or "") in {"presentation", "none"}
    caption: Blocks = ()
    rows: list[list[TableCell]] = []
    for row in _rows(node, 0):
        if row.tag == "caption":
            caption = _apart(row, inner, out)
            continue
        cells = [cell for cell in row.iter() if cell.tag in {"td", "th"} and not _is_hidden(cell)]
        rows.append([TableCell(_apart(cell, inner, out), *_spans(cell), cell.tag == "th") for cell in cells])
    return (*caption, *block_of_table(rows, laid_out=laid_out))


def _rows(node: LexborNode, depth: int) -> Iterator[LexborNode]:
    """The rows and the caption of a table, without those of tables in it."""
    for child in node.iter():
        if _is_hidden(child):
            continue
        if child.tag in {"tr", "caption"}:
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"} and not depth:
            yield from _rows(child, 1)


def _spans(cell: LexborNode) -> tuple[int, int]:
    """How many columns and rows a cell takes."""
    written = (cell.attributes.get(name) or "" for name in ("colspan", "rowspan"))
    width, height = (int(v) if v.isascii() and v.isdigit() and len(v) < 4 else 1 for v in written)
    return max(1, width), max(1, height)


def _marked(node: LexborNode, tag: str, where: _Where) -> _Where:
    """What surrounds the words inside an element."""
    style = _style(node)
    marks = set(where.marks)
    if (mark := _MARKS.get(tag)) and not (tag in {"b", "strong"} and "font-weight:normal" in style):
        marks.add(mark)
    marks |= {"strong"} if _BOLD.search(style) else set()
    marks |= {"em"} if "font-style:italic" in style else set()
    marks |= {"del"} if "text-decoration:line-through" in style else set()
    href = link_target(node.attributes.get("href") or "") if tag == "a" else ""
    return replace(where, marks=frozenset(marks), href=href or where.href)


def _raised(node: LexborNode, tag: str, where: _Where, out: _Gathered) -> list[WordRun]:
    """Raised or lowered words: digits have characters of their own, what else is raised (1er) is read without it."""
    own = out.apart()
    _read_inside(node, where, own)
    out.blocks += own.blocks
    whole = "".join(run.text for run in own.runs if run.kind is RunKind.WORDS)
    change = raised(whole, tag) != whole
    return [replace(r, text=raised(r.text, tag)) if change and r.kind is RunKind.WORDS else r for r in own.runs]


def _item_place(node: LexborNode) -> ItemPlace | None:
    """Where in a list a paragraph of a Word file stands (``word.py`` writes it)."""
    found = _ITEM.fullmatch(node.attributes.get("id") or "")
    return ItemPlace(int(found[1]), int(found[2]) if found[2] else -1) if found else None


def _note_label(value: str | None) -> str:
    found = _NOTE.match(value or "")
    return f"{'fin' if 'end' in found[0] else ''}{found[1]}" if found else ""


def _is_hidden(node: LexborNode) -> bool:
    """Whether nobody sees an element: hidden text is how mails smuggle words past their readers."""
    if "hidden" in node.attributes or _HIDING.search(_style(node)):
        return True
    return node.tag == "img" and any(
        (node.attributes.get(name) or "9").strip("px ") in {"0", "1", "2"} for name in ("width", "height")
    )


def _style(node: LexborNode) -> str:
    return re.sub(r"\s|!important", "", (node.attributes.get("style") or "").lower())


def _class(node: LexborNode) -> str:
    return ((node.attributes.get("class") or "").split() or [""])[0].lower()
