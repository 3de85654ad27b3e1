"""The best terms below a beginning."""

from __future__ import annotations

from placette.features.search.postings import WEIGHTS, heard, packed, told
from placette.features.search.summaries import best_terms, summary_of


def test_the_heaviest_terms_come_first_and_the_best_of_groups_are_the_best_of_all() -> None:
    terms = {f"mot{n:03d}": packed([page * WEIGHTS + 1 + n % 15 for page in range(1, 2 + n)]) for n in range(200)}
    halves = [dict(list(terms.items())[:100]), dict(list(terms.items())[100:])]
    texts = {term: told(postings) for term, postings in terms.items()}
    whole = summary_of([best_terms(terms, texts)])
    assert summary_of([best_terms(half, texts) for half in halves]) == whole
    assert len(whole) == 80
    assert list(whole) == sorted(whole)
    assert "mot194" in whole, "weight 15, in 195 pages"
    assert "mot000" not in whole
    assert heard(whole["mot194"])[0] == 195
    assert len(heard(whole["mot194"])) == 21


def test_a_summary_says_how_many_pages_hold_a_term() -> None:
    postings = {"eau": packed([WEIGHTS * page + 3 for page in range(1, 30)])}
    summary = summary_of([best_terms(postings, {"eau": told(postings["eau"])})])
    assert summary == {"eau": "29:" + "Ac" + 19 * "1c"}
