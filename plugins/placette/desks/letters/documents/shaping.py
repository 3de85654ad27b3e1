"""What a document's blocks mean: its title, where its pictures stand and what is said of them, lists typed by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from placette.desks.letters.documents.blocks import (
    Blocks,
    DocumentBlock,
    Enumeration,
    Grid,
    Paragraph,
    Quotation,
    RunKind,
    WordRun,
    paragraphs,
    paragraphs_of,
)
from placette.desks.letters.documents.typed_lists import ListMarker, follows, marker_of

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
    listed = _with_typed_lists(placed)
    title, rest = _titled(_plain_inside(listed))
    return ShapedText(_levelled(rest), title, captions)


def mapped(blocks: Blocks, change: Callable[[Blocks], Blocks]) -> Blocks:
    """Blocks with every sequence of blocks changed, from the inside out."""
    return change(tuple(_mapped_inside(block, change) for block in blocks))


def _mapped_inside(block: DocumentBlock, change: Callable[[Blocks], Blocks]) -> DocumentBlock:
    if isinstance(block, Enumeration):
        return replace(block, items=tuple(mapped(item, change) for item in block.items))
    if isinstance(block, Quotation):
        return Quotation(mapped(block.blocks, change))
    if isinstance(block, Grid):
        return Grid(tuple(tuple(mapped(cell, change) for cell in row) for row in block.rows))
    return block


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
            found.append(_mapped_inside(block, _with_pictures_apart) if not isinstance(block, Paragraph) else block)
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
    return tuple(block if isinstance(block, Paragraph) else _mapped_inside(block, _unheaded) for block in blocks)


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


def _with_typed_lists(blocks: Blocks) -> Blocks:
    """Lists that were typed by hand, as lists."""
    return tuple(
        block if isinstance(block, Paragraph) else _mapped_inside(block, _with_typed_lists)
        for block in _grouped(tuple(part for block in blocks for part in _by_line(block)))
    )


def _by_line(block: DocumentBlock) -> Blocks:
    """A paragraph whose lines are items of a list, as one paragraph for each; another block as it is."""
    if not isinstance(block, Paragraph) or block.role:
        return (block,)
    lines: list[list[WordRun]] = [[]]
    for run in block.runs:
        if run.kind is RunKind.BREAK:
            lines.append([])
        else:
            lines[-1].append(run)
    parts = [Paragraph(tuple(line)) for line in lines]
    markers = [marker_of(part.words) for part in parts]
    first = next((n for n, marker in enumerate(markers) if marker), len(parts))
    listed = [marker for marker in markers[first:] if marker]
    if len(listed) < 2 or len(listed) < len(parts) - first:
        return (block,)
    before = paragraphs_of([run for part in parts[:first] for run in (*part.runs, WordRun(kind=RunKind.BREAK))])
    return (*before, *parts[first:])


def _grouped(blocks: Blocks) -> list[DocumentBlock]:
    found: list[DocumentBlock] = []
    group: list[tuple[ListMarker, Paragraph]] = []
    for block in (*blocks, None):
        marker = marker_of(block.words) if isinstance(block, Paragraph) and not block.role else None
        if group and not (marker and follows(marker, group[-1][0])):
            found += _listed(group)
            group = []
        if isinstance(block, Paragraph) and marker and (group or not marker.numbered or marker.number == 1):
            group.append((marker, block))
        elif block is not None:
            found.append(block)
    return found


def _listed(group: list[tuple[ListMarker, Paragraph]]) -> list[DocumentBlock]:
    if len(group) < 2:
        return [block for _, block in group]
    items = tuple((Paragraph(_without(marker.length, block.runs)),) for marker, block in group)
    return [Enumeration(items, 1 if group[0][0].numbered else -1)]


def _without(length: int, runs: tuple[WordRun, ...]) -> tuple[WordRun, ...]:
    """Runs without their first characters."""
    kept: list[WordRun] = []
    for run in runs:
        cut = min(length, len(run.text)) if run.kind is RunKind.WORDS else 0
        length -= cut
        if run.text[cut:] or run.kind is not RunKind.WORDS:
            kept.append(replace(run, text=run.text[cut:]))
    return tuple(kept)
