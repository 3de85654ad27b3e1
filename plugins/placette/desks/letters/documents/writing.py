"""Blocks as our Markdown: what a visitor will read is what the document said, whatever signs were in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from placette.desks.letters.documents.blocks import (
    Blocks,
    Divider,
    DocumentBlock,
    Enumeration,
    Grid,
    Paragraph,
    Quotation,
    RunKind,
    WordRun,
    paragraphs,
)
from placette.desks.letters.documents.emphasis import MARKS, with_clear_marks, without_marks
from placette.desks.letters.documents.escaping import escape_start
from placette.desks.letters.documents.inline import inline_markdown
from placette.engine.texts.markup import to_html

_ITEM_END = "\u00a0; "
"""Between the items of a list that stood in a cell of a table, as French sets them."""


def to_markdown(blocks: Blocks, notes: Mapping[str, Blocks]) -> str:
    """The Markdown of blocks, with the notes that they call at the end; it means the same in our converter."""
    called = dict.fromkeys(run.text for p in paragraphs(blocks) for run in p.runs if run.kind is RunKind.NOTE)
    labels = {label: str(number) for number, label in enumerate((label for label in called if label in notes), 1)}
    parts = [_written(blocks, labels)]
    for label, number in labels.items():
        text = _written(notes[label], {})
        parts.append(f"[^{number}]: " + text.replace("\n", "\n    ").replace("\n    \n", "\n\n"))
    return "\n\n".join(part for part in parts if part)


def _written(blocks: Blocks, labels: Mapping[str, str], *, listed: bool = False, tight: bool = False) -> str:
    """Blocks with an empty line between them, but for lists inside lists (``listed``) and ``tight`` paragraphs.

    Two lists in a row get different signs, or they would be one.
    """
    text = ""
    last, before, other = False, None, False
    for block in blocks:
        other = not other and isinstance(block, Enumeration) and _would_join(block, before)
        part = _block(block, labels, listed=listed, other=other)
        before = block
        if part:
            close = (listed and isinstance(block, Enumeration)) or (tight and _is_plain(block))
            text += ("\n" if close and last else "\n\n") * bool(text) + part
            last = close
    return text


def _would_join(block: Enumeration, before: DocumentBlock | None) -> bool:
    """Whether a list would go on the one before it."""
    return isinstance(before, Enumeration) and (block.start < 0) == (before.start < 0)


def _is_plain(block: DocumentBlock) -> bool:
    return isinstance(block, Paragraph) and not block.role.startswith("h")


def _block(block: DocumentBlock, labels: Mapping[str, str], *, listed: bool, other: bool) -> str:
    if isinstance(block, Paragraph):
        return _paragraph(_inline(block.runs, labels), block.role)
    if isinstance(block, Enumeration):
        return _enumeration(block, labels, other=other)
    if isinstance(block, Quotation):
        lines = _written(block.blocks, labels, listed=listed).split("\n")
        return "\n".join(f"> {line}" if line else ">" for line in lines)
    if isinstance(block, Grid):
        return _table(block, labels)
    return "***"


def _paragraph(text: str, role: str = "") -> str:
    """A paragraph or a heading; a heading is one line, and its last number sign belongs to it."""
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
        first, *more = _written(item, labels, listed=True, tight=_is_tight(item)).split("\n")
        items.append("\n".join([sign + first, *(" " * len(sign) + line if line else "" for line in more)]))
    return "\n".join(items)


def _is_tight(item: Blocks) -> bool:
    """Whether an item is one paragraph, with deeper lists or not."""
    return not any(isinstance(block, Paragraph | Quotation | Grid | Divider) for block in item[1:])


def _table(grid: Grid, labels: Mapping[str, str]) -> str:
    rows = [[_inline(tuple(_flat(cell)), labels).strip() for cell in row] for row in grid.rows]
    lines = [f"|{''.join(f' {cell} |' if cell else '  |' for cell in row)}" for row in rows]
    return "\n".join((*lines[:1], *(f"|{' --- |' * len(row)}" for row in rows[:1]), *lines[1:]))


def _flat(cell: Blocks) -> Iterator[WordRun]:
    """What a cell holds as one line, since a row of a Markdown table is one: commas stand where lines ended."""
    before = ""
    for block in cell:
        yield WordRun(_between(before))
        if isinstance(block, Paragraph):
            for run in block.runs:
                shown = WordRun(_between(before)) if run.kind is RunKind.BREAK else run
                yield replace(shown, marks=shown.marks - {"code"})
                before = shown.text or before
        elif isinstance(block, Enumeration):
            for place, item in enumerate(block.items):
                yield WordRun(_ITEM_END if place else "")
                yield from _flat(item)
            before = "."


def _between(before: str) -> str:
    """What parts a line from the one ``before`` it."""
    return ", " if before[-1:].isalnum() else " " if before else ""


def _inline(runs: tuple[WordRun, ...], labels: Mapping[str, str]) -> str:
    """Runs with as many of their marks as Markdown can say without showing a sign of its own."""
    known = tuple(replace(run, text=labels.get(run.text, "")) if run.kind is RunKind.NOTE else run for run in runs)
    known = tuple(run for run in known if run.kind is not RunKind.NOTE or run.text)
    plain = inline_markdown(without_marks(known, *MARKS))
    if not any(run.marks for run in known):
        return plain
    words = " ".join(Paragraph(known).words.split())
    for tried in (with_clear_marks(known), with_clear_marks(without_marks(known, "em", "del", "code"))):
        text = inline_markdown(tried)
        shown = _shown(text)
        if shown in {words, _shown(plain) if shown != words else ""}:
            return text
    return plain


def _shown(text: str) -> str:
    """The words that a visitor reads of a paragraph."""
    return " ".join(LexborHTMLParser(to_html(_paragraph(text))).text().split())
