"""Terms in groups of a bounded size, by how they begin: what is in a group depends on the terms alone.

A group that has grown too large is divided by the next character; those that are small enough together are one. So an
index that was mended word by word is the same as one that was made at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from itertools import groupby

Sizes = Mapping[str, int]
_WORTH_DIVIDING = 2
"""Terms from which on a group can be divided."""


def divided(sizes: Sizes, most: int, prefix: str = "") -> dict[str, list[str]]:
    """The terms that begin with ``prefix`` in groups, each under what its terms have in common (its leaf).

    A term that is what a divided group has in common is a group of its own.
    """
    return dict(_divided(sorted(sizes), sizes, most, prefix))


def _divided(terms: list[str], sizes: Sizes, most: int, prefix: str) -> Iterable[tuple[str, list[str]]]:
    if len(terms) < _WORTH_DIVIDING or sum(map(sizes.__getitem__, terms)) <= most:
        yield prefix, terms
        return
    after = len(prefix) + 1
    for beginning, group in groupby(terms, key=lambda term: term[:after]):
        if beginning == prefix:
            yield prefix, list(group)
        else:
            yield from _divided(list(group), sizes, most, beginning)


def nodes_of(leaves: Iterable[str]) -> set[str]:
    """What was divided: every beginning of a leaf that is shorter than it."""
    return {leaf[:end] for leaf in leaves for end in range(len(leaf))}


def leaf_of(term: str, nodes: Set[str]) -> str:
    """The leaf in which a term lies, or would lie if it were there; ``nodes`` are what was divided."""
    for end in range(len(term) + 1):
        beginning = term[:end]
        if beginning not in nodes:
            return beginning
    return term


def crowded(totals: Mapping[str, tuple[int, int]], most: int) -> tuple[set[str], set[str]]:
    """The leaves that must be divided, and the topmost beginnings whose leaves must become one.

    ``totals`` are the size of each leaf and how many terms it has.
    """
    below: dict[str, tuple[int, int]] = {}
    for leaf, (size, terms) in totals.items():
        for end in range(len(leaf) + 1):
            known = below.get(leaf[:end], (0, 0))
            below[leaf[:end]] = known[0] + size, known[1] + terms
    nodes = nodes_of(totals)
    small = {node for node in nodes if below[node][0] <= most or below[node][1] < _WORTH_DIVIDING}
    topmost = {node for node in small if not any(node[:end] in small for end in range(len(node)))}
    large = {leaf for leaf, (size, terms) in totals.items() if size > most and terms >= _WORTH_DIVIDING}
    return large - nodes, topmost
