"""Which pages hold a term, as one list of numbers: differences and weights, in the order of the pages' numbers.

Files hold such a list as a text: each difference in base 32, capitals as digits, then its weight, a small letter. That
is a fifth less than numbers in JSON once it is compressed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from operator import add, sub
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")

WEIGHTS = 16
"""Weights are smaller than this."""
Posting = int
"""The number of a page times ``WEIGHTS``, plus the term's weight there."""
MOST = 2000
"""Postings of a term that are published: the best. Nobody reads on so far."""
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUV"
_BEFORE_WEIGHTS = ord("a") - 1
_NEAR, _NEAR_BITS = 1 << 14, 14
"""Values below this, and the bits that these are: two digits and a weight."""
_ONE = re.compile("[0-9A-V]+[a-o]")


def packed(postings: Sequence[Posting]) -> list[int]:
    """How many there are, then each as the difference to the one before, with its weight; they must be in order."""
    starts = [posting & -WEIGHTS for posting in postings]
    return [len(postings), *map(sub, postings, [0, *starts])]


def unpacked(values: Sequence[int]) -> list[Posting]:
    """The postings of a packed list."""
    differences = values[1:]
    starts = accumulate([value & -WEIGHTS for value in differences])
    return [*map(add, starts, [value % WEIGHTS for value in differences])]


def best(postings: Iterable[Posting], most: int) -> list[Posting]:
    """The heaviest, of equal ones the newest; in order."""
    found = [*postings]
    if len(found) <= most:
        return sorted(found)
    bits = max(found).bit_length()
    ranked = sorted([(posting % WEIGHTS) << bits | posting for posting in found])
    return sorted([posting & ((1 << bits) - 1) for posting in ranked[-most:]])


def published(values: list[int]) -> list[int]:
    """A packed list as it is published: of very many postings only the best, after how many there are."""
    if values[0] <= MOST:
        return values
    return [values[0], *packed(best(unpacked(values), MOST))[1:]]


def told(values: Sequence[int]) -> str:
    """A packed list as files have it; how many there are stands before it only where it holds fewer."""
    near, far = _TOLD, _FAR
    text = "".join(
        [near[own] if own < _NEAR else far[own >> _NEAR_BITS] + near[own % _NEAR - _NEAR] for own in values[1:]]
    )
    return text if values[0] == len(values) - 1 else f"{values[0]}:{text}"


def heard(text: str) -> list[int]:
    """The packed list that ``told`` made a text of."""
    pages, _, postings = text.rpartition(":")
    found = [*map(_HEARD.__getitem__, _ONE.findall(postings))]
    return [int(pages) if pages else len(found), *found]


def heaviest(text: str) -> int:
    """The largest weight in a text of ``told``: its letters come after all digits."""
    return ord(max(text)) - _BEFORE_WEIGHTS


class _Made(dict[K, V]):
    """What is made of keys that come again and again, when each is first asked for."""

    def __init__(self, make: Callable[[K], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: K) -> V:
        found = self[key] = self._make(key)
        return found


def _digits(number: int) -> str:
    rest, digit = divmod(number, len(_DIGITS))
    return (_digits(rest) if rest else "") + _DIGITS[digit]


def _value(value: int) -> str:
    """A near value, or, below 0, the end of one that is far: two digits, be they naughts, and the weight."""
    number, weight = divmod(value % _NEAR, WEIGHTS)
    return f"{_digits(number):0>{2 if value < 0 else 1}}{chr(_BEFORE_WEIGHTS + weight)}"


def _heard(text: str) -> int:
    return int(text[:-1], 32) * WEIGHTS + ord(text[-1]) - _BEFORE_WEIGHTS


_TOLD, _FAR, _HEARD = _Made(_value), _Made(_digits), _Made(_heard)
