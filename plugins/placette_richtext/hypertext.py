"""HTML of mails and pages becomes blocks. Its links lead to the web, a mail or a telephone, never into a machine."""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, quote, unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from placette import SCHEMES, characters
from placette_richtext.blocks import (
    Blocks,
    Divider,
    DocumentBlock,
    DocumentTree,
    Enumeration,
    ItemPlace,
    Quotation,
    RunKind,
    WordRun,
    clean_characters,
    paragraphs_of,
)
from placette_richtext.structure import TableCell, block_of_table


class UnfitDocumentError(Exception):
    """A document that can't be read; ``code`` is the reason, a code of the remarks."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


MOST_CHARACTERS = 200_000  # What a post may have: some 30,000 words
_MOST_MADE = {"characters": MOST_CHARACTERS, "paragraphs": 5_000, "pieces": 25_000, "layout": 250_000}
"""What a document may become: characters, paragraphs, pieces that look the same throughout, and the signs of layout
(tags) that stand around them. A thesis has a thousand paragraphs."""


@dataclass(slots=True)
class Made:
    """What a document has become so far. It is counted while it is read: the verdict is the same on every machine."""

    counts: Counter[str] = field(default_factory=Counter)

    @property
    def is_full(self) -> bool:
        """Whether more of something was made than may be."""
        return any(number > _MOST_MADE[kind] for kind, number in self.counts.items())

    def count(self, kind: str, number: int = 1) -> None:
        """Add some ``characters``, ``paragraphs``, ``pieces`` or ``layout``; raises ``UnfitDocumentError`` for many."""
        self.counts[kind] += number
        if self.counts[kind] > _MOST_MADE[kind]:
            raise UnfitDocumentError("text-long")


_LONGEST = 2000  # Characters of a link that is kept
_DETOURS = {
    "safelinks.protection.outlook.com": "url",
    "www.google.com": "q",
    "www.google.fr": "q",
    "l.facebook.com": "u",
    "lm.facebook.com": "u",
}
"""Servers that programs put between a reader and a link, and the parameter with its target."""
_UNSAFE = re.compile(r"[\s<>\\\"`{}|^]")


def link_target(href: str) -> str:
    """Return the target of a link, without the detours that mail programs add; empty for an invalid one."""
    address = re.sub(r"[\t\n\r]", "", href.strip())
    if address.lower().startswith("www."):
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
        names = (name for server, name in _DETOURS.items() if host == server or host.endswith(f".{server}"))
        targets = (value for name in names for value in parse_qs(parts.query).get(name, ()))
        target = next((value for value in targets if value.startswith(("http://", "https://"))), address)
        parts = urlsplit(target)
    except ValueError:
        return ""
    if parts.scheme.lower() not in SCHEMES or len(target) > _LONGEST or characters.is_suspect(target):
        return ""
    if parts.scheme.lower() in {"http", "https"} and (not parts.netloc or "@" in parts.netloc):
        return ""
    return _UNSAFE.sub(lambda found: quote(found[0]), target)


_TABLES = {
    "sup": str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ"),
    "sub": str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋"),
}


def raised(text: str, how: str) -> str:
    """Return ``text`` raised (``sup``) or lowered (``sub``) where all of it can be; other words (1er) stay."""
    table = _TABLES.get(how)
    if table is None or not text.strip() or any(ord(character) not in table for character in text):
        return text
    return text.translate(table)


_DROPPED = frozenset(
    "script style head title meta link template noscript iframe object embed svg math select textarea button audio"
    " video canvas applet frameset frame map area -comment !doctype".split()
)
_PLACES = frozenset(
    "html body div p section article main header footer aside nav address center form fieldset legend figure figcaption"
    " dl dt dd tbody thead tfoot tr td th caption summary details hgroup li".split()
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
_LARGE = re.compile(
    r"font(?:-size)?:(?:[^;]* )?(?:x{1,3}-large|large|(?:1[4-9]|[2-9]\d)(?:\.\d+)?pt|(?:1[89]|[2-9]\d)(?:\.\d+)?px"
    r"|1\.[2-9]\d*r?em|[2-9](?:\.\d+)?r?em|1[2-9]\d%|[2-9]\d\d%)"
)
"""Words of 14 points or more are larger than those of most mails."""
_ROLES = {
    "msotitle": "title",
    "msocaption": "caption",
    "placette-title": "title",
    "placette-caption": "caption",
    "figcaption": "caption",
}
"""Roles by element, or by its class in Word's and our files."""
_DEEPEST = 120
"""Elements inside each other that are followed; below, only the words are. A thread of forty answers has a hundred."""
_NESTED = 6  # Lists and quotations inside each other that stay; deeper ones are read as if they were in the last
_ITEM = re.compile(r"placette-item-(\d)-(\d{0,7})")
_NOTE = re.compile(r"#?(?:foot|end)note-(?:ref-)?(\d{1,6})$")


@dataclass(frozen=True, slots=True)
class _Where:
    """The context of a node: marks and link of its words, its depth, the known paragraphs."""

    marks: frozenset[str] = frozenset()
    href: str = ""
    role: str = ""
    kept: bool = False  # Line ends count, as in `pre`
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
    made: Made = field(default_factory=Made)

    def close(self, role: str) -> None:
        """End the paragraph. Raises ``UnfitDocumentError`` for more than a text may become."""
        self.made.count("pieces", len(self.runs))
        self.made.count("characters", sum(len(run.text) + len(run.href) for run in self.runs))
        new = paragraphs_of(self.runs, role)
        self.made.count("paragraphs", len(new))
        self.blocks += [replace(paragraph, item=self.item) for paragraph in new] if self.item else new
        self.runs, self.item = [], None

    def apart(self) -> _Gathered:
        """Return the same for the inside of a block."""
        return _Gathered(notes=self.notes, left_out=self.left_out, made=self.made)


def read_page(html: str, made: Made | None = None) -> DocumentTree:
    """Return the blocks of a page or a part; pictures have their ``src`` as key. Raises ``UnfitDocumentError``."""
    out = _Gathered(made=made or Made())
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
        out.made.count("layout")
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
    if tag in {"ul", "ol"} and where.nested < _NESTED:
        _read_list(node, where, out)
    elif tag == "blockquote" and where.nested < _NESTED:
        blocks = _apart(node, replace(where, nested=where.nested + 1), out)
        out.blocks += [Quotation(blocks)] if blocks else []
    elif tag == "table" and where.nested < _NESTED:
        out.blocks += _read_table(node, where, out)
    else:
        role = where.role or (tag if tag in _HEADINGS else _ROLES.get(tag, "") or _ROLES.get(_class(node), ""))
        inner = replace(_marked(node, tag, where), role=role, kept=where.kept or tag == "pre")
        _read_inside(node, inner, out)
        out.close(role)


def _read_list(node: LexborNode, where: _Where, out: _Gathered) -> None:
    """Read a list, or the notes in a Word file's list at the end. Word puts deeper lists beside their item."""
    items: list[Blocks] = []
    inner = replace(where, nested=where.nested + 1, depth=where.depth + 1, role="")
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            words = tuple(paragraphs_of(list(_words(clean_characters(child.text_content or ""), inner))))
            items += [words] if words else []
        elif not _is_hidden(child) and child.tag not in _DROPPED:
            _read_item(child, inner, items, out)
    if items:
        start = node.attributes.get("start") or "1"
        first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1
        out.blocks.append(Enumeration(tuple(items), first if node.tag == "ol" else -1))


def _read_item(node: LexborNode, where: _Where, items: list[Blocks], out: _Gathered) -> None:
    """Read an item; a note of a Word file; or a deeper list that is beside its item rather than in it."""
    if label := _note_label(node.attributes.get("id")):
        out.notes[label] = _apart(node, where, out)
        return
    inner = out.apart()
    if node.tag == "li":
        _read_inside(node, where, inner)
    else:
        _read_element(node, where, inner)
    inner.close("")
    if node.tag in {"ul", "ol"} and items:
        items[-1] = (*items[-1], *inner.blocks)
    elif inner.blocks:
        items.append(tuple(inner.blocks))


def _apart(node: LexborNode, where: _Where, out: _Gathered) -> Blocks:
    inner = out.apart()
    _read_inside(node, where, inner)
    inner.close(where.role)
    return tuple(inner.blocks)


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
    return (*caption, *block_of_table(rows, out.left_out, laid_out=laid_out))


def _rows(node: LexborNode, depth: int) -> Iterator[LexborNode]:
    """Yield the rows and the caption of a table, without those of tables in it."""
    for child in node.iter():
        if _is_hidden(child):
            continue
        if child.tag in {"tr", "caption"}:
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"} and not depth:
            yield from _rows(child, 1)


def _spans(cell: LexborNode) -> tuple[int, int]:
    sizes = (cell.attributes.get(name) or "" for name in ("colspan", "rowspan"))
    width, height = (int(v) if v.isascii() and v.isdigit() and len(v) < 4 else 1 for v in sizes)
    return max(1, width), max(1, height)


def _marked(node: LexborNode, tag: str, where: _Where) -> _Where:
    """Return the context of the words inside an element."""
    style = _style(node)
    marks = set(where.marks)
    if (mark := _MARKS.get(tag)) and not (tag in {"b", "strong"} and "font-weight:normal" in style):
        marks.add(mark)
    marks |= {"strong"} if _BOLD.search(style) else set()
    marks |= {"em"} if "font-style:italic" in style else set()
    size = (node.attributes.get("size") or "")[-1:] if tag == "font" else ""
    is_large = tag == "big" or size in set("4567") or _class(node) == "placette-large" or _LARGE.search(style)
    marks |= {"large"} if is_large else set()
    marks |= {"del"} if "text-decoration:line-through" in style else set()
    href = link_target(node.attributes.get("href") or "") if tag == "a" else ""
    return replace(where, marks=frozenset(marks), href=href or where.href)


def _raised(node: LexborNode, tag: str, where: _Where, out: _Gathered) -> list[WordRun]:
    """Return raised or lowered words: digits have characters of their own, others (1er) become ordinary."""
    inner = out.apart()
    _read_inside(node, where, inner)
    out.blocks += inner.blocks
    whole = "".join(run.text for run in inner.runs if run.kind is RunKind.WORDS)
    change = raised(whole, tag) != whole
    return [replace(r, text=raised(r.text, tag)) if change and r.kind is RunKind.WORDS else r for r in inner.runs]


def _item_place(node: LexborNode) -> ItemPlace | None:
    """Return the place in a list of a Word file's paragraph (``word.py`` writes it)."""
    match = _ITEM.fullmatch(node.attributes.get("id") or "")
    return ItemPlace(int(match[1]), int(match[2]) if match[2] else -1) if match else None


def _note_label(value: str | None) -> str:
    match = _NOTE.match(value or "")
    return f"{'fin' if 'end' in match[0] else ''}{match[1]}" if match else ""


def _is_hidden(node: LexborNode) -> bool:
    """Return whether an element is invisible: mails hide text that readers shouldn't see."""
    if "hidden" in node.attributes or _HIDING.search(_style(node)):
        return True
    return node.tag == "img" and any(
        (node.attributes.get(name) or "9").strip("px ") in {"0", "1", "2"} for name in ("width", "height")
    )


def _style(node: LexborNode) -> str:
    return re.sub(r"\s|!important", "", (node.attributes.get("style") or "").lower())


def _class(node: LexborNode) -> str:
    return ((node.attributes.get("class") or "").split() or [""])[0].lower()


_LONGEST_PAGE = 2_000_000
"""Characters of the longest page; Outlook writes some 5,000 for a short mail, without pictures."""
_MOST_IN_TAG = 5_000  # Words in one tag: parsers compare each attribute with all before it
_MOST_REPEATED = 5_000_000  # Elements that marks without an end may become
_MARKING = re.compile(r"<(/?)(a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u|table)\b", re.IGNORECASE)
_DEEPEST_PAGE = 2_000  # Elements inside each other; a thread of a hundred answers has some five hundred
_TAG = re.compile(
    r"<(/?)(?!(?:p|li|t[dhr]|tbody|thead|tfoot|d[dt]|option|br|hr|img|wbr|input|meta|link|col|area|base|source|o:p)\b)[a-z]",
    re.IGNORECASE,
)


def is_too_complex(html: str) -> bool:
    """Return whether a page is too long, crowded or deep to be read."""
    return len(html) > _LONGEST_PAGE or is_crowded(html) or _depth(html) > _DEEPEST_PAGE


def is_crowded(html: str) -> bool:
    """Return whether parsers would take time by the square of a page's length.

    They compare each attribute with all before it, and begin each element that marks words, and isn't closed, anew in
    every paragraph.
    """
    opened: list[str] = []
    most = 0
    for match in _MARKING.finditer(html):
        if not match[1]:
            opened.append(match[2].lower())
            most = max(most, len(opened))
        elif opened and match[2].lower() == opened[-1]:
            opened.pop()
    return most * html.count("<") > _MOST_REPEATED or any(
        len(part.partition("<")[2].split()) > _MOST_IN_TAG for part in html.split(">")
    )


def _depth(html: str) -> int:
    """Return how many elements are inside each other at most, without those that end by themselves.

    Parsers take time by the square of it: ten seconds for fifty thousand.
    """
    depth = deepest = 0
    for match in _TAG.finditer(html):
        depth = max(0, depth + (-1 if match[1] else 1))
        deepest = max(deepest, depth)
    return deepest


_GENERATED = re.compile(
    r"\s*(?:Description générée automatiquement(?: avec une confiance \w+)?|Description automatically generated"
    r"(?: with \w+ confidence)?|Le contenu généré par l[’']IA peut être incorrect\.?"
    r"|AI-generated content may be incorrect\.?)"
)
_FILE = re.compile(
    r"(?:\S*[\\/])?[\w().+-]+\.(?:jpe?g|png|gif|heic|webp|tiff?|bmp)|cid:\S+|(?:image|photo|picture|img)[\s_-]*\d*",
    re.IGNORECASE,
)
_LONGEST_ALT = 500


def described(alt: str) -> str:
    """Return the description of a picture by a person; empty for a program's: a file's name, a machine's guess."""
    text = " ".join(alt.split())
    if _GENERATED.search(text) or _FILE.fullmatch(text):
        return ""
    return text[:_LONGEST_ALT].strip()


def embedded(source: str) -> bytes | None:
    """Return the picture inside a ``data:`` address; None for another address, or one that is damaged."""
    head, comma, body = source.partition(",")
    if not comma or not head.lower().startswith("data:image/") or not head.lower().endswith(";base64"):
        return None
    try:
        return base64.b64decode(re.sub(r"\s", "", unquote(body)), validate=True)
    except (binascii.Error, ValueError):
        return None
