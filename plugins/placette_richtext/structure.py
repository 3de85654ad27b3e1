"""The structure of blocks: lists, those typed by hand too, title and headings, captions, tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from placette import Words
from placette_richtext.blocks import (
    Blocks,
    DocumentBlock,
    Enumeration,
    Grid,
    ItemPlace,
    Paragraph,
    Quotation,
    RunKind,
    WordRun,
    mapped,
    mapped_inside,
    paragraphs,
    paragraphs_of,
    without_marks,
)

_MARKER = re.compile(
    rf"(?P<indent>[ \t\u00a0]*)(?:(?P<bullet>[-*{Words.BULLETS}]|o(?=[ \u00a0]{{2}})|§(?=[ \u00a0]{{2}}))"
    r"|(?P<number>\d{1,3})(?P<stop>[.)°]|°\)))[ \t\u00a0\u202f]+(?=\S)"
)


@dataclass(frozen=True, slots=True)
class ListMarker:
    """The marker of a typed item: its indent in columns, its kind and number, and its length."""

    indent: int
    kind: str  # The bullet itself, or the sign after a number (`.`, `)`, `°`).
    number: int  # 0 for a bullet
    length: int

    @property
    def numbered(self) -> bool:
        """Whether the item has a number."""
        return self.kind in {".", ")", "°", "°)"}


def marker_of(line: str) -> ListMarker | None:
    """Return the marker that a line begins with, if it does."""
    match = _MARKER.match(line)
    if match is None:
        return None
    indent = len(match["indent"].expandtabs(4))
    return ListMarker(indent, match["bullet"] or match["stop"], int(match["number"] or 0), match.end())


def _numbered(blocks: Sequence[DocumentBlock]) -> Iterator[DocumentBlock]:
    """Yield paragraphs that have a place as lists; one bullet alone is a list as well, for a program made it."""
    for listed, group in groupby(blocks, key=lambda block: isinstance(block, Paragraph) and block.item is not None):
        if listed:
            entries = [(b.item, replace(b, item=None)) for b in group if isinstance(b, Paragraph) and b.item]
            yield from _lists(entries)
        else:
            yield from group


def _lists(entries: list[tuple[ItemPlace, Paragraph]]) -> Iterator[Enumeration]:
    """Yield items in order as lists: deeper ones inside the item before them, a new list where numbers begin anew."""
    items: list[tuple[ItemPlace, Blocks]] = []
    at = 0
    base = entries[0][0].level
    while at < len(entries):
        place, paragraph = entries[at]
        base = min(base, place.level)
        end = next((n for n in range(at + 1, len(entries)) if entries[n][0].level <= base), len(entries))
        deeper = tuple(_lists(entries[at + 1 : end])) if end > at + 1 else ()
        items.append((place, (paragraph, *deeper)))
        at = end
    first = 0
    for number in range(1, len(items) + 1):
        before = items[number - 1][0].number
        if number == len(items) or items[number][0].number != (before + 1 if before >= 0 else -1):
            yield Enumeration(tuple(item for _, item in items[first:number]), items[first][0].number)
            first = number


def _typed(blocks: Blocks) -> list[DocumentBlock]:
    """Return paragraphs with a typed marker as items, where at least two follow each other."""
    result: list[DocumentBlock] = []
    group: list[tuple[ListMarker, Paragraph]] = []
    last: dict[str, ListMarker] = {}
    for block in (*(part for whole in blocks for part in _by_line(whole)), None):
        plain = isinstance(block, Paragraph) and not block.role and block.item is None
        marker = marker_of(block.words) if plain and isinstance(block, Paragraph) else None
        if group and not (marker and _goes_on(marker, last)):
            result += _placed(group)
            group, last = [], {}
        if isinstance(block, Paragraph) and marker and (group or not marker.numbered or marker.number == 1):
            group.append((marker, block))
            last[marker.kind] = marker
        elif block is not None:
            result.append(block)
    return result


def _goes_on(marker: ListMarker, last: Mapping[str, ListMarker]) -> bool:
    """Return whether a marker is the next of its kind, or the first of another kind, which makes a deeper list."""
    before = last.get(marker.kind)
    return not marker.numbered or marker.number == (before.number if before else 0) + 1


def _placed(group: list[tuple[ListMarker, Paragraph]]) -> list[DocumentBlock]:
    if len(group) < 2:
        return [block for _, block in group]
    return [
        Paragraph(_without(marker.length, block.runs), item=ItemPlace(level, marker.number if marker.numbered else -1))
        for (marker, block), level in zip(group, _levels([marker for marker, _ in group]), strict=True)
    ]


def _levels(markers: Sequence[ListMarker]) -> Iterator[int]:
    """Yield the depth of each item. A new mark makes a deeper list where that is shown, else it is only another one.

    It does further to the right, below a number, as Word's own second mark, or before the mark above comes back.
    """
    depths, last = dict[str, int](), {marker.kind: at for at, marker in enumerate(markers)}
    for at, marker in enumerate(markers):
        above = markers[at - 1]
        is_deeper = marker.indent > above.indent or above.numbered > marker.numbered or marker.kind in {"o", "§"}
        yield depths.setdefault(marker.kind, depths[above.kind] + (is_deeper or last[above.kind] > at) if at else 0)


def _by_line(block: DocumentBlock) -> Blocks:
    """Return a paragraph whose lines are items of a list, as one paragraph for each; another block as it is."""
    if not isinstance(block, Paragraph) or block.role or block.item:
        return (block,)
    lines: list[list[WordRun]] = [[]]
    for run in block.runs:
        if run.kind is RunKind.BREAK:
            lines.append([])
        else:
            lines[-1].append(run)
    parts = [Paragraph(tuple(line)) for line in lines]
    markers = [marker_of(part.words) for part in parts]
    first = next((number for number, marker in enumerate(markers) if marker), len(parts))
    if len(parts) - first < 2 or not all(markers[first:]):
        return (block,)
    before = [run for part in parts[:first] for run in (*part.runs, WordRun(kind=RunKind.BREAK))]
    return (*paragraphs_of(before), *parts[first:])


def _without(length: int, runs: tuple[WordRun, ...]) -> tuple[WordRun, ...]:
    rest: list[WordRun] = []
    for run in runs:
        cut = min(length, len(run.text)) if run.kind is RunKind.WORDS else 0
        length -= cut
        if run.text[cut:] or run.kind is not RunKind.WORDS:
            rest.append(replace(run, text=run.text[cut:]))
    return tuple(rest)


_LONGEST_TITLE = 200  # Characters of a title; a longer one is a paragraph in the wrong style
_BEFORE_TITLE = 300  # Characters that may precede a paragraph in the style for titles
_LONGEST_LINE, _LONGEST_PREFACE = 110, 60  # Characters of a line that looks like a title, and of one before it
_DATED = re.compile(r"\b(?:\d{1,2}(?:er)? [a-z]+ \d{4}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})$")
_NO_TITLE = re.compile(
    r"(?:objet|sujet|date|jour|lieu|quand|ou|heures?|horaires?|tarifs?|prix|contact|commune|auteur|autrice|signature"
    r"|signe|de|a|par|from|to|by|subject|place|when|where) ?:|.*[.,;:]$"
)
_DEEPEST_HEADING = 6


def shape(blocks: Blocks, *, titled: bool = True) -> tuple[Blocks, str, dict[str, str]]:
    """Return the blocks as they are to be written, without the title; the title; captions of pictures by their names.

    A text whose title is known from elsewhere is not ``titled``: none is looked for in its first lines.
    """
    placed = _with_pictures_apart(blocks)
    placed, captions = _captioned(placed)
    listed = mapped(placed, lambda sequence: tuple(_numbered(_typed(sequence))))
    plain = tuple(block if isinstance(block, Paragraph) else mapped_inside(block, _unheaded) for block in listed)
    title, rest = _titled(plain) if titled else ("", plain)
    rest = mapped(
        rest,
        lambda sequence: tuple(
            replace(b, runs=without_marks(b.runs, "large")) if isinstance(b, Paragraph) else b for b in sequence
        ),
    )
    # Headings from the second level on, without a jump; other titles are among them
    used = sorted({level_of(b) for b in rest if isinstance(b, Paragraph) and level_of(b)})
    level, shaped = 1, list[DocumentBlock]()
    for block in rest:
        if not isinstance(block, Paragraph) or not level_of(block):
            shaped.append(block)
        elif not block.words.strip() or len(block.words) > _LONGEST_TITLE:
            shaped.append(replace(block, role=""))
        else:
            level = min(level + 1, used.index(level_of(block)) + 2, _DEEPEST_HEADING)
            words = (WordRun(" ") if run.kind is RunKind.BREAK else run for run in block.runs)
            shaped.append(Paragraph(without_marks(tuple(words), "strong"), f"h{level}"))
    return tuple(shaped), title, captions


def _with_pictures_apart(blocks: Blocks) -> Blocks:
    """Return pictures among words as paragraphs of their own: those at the beginning before it, others after it.

    Within a sentence they would be icons. In a table they stay.
    """
    result: list[DocumentBlock] = []
    for block in blocks:
        if isinstance(block, Grid):
            result.append(block)
        elif isinstance(block, Paragraph) and any(run.kind is RunKind.PICTURE for run in block.runs):
            result += _apart(block)
        else:
            result.append(mapped_inside(block, _with_pictures_apart) if not isinstance(block, Paragraph) else block)
    return tuple(result)


def _apart(block: Paragraph) -> list[Paragraph]:
    if block.pictured:
        return [_pictures(block.runs)]
    words = [run for run in block.runs if run.kind is not RunKind.PICTURE]
    first = next(
        n
        for n, run in enumerate(block.runs)
        if run.kind is RunKind.NOTE or (run.text.strip() and run.kind is RunKind.WORDS)
    )
    before, after = _pictures(block.runs[:first]), _pictures(block.runs[first:])
    return [part for part in (before, *paragraphs_of(words, block.role), after) if part.runs]


def _pictures(runs: Iterable[WordRun]) -> Paragraph:
    pictures = [run for run in runs if run.kind is RunKind.PICTURE]
    return Paragraph(tuple(part for run in pictures for part in (WordRun(" "), run))[1:])


def _captioned(blocks: Blocks) -> tuple[Blocks, dict[str, str]]:
    """Return the blocks without the captions that follow a picture, and these by the picture's name."""
    captions: dict[str, str] = {}

    def take(sequence: Blocks) -> Blocks:
        rest: list[DocumentBlock] = []
        for block in sequence:
            before = rest[-1] if rest else None
            if isinstance(before, Paragraph) and isinstance(block, Paragraph) and _is_caption(block, before, captions):
                captions[before.runs[-1].text] = block.words.strip()
            else:
                rest.append(block)
        return tuple(rest)

    return mapped(blocks, take), captions


def _is_caption(block: Paragraph, before: Paragraph, captions: Mapping[str, str]) -> bool:
    """Return whether a paragraph is the caption of the picture before it; one with links or notes stays in the text."""
    plain = not any(run.kind is RunKind.NOTE or run.href for run in block.runs)
    return block.role == "caption" and plain and before.pictured and before.runs[-1].text not in captions


def _unheaded(blocks: Blocks) -> Blocks:
    """Return headings inside lists, quotations and tables as bold words: there, they head nothing."""
    return tuple(
        Paragraph(tuple(replace(run, marks=run.marks | {"strong"}) for run in block.runs))
        if isinstance(block, Paragraph) and block.role not in {"", "caption"}
        else block
        for block in blocks
    )


def _titled(blocks: Blocks) -> tuple[str, Blocks]:
    """Return the title and the other blocks: a paragraph in that style, or a first line that looks like one."""
    at = _place_of_title(blocks)
    block = blocks[at] if at >= 0 else None
    if not isinstance(block, Paragraph):
        return "", blocks
    notes = tuple(run for run in block.runs if run.kind is RunKind.NOTE)
    notes_alone = (Paragraph(notes),) if notes else ()
    return block.words.strip(), (*blocks[:at], *notes_alone, *blocks[at + 1 :])


def _place_of_title(blocks: Blocks) -> int:
    for at, block in enumerate(blocks):
        if isinstance(block, Paragraph) and block.role == "title" and 0 < len(block.words.strip()) <= _LONGEST_TITLE:
            before = sum(len(paragraph.words) for paragraph in paragraphs(blocks[:at]))
            return at if before <= _BEFORE_TITLE else -1
    first = next((at for at, block in enumerate(blocks) if not _is_preface(block)), len(blocks))
    return first if first + 1 < len(blocks) and _looks_like_title(blocks[first], blocks[first + 1 :]) else -1


def _is_preface(block: DocumentBlock) -> bool:
    """Return whether a block may precede a title: a greeting with its comma, a place and a day, a picture."""
    if not isinstance(block, Paragraph) or block.role:
        return False
    words = Words.fold(block.words.strip())
    is_short = len(words) <= _LONGEST_PREFACE
    return block.pictured or (is_short and (words.endswith((",", "!")) or bool(_DATED.search(words))))


def _looks_like_title(block: DocumentBlock, after: Blocks) -> bool:
    """Return whether a first line, alone and short, is larger, bolder or in other capitals than all after it."""
    if not isinstance(block, Paragraph) or any(run.kind is RunKind.PICTURE for run in block.runs):
        return False
    words = block.words.strip()
    others = [paragraph for paragraph in after if isinstance(paragraph, Paragraph) and paragraph.words.strip()]
    if not may_be_title(words):
        return False
    if level := level_of(block):
        return all(level < (level_of(paragraph) or _DEEPEST_HEADING + 1) for paragraph in others)
    looks = [look for look in ("large", "strong", "capital") if _is_all(look, block)]
    return not block.role and any(not any(_is_all(look, paragraph) for paragraph in others) for look in looks)


def may_be_title(words: str) -> bool:
    """Return whether a line is short, and no label or sentence."""
    return 0 < len(words) <= _LONGEST_LINE and not _NO_TITLE.match(Words.fold(words))


def is_capital(words: str) -> bool:
    """Return whether a line of several words is in capitals."""
    return words.isupper() and len(words.split()) > 1


def _is_all(look: str, block: Paragraph) -> bool:
    return is_capital(block.words) if look == "capital" else all(look in r.marks for r in block.runs if r.text.strip())


def level_of(block: Paragraph) -> int:
    """Return the level of a heading, a title's is 1; 0 for other paragraphs."""
    return 1 if block.role == "title" else int(block.role[1]) if block.role.startswith("h") else 0


_WIDEST = 30  # Columns of a table that a page can show; wider ones are read cell by cell
_MOST = 5_000  # Cells of the largest table
_LONG = 600  # Characters of a cell with a text of its own rather than an entry
_REPEATED = 60  # Characters of an entry that is repeated in each of its rows; a longer one is in the first


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell as in its document: its content, its number of columns and rows, and whether it is a head."""

    blocks: Blocks
    width: int = 1
    height: int = 1
    head: bool = False


def block_of_table(rows: Sequence[Sequence[TableCell]], left_out: Counter[str], *, laid_out: bool = False) -> Blocks:
    """Return a table as a grid; or as the blocks of its cells where it is no table for a reader, which is counted."""
    full_rows = [row for row in rows if row]
    cells = [cell for row in full_rows for cell in row]
    filled = [cell for cell in cells if cell.blocks]
    if laid_out or not _is_table(full_rows, cells, filled):
        with_words = sum(any(p.words.strip() for p in paragraphs(cell.blocks)) for cell in filled)
        left_out["document-table"] += with_words > 1 and not laid_out
        return tuple(block for cell in cells for block in cell.blocks)
    grid = _expanded(full_rows)
    columns = [number for number in range(len(grid[0])) if any(row[number] for row in grid)]
    visible = tuple(tuple(row[number] for number in columns) for row in grid if any(row))
    return (Grid(visible),)


def _is_table(rows: Sequence[Sequence[TableCell]], cells: list[TableCell], filled: list[TableCell]) -> bool:
    """Return whether it is a real table: two rows and columns, no texts, no photos side by side, no table in a cell."""
    widths = [sum(cell.width for cell in row) for row in rows]
    if len(rows) < 2 or not 2 <= max(widths, default=0) <= _WIDEST or len(cells) > _MOST:
        return False
    if max(widths) * (len(rows) + max(cell.height for cell in cells)) > _MOST:
        return False
    if any(isinstance(block, Grid | Quotation) for cell in filled for block in cell.blocks):
        return False
    if max(len(row) for row in rows) < 2 or all(_has_picture(cell) for cell in filled):
        return False
    return all(sum(len(p.words) for p in paragraphs(cell.blocks)) <= _LONG for cell in filled)


def _has_picture(cell: TableCell) -> bool:
    return any(run.kind is RunKind.PICTURE for p in paragraphs(cell.blocks) for run in p.runs)


def _expanded(rows: Sequence[Sequence[TableCell]]) -> list[list[Blocks]]:
    """Return rows of the same length: empty cells beside a wide one, and a short entry over several rows in each."""
    width = max(sum(cell.width for cell in row) for row in rows)
    waiting: dict[int, tuple[int, Blocks]] = {}
    grid: list[list[Blocks]] = []
    for row in rows:
        line: list[Blocks] = []
        for cell in row:
            line += _from_above(waiting, len(line))
            again = () if _is_long(cell) else cell.blocks
            for offset in range(cell.width):
                line.append(() if offset else cell.blocks)
                if cell.height > 1:
                    waiting[len(line) - 1] = (cell.height - 1, () if offset else again)
        line += _from_above(waiting, len(line))
        grid.append(line)
    width = max(width, *map(len, grid))
    return [line + [()] * (width - len(line)) for line in grid]


def _from_above(waiting: dict[int, tuple[int, Blocks]], column: int) -> Iterator[Blocks]:
    """Yield the cells of rows above that reach into this row, from a column on."""
    while column in waiting:
        rows, blocks = waiting.pop(column)
        if rows > 1:
            waiting[column] = (rows - 1, blocks)
        yield blocks
        column += 1


def _is_long(cell: TableCell) -> bool:
    return _has_picture(cell) or sum(len(p.words) for p in paragraphs(cell.blocks)) > _REPEATED
