"""Names beside the points of a map: placed one by one, the weightiest first, where they cover nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LETTER = 13.0
"""Height of the letters, in units of the map; larger screens may make them smaller, never larger."""
_WIDTH = 0.56
"""Mean width of a letter in parts of its height, with room to spare: names have capitals and hyphens."""
_ABOVE, _BELOW = 0.78, 0.22
"""What letters take above and below their baseline, in parts of their height."""
_GAP = 3.0
"""Free room between a point and its name."""
_TRIED = 40
"""The most names that are tried: a map full of them shows nothing else. They may cover points of less weight."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point to name: where it lies, its radius, its name."""

    x: float
    y: float
    radius: float
    name: str


@dataclass(frozen=True, slots=True)
class Label:
    """Where a name stands: a point of its baseline, and which part of it is there (``start``, ``middle``, ``end``)."""

    x: float
    y: float
    anchor: str


def place_labels(marks: Sequence[Mark], width: float, height: float) -> list[Label | None]:
    """For each mark, weightiest first, where its name stands; None where there is no room for it."""
    taken = [_dot(mark) for mark in marks[:_TRIED]]
    placed: list[Label | None] = []
    for mark in marks[:_TRIED]:
        free = (
            (label, box)
            for label, box in _candidates(mark)
            if _within(box, width, height) and not any(_meet(box, other) for other in taken)
        )
        label, box = next(free, (None, None))
        placed.append(label)
        if box:
            taken.append(box)
    return placed + [None] * (len(marks) - len(placed))


def _candidates(mark: Mark) -> Iterable[tuple[Label, Box]]:
    """To the right, to the left, above, below."""
    length, off = len(mark.name) * LETTER * _WIDTH, mark.radius + _GAP
    middle = mark.y + LETTER * 0.35
    for x, y, anchor in (
        (mark.x + off, middle, "start"),
        (mark.x - off, middle, "end"),
        (mark.x, mark.y - mark.radius - LETTER * _BELOW - 1, "middle"),
        (mark.x, mark.y + mark.radius + LETTER * _ABOVE + 1, "middle"),
    ):
        left = x - length * {"start": 0, "middle": 0.5, "end": 1}[anchor]
        yield Label(round(x, 1), round(y, 1), anchor), (left, y - LETTER * _ABOVE, left + length, y + LETTER * _BELOW)


def _dot(mark: Mark) -> Box:
    return mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _within(box: Box, width: float, height: float) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
