"""The drawing of the register: bars for each month, placed by the build, coloured by the style sheet. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from placette.features.decisions.views import ChartBarView, ChartMarkView, ChartView

_WIDTH, _HEIGHT = 360, 200
"""Units of the drawing: as many as the least phone has pixels for it, so that letters stay readable."""
_LEFT, _RIGHT, _TOP, _FOOT = 28.0, 4.0, 8.0, 24.0
"""Room for the scale, and for the names of months."""
_WIDEST = 14.0
"""The widest bar."""
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
"""What one line of the scale may be above the one below."""
_LINES = 4
"""Lines of the scale at the most."""


class Column(NamedTuple):
    """A month in short, and a number for each series."""

    label: str
    numbers: tuple[int, ...]


def draw_chart(columns: Sequence[Column], series: tuple[str, ...], label: str) -> ChartView:
    """The drawing of some months, the oldest first; the same for the same numbers."""
    most = max((number for column in columns for number in column.numbers), default=0)
    step = next((step for step in _STEPS if step * _LINES >= most), _STEPS[-1])
    top = max(step, -(-most // step) * step)
    tall, across = _HEIGHT - _TOP - _FOOT, _WIDTH - _LEFT - _RIGHT
    room = across / max(1, len(columns))
    wide = min(_WIDEST, room * 0.8 / len(series))
    bars, months = [], []
    for place, column in enumerate(columns):
        middle = _LEFT + room * (place + 0.5)
        months.append(ChartMarkView(column.label, round(middle, 1), _HEIGHT - _FOOT / 3))
        start = middle - wide * len(series) / 2
        for number, value in enumerate(column.numbers):
            height = tall * value / top
            if value:
                x, y = start + wide * number, _TOP + tall - height
                bars.append(ChartBarView(number, round(x, 1), round(y, 1), round(wide - 1, 1), round(height, 1)))
    scale = range(0, top + 1, step)
    lines = tuple(ChartMarkView(f"{value}", 0, round(_TOP + tall - tall * value / top, 1)) for value in scale)
    return ChartView(_WIDTH, _HEIGHT, label, tuple(bars), lines, tuple(months), series)
