"""What of a shape, or of a line, lies in a window: nothing of a map reaches beyond it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from placette.engine.base.geography import Point, Ring


def clip_ring(ring: Ring, width: float, height: float) -> Ring:
    """The part of a ring in the window from 0, 0 (Sutherland and Hodgman, 1974); empty where there is none."""
    for axis, limit, sign in ((0, 0.0, 1), (0, width, -1), (1, 0.0, 1), (1, height, -1)):
        kept: list[Point] = []
        for before, here in zip((*ring[-1:], *ring[:-1]), ring, strict=True):
            inside, was = (sign * (point[axis] - limit) >= 0 for point in (here, before))
            if inside != was:
                part = (limit - before[axis]) / (here[axis] - before[axis])
                kept.append((before[0] + part * (here[0] - before[0]), before[1] + part * (here[1] - before[1])))
            if inside:
                kept.append(here)
        ring = tuple(kept)
    return ring


def clip_line(line: Sequence[Point], width: float, height: float) -> Iterator[Ring]:
    """The parts of a line in the window from 0, 0."""
    part: list[Point] = []
    for before, here in pairwise(line):
        found = _clip_step(before, here, width, height)
        if found and part and part[-1] == found[0]:
            part.append(found[1])
            continue
        if len(part) > 1:
            yield tuple(part)
        part = list(found) if found else []
    if len(part) > 1:
        yield tuple(part)


def _clip_step(one: Point, other: Point, width: float, height: float) -> tuple[Point, Point] | None:
    """The part of a step in the window (Liang and Barsky, 1984)."""
    across, down = other[0] - one[0], other[1] - one[1]
    start, end = 0.0, 1.0
    for towards, room in ((-across, one[0]), (across, width - one[0]), (-down, one[1]), (down, height - one[1])):
        if towards == 0 and room < 0:
            return None
        if towards < 0:
            start = max(start, room / towards)
        elif towards > 0:
            end = min(end, room / towards)
    if start >= end:
        return None
    first = one if start == 0 else (one[0] + start * across, one[1] + start * down)
    return first, other if end == 1 else (one[0] + end * across, one[1] + end * down)
