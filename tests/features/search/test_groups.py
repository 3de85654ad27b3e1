"""Groups that were mended are those that are made at once."""

from __future__ import annotations

import random
from functools import partial

from placette.features.search.groups import Tree


def size(term: str, value: int) -> int:
    return len(term) + value


def contents(tree: Tree[int]) -> dict[str, dict[str, int]]:
    return {leaf: dict(sorted(tree.terms(leaf).items())) for leaf in tree.leaves}


def put(value: int | None, _before: int | None) -> int | None:
    return value


def test_mended_groups_are_those_that_are_made_at_once() -> None:
    dice, now = random.Random(63), dict[str, int]()
    known: dict[str, dict[str, int]] = {}
    totals: dict[str, tuple[int, int]] = {}
    for step in range(150):
        drop = dice.sample(sorted(now), min(len(now), dice.randint(0, 30 if step % 20 == 19 else 4)))
        come = {
            "".join(dice.choices("abd", k=dice.randint(1, 7))): dice.randint(1, 9) for _ in range(dice.randint(0, 9))
        }
        tree = Tree(size, 25, dict(totals), known.__getitem__)
        tree.change({term: partial(put, value) for term, value in {**dict.fromkeys(drop), **come}.items()})
        now = {term: value for term, value in now.items() if term not in drop} | come
        at_once = Tree(size, 25)
        at_once.fill(now)
        assert contents(tree) == contents(at_once), step
        assert tree.totals == at_once.totals
        known, totals = contents(tree), dict(tree.totals)


def test_what_is_fresh_and_what_is_gone_says_all_that_changed() -> None:
    first = Tree(size, 12)
    first.fill({"aa": 5, "ab": 5, "b": 5})
    before = contents(first)
    tree = Tree(size, 12, dict(first.totals), before.__getitem__)
    tree.change({"aa": partial(put, None)})
    assert tree.leaves == [""] if size("ab", 5) + size("b", 5) <= 12 else ["ab", "b"]
    kept = {leaf: terms for leaf, terms in before.items() if leaf not in tree.gone} | tree.fresh
    assert {leaf: terms for leaf, terms in kept.items() if leaf in tree.totals} == contents(tree)


def test_nothing_is_one_empty_group() -> None:
    tree = Tree(size, 12)
    tree.fill({})
    assert contents(tree) == {"": {}}
    tree.change({"eau": partial(put, 3)})
    assert contents(tree) == {"": {"eau": 3}}
    tree.change({"eau": partial(put, None)})
    assert contents(tree) == {"": {}}


def test_a_change_tells_what_was_and_what_is() -> None:
    tree = Tree(size, 12)
    tree.fill({"eau": 3})
    assert tree.change({"eau": partial(put, 4), "pont": partial(put, 1)}) == {"eau": (3, 4), "pont": (None, 1)}
