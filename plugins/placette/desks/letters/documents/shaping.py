"""What a document's blocks mean: its title, where its pictures stand and what is said of them, lists typed by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from placette.desks.letters.documents.blocks import (
    Blocks,
    DocumentBlock,
    Grid,
    Paragraph,
    RunKind,
    WordRun,
    mapped,
    mapped_inside,
    paragraphs,
    paragraphs_of,
)
from placette.desks.letters.documents.enumerating import with_lists

_LONGEST_TITLE = 200
"""Characters of a title; a longer one is a paragraph in the wrong style."""
_BEFORE_TITLE = 300
"""Characters that may stand before the only heading of the highest level, such as a place and a day."""
_DEEPEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class ShapedText:
    """The blocks of a text without its title, the title, and the captions of pictures by their names."""

    blocks: Blocks
    title: str = ""
    captions: tuple[tuple[str, str], ...] = ()


def shape(blocks: Blocks) -> ShapedText:
    """The blocks as they are to be written."""
    placed = _with_pictures_apart(blocks)
    placed, captions = _captioned(placed)
    listed = with_lists(placed)
    title, rest = _titled(_plain_inside(listed))
    return ShapedText(_levelled(rest), title, captions)


def _with_pictures_apart(blocks: Blocks) -> Blocks:
    """Pictures among words as paragraphs of their own: those at the beginning before it, the others after it.

    Within a sentence they would be icons. In a table they stay.
    """
    found: list[DocumentBlock] = []
    for block in blocks:
        if isinstance(block, Grid):
            found.append(block)
        elif isinstance(block, Paragraph) and any(run.kind is RunKind.PICTURE for run in block.runs):
            found += _apart(block)
        else:
            found.append(mapped_inside(block, _with_pictures_apart) if not isinstance(block, Paragraph) else block)
    return tuple(found)


def _apart(block: Paragraph) -> list[Paragraph]:
    if block.pictured:
        return [Paragraph(tuple(run for run in block.runs if run.kind is RunKind.PICTURE))]
    words = [run for run in block.runs if run.kind is not RunKind.PICTURE]
    first = next(
        n
        for n, run in enumerate(block.runs)
        if run.kind is RunKind.NOTE or (run.text.strip() and run.kind is RunKind.WORDS)
    )
    before = tuple(run for run in block.runs[:first] if run.kind is RunKind.PICTURE)
    after = tuple(run for run in block.runs[first:] if run.kind is RunKind.PICTURE)
    parts = [*([Paragraph(before)] if before else []), *paragraphs_of(words, block.role)]
    return [*parts, *([Paragraph(after)] if after else [])]


def _captioned(blocks: Blocks) -> tuple[Blocks, tuple[tuple[str, str], ...]]:
    """The blocks without the captions that follow a picture, and these by the picture's name."""
    captions: dict[str, str] = {}

    def take(sequence: Blocks) -> Blocks:
        kept: list[DocumentBlock] = []
        for block in sequence:
            before = kept[-1] if kept else None
            if isinstance(before, Paragraph) and isinstance(block, Paragraph) and _is_caption(block, before, captions):
                captions[before.runs[-1].text] = block.words.strip()
            else:
                kept.append(block)
        return tuple(kept)

    return mapped(blocks, take), tuple(captions.items())


def _is_caption(block: Paragraph, before: Paragraph, captions: Mapping[str, str]) -> bool:
    """Whether a paragraph is the caption of the picture before it; one with links or notes stays in the text."""
    plain = not any(run.kind is RunKind.NOTE or run.href for run in block.runs)
    return block.role == "caption" and plain and before.pictured and before.runs[-1].text not in captions


def _plain_inside(blocks: Blocks) -> Blocks:
    """Headings inside lists, quotations and tables as bold words: there, they head nothing."""
    return tuple(block if isinstance(block, Paragraph) else mapped_inside(block, _unheaded) for block in blocks)


def _unheaded(blocks: Blocks) -> Blocks:
    return tuple(_bold(b) if isinstance(b, Paragraph) and b.role and b.role != "caption" else b for b in blocks)


def _bold(block: Paragraph) -> Paragraph:
    return Paragraph(tuple(replace(run, marks=run.marks | {"strong"}) for run in block.runs))


def _titled(blocks: Blocks) -> tuple[str, Blocks]:
    """The title and the other blocks: a paragraph in the style for titles, or the only heading of the highest level."""
    at = _place_of_title(blocks)
    block = blocks[at] if at >= 0 else None
    if not isinstance(block, Paragraph):
        return "", blocks
    notes = tuple(run for run in block.runs if run.kind is RunKind.NOTE)
    kept = (Paragraph(notes),) if notes else ()
    return block.words.strip(), (*blocks[:at], *kept, *blocks[at + 1 :])


def _place_of_title(blocks: Blocks) -> int:
    headed = [
        (n, b)
        for n, b in enumerate(blocks)
        if isinstance(b, Paragraph) and b.words.strip() and len(b.words) <= _LONGEST_TITLE
    ]
    if titles := [n for n, block in headed if block.role == "title"]:
        return titles[0]
    headings = [(n, block) for n, block in headed if block.role.startswith("h")]
    highest = min((block.role for _, block in headings), default="")
    if [block.role for _, block in headings].count(highest) != 1 or headings[0][1].role != highest:
        return -1
    before = sum(len(p.words) for p in paragraphs(blocks[: headings[0][0]]))
    return headings[0][0] if before <= _BEFORE_TITLE else -1


def _levelled(blocks: Blocks) -> Blocks:
    """Headings from the second level on, without a jump; what else was called a title is one of them."""
    used = sorted({level_of(b) for b in blocks if isinstance(b, Paragraph) and level_of(b)})
    level, found = 1, list[DocumentBlock]()
    for block in blocks:
        if not isinstance(block, Paragraph) or not level_of(block):
            found.append(block)
        elif not block.words.strip() or len(block.words) > _LONGEST_TITLE:
            found.append(replace(block, role=""))
        else:
            level = min(level + 1, used.index(level_of(block)) + 2, _DEEPEST_HEADING)
            found.append(Paragraph(tuple(_unbold(run) for run in block.runs), f"h{level}"))
    return tuple(found)


def level_of(block: Paragraph) -> int:
    """The level of a heading, a title's is 1; 0 for other paragraphs."""
    return 1 if block.role == "title" else int(block.role[1]) if block.role.startswith("h") else 0


def _unbold(run: WordRun) -> WordRun:
    return WordRun(" ") if run.kind is RunKind.BREAK else replace(run, marks=run.marks - {"strong"})
