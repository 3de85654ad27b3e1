"""The best terms below a beginning: for words that are still being typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import nsmallest
from typing import NamedTuple

from placette.features.search.postings import WEIGHTS, best, packed, unpacked

SHORTEST = 2
"""Letters from which on something is looked for."""
_TERMS, _POSTINGS = 80, 20
"""How many terms a summary has, and how many pages of each."""


class BestTerm(NamedTuple):
    """A term that a summary may hold: its largest weight, how many pages hold it, the best of them packed."""

    heaviest: int
    pages: int
    term: str
    postings: list[int]


def best_terms(terms: Mapping[str, list[int]]) -> list[BestTerm]:
    """The best terms of a group."""
    weighed = ((max(value % WEIGHTS for value in packed_[1:]), packed_[0], term) for term, packed_ in terms.items())
    first = nsmallest(_TERMS, weighed, key=_rank)
    return [BestTerm(w, n, term, packed(best(unpacked(terms[term]), _POSTINGS))) for w, n, term in first]


def _rank(term: tuple[int, int, str]) -> tuple[int, int, str]:
    return -term[0], -term[1], term[2]


def summary_of(groups: Iterable[Iterable[BestTerm]]) -> dict[str, list[int]]:
    """The best of several groups, as the file of a group has them."""
    first = nsmallest(_TERMS, (term for group in groups for term in group), key=lambda found: _rank(found[:3]))
    return {found.term: [found.pages, *found.postings[1:]] for found in sorted(first, key=lambda found: found.term)}
