"""Names beside the points of a map: placed one by one, the weightiest first, where they cover nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from placette.features.territory.boxes import Box, is_free, within

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
        found = ((label, box) for label, box in _candidates(mark) if within(box, width, height) and is_free(box, taken))
        label, box = next(found, (None, None))
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
