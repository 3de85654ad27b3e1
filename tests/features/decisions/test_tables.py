"""The drawing shows the numbers that it is given, and stays in its frame."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placette.features.decisions.tables import Column, draw_chart

SERIES = ("Arrivées", "Publiés", "Refus", "Corrections")


def test_bars_are_as_high_as_their_numbers() -> None:
    view = draw_chart([Column("mai", (4, 2, 0, 1))], SERIES, "Des barres")
    heights = {bar.series: bar.height for bar in view.bars}
    assert set(heights) == {0, 1, 3}, "nothing has no bar"
    assert heights[0] == pytest.approx(2 * heights[1], abs=0.1) == pytest.approx(4 * heights[3], abs=0.2)
    assert [line.label for line in view.lines] == ["0", "1", "2", "3", "4"]


@given(st.lists(st.tuples(*[st.integers(0, 30_000)] * 4), min_size=1, max_size=12))
def test_nothing_leaves_the_frame_and_no_bar_covers_another(numbers: list[tuple[int, ...]]) -> None:
    view = draw_chart([Column(f"m{place}", row) for place, row in enumerate(numbers)], SERIES, "x")
    assert len(view.lines) <= 6
    before = 0.0
    for bar in view.bars:
        assert before <= bar.x + 0.15
        assert bar.x + bar.width <= view.width
        assert bar.y >= -0.15
        assert bar.y + bar.height <= view.height - 24 + 0.2
        before = bar.x + bar.width
