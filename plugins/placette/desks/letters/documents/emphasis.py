"""Bold, italic and struck words where Markdown can say them: around whole words, never around a space.

Writers mark half a word, the space after it, or the bracket before it. CommonMark then shows the asterisks
(«left-flanking», 6.2), so a mark begins and ends where it is understood.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from placette.desks.letters.documents.blocks import RunKind, WordRun, merged

MARKS = ("del", "strong", "em", "code")
"""Marks from the outside in."""


def with_clear_marks(runs: Sequence[WordRun]) -> tuple[WordRun, ...]:
    """``runs`` with marks that begin and end at words."""
    found = list(runs)
    for mark in MARKS:
        found = list(_clear(found, mark))
    return tuple(merged(found))


def without_marks(runs: Sequence[WordRun], *marks: str) -> tuple[WordRun, ...]:
    """``runs`` without some of their marks."""
    return tuple(merged([replace(run, marks=run.marks - set(marks)) for run in runs]))


def _clear(runs: list[WordRun], mark: str) -> Iterator[WordRun]:
    """``runs`` of which those with a mark begin and end where it is understood; links are outside of marks."""
    before = " "
    groups = [
        list(group)
        for _, group in groupby(
            runs, key=lambda run: (mark in run.marks, run.href, run.kind is RunKind.WORDS or run.kind is RunKind.BREAK)
        )
    ]
    for number, group in enumerate(groups):
        if mark in group[0].marks:
            after = _edge(groups[number + 1][0], 0) if number + 1 < len(groups) else " "
            around = " " if group[0].href else before, " " if group[0].href else after
            yield from _narrowed(group, mark, *around)
        else:
            yield from group
        before = _edge(group[-1], -1)


def _edge(run: WordRun, end: int) -> str:
    """The character at one end of a run; brackets stand around links, pictures and notes."""
    if run.kind is RunKind.BREAK:
        return " "
    return run.text[end] if run.kind is RunKind.WORDS and run.text and not run.href else "["


def _narrowed(group: list[WordRun], mark: str, before: str, after: str) -> list[WordRun]:
    """A group without the mark at its ends, as far as it could not begin or end there."""
    start = _outside(group, before, step=1)
    end = _outside(list(reversed(group)), after, step=-1)
    length = sum(_length(run) for run in group)
    if start + end >= length:
        return [replace(run, marks=run.marks - {mark}) for run in group]
    return list(_cut(group, mark, start, length - end))


def _outside(group: list[WordRun], neighbour: str, step: int) -> int:
    """How many characters at one end of a group (its beginning, or its end turned round) can't have the mark."""
    count = 0
    for run in group:
        for character in run.text[::step] if run.kind is RunKind.WORDS else " ":
            if not (character.isspace() or (_is_sign(character) and not (neighbour.isspace() or _is_sign(neighbour)))):
                return count
            neighbour, count = character, count + 1
    return count


def _cut(group: list[WordRun], mark: str, start: int, end: int) -> Iterator[WordRun]:
    at = 0
    for run in group:
        length = _length(run)
        cuts = sorted({0, length, *(c - at for c in (start, end) if 0 < c - at < length)})
        for first, last in pairwise(cuts):
            part = replace(run, text=run.text[first:last]) if run.kind is RunKind.WORDS else run
            yield part if start <= at + first < end else replace(part, marks=part.marks - {mark})
        at += length


def _length(run: WordRun) -> int:
    return len(run.text) if run.kind is RunKind.WORDS else 1


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"
