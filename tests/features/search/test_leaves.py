"""Groups of terms: what is in a group depends on the terms alone."""

from __future__ import annotations

import random

from placette.features.search.leaves import crowded, divided, leaf_of, nodes_of


def test_few_terms_are_one_group() -> None:
    assert divided({"eau": 3, "lavoir": 6}, 10) == {"": ["eau", "lavoir"]}


def test_a_group_that_is_too_large_is_divided_by_the_next_character_and_what_it_has_in_common_stays_apart() -> None:
    sizes = {"ma": 4, "mai": 4, "maire": 4, "mairie": 4, "pont": 4}
    assert divided(sizes, 8) == {"ma": ["ma"], "mai": ["mai"], "mair": ["maire", "mairie"], "p": ["pont"]}


def test_one_term_is_never_divided_however_large() -> None:
    assert divided({"lavoir": 999}, 10) == {"": ["lavoir"]}


def test_each_term_lies_in_the_leaf_that_is_told() -> None:
    dice = random.Random(1)
    sizes = {"".join(dice.choices("abc", k=dice.randint(1, 6))): dice.randint(1, 9) for _ in range(300)}
    leaves = divided(sizes, 20)
    nodes = nodes_of(leaves)
    assert sorted(term for terms in leaves.values() for term in terms) == sorted(sizes)
    assert all(leaf_of(term, nodes) == leaf for leaf, terms in leaves.items() for term in terms)
    assert all(len(terms) == 1 or sum(sizes[term] for term in terms) <= 20 for terms in leaves.values())


def test_what_must_be_divided_and_joined_is_told_at_once() -> None:
    large, small = crowded({"a": (30, 2), "ba": (4, 1), "bb": (5, 1), "c": (8, 1)}, 12)
    assert (large, small) == ({"a"}, {"b"})
    assert crowded({"": (30, 1)}, 12) == (set(), set())
    assert crowded({"abc": (30, 1)}, 12) == (set(), {""}), "one term is a group of its own, and the first"
