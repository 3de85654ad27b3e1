"""Groups of terms with their postings, and of terms read backwards with how often they are found."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import merge, nsmallest
from itertools import accumulate, groupby, islice
from operator import add, sub
from typing import Any

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


WEIGHTS = 16  # weights are smaller than this
Posting = int  # the number of a page times ``WEIGHTS``, plus the term's weight there
Term = tuple[int, str]
"""How many pages have a term, and its postings as text."""
MOST = 2000  # postings of a term that are published: the best. Readers don't go further.
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUV"
_BEFORE_WEIGHTS = ord("a") - 1
_ONE = re.compile("[0-9A-V]+[a-o]")


def encode_postings(postings: Iterable[Posting]) -> str:
    """Encode postings as text: each as the difference of its number to the one before, in base 32, and its weight."""
    ordered = sorted(postings)
    starts = [posting & -WEIGHTS for posting in ordered]
    return "".join(map(_encode_value, map(sub, ordered, [0, *starts])))


def decode_postings(text: str) -> list[Posting]:
    """Decode the text of ``encode_postings``."""
    values = [*map(_decode_value, _ONE.findall(text))]
    starts = accumulate([value & -WEIGHTS for value in values])
    return [*map(add, starts, [value % WEIGHTS for value in values])]


@lru_cache(1 << 16)
def _encode_value(value: int) -> str:
    number, weight = divmod(value, WEIGHTS)
    return _digits(number) + chr(_BEFORE_WEIGHTS + weight)


@lru_cache(1 << 16)
def _decode_value(text: str) -> int:
    return int(text[:-1], 32) * WEIGHTS + ord(text[-1]) - _BEFORE_WEIGHTS


def _digits(number: int) -> str:
    rest, digit = divmod(number, len(_DIGITS))
    return (_digits(rest) if rest else "") + _DIGITS[digit]


def published(term: Term, most: int = MOST) -> str:
    """Return the text of a term in a file: of very many postings only the best, after how many there are."""
    count, text = term
    return text if count <= most else f"{count}:{encode_postings(best(decode_postings(text), most))}"


def best(postings: Iterable[Posting], most: int) -> list[Posting]:
    """Return the heaviest, of equal ones the newest."""
    return sorted(postings, key=lambda posting: (posting % WEIGHTS, posting))[-most:]


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


def best_terms(terms: Mapping[str, Term]) -> list[BestTerm]:
    """Return the best terms of a group, in order; letters for weights come after all digits."""
    ranks = ((_BEFORE_WEIGHTS - ord(max(text)), -count, term) for term, (count, text) in terms.items())
    return [[*rank, published(terms[rank[2]], _POSTINGS)] for rank in nsmallest(_TERMS, ranks)]


def summary_of(groups: Iterable[Iterable[BestTerm]]) -> dict[str, str]:
    """Return the best of several groups, each in order, as the file of a group has them."""
    first = islice(merge(*groups), _TERMS)
    return dict(sorted((term, text) for _, _, term, text in first))


Lines = str  # the terms of a page, a line for each weight
_POSTING, _NAMED = 4, 6  # about how many bytes a posting takes, and a term beside its own characters
_SMALL, _LARGE, _ENDINGS_SIZE = 8_000, 20_000, 12_000
"""About how many bytes, not compressed, a group of terms has on small and on large sites, and one of endings."""
_MANY = 4000  # pages of a large site: smaller groups would be thousands of files more, which each build has to look at
_OFTEN = 9  # the largest step of how often a term is found


def group_size(pages: int) -> int:
    """Return about how many bytes a group of terms has on a site of so many pages."""
    return _SMALL if pages < _MANY else _LARGE


def mend(terms: dict[str, Term], gone: Iterable[tuple[int, Lines]], come: Iterable[tuple[int, Lines]]) -> None:
    """Take pages (numbers) with the terms that they had out of all terms, and put others in."""
    removed, added = _by_term(gone), _by_term(come)
    for term in removed.keys() | added.keys():
        postings = {*decode_postings(terms[term][1])} if term in terms else set[int]()
        postings = postings - removed.get(term, set()) | added.get(term, set())
        if postings:
            terms[term] = len(postings), encode_postings(postings)
        else:
            terms.pop(term, None)


def term_groups(terms: Mapping[str, Term], size: int) -> dict[str, dict[str, Term]]:
    """Return the groups of terms, each of about a ``size`` in bytes."""
    sizes = {term: len(term) + _NAMED + _POSTING * min(count, MOST) for term, (count, _) in terms.items()}
    return {leaf: {term: terms[term] for term in names} for leaf, names in divided(sizes, size).items()}


def ending_groups(terms: Mapping[str, Term]) -> dict[str, dict[str, int]]:
    """Return the groups of terms read backwards, each with how often it is found; whole names have no endings."""
    steps = {term[::-1]: often(count) for term, (count, _) in terms.items() if not term.startswith(EXACT)}
    groups = divided({ending: len(ending) + 2 for ending in steps}, _ENDINGS_SIZE)
    return {leaf: {ending: steps[ending] for ending in endings} for leaf, endings in groups.items()}


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
    return {term: encode_postings(numbers) for term, numbers in sorted(_by_term(pages).items())}


def often(pages: int) -> int:
    """Return how often a term is found, in doublings."""
    return min(_OFTEN, pages.bit_length() - 1)


def _by_term(pages: Iterable[tuple[int, Lines]]) -> dict[str, set[int]]:
    numbers_of: defaultdict[str, set[int]] = defaultdict(set)
    for number, lines in pages:
        for weight, terms in by_weight(lines):
            for term in terms:
                numbers_of[term].add(number * WEIGHTS + weight)
    return dict(numbers_of)
