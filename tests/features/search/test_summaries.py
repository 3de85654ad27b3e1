"""The best terms below a beginning."""

from __future__ import annotations

from placette.features.search.postings import WEIGHTS, packed
from placette.features.search.summaries import best_terms, summary_of


def test_the_heaviest_terms_come_first_and_the_best_of_groups_are_the_best_of_all() -> None:
    terms = {f"mot{n:03d}": packed([page * WEIGHTS + 1 + n % 15 for page in range(1, 2 + n)]) for n in range(200)}
    halves = [dict(list(terms.items())[:100]), dict(list(terms.items())[100:])]
    whole = summary_of([best_terms(terms)])
    assert summary_of([best_terms(half) for half in halves]) == whole
    assert len(whole) == 80
    assert list(whole) == sorted(whole)
    assert "mot194" in whole, "weight 15, in 195 pages"
    assert "mot000" not in whole
    assert whole["mot194"][0] == 195
    assert len(whole["mot194"]) == 21


def test_a_summary_says_how_many_pages_hold_a_term() -> None:
    one = [-3, -7, "eau", packed([WEIGHTS + 3])]
    assert summary_of([[one]]) == {"eau": [7, WEIGHTS + 3]}
