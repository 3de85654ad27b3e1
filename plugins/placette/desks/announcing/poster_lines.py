"""Breaks texts into lines where a reader would, and cuts them if necessary, with the PDF's own widths."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from placette.features.sharing.fonts import Face, drawable
from placette.features.sharing.shortening import ELLIPSIS, graphemes, shorten

Measure = Callable[[str, Face, float], float]
"""Returns the width in millimetres of a text in a face at a size in points."""

BREAKS = "/?&=.-"
"""Characters of an address after which a line may end; the hyphen last, since it could be taken for one of ours."""


def balance(text: str, face: Face, size: float, width: float, measure: Measure) -> list[str]:
    """``text`` in as few lines as ``width`` allows, of similar length, so that no word is left alone."""
    count = len(wrap(text, face, size, width, measure))
    narrow, wide = width / max(count, 1), width
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        fits = len(wrap(text, face, size, middle, measure)) <= count
        unbroken = all(measure(word, face, size) <= middle for word in text.split(" "))
        narrow, wide = (narrow, middle) if fits and unbroken else (middle, wide)
    return wrap(text, face, size, wide, measure)


def wrap(text: str, face: Face, size: float, width: float, measure: Measure) -> list[str]:
    """``text`` in lines of at most ``width`` millimetres, broken between words, and inside words that are wider."""
    lines: list[str] = []
    for word in text.split(" ") if text else ():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure(joined, face, size) <= width:
            lines[-1] = joined
        else:
            lines += break_word(word, face, size, width, measure) or [word]
    return lines


def break_word(word: str, face: Face, size: float, width: float, measure: Measure, after: str = "") -> list[str]:
    """Pieces of ``word`` no wider than ``width``, broken after the first character of ``after`` that suits."""
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
    """The first ``count`` lines, with an ellipsis if there were more."""
    if len(lines) <= count or count < 1:
        return lines[: max(count, 0)]
    last = lines[count - 1].rstrip(" \u00a0,;:.–—-") + ELLIPSIS
    return [*lines[: count - 1], last]


def fit_last(lines: list[str], face: Face, size: float, width: float, measure: Measure) -> list[str]:
    """The lines; the last one loses words until its ellipsis fits."""
    return [*lines[:-1], fit_line(lines[-1], face, size, width, measure)] if lines else []


def fit_line(text: str, face: Face, size: float, width: float, measure: Measure) -> str:
    """A text on one line, cut with an ellipsis if it is wider than ``width`` millimetres."""
    whole = clean(text, face)
    count, cut = len(graphemes(whole)), whole
    while count > 1 and measure(cut, face, size) > width:
        count -= 1
        cut = shorten(whole, count)
    return cut


def clean(text: str, face: Face) -> str:
    """``text`` on one line, in NFC, with only the characters that ``face`` has."""
    return drawable(unicodedata.normalize("NFC", text), face)
