"""Boxes on a map: what a pill or words cover."""

from __future__ import annotations

from collections.abc import Iterable

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes cover some place together."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def is_free(box: Box, taken: Iterable[Box]) -> bool:
    """Whether a box meets none of these."""
    return not any(meet(box, other) for other in taken)


def holds(box: Box, x: float, y: float, more: float = 0) -> bool:
    """Whether a place is in a box, or nearer to it than that."""
    return box[0] - more < x < box[2] + more and box[1] - more < y < box[3] + more


def within(box: Box, width: float, height: float, margin: float = 0) -> bool:
    """Whether a box lies in a window from 0, 0, that far from its edge."""
    return box[0] >= margin and box[1] >= margin and box[2] <= width - margin and box[3] <= height - margin


def crosses(leader: tuple[float, ...], box: Box) -> bool:
    """Whether a line comes into a box (looked at in eight places)."""
    if not leader:
        return False
    x, y, end_x, end_y = leader
    if max(x, end_x) <= box[0] or min(x, end_x) >= box[2] or max(y, end_y) <= box[1] or min(y, end_y) >= box[3]:
        return False
    return any(holds(box, x + (end_x - x) * n / 8, y + (end_y - y) * n / 8) for n in range(1, 9))
