"""Text in lines of a measured width: broken where a reader would break it, as even as can be.

Cards measure in pixels and posters in millimetres; here a width is whatever their ``Measure`` gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import floordiv, truediv

from placette.engine.base.shortening import graphemes

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
