"""Which pages hold a term, as one list of numbers: differences and weights, in the order of the pages' numbers.

Files hold such a list as a text: each difference in base 32, capitals as digits, then its weight, a small letter. That
is a fifth less than numbers in JSON once it is compressed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from operator import sub

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
_ONE = re.compile(r"([0-9A-V]+)([a-o])")


def packed(postings: Sequence[Posting]) -> list[int]:
    """How many there are, then each as the difference to the one before, with its weight; they must be in order."""
    starts = [posting & -WEIGHTS for posting in postings]
    return [len(postings), *map(sub, postings, [0, *starts])]


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
    found = [int(number, 32) * WEIGHTS + ord(weight) - _BEFORE_WEIGHTS for number, weight in _ONE.findall(postings)]
    return [int(pages) if pages else len(found), *found]


def heaviest(text: str) -> int:
    """The largest weight in a text of ``told``: its letters come after all digits."""
    return ord(max(text)) - _BEFORE_WEIGHTS


class _Texts(dict[int, str]):
    """Texts of numbers that come again and again; each is made when it is first asked for."""

    def __init__(self, make: Callable[[int], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: int) -> str:
        found = self[value] = self._make(value)
        return found


def _digits(number: int) -> str:
    rest, digit = divmod(number, len(_DIGITS))
    return (_digits(rest) if rest else "") + _DIGITS[digit]


def _value(value: int) -> str:
    """A near value, or, below 0, the end of one that is far: two digits, be they naughts, and the weight."""
    number, weight = divmod(value % _NEAR, WEIGHTS)
    return f"{_digits(number):0>{2 if value < 0 else 1}}{chr(_BEFORE_WEIGHTS + weight)}"


_TOLD, _FAR = _Texts(_value), _Texts(_digits)
