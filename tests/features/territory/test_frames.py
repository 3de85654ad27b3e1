"""Nothing of a map reaches beyond its window."""

from __future__ import annotations

import random

from placette.features.territory.frames import clip_line


def test_a_line_that_leaves_and_comes_back_is_two() -> None:
    parts = list(clip_line([(1.0, 5.0), (5.0, 5.0), (15.0, 5.0), (15.0, 8.0), (-5.0, 8.0)], 10, 10))
    assert parts == [((1.0, 5.0), (5.0, 5.0), (10.0, 5.0)), ((10.0, 8.0), (0.0, 8.0))]
    assert list(clip_line([(20.0, 0.0), (20.0, 5.0)], 10, 10)) == []
    assert list(clip_line([(1.0, 1.0)], 10, 10)) == []


def test_nothing_lies_outside() -> None:
    chance = random.Random(5)
    for _ in range(200):
        ring = tuple((chance.uniform(-30, 60), chance.uniform(-30, 60)) for _ in range(chance.randint(3, 12)))
        shown = [point for part in clip_line(ring, 30, 20) for point in part]
        assert all(-1e-9 <= x <= 30 + 1e-9 and -1e-9 <= y <= 20 + 1e-9 for x, y in shown)
