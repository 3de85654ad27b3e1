"""Mends the groups of terms where pages changed, or makes them all where most did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from placette.features.search.contents import EXACT
from placette.features.search.groups import Tree
from placette.features.search.postings import MOST, WEIGHTS, packed, unpacked

Terms = Mapping[str, int]
"""The terms of a page, with their weights."""
_POSTING, _NAMED = 6, 8
"""About how many bytes a posting takes, and a term beside its own characters."""
_TERMS_SIZE, _ENDINGS_SIZE = 30_000, 12_000
"""About how many bytes a group of terms or of endings has, before it is compressed (to a third)."""
_OFTEN = 9
"""The largest step of how often a term is found."""


def _term_size(term: str, postings: list[int]) -> int:
    return len(term) + _NAMED + _POSTING * min(postings[0], MOST)


def _ending_size(ending: str, _step: int) -> int:
    return len(ending) + 2


@dataclass(slots=True)
class Trees:
    """The groups of an index: terms with their packed postings, and terms read backwards with how often they occur."""

    terms: Tree[list[int]] = field(default_factory=partial(Tree, _term_size, _TERMS_SIZE))
    endings: Tree[int] = field(default_factory=partial(Tree, _ending_size, _ENDINGS_SIZE))

    def fill(self, pages: Iterable[tuple[int, Terms]]) -> None:
        """Begin anew with these pages (numbers), in the order of their numbers."""
        found: defaultdict[str, list[int]] = defaultdict(lambda: [0])  # packed: the first is the last page
        for number, terms in pages:
            start = number * WEIGHTS
            for term, weight in terms.items():
                postings = found[term]
                postings.append(start + weight - postings[0])
                postings[0] = start
        for postings in found.values():
            postings[0] = len(postings) - 1
        self.terms.fill(found)
        steps = ((term, often(postings[0])) for term, postings in found.items())
        self.endings.fill({term[::-1]: step for term, step in steps if not term.startswith(EXACT)})

    def change(self, gone: Iterable[tuple[int, Terms]], come: Iterable[tuple[int, Terms]]) -> None:
        """Take pages (numbers) with the terms that they had out of the index, and others into it."""
        before, after = _by_term(gone), _by_term(come)
        differing = (term for term in before.keys() | after.keys() if before.get(term) != after.get(term))
        changes = {term: partial(_changed, before.get(term, set()), after.get(term, set())) for term in differing}
        seen = self.terms.change(changes)
        steps = {term: (_step(before), _step(after)) for term, (before, after) in seen.items()}
        self.endings.change(
            {
                term[::-1]: partial(_set, after)
                for term, (before, after) in steps.items()
                if before != after and not term.startswith(EXACT)
            }
        )


def often(pages: int) -> int:
    """How often a term is found, in doublings."""
    return min(_OFTEN, pages.bit_length() - 1)


def _step(postings: list[int] | None) -> int | None:
    return None if postings is None else often(postings[0])


def _set(value: int | None, _before: int | None) -> int | None:
    return value


def _by_term(pages: Iterable[tuple[int, Terms]]) -> dict[str, set[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for number, terms in pages:
        for term, weight in terms.items():
            found[term].add(number * WEIGHTS + weight)
    return dict(found)


def _changed(removed: set[int], added: set[int], before: list[int] | None) -> list[int] | None:
    after = sorted({*unpacked(before or [0])} - removed | added)
    return packed(after) if after else None
