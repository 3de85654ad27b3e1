"""Groups of terms as they are kept from one build to the next: mended where pages changed, else left alone.

A ``Tree`` holds two such sets of groups for the index: terms with their postings, and terms read backwards with how
often they are found. What a term has is one value; its size and the size of a group are those of ``leaves``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from placette.features.search.leaves import crowded, divided, leaf_of, nodes_of

V = TypeVar("V")


@dataclass(slots=True)
class Tree(Generic[V]):
    """Groups of terms. ``totals`` are the size and the number of terms of each; ``fetch`` gives the terms of one.

    ``fresh`` are the groups that differ from what ``fetch`` knows, ``gone`` those that are no more.
    """

    size_of: Callable[[str, V], int]
    most: int
    totals: dict[str, tuple[int, int]] = field(default_factory=dict)
    fetch: Callable[[str], dict[str, V]] = lambda _leaf: {}
    fresh: dict[str, dict[str, V]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    @property
    def leaves(self) -> list[str]:
        """The groups there are, in order."""
        return sorted(self.totals)

    def terms(self, leaf: str) -> dict[str, V]:
        """The terms of a group."""
        return self.fresh[leaf] if leaf in self.fresh else self.fetch(leaf)

    def fill(self, values: Mapping[str, V]) -> None:
        """Begin anew with these terms."""
        self.gone |= self.totals.keys()
        self.totals.clear()
        self._divide(dict(values), "")

    def change(self, changes: Mapping[str, Callable[[V | None], V | None]]) -> dict[str, tuple[V | None, V | None]]:
        """Change terms, each by a function of what it had; what each had and has, None where it isn’t there."""
        seen: dict[str, tuple[V | None, V | None]] = {}
        nodes = nodes_of(self.totals)
        for term, change in changes.items():
            leaf = leaf_of(term, nodes)
            terms = self._opened(leaf)
            before = terms.get(term)
            after = change(before)
            seen[term] = before, after
            if after is None:
                terms.pop(term, None)
            else:
                terms[term] = after
        self._settle()
        return seen

    def _opened(self, leaf: str) -> dict[str, V]:
        if leaf not in self.fresh:
            self.fresh[leaf] = dict(self.fetch(leaf)) if leaf in self.totals else {}
        return self.fresh[leaf]

    def _settle(self) -> None:
        """Measure what changed, then divide and join groups until all are as they would be if made at once."""
        for leaf, terms in list(self.fresh.items()):
            self._measure(leaf, terms)
        large, small = crowded(self.totals, self.most)
        for beginning in (*large, *small):
            below = [leaf for leaf in self.totals if leaf.startswith(beginning)]
            terms = {term: value for leaf in below for term, value in self.terms(leaf).items()}
            for leaf in below:
                self._drop(leaf)
            self._divide(terms, beginning)
        if not self.totals:
            self._divide({}, "")

    def _measure(self, leaf: str, terms: Mapping[str, V]) -> None:
        if terms:
            self.totals[leaf] = sum(self.size_of(term, value) for term, value in terms.items()), len(terms)
        else:
            self._drop(leaf)

    def _drop(self, leaf: str) -> None:
        self.totals.pop(leaf, None)
        self.fresh.pop(leaf, None)
        self.gone.add(leaf)

    def _divide(self, terms: dict[str, V], prefix: str) -> None:
        sizes = {term: self.size_of(term, value) for term, value in terms.items()}
        for leaf, names in divided(sizes, self.most, prefix).items():
            self.fresh[leaf] = {name: terms[name] for name in names}
            self.totals[leaf] = sum(map(sizes.__getitem__, names)), len(names)
            self.gone.discard(leaf)
