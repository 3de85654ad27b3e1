"""Groups of terms: the content of a group depends on the terms alone."""

from __future__ import annotations

import random
from functools import partial

from placette.features.search import groups


def test_few_terms_are_one_group() -> None:
    assert groups.divided({"eau": 3, "lavoir": 6}, 10) == {"": ["eau", "lavoir"]}


def test_a_group_that_is_too_large_is_divided_by_the_next_character_and_what_it_has_in_common_stays_apart() -> None:
    sizes = {"ma": 4, "mai": 4, "maire": 4, "mairie": 4, "pont": 4}
    assert groups.divided(sizes, 8) == {"ma": ["ma"], "mai": ["mai"], "mair": ["maire", "mairie"], "p": ["pont"]}


def test_one_term_is_never_divided_however_large() -> None:
    assert groups.divided({"lavoir": 999}, 10) == {"": ["lavoir"]}


def test_each_term_lies_in_the_leaf_that_is_told() -> None:
    dice = random.Random(1)
    sizes = {"".join(dice.choices("abc", k=dice.randint(1, 6))): dice.randint(1, 9) for _ in range(300)}
    leaves = groups.divided(sizes, 20)
    nodes = groups.nodes_of(leaves)
    assert sorted(term for terms in leaves.values() for term in terms) == sorted(sizes)
    assert all(groups.leaf_of(term, nodes) == leaf for leaf, terms in leaves.items() for term in terms)
    assert all(len(terms) == 1 or sum(sizes[term] for term in terms) <= 20 for terms in leaves.values())


def test_what_must_be_divided_and_joined_is_told_at_once() -> None:
    large, small = groups.crowded({"a": (30, 2), "ba": (4, 1), "bb": (5, 1), "c": (8, 1)}, 12)
    assert (large, small) == ({"a"}, {"b"})
    assert groups.crowded({"": (30, 1)}, 12) == (set(), set())
    assert groups.crowded({"abc": (30, 1)}, 12) == (set(), {""}), "one term is a group of its own, and the first"


def size(term: str, value: int) -> int:
    return len(term) + value


def contents(tree: groups.Tree[int]) -> dict[str, dict[str, int]]:
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
        tree = groups.Tree(size, 25, dict(totals), known.__getitem__)
        tree.change({term: partial(put, value) for term, value in {**dict.fromkeys(drop), **come}.items()})
        now = {term: value for term, value in now.items() if term not in drop} | come
        at_once = groups.Tree(size, 25)
        at_once.fill(now)
        assert contents(tree) == contents(at_once), step
        assert tree.totals == at_once.totals
        known, totals = contents(tree), dict(tree.totals)


def test_what_is_fresh_and_what_is_gone_says_all_that_changed() -> None:
    first = groups.Tree(size, 12)
    first.fill({"aa": 5, "ab": 5, "b": 5})
    before = contents(first)
    tree = groups.Tree(size, 12, dict(first.totals), before.__getitem__)
    tree.change({"aa": partial(put, None)})
    assert tree.leaves == [""] if size("ab", 5) + size("b", 5) <= 12 else ["ab", "b"]
    kept = {leaf: terms for leaf, terms in before.items() if leaf not in tree.gone} | tree.fresh
    assert {leaf: terms for leaf, terms in kept.items() if leaf in tree.totals} == contents(tree)


def test_nothing_is_one_empty_group() -> None:
    tree = groups.Tree(size, 12)
    tree.fill({})
    assert contents(tree) == {"": {}}
    tree.change({"eau": partial(put, 3)})
    assert contents(tree) == {"": {"eau": 3}}
    tree.change({"eau": partial(put, None)})
    assert contents(tree) == {"": {}}


def test_a_change_tells_what_was_and_what_is() -> None:
    tree = groups.Tree(size, 12)
    tree.fill({"eau": 3})
    assert tree.change({"eau": partial(put, 4), "pont": partial(put, 1)}) == {"eau": (3, 4), "pont": (None, 1)}


def test_packing_loses_nothing() -> None:
    dice = random.Random(5)
    postings = [n * groups.WEIGHTS + dice.randint(1, 15) for n in sorted(dice.sample(range(900_000), 400))]
    assert groups.unpacked(groups.packed(postings)) == postings
    assert groups.packed([]) == [0]
    assert groups.packed([3 * groups.WEIGHTS + 2, 5 * groups.WEIGHTS + 7]) == [
        2,
        3 * groups.WEIGHTS + 2,
        2 * groups.WEIGHTS + 7,
    ]


def test_the_best_are_the_heaviest_then_the_newest_in_order() -> None:
    postings = [1 * groups.WEIGHTS + 9, 2 * groups.WEIGHTS + 3, 4 * groups.WEIGHTS + 3, 7 * groups.WEIGHTS + 1]
    assert groups.best(postings, 2) == [1 * groups.WEIGHTS + 9, 4 * groups.WEIGHTS + 3]


def test_of_very_many_only_the_best_are_published_after_how_many_there_are() -> None:
    many = groups.packed([n * groups.WEIGHTS + (9 if n < 10 else 1) for n in range(groups.MOST + 500)])
    shown = groups.published(many)
    assert shown[0] == groups.MOST + 500
    assert len(shown) == groups.MOST + 1
    assert groups.unpacked(shown)[:10] == [n * groups.WEIGHTS + 9 for n in range(10)]
    few = groups.packed([groups.WEIGHTS + 1])
    assert groups.published(few) is few


def test_a_text_tells_all_of_a_list() -> None:
    dice = random.Random(6)
    for highest in (20, 3000, 900_000, 2**39):
        numbers = sorted({dice.randrange(highest) for _ in range(300)})
        values = groups.packed([number * groups.WEIGHTS + dice.randint(1, 15) for number in numbers])
        assert groups.decode_postings(groups.encode_postings(values)) == values
        assert groups.heaviest(groups.encode_postings(values)) == max(value % groups.WEIGHTS for value in values[1:])
    assert (
        groups.encode_postings(
            groups.packed([0 * groups.WEIGHTS + 1, 3 * groups.WEIGHTS + 15, (1024 * 1025 + 4) * groups.WEIGHTS + 2])
        )
        == "0a3o10101b"
    )
    assert groups.decode_postings("29:Ac1c") == [29, 10 * groups.WEIGHTS + 3, groups.WEIGHTS + 3]
    assert groups.decode_postings("") == [0]


def test_lines_tell_each_weight_with_its_terms() -> None:
    lines = groups.lines_of({"eau": 3, "_leau": 15, "pont": 3})
    assert list(groups.by_weight(lines)) == [(3, ["eau", "pont"]), (15, ["_leau"])]
    assert list(groups.by_weight(groups.lines_of({}))) == list(groups.by_weight("")) == []


def test_the_heaviest_terms_come_first_and_the_best_of_groups_are_the_best_of_all() -> None:
    terms = {
        f"mot{n:03d}": groups.packed([page * groups.WEIGHTS + 1 + n % 15 for page in range(1, 2 + n)])
        for n in range(200)
    }
    halves = [dict(list(terms.items())[:100]), dict(list(terms.items())[100:])]
    texts = {term: groups.encode_postings(postings) for term, postings in terms.items()}
    whole = groups.summary_of([groups.best_terms(terms, texts)])
    assert groups.summary_of([groups.best_terms(half, texts) for half in halves]) == whole
    assert len(whole) == 80
    assert list(whole) == sorted(whole)
    assert "mot194" in whole, "weight 15, in 195 pages"
    assert "mot000" not in whole
    assert groups.decode_postings(whole["mot194"])[0] == 195
    assert len(groups.decode_postings(whole["mot194"])) == 21


def test_a_summary_says_how_many_pages_hold_a_term() -> None:
    postings = {"eau": groups.packed([groups.WEIGHTS * page + 3 for page in range(1, 30)])}
    summary = groups.summary_of([groups.best_terms(postings, {"eau": groups.encode_postings(postings["eau"])})])
    assert summary == {"eau": "29:" + "Ac" + 19 * "1c"}
