"""Text cut or broken where a reader would do it: between words, within a measured width."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from operator import floordiv, truediv

import regex

ELLIPSIS = "…"

_GRAPHEME = regex.compile(r"\X")
_BLANKS = re.compile(r" [ \t\r\n]+|[\t\r\n][ \t\r\n]*")
"""Ordinary white space only: the no-break spaces of French typography stay as they are, and so do single spaces."""
_DANGLING = " \t\u00a0\u202f,;:.–—-(«“"
"""What looks unfinished before an ellipsis."""


def graphemes(text: str) -> list[str]:
    """``text`` in characters as people count them: Unicode's extended grapheme clusters (UAX #29)."""
    return list(_GRAPHEME.findall(text))


def one(_grapheme: str) -> int:
    """The weight of a character where all weigh the same."""
    return 1


def shorten(text: str, limit: int, weight: Callable[[str], int] = one, heaviest: int = 1) -> str:
    """``text`` on one line, in at most ``limit`` characters with its ellipsis; empty below one.

    The cut falls between two words, unless that would lose more than half of what fits. ``heaviest`` is
    the most that ``weight`` gives a character.
    """
    line = _BLANKS.sub(" ", text).strip()
    # No text has more characters, as people count them, than code points: most need no counting.
    if len(line) * heaviest <= limit:
        return line
    clusters = graphemes(line)
    reached = list(accumulate(map(weight, clusters)))
    if not reached or reached[-1] <= limit:
        return line
    fitting = sum(1 for total in reached if total <= limit - weight(ELLIPSIS))
    if fitting < 1:
        return ELLIPSIS if limit >= weight(ELLIPSIS) else ""
    spaces = [at for at in range(fitting // 2, fitting + 1) if clusters[at] == " "]
    return "".join(clusters[: spaces[-1] if spaces else fitting]).rstrip(_DANGLING) + ELLIPSIS


Measure = Callable[[str], float]
"""The width of a text in one face at one size."""


def wrap(words: Iterable[str], width: float, measure: Measure) -> list[str]:
    """``words`` in lines of at most ``width``: between words, and inside those that are wider themselves."""
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure(joined) <= width:
            lines[-1] = joined
        else:
            lines += break_word(word, width, measure)
    return lines


def balance(words: Sequence[str], width: float, measure: Measure, within: float) -> list[str]:
    """``words`` in as few lines as ``width`` allows, all as short as can be, as ``text-wrap: balance`` does.

    The narrowest setting is found ``within`` so much, on whole numbers when ``width`` is one.
    """
    divide = floordiv if isinstance(width, int) else truediv
    count = len(wrap(words, width, measure))
    widest = max(map(measure, words), default=0)
    narrow, wide = divide(width, max(count, 1)), width
    while wide - narrow > within:
        middle = divide(narrow + wide, 2)
        fits = widest <= middle and len(wrap(words, middle, measure)) <= count
        narrow, wide = (narrow, middle) if fits else (middle, wide)
    return wrap(words, wide, measure)


def break_word(word: str, width: float, measure: Measure, after: str = "") -> list[str]:
    """Pieces of ``word`` no wider than ``width``, broken behind the first mark of ``after`` that ends a piece well."""
    pieces, rest = [], word
    while measure(rest) > width:
        clusters = graphemes(rest)
        count = len(clusters)
        while count > 1 and measure("".join(clusters[:count])) > width:
            count -= 1
        ends = [max((n for n in range(1, count + 1) if clusters[n - 1] == mark), default=0) for mark in after]
        taken = next((end for end in ends if end > count // 2), count)
        pieces.append("".join(clusters[:taken]))
        rest = "".join(clusters[taken:])
    return [*pieces, rest] if rest or not word else pieces
