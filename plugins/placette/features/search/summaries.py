"""The best terms below a beginning: for words that are still being typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import merge, nsmallest
from itertools import islice
from typing import Any

from placette.features.search.postings import best, heaviest, packed, told, unpacked

SHORTEST = 2
"""Letters from which on something is looked for."""
_TERMS, _POSTINGS = 80, 20
"""How many terms a summary has, and how many pages of each."""
BestTerm = list[Any]
"""A term that a summary may hold: minus its largest weight, minus how many pages hold it, itself, the best of these
as the file has them. So the best comes first, in memory as in JSON."""


def best_terms(terms: Mapping[str, list[int]], texts: Mapping[str, str]) -> list[BestTerm]:
    """The best terms of a group, in order; ``texts`` tell their postings."""
    weighed = ((-heaviest(texts[term]), -held[0], term) for term, held in terms.items())
    return [[*ranks, _text(terms[ranks[2]], texts[ranks[2]])] for ranks in nsmallest(_TERMS, weighed)]


def summary_of(groups: Iterable[Iterable[BestTerm]]) -> dict[str, str]:
    """The best of several groups, each in order, as the file of a group has them."""
    first = islice(merge(*groups), _TERMS)
    return dict(sorted((term, text) for _, _, term, text in first))


def _text(held: list[int], text: str) -> str:
    """What a summary says of a term: how many pages hold it, and the best."""
    if held[0] <= _POSTINGS:
        return text
    return told([held[0], *packed(best(unpacked(held), _POSTINGS))[1:]])
