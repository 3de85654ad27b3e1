"""The best terms below a beginning: for words that are still being typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import merge, nsmallest
from itertools import islice
from typing import Any

from placette.features.search.postings import WEIGHTS, best, packed, unpacked

SHORTEST = 2
"""Letters from which on something is looked for."""
_TERMS, _POSTINGS = 80, 20
"""How many terms a summary has, and how many pages of each."""
BestTerm = list[Any]
"""A term that a summary may hold: minus its largest weight, minus how many pages hold it, itself, the best of these
packed. So the best comes first, in memory as in JSON."""


def best_terms(terms: Mapping[str, list[int]]) -> list[BestTerm]:
    """The best terms of a group, in order."""
    weighed = ((-max(value % WEIGHTS for value in held[1:]), -held[0], term) for term, held in terms.items())
    return [[*ranks, packed(best(unpacked(terms[ranks[2]]), _POSTINGS))] for ranks in nsmallest(_TERMS, weighed)]


def summary_of(groups: Iterable[Iterable[BestTerm]]) -> dict[str, list[int]]:
    """The best of several groups, each in order, as the file of a group has them."""
    first = islice(merge(*groups), _TERMS)
    return dict(sorted((term, [-pages, *postings[1:]]) for _, pages, term, postings in first))
