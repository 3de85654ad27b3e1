"""Tables: what holds figures stays one, what only places things side by side is read one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from placette.desks.letters.documents.blocks import Blocks, Grid, Quotation, RunKind, paragraphs

_WIDEST = 30
"""Columns of a table that a page can show; wider ones are read cell by cell."""
_MOST = 5_000
"""Cells of the largest table."""
_LONG = 600
"""Characters of a cell that holds a text of its own rather than an entry."""
_REPEATED = 60
"""Characters of an entry that stands in each row that it is for; a longer one stands in the first."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell as its document has it: what it holds, over how many columns and rows, and whether it is a head."""

    blocks: Blocks
    width: int = 1
    height: int = 1
    head: bool = False


def block_of_table(rows: Sequence[Sequence[TableCell]], *, laid_out: bool = False) -> Blocks:
    """A table as a grid; or as the blocks of its cells where it is no table for a reader."""
    kept = [row for row in rows if row]
    cells = [cell for row in kept for cell in row]
    filled = [cell for cell in cells if cell.blocks]
    if laid_out or not _is_table(kept, cells, filled):
        return tuple(block for cell in cells for block in cell.blocks)
    grid = _expanded(kept)
    columns = [number for number in range(len(grid[0])) if any(row[number] for row in grid)]
    shown = tuple(tuple(row[number] for number in columns) for row in grid if any(row))
    return (Grid(shown),)


def _is_table(rows: Sequence[Sequence[TableCell]], cells: list[TableCell], filled: list[TableCell]) -> bool:
    """Whether rows and columns mean something: two of each, no texts, no photos side by side, no table in a cell."""
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
    """Rows of the same length: beside a wide cell stand empty ones, a short entry over several rows is in each."""
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
    """What cells of rows above put into this row, from a column on."""
    while column in waiting:
        rows, blocks = waiting.pop(column)
        if rows > 1:
            waiting[column] = (rows - 1, blocks)
        yield blocks
        column += 1


def _is_long(cell: TableCell) -> bool:
    return _has_picture(cell) or sum(len(p.words) for p in paragraphs(cell.blocks)) > _REPEATED
