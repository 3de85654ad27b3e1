"""Groups of terms: the content of a group depends on the terms alone."""

from __future__ import annotations

import random

from placette.features.search import groups


def test_few_terms_are_one_group_and_so_are_none() -> None:
    assert groups.divided({"eau": 3, "lavoir": 6}, 10) == {"": ["eau", "lavoir"]}
    assert groups.divided({}, 10) == {"": []}


def test_a_group_that_is_too_large_is_divided_by_the_next_character_and_what_it_has_in_common_stays_apart() -> None:
    sizes = {"ma": 4, "mai": 4, "maire": 4, "mairie": 4, "pont": 4}
    assert groups.divided(sizes, 8) == {"ma": ["ma"], "mai": ["mai"], "mair": ["maire", "mairie"], "p": ["pont"]}


def test_one_term_is_never_divided_however_large() -> None:
    assert groups.divided({"lavoir": 999}, 10) == {"": ["lavoir"]}


def test_each_term_is_in_one_group_of_at_most_the_size() -> None:
    dice = random.Random(1)
    sizes = {"".join(dice.choices("abc", k=dice.randint(1, 6))): dice.randint(1, 9) for _ in range(300)}
    leaves = groups.divided(sizes, 20)
    assert sorted(term for terms in leaves.values() for term in terms) == sorted(sizes)
    assert not groups.nodes_of(leaves) & {leaf for leaf, terms in leaves.items() if terms != [leaf]}
    assert all(len(terms) == 1 or sum(sizes[term] for term in terms) <= 20 for terms in leaves.values())


def a_page(dice: random.Random) -> groups.Lines:
    """Words as texts have them: few are everywhere, most are rare."""
    numbers = (int(dice.paretovariate(0.4)) for _ in range(30))
    return groups.lines_of({f"{'lmnp'[n % 4]}{'aeiou'[n % 5]}{n}": dice.randint(1, 15) for n in numbers})


def test_pages_that_come_change_and_go_leave_what_one_build_makes() -> None:
    dice, terms = random.Random(63), dict[str, groups.Term]()
    pages = dict[int, groups.Lines]()
    for step in range(12):
        come = {dice.randrange(300): a_page(dice) for _ in range(60)}
        after = {**pages, **come} if step % 3 else come
        groups.mend(terms, pages.items() - after.items(), after.items() - pages.items())
        pages, at_once = after, dict[str, groups.Term]()
        groups.mend(at_once, (), pages.items())
        assert terms == at_once, step


def test_how_often_a_term_is_found_is_told_in_doublings() -> None:
    assert [groups.often(pages) for pages in (1, 2, 3, 4, 511, 512, 9999)] == [0, 1, 1, 2, 8, 9, 9]


def test_whole_names_have_no_endings() -> None:
    assert groups.ending_groups({"eau": (1, "1c"), "_leau": (1, "1o")}) == {"": {"uae": 0}}


def test_groups_are_smaller_on_small_sites() -> None:
    assert 3 * groups.group_size(150) < 2 * groups.group_size(10_000)


def test_a_text_tells_all_postings() -> None:
    dice = random.Random(6)
    for highest in (20, 3000, 900_000, 2**39):
        numbers = sorted({dice.randrange(highest) for _ in range(300)})
        postings = [number * groups.WEIGHTS + dice.randint(1, 15) for number in numbers]
        assert groups.decode_postings(groups.encode_postings(postings)) == postings
    far = [0 * groups.WEIGHTS + 1, 3 * groups.WEIGHTS + 15, (1024 * 1025 + 4) * groups.WEIGHTS + 2]
    assert groups.encode_postings(far) == "0a3o10101b"
    assert groups.decode_postings("") == []


def test_of_very_many_only_the_best_are_published_after_how_many_there_are() -> None:
    many = [n * groups.WEIGHTS + (9 if n < 10 else 1) for n in range(groups.MOST + 500)]
    count, _, text = groups.published((len(many), groups.encode_postings(many))).partition(":")
    assert int(count) == groups.MOST + 500
    assert groups.decode_postings(text) == many[:10] + many[510:]
    assert groups.published((1, "1a")) == "1a"


def test_lines_tell_each_weight_with_its_terms() -> None:
    lines = groups.lines_of({"eau": 3, "_leau": 15, "pont": 3})
    assert list(groups.by_weight(lines)) == [(3, ["eau", "pont"]), (15, ["_leau"])]
    assert list(groups.by_weight(groups.lines_of({}))) == list(groups.by_weight("")) == []


def test_the_heaviest_terms_come_first_and_the_best_of_groups_are_the_best_of_all() -> None:
    postings = {f"mot{n:03d}": [page * groups.WEIGHTS + 1 + n % 15 for page in range(1, 2 + n)] for n in range(200)}
    terms = {term: (len(held), groups.encode_postings(held)) for term, held in postings.items()}
    halves = [dict(list(terms.items())[:100]), dict(list(terms.items())[100:])]
    whole = groups.summary_of([groups.best_terms(terms)])
    assert groups.summary_of(map(groups.best_terms, halves)) == whole
    assert len(whole) == 80
    assert list(whole) == sorted(whole)
    assert "mot000" not in whole
    assert whole["mot194"] == f"195:{groups.encode_postings(postings['mot194'][-20:])}", "weight 15, in 195 pages"
