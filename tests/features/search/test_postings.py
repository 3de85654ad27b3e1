"""Lists of pages, packed as differences."""

from __future__ import annotations

import random

from placette.features.search.postings import MOST, WEIGHTS, best, packed, published, unpacked


def test_packing_loses_nothing() -> None:
    dice = random.Random(5)
    postings = [n * WEIGHTS + dice.randint(1, 15) for n in sorted(dice.sample(range(900_000), 400))]
    assert unpacked(packed(postings)) == postings
    assert packed([]) == [0]
    assert packed([3 * WEIGHTS + 2, 5 * WEIGHTS + 7]) == [2, 3 * WEIGHTS + 2, 2 * WEIGHTS + 7]


def test_the_best_are_the_heaviest_then_the_newest_in_order() -> None:
    postings = [1 * WEIGHTS + 9, 2 * WEIGHTS + 3, 4 * WEIGHTS + 3, 7 * WEIGHTS + 1]
    assert best(postings, 2) == [1 * WEIGHTS + 9, 4 * WEIGHTS + 3]


def test_of_very_many_only_the_best_are_published_after_how_many_there_are() -> None:
    many = packed([n * WEIGHTS + (9 if n < 10 else 1) for n in range(MOST + 500)])
    shown = published(many)
    assert shown[0] == MOST + 500
    assert len(shown) == MOST + 1
    assert unpacked(shown)[:10] == [n * WEIGHTS + 9 for n in range(10)]
    few = packed([WEIGHTS + 1])
    assert published(few) is few
