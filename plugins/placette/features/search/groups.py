"""Groups of terms, kept from one build to the next and updated where pages changed.

A ``Tree`` has two sets of groups for the index: terms with their postings, and terms read backwards with how
often they are found. The data of a term are one value; its size and the size of a group are those of ``leaves``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from heapq import merge, nsmallest
from itertools import accumulate, groupby, islice
from operator import add, sub
from typing import Any, Generic, TypeVar

from placette.features.search.entries import EXACT

Sizes = Mapping[str, int]
_WORTH_DIVIDING = 2  # terms from which on a group can be divided


def divided(sizes: Sizes, most: int, prefix: str = "") -> dict[str, list[str]]:
    """Group the terms that begin with ``prefix``, each group under their common beginning (its leaf).

    A term that is the common beginning of a divided group is a group of its own.
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
    """Return the divided groups: every beginning of a leaf that is shorter than it."""
    return {leaf[:end] for leaf in leaves for end in range(len(leaf))}


def leaf_of(term: str, nodes: Set[str]) -> str:
    """Return the leaf of a term, known or new; ``nodes`` are the divided groups."""
    for end in range(len(term) + 1):
        beginning = term[:end]
        if beginning not in nodes:
            return beginning
    return term


def crowded(totals: Mapping[str, tuple[int, int]], most: int) -> tuple[set[str], set[str]]:
    """Return the leaves that must be divided, and the topmost beginnings whose leaves must become one.

    ``totals`` are the size of each leaf and how many terms it has.
    """
    below: dict[str, tuple[int, int]] = {}
    for leaf, (size, terms) in totals.items():
        for end in range(len(leaf) + 1):
            total = below.get(leaf[:end], (0, 0))
            below[leaf[:end]] = total[0] + size, total[1] + terms
    nodes = nodes_of(totals)
    small = {node for node in nodes if below[node][0] <= most or below[node][1] < _WORTH_DIVIDING}
    topmost = {node for node in small if not any(node[:end] in small for end in range(len(node)))}
    large = {leaf for leaf, (size, terms) in totals.items() if size > most and terms >= _WORTH_DIVIDING}
    return large - nodes, topmost


V = TypeVar("V")


@dataclass(slots=True)
class Tree(Generic[V]):
    """Groups of terms. ``totals`` are the size and the number of terms of each; ``fetch`` loads the terms of one.

    ``fresh`` are the groups that differ from those of ``fetch``, ``gone`` those that are no more.
    """

    size_of: Callable[[str, V], int]
    most: int
    totals: dict[str, tuple[int, int]] = field(default_factory=dict)
    fetch: Callable[[str], dict[str, V]] = lambda _leaf: {}
    fresh: dict[str, dict[str, V]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    @property
    def leaves(self) -> list[str]:
        """Return the groups there are, in order."""
        return sorted(self.totals)

    def terms(self, leaf: str) -> dict[str, V]:
        """Return the terms of a group."""
        return self.fresh[leaf] if leaf in self.fresh else self.fetch(leaf)

    def fill(self, values: Mapping[str, V]) -> None:
        """Begin anew with these terms."""
        self.gone |= self.totals.keys()
        self.totals.clear()
        self._divide(dict(values), "")

    def change(self, changes: Mapping[str, Callable[[V | None], V | None]]) -> dict[str, tuple[V | None, V | None]]:
        """Change terms, each by a function of its data. Returns the data before and after, None if it isn’t there."""
        changes_of: dict[str, tuple[V | None, V | None]] = {}
        nodes = nodes_of(self.totals)
        for term, change in changes.items():
            leaf = leaf_of(term, nodes)
            terms = self._opened(leaf)
            before = terms.get(term)
            after = change(before)
            changes_of[term] = before, after
            if after is None:
                terms.pop(term, None)
            else:
                terms[term] = after
        self._settle()
        return changes_of

    def _opened(self, leaf: str) -> dict[str, V]:
        if leaf not in self.fresh:
            self.fresh[leaf] = dict(self.fetch(leaf)) if leaf in self.totals else {}
        return self.fresh[leaf]

    def _settle(self) -> None:
        """Measure the changed groups, then divide and join groups until all are as if made at once."""
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


K = TypeVar("K")

WEIGHTS = 16  # weights are smaller than this
Posting = int  # the number of a page times ``WEIGHTS``, plus the term's weight there
MOST = 2000  # postings of a term that are published: the best. Readers don't go further.
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUV"
_BEFORE_WEIGHTS = ord("a") - 1
_NEAR, _NEAR_BITS = 1 << 14, 14  # values below this, and the bits that these are: two digits and a weight
_ONE = re.compile("[0-9A-V]+[a-o]")


def packed(postings: Sequence[Posting]) -> list[int]:
    """Encode their number, then each as the difference to the one before, with its weight; they must be in order."""
    starts = [posting & -WEIGHTS for posting in postings]
    return [len(postings), *map(sub, postings, [0, *starts])]


def unpacked(values: Sequence[int]) -> list[Posting]:
    """Return the postings of a packed list."""
    differences = values[1:]
    starts = accumulate([value & -WEIGHTS for value in differences])
    return [*map(add, starts, [value % WEIGHTS for value in differences])]


def best(postings: Iterable[Posting], most: int) -> list[Posting]:
    """Return the heaviest, of equal ones the newest; in order."""
    pairs = [*postings]
    if len(pairs) <= most:
        return sorted(pairs)
    bits = max(pairs).bit_length()
    ranked = sorted([(posting % WEIGHTS) << bits | posting for posting in pairs])
    return sorted([posting & ((1 << bits) - 1) for posting in ranked[-most:]])


def published(values: list[int]) -> list[int]:
    """Return a packed list as it is published: of very many postings only the best, after how many there are."""
    if values[0] <= MOST:
        return values
    return [values[0], *packed(best(unpacked(values), MOST))[1:]]


def encode_postings(values: Sequence[int]) -> str:
    """Encode a list of postings as text; its length precedes it only where it has fewer than all."""
    near, far = _ENCODED, _FAR_ENCODED
    text = "".join([near[n] if n < _NEAR else far[n >> _NEAR_BITS] + near[n % _NEAR - _NEAR] for n in values[1:]])
    return text if values[0] == len(values) - 1 else f"{values[0]}:{text}"


def decode_postings(text: str) -> list[int]:
    """Decode the text of ``encode_postings``."""
    pages, _, postings = text.rpartition(":")
    numbers = [*map(_DECODED.__getitem__, _ONE.findall(postings))]
    return [int(pages) if pages else len(numbers), *numbers]


def heaviest(text: str) -> int:
    """Return the largest weight in a text of ``encode_postings``: its letters come after all digits."""
    return ord(max(text)) - _BEFORE_WEIGHTS


class _Memo(dict[K, V]):
    """A memo of the values of a function, computed on first use."""

    def __init__(self, make: Callable[[K], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: K) -> V:
        value = self[key] = self._make(key)
        return value


def _digits(number: int) -> str:
    rest, digit = divmod(number, len(_DIGITS))
    return (_digits(rest) if rest else "") + _DIGITS[digit]


def _encode_value(value: int) -> str:
    """Return a near value, or, below 0, the end of one that is far: two digits, be they naughts, and the weight."""
    number, weight = divmod(value % _NEAR, WEIGHTS)
    return f"{_digits(number):0>{2 if value < 0 else 1}}{chr(_BEFORE_WEIGHTS + weight)}"


def _decode_value(text: str) -> int:
    return int(text[:-1], 32) * WEIGHTS + ord(text[-1]) - _BEFORE_WEIGHTS


_ENCODED, _FAR_ENCODED, _DECODED = _Memo(_encode_value), _Memo(_digits), _Memo(_decode_value)


def lines_of(terms: Mapping[str, int]) -> str:
    """Return the terms of a page with their weights, as lines."""
    lines: list[list[str]] = [[] for _ in range(WEIGHTS)]
    for term, weight in terms.items():
        lines[weight].append(term)
    return "\n".join(map(" ".join, lines))


def by_weight(lines: str) -> Iterator[tuple[int, list[str]]]:
    """Return each weight with the terms that have it."""
    return ((weight, line.split(" ")) for weight, line in enumerate(lines.split("\n")) if line)


SHORTEST = 2  # letters from which on something is looked for
_TERMS, _POSTINGS = 80, 20  # how many terms a summary has, and how many pages of each
BestTerm = list[Any]
"""A term for a summary: minus its largest weight, minus its number of pages, itself, the best of these
as the file has them. So the best comes first, in memory as in JSON."""


def best_terms(terms: Mapping[str, list[int]], texts: Mapping[str, str]) -> list[BestTerm]:
    """Return the best terms of a group, in order; ``texts`` are their postings."""
    weighed = ((-heaviest(texts[term]), -postings[0], term) for term, postings in terms.items())
    return [[*ranks, _text(terms[ranks[2]], texts[ranks[2]])] for ranks in nsmallest(_TERMS, weighed)]


def summary_of(groups: Iterable[Iterable[BestTerm]]) -> dict[str, str]:
    """Return the best of several groups, each in order, as the file of a group has them."""
    first = islice(merge(*groups), _TERMS)
    return dict(sorted((term, text) for _, _, term, text in first))


def _text(held: list[int], text: str) -> str:
    """Return the text of a term in a summary: its number of pages, and the best."""
    if held[0] <= _POSTINGS:
        return text
    return encode_postings([held[0], *packed(best(unpacked(held), _POSTINGS))[1:]])


Lines = str  # the terms of a page, a line for each weight
_POSTING, _NAMED = 4, 6  # about how many bytes a posting takes, and a term beside its own characters
_SMALL, _LARGE, _ENDINGS_SIZE = 8_000, 20_000, 12_000
"""About how many bytes, not compressed, a group of terms has on small and on large sites, and one of endings."""
_MANY = 4000  # pages of a large site: smaller groups would be thousands of files more, which each build has to look at
_OFTEN = 9  # the largest step of how often a term is found


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
        postings_of: defaultdict[str, list[int]] = defaultdict(list)
        for number, lines in pages:
            for weight, terms in by_weight(lines):
                posting = number * WEIGHTS + weight
                for postings in map(postings_of.__getitem__, terms):
                    postings.append(posting)
        self.terms.fill({term: packed(postings) for term, postings in postings_of.items()})
        steps = ((term, often(len(postings))) for term, postings in postings_of.items())
        self.endings.fill({term[::-1]: step for term, step in steps if not term.startswith(EXACT)})

    def change(self, gone: Iterable[tuple[int, Lines]], come: Iterable[tuple[int, Lines]]) -> None:
        """Take pages (numbers) with the terms that they had out of the index, and others into it."""
        before, after = _by_term(gone), _by_term(come)
        differing = (term for term in before.keys() | after.keys() if before.get(term) != after.get(term))
        changes = {term: partial(_changed, before.get(term, set()), after.get(term, set())) for term in differing}
        seen = self.terms.change(changes)
        steps = {term: (_step(before), _step(after)) for term, (before, after) in seen.items()}
        moved = [(term, after) for term, (before, after) in steps.items() if before != after]
        self.endings.change({term[::-1]: partial(_set, after) for term, after in moved if not term.startswith(EXACT)})


NEVER = 1 << 40  # beyond the number of any page
_SPLIT = 256  # dated pages from which on the newest are apart: below, there are few groups
_FEW, _MORE = 16, 32  # of these there are at least so many, and less than twice as many, on small and on large sites


def first_apart(numbers: Sequence[int]) -> int:
    """Return the number from which on pages are apart from the groups, of those with a date, in order.

    Each page has words of a third of all groups: so a new one changes none, but once in ``_FEW`` times.
    """
    few = _FEW if len(numbers) < _MANY else _MORE
    return numbers[(len(numbers) // few - 1) * few] if len(numbers) >= _SPLIT else NEVER


def encode_pages(pages: Iterable[tuple[int, Lines]]) -> dict[str, str]:
    """Encode the terms of pages (numbers) with their postings, as the file of a group has them."""
    return {term: encode_postings(packed(sorted(numbers))) for term, numbers in sorted(_by_term(pages).items())}


def often(pages: int) -> int:
    """Return how often a term is found, in doublings."""
    return min(_OFTEN, pages.bit_length() - 1)


def _step(postings: list[int] | None) -> int | None:
    return None if postings is None else often(postings[0])


def _set(value: int | None, _before: int | None) -> int | None:
    return value


def _by_term(pages: Iterable[tuple[int, Lines]]) -> dict[str, set[int]]:
    numbers_of: defaultdict[str, set[int]] = defaultdict(set)
    for number, lines in pages:
        for weight, terms in by_weight(lines):
            for term in terms:
                numbers_of[term].add(number * WEIGHTS + weight)
    return dict(numbers_of)


def _changed(removed: set[int], added: set[int], before: list[int] | None) -> list[int] | None:
    touched = removed | added
    rest = [posting for posting in unpacked(before or [0]) if posting not in touched]
    after = sorted([*rest, *added])  # nearly in order
    return packed(after) if after else None
