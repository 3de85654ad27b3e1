"""A document as values between its own format and Markdown: paragraphs, lists, quotations, tables, and their runs.

Every format becomes these. Titles, captions, typed lists and pictures are recognised in them, once for all formats.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import dropwhile, groupby
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from placette import characters, to_html

_SPACES = " \t\n\r\f"
_BLANK = re.compile(r"[ \t\n\r\f]+")


class RunKind(StrEnum):
    """The kinds of runs: words, a line break, a picture (``text`` is its key), a note's call (``text``: its label)."""

    WORDS = "words"
    BREAK = "break"
    PICTURE = "picture"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class WordRun:
    """A part of a paragraph with one look.

    ``marks`` are ``strong``, ``em``, ``del``, ``code``, and ``large`` until the title is known; ``href`` is the target
    of its link; ``alt`` describes a picture.
    """

    text: str = ""
    marks: frozenset[str] = frozenset()
    href: str = ""
    kind: RunKind = RunKind.WORDS
    alt: str = ""


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """The place of a paragraph that is an item of a list: its depth from 0, its number, or -1 for a bullet."""

    level: int
    number: int = -1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``role`` is ``title``, ``caption``, or ``h1`` to ``h6`` for a heading, else empty.

    ``item`` is there in formats whose lists are only paragraphs with a number, until lists are made of them.
    """

    runs: tuple[WordRun, ...]
    role: str = ""
    item: ItemPlace | None = None

    @property
    def words(self) -> str:
        """Its words without any mark."""
        blanks = {RunKind.WORDS: "", RunKind.BREAK: " "}
        return "".join(run.text or blanks[run.kind] for run in self.runs if run.kind in blanks)

    @property
    def pictured(self) -> bool:
        """Whether it has pictures, and nothing else that a reader sees."""
        return any(run.kind is RunKind.PICTURE for run in self.runs) and not (
            self.words.strip() or any(run.kind is RunKind.NOTE for run in self.runs)
        )


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A list; ``start`` is the number of its first item, or -1 where items have bullets."""

    items: tuple[tuple[DocumentBlock, ...], ...]
    start: int = -1


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation."""

    blocks: tuple[DocumentBlock, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells of blocks, all of the same length; its first row is the header."""

    rows: tuple[tuple[tuple[DocumentBlock, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Divider:
    """A line between two parts."""


DocumentBlock = Paragraph | Enumeration | Quotation | Grid | Divider
Blocks = tuple[DocumentBlock, ...]


@dataclass(frozen=True, slots=True)
class DocumentTree:
    """The blocks of a document, its notes by label, and how often each thing was left out.

    That is by code of remark, with the words of the thing below it.
    """

    blocks: Blocks
    notes: Mapping[str, Blocks] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)


def inside(block: DocumentBlock) -> Iterator[Blocks]:
    """Yield the sequences of blocks inside a block."""
    if isinstance(block, Enumeration):
        yield from block.items
    elif isinstance(block, Quotation):
        yield block.blocks
    elif isinstance(block, Grid):
        for row in block.rows:
            yield from row


def paragraphs(blocks: Blocks) -> Iterator[Paragraph]:
    """Yield every paragraph, in the order of reading."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        for part in inside(block):
            yield from paragraphs(part)


def mapped(blocks: Blocks, change: Callable[[Blocks], Blocks]) -> Blocks:
    """Return blocks with every sequence of blocks changed, from the inside out."""
    return change(tuple(mapped_inside(block, change) for block in blocks))


def mapped_inside(block: DocumentBlock, change: Callable[[Blocks], Blocks]) -> DocumentBlock:
    """Return a block with its inner sequences of blocks changed."""
    if isinstance(block, Enumeration):
        return replace(block, items=tuple(mapped(item, change) for item in block.items))
    if isinstance(block, Quotation):
        return Quotation(mapped(block.blocks, change))
    if isinstance(block, Grid):
        return Grid(tuple(tuple(mapped(cell, change) for cell in row) for row in block.rows))
    return block


def paragraphs_of(runs: list[WordRun], role: str = "") -> list[Paragraph]:
    """Return runs as paragraphs: two breaks end one, white space is as a browser shows it, empty ones go."""
    parts: list[list[WordRun]] = [[]]
    broken = False
    for run in runs:
        if run.kind is RunKind.BREAK and broken:
            parts.append([])
        else:
            parts[-1].append(run)
        blank = run.kind is RunKind.WORDS and not run.text.strip()
        broken = run.kind is RunKind.BREAK or (broken and blank)
    candidates = [_paragraph(part, role) for part in parts]
    return [candidate for candidate in candidates if candidate is not None]


def _paragraph(runs: list[WordRun], role: str) -> Paragraph | None:
    tidy = _trimmed(_collapsed(runs))
    is_visible = any(run.kind in {RunKind.PICTURE, RunKind.NOTE} or run.text.strip() for run in tidy)
    return Paragraph(tuple(merged(tidy)), role) if is_visible else None


def _collapsed(runs: list[WordRun]) -> Iterator[WordRun]:
    """Yield runs whose white space is one space at most, none of it around a line break."""
    space = True
    for run in runs:
        if run.kind is RunKind.WORDS:
            text = _BLANK.sub(" ", run.text)
            text = text.lstrip(" ") if space else text
            if text:
                space = text.endswith(" ")
                yield replace(run, text=text)
        else:
            space = run.kind is RunKind.BREAK
            yield run


def _trimmed(runs: Iterator[WordRun]) -> list[WordRun]:
    """Return runs without blanks or breaks at their beginning and end, or blanks before a break."""
    trimmed: list[WordRun] = []
    for run in runs:
        if run.kind is RunKind.BREAK:
            _strip_end(trimmed)
            if not trimmed:
                continue
        trimmed.append(run)
    _strip_end(trimmed)
    while trimmed and trimmed[-1].kind is RunKind.BREAK:
        trimmed.pop()
        _strip_end(trimmed)
    return trimmed


def _strip_end(runs: list[WordRun]) -> None:
    while runs and runs[-1].kind is RunKind.WORDS:
        text = runs[-1].text.rstrip(_SPACES + "\u00a0")
        if text:
            runs[-1] = replace(runs[-1], text=text)
            return
        runs.pop()


def merged(runs: list[WordRun]) -> Iterator[WordRun]:
    """Yield runs, of which neighbours that look the same are one."""
    for look, group in groupby(runs, key=lambda run: (run.marks, run.href) if run.kind is RunKind.WORDS else None):
        if look is None:
            yield from group
        else:
            first, *others = group
            yield replace(first, text="".join([first.text, *(run.text for run in others)])) if others else first


_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>«»“”]+", re.IGNORECASE)
_UNSAFE = re.compile(r"[*_~`\\|\[\]]|&#?\w+(?:;|$)")  # Characters of a bare address that could be read as markup
_CLOSING = ".,;:!?…)]'\"*_~|`"  # Signs at the end of an address that belong to the sentence
_SPECIAL = re.compile(
    r"[\\`*\[\]~|]|<(?=[A-Za-z/!?]|$)|&(?=#?\w+;|#?\w*$)|(?<![^\W_])_|_(?![^\W_])|\{(?=#)",
)
_START = re.compile(
    r"(?P<mark>#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[:](?=\s)|!(?=!!)|\?(?=\?\?)|[-=](?=[-=:\s]*$))"
    r"|(?P<number>\d{1,9})(?P<stop>[.)])(?=\s|$)"
)
_ENDED = re.compile(r"[.,;:!?…)»”]*[ \n]")
"""Allowed characters after a bare address: signs of the sentence, then a space. A no-break one would be part of it."""
_OWN_LINK = re.compile(r"(?<=www)\.|:(?=//)|@", re.IGNORECASE)
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\u0085\x0b\x0c]")
_ISOLATES = re.compile("[\u2066-\u2069]")
_SOFT_HYPHEN = "\u00ad"


def clean_characters(text: str) -> str:
    """Return ``text`` in NFC with ``\\n`` line ends, without the characters that the gate refuses."""
    text = unicodedata.normalize("NFC", _BREAKS.sub("\n", text).replace(_SOFT_HYPHEN, ""))
    return _ISOLATES.sub("", characters.INVISIBLE.sub("", characters.CONTROLS.sub("", text)))


def escape_inline(text: str) -> str:
    """Return ``text`` as Markdown that shows exactly it, anywhere in a line but at its beginning."""
    parts, at = [], 0
    for match in _ADDRESS.finditer(text):
        address = _whole(match[0])
        if text[match.start() - 1 : match.start()].isalnum() or len(address) < 8:
            continue
        end = match.start() + len(address)
        before, link = _escaped(text[at : match.start()]), _linked(address, bare=bool(_ENDED.match(text, end)))
        parts += [f"{before[:-1]}\\!" if before.endswith("!") and link.startswith("[") else before, link]
        at = end
    return "".join((*parts, _escaped(text[at:])))


def escape_label(text: str) -> str:
    """Return ``text`` as the words of a link, in which an address is no link of its own."""
    return _OWN_LINK.sub(r"\\\g<0>", _escaped(text))


def escape_start(line: str) -> str:
    """Return a line of Markdown whose beginning makes no heading, list, quotation or rule."""
    match = _START.match(line)
    if match is None:
        return line
    at = match.start("stop") if match["number"] else 0
    return f"{line[:at]}\\{line[at:]}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text)


def _whole(address: str) -> str:
    """Return an address without the signs that end its sentence; brackets that it opened stay."""
    end, unopened = len(address), address.count(")") - address.count("(")
    while end and address[end - 1] in _CLOSING:
        if address[end - 1] == ")":
            if unopened <= 0:
                break
            unopened -= 1
        end -= 1
    return address[:end]


def _linked(address: str, *, bare: bool) -> str:
    """Return an address that stays a link: bare, or between angle brackets where its signs could be read as markup."""
    if bare and not _UNSAFE.search(address):
        return address
    if address.lower().startswith("www."):
        return f"[{_escaped(address)}](<https://{address}>)"
    return f"<{address}>"


MARKS = ("del", "strong", "em", "code")  # Marks from the outside in


def without_marks(runs: Sequence[WordRun], *marks: str) -> tuple[WordRun, ...]:
    """Return ``runs`` without some of their marks."""
    return tuple(merged([replace(run, marks=run.marks - set(marks)) for run in runs]))


_SIGNS = {"del": "~~", "strong": "**", "em": "*"}
_BLANKS = re.compile(r"[ \t\r\n]+")
_TICKS = re.compile(r"`+")


def inline_markdown(runs: Sequence[WordRun]) -> str:
    """Return runs with each mark around as many as have it; a break is a backslash and the end of a line."""
    visible = dropwhile(
        lambda run: run.kind is RunKind.WORDS and not (run.href or run.text.strip()), merged(list(runs))
    )
    parts = groupby(visible, key=lambda run: run.href)
    return _joined(_link(list(part), href) if href else _marked(list(part), 0) for href, part in parts)


def _joined(parts: Iterable[str]) -> str:
    """Return parts in a row; an exclamation mark before a link would make a picture of it."""
    pieces: list[str] = []
    for part in filter(None, parts):
        if pieces and pieces[-1].endswith("!") and part.startswith("["):
            pieces[-1] = f"{pieces[-1][:-1]}\\!"
        pieces.append(part)
    return "".join(pieces)


def _marked(runs: Sequence[WordRun], level: int) -> str:
    """Return runs of one link, or of none, with their marks from this level on."""
    if level == len(MARKS):
        return _joined(map(_run, runs))
    groups = groupby(runs, key=lambda run: MARKS[level] in run.marks)
    inner = ((marked, _marked(list(part), level + 1)) for marked, part in groups)
    return _joined(_within(MARKS[level], text) if marked else text for marked, text in inner)


def _within(mark: str, text: str) -> str:
    """Return ``text`` between the signs of a mark, which touch words: spaces are outside of them."""
    words = text.strip()
    if not words:
        return ""
    sign = _SIGNS.get(mark, "")
    if not sign:  # code with backticks is between more of them
        longest = max(map(len, _TICKS.findall(words)), default=0)
        sign, words = "`" * (longest + 1), f" {words} " if longest else words
    return f"{' ' * text.startswith(' ')}{sign}{words}{sign}{' ' * text.endswith(' ')}"


def _run(run: WordRun) -> str:
    if run.kind is RunKind.BREAK:
        return "\\\n"
    if run.kind is RunKind.PICTURE:
        return f"![{escape_inline(run.alt)}]({run.text})"
    if run.kind is RunKind.NOTE:
        return f"[^{run.text}]"
    text = _BLANKS.sub(" ", run.text)
    if "code" in run.marks:
        return text
    return escape_label(text) if run.href else escape_inline(text)


def _link(runs: Sequence[WordRun], href: str) -> str:
    """Return a link; only its words where they are another address than the one that it leads to."""
    words = "".join(run.text for run in runs if run.kind is RunKind.WORDS).strip()
    text = _marked(runs, 0)
    if not words or any(run.kind is RunKind.PICTURE for run in runs):
        return text
    if words == href:
        return f"<{href}>"
    misleading = words.lower().startswith(("http://", "https://", "www.")) and _host(words) != _host(href)
    if misleading or href == f"mailto:{words}":
        return escape_inline(words)
    space, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    target = f"<{href}>" if "(" in href or ")" in href else href
    return f"{space}[{text.strip()}]({target}){end}"


def _host(address: str) -> str:
    full = address if "://" in address else f"https://{address}"
    try:
        return (urlsplit(full).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


_ITEM_END = "\u00a0; "  # Between the items of a list that stood in a cell of a table, as French sets them


def to_markdown(blocks: Blocks, notes: Mapping[str, Blocks]) -> str:
    """Return the Markdown of blocks, with the notes that they call at the end; it means the same in our converter."""
    calls = dict.fromkeys(run.text for p in paragraphs(blocks) for run in p.runs if run.kind is RunKind.NOTE)
    labels = {label: str(number) for number, label in enumerate((label for label in calls if label in notes), 1)}
    parts = [_written(blocks, labels)]
    for label, number in labels.items():
        text = _written(notes[label], {})
        parts.append(f"[^{number}]: " + text.replace("\n", "\n    ").replace("\n    \n", "\n\n"))
    return "\n\n".join(part for part in parts if part)


def _written(blocks: Blocks, labels: Mapping[str, str], *, listed: bool = False, tight: bool = False) -> str:
    """Return blocks with an empty line between them, but for lists inside lists (``listed``) and ``tight`` paragraphs.

    Two lists in a row get different signs, or they would be one.
    """
    text = ""
    last, before, other = False, None, False
    for block in blocks:
        starts = [part.start < 0 for part in (before, block) if isinstance(part, Enumeration)]
        is_list = isinstance(block, Enumeration)
        other = is_list and not other and len(starts) == 2 and starts[0] == starts[1]
        part = _block(block, labels, listed=listed, other=other)
        before = block
        if part:
            is_plain = isinstance(block, Paragraph) and not block.role.startswith("h")
            close = (listed and is_list) or (tight and is_plain)
            text += ("\n" if close and last else "\n\n") * bool(text) + part
            last = close
    return text


def _block(block: DocumentBlock, labels: Mapping[str, str], *, listed: bool, other: bool) -> str:
    if isinstance(block, Paragraph):
        return _paragraph_markdown(_inline(block.runs, labels), block.role)
    if isinstance(block, Enumeration):
        return _enumeration(block, labels, other=other)
    if isinstance(block, Quotation):
        lines = _written(block.blocks, labels, listed=listed).split("\n")
        return "\n".join(f"> {line}" if line else ">" for line in lines)
    if isinstance(block, Grid):
        return _table(block, labels)
    return "***"


def _paragraph_markdown(text: str, role: str = "") -> str:
    """Return a paragraph or a heading; a heading is one line, and its last number sign belongs to it."""
    if role.startswith("h"):
        line = text.replace("\\\n", " ").strip()
        line = f"{line[:-1]}\\#" if line.endswith("#") else line
        return f"{'#' * int(role[1])} {line}"
    lines = "\n".join(escape_start(line.strip(" ")) for line in text.rstrip().strip("\n").split("\n"))
    return lines if lines.strip() else ""


def _enumeration(block: Enumeration, labels: Mapping[str, str], *, other: bool) -> str:
    items = []
    for number, item in enumerate(block.items, block.start):
        sign = (f"{number}) " if other else f"{number}. ") if block.start >= 0 else "* " if other else "- "
        # An item that is one paragraph, with deeper lists or not
        tight = not any(isinstance(part, Paragraph | Quotation | Grid | Divider) for part in item[1:])
        first, *more = _written(item, labels, listed=True, tight=tight).split("\n")
        items.append("\n".join([sign + first, *(" " * len(sign) + line if line else "" for line in more)]))
    return "\n".join(items)


def _table(grid: Grid, labels: Mapping[str, str]) -> str:
    rows = [[_inline(tuple(_flat(cell)), labels).strip() for cell in row] for row in grid.rows]
    lines = [f"|{''.join(f' {cell} |' if cell else '  |' for cell in row)}" for row in rows]
    return "\n".join((*lines[:1], *(f"|{' --- |' * len(row)}" for row in rows[:1]), *lines[1:]))


def _flat(cell: Blocks) -> Iterator[WordRun]:
    """Yield a cell as one line, since a row of a Markdown table is one: commas replace line ends."""
    before = ""
    for block in cell:
        yield WordRun(_between(before))
        if isinstance(block, Paragraph):
            for run in block.runs:
                visible = WordRun(_between(before)) if run.kind is RunKind.BREAK else run
                yield replace(visible, marks=visible.marks - {"code"})
                before = visible.text or before
        elif isinstance(block, Enumeration):
            for place, item in enumerate(block.items):
                yield WordRun(_ITEM_END if place else "")
                yield from _flat(item)
            before = "."


def _between(before: str) -> str:
    return ", " if before[-1:].isalnum() else " " if before else ""


def _inline(runs: tuple[WordRun, ...], labels: Mapping[str, str]) -> str:
    """Return runs with as many of their marks as Markdown can have without showing a sign of its own."""
    labelled = tuple(replace(run, text=labels.get(run.text, "")) if run.kind is RunKind.NOTE else run for run in runs)
    labelled = tuple(run for run in labelled if run.kind is not RunKind.NOTE or run.text)
    plain = inline_markdown(without_marks(labelled, *MARKS))
    if not any(run.marks for run in labelled):
        return plain
    words = " ".join(Paragraph(labelled).words.split())
    with suppress(ValueError):  # so many signs that they are said without marks
        for tried in (labelled, without_marks(labelled, "em", "del", "code")):
            text = inline_markdown(tried)
            text_shown = _shown(text)
            if text_shown in {words, _shown(plain) if text_shown != words else ""}:
                return text
    return plain


def _shown(text: str) -> str:
    return " ".join(LexborHTMLParser(to_html(_paragraph_markdown(text))).text().split())
