"""Lines of text: broken where a reader would break it, cut when it must be, from widths as the PDF has them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from placette.engine.base.shortening import ELLIPSIS, graphemes, shorten
from placette.features.sharing.fonts import Face, drawable

Measure = Callable[[str, Face, float], float]
"""The width, in millimetres, of a text in a face at a size in points."""

BREAKS = "/?&=.-"
"""Marks of an address behind which a line may end; a hyphen last, since it could be taken for one of ours."""


def balance(text: str, face: Face, size: float, width: float, measure: Measure) -> list[str]:
    """``text`` wrapped in as few lines as ``width`` allows, all as short as can be: no word is left alone."""
    count = len(wrap(text, face, size, width, measure))
    narrow, wide = width / max(count, 1), width
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        fits = len(wrap(text, face, size, middle, measure)) <= count
        unbroken = all(measure(word, face, size) <= middle for word in text.split(" "))
        narrow, wide = (narrow, middle) if fits and unbroken else (middle, wide)
    return wrap(text, face, size, wide, measure)


def wrap(text: str, face: Face, size: float, width: float, measure: Measure) -> list[str]:
    """``text`` in lines of at most ``width`` millimetres: between words, and inside those that are wider themselves."""
    lines: list[str] = []
    for word in text.split(" ") if text else ():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure(joined, face, size) <= width:
            lines[-1] = joined
        else:
            lines += break_word(word, face, size, width, measure) or [word]
    return lines


def break_word(word: str, face: Face, size: float, width: float, measure: Measure, after: str = "") -> list[str]:
    """Pieces of ``word`` no wider than ``width``, broken behind the first mark of ``after`` that ends a piece well."""
    pieces, rest = [], word
    while measure(rest, face, size) > width:
        clusters = graphemes(rest)
        count = len(clusters)
        while count > 1 and measure("".join(clusters[:count]), face, size) > width:
            count -= 1
        ends = [max((n for n in range(1, count + 1) if clusters[n - 1] == mark), default=0) for mark in after]
        taken = next((end for end in ends if end > count // 2), count)
        pieces.append("".join(clusters[:taken]))
        rest = "".join(clusters[taken:])
    return [*pieces, rest] if rest else pieces


def end_with_ellipsis(lines: list[str], count: int) -> list[str]:
    """The first ``count`` lines; an ellipsis says that there were more."""
    if len(lines) <= count or count < 1:
        return lines[: max(count, 0)]
    last = lines[count - 1].rstrip(" \u00a0,;:.–—-") + ELLIPSIS
    return [*lines[: count - 1], last]


def fit_last(lines: list[str], face: Face, size: float, width: float, measure: Measure) -> list[str]:
    """The lines, the last one without the words that its ellipsis pushed out."""
    return [*lines[:-1], fit_line(lines[-1], face, size, width, measure)] if lines else []


def fit_line(text: str, face: Face, size: float, width: float, measure: Measure) -> str:
    """A text on one line, cut with an ellipsis when it is wider than ``width`` millimetres."""
    whole = clean(text, face)
    count, cut = len(graphemes(whole)), whole
    while count > 1 and measure(cut, face, size) > width:
        count -= 1
        cut = shorten(whole, count)
    return cut


def clean(text: str, face: Face) -> str:
    """``text`` on one line, accents joined to their letters, with only what ``face`` can draw."""
    return drawable(unicodedata.normalize("NFC", text), face)
