"""The names of rivers on a map, along their course: quiet words that give way to everything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import atan2, cos, degrees, hypot, radians, sin

from placette.engine.base.geography import Ring
from placette.features.territory.boxes import Box, is_free, within
from placette.features.territory.map_views import NameView
from placette.features.territory.text_widths import text_width

_LETTER = 13.0
_STEEP = 75
"""Degrees beyond which words would be hard to read."""
_OFF = 9.0
"""Between a course and its name."""


def river_names(
    courses: Sequence[tuple[str, Ring]], taken: Sequence[Box], width: float, height: float
) -> list[NameView]:
    """For each named course where its name stands, along its longest straight parts first; none where none is free."""
    covered, found = list(taken), []
    for name, line in courses:
        for view, box in _candidates(name, line):
            if within(box, width, height, 2) and is_free(box, covered):
                covered.append(box)
                found.append(view)
                break
    return found


def _candidates(name: str, line: Ring) -> Iterator[tuple[NameView, Box]]:
    half = text_width(name, _LETTER) / 2
    steps = sorted(pairwise(line), key=lambda step: -hypot(step[1][0] - step[0][0], step[1][1] - step[0][1]))
    for (x0, y0), (x1, y1) in steps:
        turn = _upright(degrees(atan2(y1 - y0, x1 - x0)))
        if abs(turn) > _STEEP:
            continue
        slope = radians(turn)
        across, down = half * cos(slope) + 7 * abs(sin(slope)), half * abs(sin(slope)) + 7 * cos(slope)
        for part in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9):
            x = x0 + part * (x1 - x0) + sin(slope) * _OFF
            y = y0 + part * (y1 - y0) - cos(slope) * _OFF
            view = NameView("river", round(x, 1), round(y, 1), name, round(turn))
            yield view, (x - across, y - down, x + across, y + down)


def _upright(turn: float) -> float:
    """The same slope, read from left to right."""
    return turn - 180 if turn > 90 else turn + 180 if turn <= -90 else turn
