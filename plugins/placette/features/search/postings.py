"""Which pages hold a term, as one list of numbers: differences and weights, in the order of the pages' numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import nlargest

WEIGHTS = 16
"""Weights are smaller than this."""
Posting = int
"""The number of a page times ``WEIGHTS``, plus the term's weight there."""
MOST = 2000
"""Postings of a term that are published: the best. Nobody reads on so far."""


def packed(postings: Sequence[Posting]) -> list[int]:
    """How many there are, then each as the difference to the one before, with its weight; they must be in order."""
    found, last = [len(postings)], 0
    for posting in postings:
        start = posting & -WEIGHTS
        found.append(posting - last)
        last = start
    return found


def unpacked(values: Sequence[int]) -> list[Posting]:
    """The postings of a packed list."""
    found, last = [], 0
    for value in values[1:]:
        posting = last + value
        found.append(posting)
        last = posting & -WEIGHTS
    return found


def best(postings: Iterable[Posting], most: int) -> list[Posting]:
    """The heaviest, of equal ones the newest; in order."""
    return sorted(nlargest(most, postings, key=lambda posting: (posting % WEIGHTS, posting)))


def published(values: list[int]) -> list[int]:
    """A packed list as it is published: of very many postings only the best, after how many there are."""
    if values[0] <= MOST:
        return values
    return [values[0], *packed(best(unpacked(values), MOST))[1:]]
