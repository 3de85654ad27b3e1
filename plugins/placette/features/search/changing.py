"""Mends the groups of terms where pages changed, or makes them all where most did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from placette.features.search.contents import EXACT
from placette.features.search.groups import Tree
from placette.features.search.postings import MOST, WEIGHTS, packed, unpacked
from placette.features.search.weighing import by_weight

Lines = str
"""The terms of a page, a line for each weight."""
_POSTING, _NAMED = 4, 6
"""About how many bytes a posting takes, and a term beside its own characters."""
_SMALL, _LARGE, _ENDINGS_SIZE = 8_000, 20_000, 12_000
"""About how many bytes, not compressed, a group of terms has on small and on large sites, and one of endings."""
_MANY = 4000
"""Pages of a large site: smaller groups would be thousands of files more, which each build has to look at."""
_OFTEN = 9
"""The largest step of how often a term is found."""


def group_size(pages: int) -> int:
    """About how many bytes a group of terms has on a site of so many pages."""
    return _SMALL if pages < _MANY else _LARGE


def _term_size(term: str, postings: list[int]) -> int:
    return len(term) + _NAMED + _POSTING * min(postings[0], MOST)


def _ending_size(ending: str, _step: int) -> int:
    return len(ending) + 2


@dataclass(slots=True)
class Trees:
    """The groups of an index: terms with their packed postings, and terms read backwards with how often they occur."""

    terms: Tree[list[int]] = field(default_factory=partial(Tree, _term_size, _SMALL))
    endings: Tree[int] = field(default_factory=partial(Tree, _ending_size, _ENDINGS_SIZE))

    def fill(self, pages: Iterable[tuple[int, Lines]]) -> None:
        """Begin anew with these pages (numbers), in the order of their numbers."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, lines in pages:
            for weight, terms in by_weight(lines):
                posting = number * WEIGHTS + weight
                for postings in map(found.__getitem__, terms):
                    postings.append(posting)
        self.terms.fill({term: packed(postings) for term, postings in found.items()})
        steps = ((term, often(len(postings))) for term, postings in found.items())
        self.endings.fill({term[::-1]: step for term, step in steps if not term.startswith(EXACT)})

    def change(self, gone: Iterable[tuple[int, Lines]], come: Iterable[tuple[int, Lines]]) -> None:
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


def _by_term(pages: Iterable[tuple[int, Lines]]) -> dict[str, set[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for number, lines in pages:
        for weight, terms in by_weight(lines):
            for term in terms:
                found[term].add(number * WEIGHTS + weight)
    return dict(found)


def _changed(removed: set[int], added: set[int], before: list[int] | None) -> list[int] | None:
    touched = removed | added
    kept = [posting for posting in unpacked(before or [0]) if posting not in touched]
    after = sorted([*kept, *added])  # nearly in order
    return packed(after) if after else None
