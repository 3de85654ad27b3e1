"""Lists of pages, packed as differences."""

from __future__ import annotations

import random

from placette.features.search.postings import MOST, WEIGHTS, best, heard, heaviest, packed, published, told, unpacked


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


def test_a_text_tells_all_of_a_list() -> None:
    dice = random.Random(6)
    for highest in (20, 3000, 900_000, 2**39):
        numbers = sorted({dice.randrange(highest) for _ in range(300)})
        values = packed([number * WEIGHTS + dice.randint(1, 15) for number in numbers])
        assert heard(told(values)) == values
        assert heaviest(told(values)) == max(value % WEIGHTS for value in values[1:])
    assert told(packed([0 * WEIGHTS + 1, 3 * WEIGHTS + 15, (1024 * 1025 + 4) * WEIGHTS + 2])) == "0a3o10101b"
    assert heard("29:Ac1c") == [29, 10 * WEIGHTS + 3, WEIGHTS + 3]
    assert heard("") == [0]
