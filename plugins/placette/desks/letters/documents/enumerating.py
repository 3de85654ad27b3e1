"""Lists, made of paragraphs of which each only knows its own sign: Word's items, and what was typed by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from placette.desks.letters.documents.blocks import (
    Blocks,
    DocumentBlock,
    Enumeration,
    ItemPlace,
    Paragraph,
    RunKind,
    WordRun,
    mapped,
    paragraphs_of,
)
from placette.desks.letters.documents.typed_lists import ListMarker, follows, marker_of

_Entry = tuple[ItemPlace, Paragraph]


def with_lists(blocks: Blocks) -> Blocks:
    """Blocks with lists in the place of the paragraphs that are their items."""
    return mapped(blocks, lambda sequence: tuple(_numbered(_typed(sequence))))


def _numbered(blocks: Sequence[DocumentBlock]) -> Iterator[DocumentBlock]:
    """Paragraphs that have a place in a list, as lists; one bullet alone is a list as well, for a program made it."""
    for listed, group in groupby(blocks, key=lambda block: isinstance(block, Paragraph) and block.item is not None):
        if listed:
            entries = [(b.item, replace(b, item=None)) for b in group if isinstance(b, Paragraph) and b.item]
            yield from _lists(entries)
        else:
            yield from group


def _lists(entries: list[_Entry]) -> Iterator[Enumeration]:
    """Items in order as lists: deeper ones inside the item before them, a new list where numbers begin anew."""
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
        if number == len(items) or not _continues(items[number][0], items[number - 1][0]):
            yield Enumeration(tuple(item for _, item in items[first:number]), items[first][0].number)
            first = number


def _continues(place: ItemPlace, before: ItemPlace) -> bool:
    return place.number == (before.number + 1 if before.number >= 0 else -1)


def _typed(blocks: Blocks) -> list[DocumentBlock]:
    """Paragraphs with a typed marker as items, where at least two follow each other."""
    found: list[DocumentBlock] = []
    group: list[tuple[ListMarker, Paragraph]] = []
    for block in (*(part for whole in blocks for part in _by_line(whole)), None):
        marker = _marker(block)
        if group and not (marker and _goes_on(marker, group)):
            found += _placed(group)
            group = []
        if isinstance(block, Paragraph) and marker and (group or not marker.numbered or marker.number == 1):
            group.append((marker, block))
        elif block is not None:
            found.append(block)
    return found


def _marker(block: DocumentBlock | None) -> ListMarker | None:
    plain = isinstance(block, Paragraph) and not block.role and block.item is None
    return marker_of(block.words) if plain and isinstance(block, Paragraph) else None


def _goes_on(marker: ListMarker, group: list[tuple[ListMarker, Paragraph]]) -> bool:
    """Whether a marker is the next of its kind, or the first of another kind, which makes a deeper list."""
    same = [before for before, _ in group if before.kind == marker.kind]
    return follows(marker, same[-1]) if same else not marker.numbered or marker.number == 1


def _placed(group: list[tuple[ListMarker, Paragraph]]) -> list[DocumentBlock]:
    if len(group) < 2:
        return [block for _, block in group]
    kinds = list(dict.fromkeys(marker.kind for marker, _ in group))
    return [
        Paragraph(
            _without(marker.length, block.runs),
            item=ItemPlace(kinds.index(marker.kind), marker.number if marker.numbered else -1),
        )
        for marker, block in group
    ]


def _by_line(block: DocumentBlock) -> Blocks:
    """A paragraph whose lines are items of a list, as one paragraph for each; another block as it is."""
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
    """Runs without their first characters."""
    kept: list[WordRun] = []
    for run in runs:
        cut = min(length, len(run.text)) if run.kind is RunKind.WORDS else 0
        length -= cut
        if run.text[cut:] or run.kind is not RunKind.WORDS:
            kept.append(replace(run, text=run.text[cut:]))
    return tuple(kept)
