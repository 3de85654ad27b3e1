"""Titles as large as they fit a card, notes cut when they must be."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, partial

from placette.engine.base.line_breaking import Measure, balance, break_word, wrap
from placette.engine.base.shortening import ELLIPSIS, graphemes, shorten
from placette.features.sharing.fonts import Face, measured
from placette.features.sharing.shapes import Shape

LEADING = 1.12
"""Ems from line to line of a title."""
_WITHIN = 8
"""Pixels by which lines may be longer than the shortest that balance."""
_BEFORE_MARK = re.compile(r" (?=[:;!?»])")
_AFTER_MARK = re.compile(r"(?<=«) ")
"""Spaces that French doesn't break, where a text that nobody typeset (a setting) has ordinary ones."""


def fit_title(title: str, width: int, height: int, shape: Shape) -> tuple[int, list[str]]:
    """The largest size at which ``title`` fits, and its lines, balanced so that none is left alone."""
    words, sizes = _words(title), shape.title_sizes

    def fits(size: int) -> bool:
        measure = partial(measured, Face.TITLE, size)
        unbroken = all(measure(word) <= width for word in words)
        return unbroken and len(wrap(words, width, measure)) * size * LEADING <= height

    found = 0 if fits(sizes[0]) else bisect_left(sizes, x=True, lo=1, key=fits)
    if found < len(sizes):
        return sizes[found], balance(words, width, partial(measured, Face.TITLE, sizes[found]), _WITHIN)
    size = sizes[-1]
    return size, fit_lines(title, partial(measured, Face.TITLE, size), width, int(height / (size * LEADING)))


def fit_lines(text: str, measure: Measure, width: int, most: int) -> list[str]:
    """``text`` in at most ``most`` balanced lines; where it must be, broken inside words and cut with an ellipsis."""
    words, measure = _words(text), cache(measure)
    if any(measure(word) > width for word in words):
        words = [piece for word in text.replace("\u00a0", " ").split(" ") for piece in break_word(word, width, measure)]
    lines = wrap(words, width, measure)
    if len(lines) <= most:
        return [line for line in balance(words, width, measure, _WITHIN) if line]
    return [*lines[: most - 1], fit_line(f"{lines[most - 1]} {lines[most]}{ELLIPSIS}", measure, width)]


def fit_line(text: str, measure: Measure, width: int) -> str:
    """``text``, or as much of it as ``width`` pixels hold, with an ellipsis."""
    if measure(text) <= width:
        return text
    limit = len(graphemes(text))
    cut = text
    while limit and (length := measure(cut)) > width:
        limit = min(limit - 1, int(limit * width / length))
        cut = shorten(text, limit)
    return cut


def _words(text: str) -> list[str]:
    return _AFTER_MARK.sub("\u00a0", _BEFORE_MARK.sub("\u00a0", text)).split(" ")
