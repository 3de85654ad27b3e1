"""An index that was mended page by page is one that is made at once."""

from __future__ import annotations

import random
from typing import Any

from placette.features.search.groups import Trees, group_size, lines_of, often


def contents(trees: Trees) -> dict[str, Any]:
    return {
        "terms": {leaf: dict(sorted(trees.terms.terms(leaf).items())) for leaf in trees.terms.leaves},
        "endings": {leaf: dict(sorted(trees.endings.terms(leaf).items())) for leaf in trees.endings.leaves},
    }


def a_page(dice: random.Random, size: int) -> str:
    """Words as texts have them: few are everywhere, most are rare, and some are whole names."""
    words = {
        f"{'lmnp'[n % 4]}{'aeiou'[n % 5]}{n}": dice.randint(1, 15)
        for n in (int(dice.paretovariate(0.4)) for _ in range(size))
    }
    return lines_of(words | {f"_{next(iter(words))}": 15})


def test_pages_that_come_change_and_go_leave_what_one_build_makes() -> None:
    dice = random.Random(63)
    pages = {number: a_page(dice, 120) for number in dice.sample(range(100_000), 600)}
    trees = Trees()
    trees.fill(sorted(pages.items()))
    assert len(trees.terms.leaves) > 5, "small enough to be looked at, large enough to be divided"
    for step in range(12):
        kept = contents(trees)
        changing = Trees()
        changing.terms.totals, changing.terms.fetch = dict(trees.terms.totals), kept["terms"].__getitem__
        changing.endings.totals, changing.endings.fetch = dict(trees.endings.totals), kept["endings"].__getitem__
        touched = dice.sample(sorted(pages), 1 if step % 2 else 25)
        gone, edited = touched[::3], [number for number in touched if number not in touched[::3]]
        come = {number: a_page(dice, 100) for number in (*edited, *dice.sample(range(100_001, 200_000), step % 3))}
        changing.change([(number, pages[number]) for number in touched], sorted(come.items()))
        pages = {number: terms for number, terms in pages.items() if number not in gone} | come
        at_once = Trees()
        at_once.fill(sorted(pages.items()))
        assert contents(changing) == contents(at_once), step
        trees = at_once


def test_how_often_a_term_is_found_is_told_in_doublings() -> None:
    assert [often(pages) for pages in (1, 2, 3, 4, 511, 512, 9999)] == [0, 1, 1, 2, 8, 9, 9]


def test_whole_names_have_no_endings() -> None:
    trees = Trees()
    trees.fill([(1, lines_of({"eau": 3, "_leau": 15}))])
    assert contents(trees) == {"terms": {"": {"_leau": [1, 31], "eau": [1, 19]}}, "endings": {"": {"uae": 0}}}


def test_groups_are_smaller_on_small_sites() -> None:
    assert 3 * group_size(150) < 2 * group_size(10_000)
