"""A document as values between its own format and Markdown: paragraphs, lists, quotations, tables, and the runs inside.

Every format becomes these. What is decided about titles, captions, typed lists and pictures is decided on them, once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

_SPACES = " \t\n\r\f"
_BLANK = re.compile(r"[ \t\n\r\f]+")


class RunKind(StrEnum):
    """What a run is: words, a line break, a picture (``text`` is its key), the call of a note (``text`` its label)."""

    WORDS = "words"
    BREAK = "break"
    PICTURE = "picture"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class WordRun:
    """A piece of a paragraph that looks the same throughout.

    ``marks`` are ``strong``, ``em``, ``del`` and ``code``; ``href`` is where its link leads; ``alt`` says what a
    picture shows.
    """

    text: str = ""
    marks: frozenset[str] = frozenset()
    href: str = ""
    kind: RunKind = RunKind.WORDS
    alt: str = ""


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """Where a paragraph stands that is an item of a list: how deep from 0, its number, or -1 for a bullet."""

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
        shown = {RunKind.WORDS: "", RunKind.BREAK: " "}
        return "".join(run.text or shown[run.kind] for run in self.runs if run.kind in shown)

    @property
    def pictured(self) -> bool:
        """Whether it holds pictures, and nothing else that a reader sees."""
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
    """Somebody else's words."""

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
    """The blocks of a document, its notes by label, and how often each thing was left out (by code of remark)."""

    blocks: Blocks
    notes: Mapping[str, Blocks] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)


def inside(block: DocumentBlock) -> Iterator[Blocks]:
    """The sequences of blocks that a block holds."""
    if isinstance(block, Enumeration):
        yield from block.items
    elif isinstance(block, Quotation):
        yield block.blocks
    elif isinstance(block, Grid):
        for row in block.rows:
            yield from row


def paragraphs(blocks: Blocks) -> Iterator[Paragraph]:
    """Every paragraph, in the order of reading."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        for part in inside(block):
            yield from paragraphs(part)


def mapped(blocks: Blocks, change: Callable[[Blocks], Blocks]) -> Blocks:
    """Blocks with every sequence of blocks changed, from the inside out."""
    return change(tuple(mapped_inside(block, change) for block in blocks))


def mapped_inside(block: DocumentBlock, change: Callable[[Blocks], Blocks]) -> DocumentBlock:
    """A block with the sequences of blocks that it holds changed."""
    if isinstance(block, Enumeration):
        return replace(block, items=tuple(mapped(item, change) for item in block.items))
    if isinstance(block, Quotation):
        return Quotation(mapped(block.blocks, change))
    if isinstance(block, Grid):
        return Grid(tuple(tuple(mapped(cell, change) for cell in row) for row in block.rows))
    return block


def paragraphs_of(runs: list[WordRun], role: str = "") -> list[Paragraph]:
    """Runs as paragraphs: two breaks after each other end one, white space is as a browser shows it, empty ones go."""
    parts: list[list[WordRun]] = [[]]
    broken = False
    for run in runs:
        if run.kind is RunKind.BREAK and broken:
            parts.append([])
        else:
            parts[-1].append(run)
        blank = run.kind is RunKind.WORDS and not run.text.strip()
        broken = run.kind is RunKind.BREAK or (broken and blank)
    found = [_paragraph(part, role) for part in parts]
    return [one for one in found if one is not None]


def _paragraph(runs: list[WordRun], role: str) -> Paragraph | None:
    tidy = _trimmed(_collapsed(runs))
    seen = any(run.kind in {RunKind.PICTURE, RunKind.NOTE} or run.text.strip() for run in tidy)
    return Paragraph(tuple(merged(tidy)), role) if seen else None


def _collapsed(runs: list[WordRun]) -> Iterator[WordRun]:
    """Runs whose white space is one space at most, none of it around a line break."""
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
    """Runs without blanks or breaks at their beginning and end, or blanks before a break."""
    found: list[WordRun] = []
    for run in runs:
        if run.kind is RunKind.BREAK:
            _strip_end(found)
            if not found:
                continue
        found.append(run)
    _strip_end(found)
    while found and found[-1].kind is RunKind.BREAK:
        found.pop()
        _strip_end(found)
    return found


def _strip_end(runs: list[WordRun]) -> None:
    while runs and runs[-1].kind is RunKind.WORDS:
        text = runs[-1].text.rstrip(_SPACES + "\u00a0")
        if text:
            runs[-1] = replace(runs[-1], text=text)
            return
        runs.pop()


def merged(runs: list[WordRun]) -> Iterator[WordRun]:
    """Runs of which neighbours that look the same are one."""
    last: WordRun | None = None
    for run in runs:
        if last and last.kind is run.kind is RunKind.WORDS and (last.marks, last.href) == (run.marks, run.href):
            last = replace(last, text=last.text + run.text)
            continue
        if last:
            yield last
        last = run
    if last:
        yield last
