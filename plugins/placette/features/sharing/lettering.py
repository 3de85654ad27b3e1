"""Text in lines of a measured width: titles as large as they fit, notes cut when they must be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from PIL.ImageFont import FreeTypeFont

from placette.engine.base.shortening import ELLIPSIS, graphemes, shorten
from placette.features.sharing.fonts import Face, load_font
from placette.features.sharing.shapes import Shape

LEADING = 1.12
"""Ems from line to line of a title."""
_BEFORE_MARK = re.compile(r" (?=[:;!?»])")
_AFTER_MARK = re.compile(r"(?<=«) ")
"""Spaces that French doesn't break, where a text that nobody typeset (a setting) has ordinary ones."""


def fit_title(title: str, width: int, height: int, shape: Shape) -> tuple[int, list[str]]:
    """The largest size at which ``title`` fits, and its lines, balanced so that none is left alone."""
    for size in shape.title_sizes:
        font = load_font(Face.TITLE, size)
        words = _words(title)
        if all(font.getlength(word) <= width for word in words):
            lines = wrap(words, font, width)
            if len(lines) * size * LEADING <= height:
                return size, balance(words, font, len(lines), width)
    size = shape.title_sizes[-1]
    return size, fit_lines(title, load_font(Face.TITLE, size), width, int(height / (size * LEADING)))


def fit_lines(text: str, font: FreeTypeFont, width: int, most: int) -> list[str]:
    """``text`` in at most ``most`` balanced lines; where it must be, broken inside words and cut with an ellipsis."""
    words = _words(text)
    if any(font.getlength(word) > width for word in words):
        words = [piece for word in text.replace("\u00a0", " ").split(" ") for piece in _break_word(word, font, width)]
    lines = wrap(words, font, width)
    if len(lines) <= most:
        return [line for line in balance(words, font, len(lines), width) if line]
    return [*lines[: most - 1], fit_line(f"{lines[most - 1]} {lines[most]}{ELLIPSIS}", font, width)]


def wrap(words: Iterable[str], font: FreeTypeFont, width: float) -> list[str]:
    """``words`` in lines of at most ``width`` pixels; no-break spaces are inside words, so they hold."""
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def balance(words: Sequence[str], font: FreeTypeFont, count: int, width: int) -> list[str]:
    """The narrowest setting of ``words`` in ``count`` lines, as ``text-wrap: balance`` does."""
    narrow, wide = width // count, width
    while wide - narrow > 8:
        middle = (narrow + wide) // 2
        lines = wrap(words, font, middle)
        fits = len(lines) <= count and all(font.getlength(line) <= middle for line in lines)
        narrow, wide = (narrow, middle) if fits else (middle, wide)
    return wrap(words, font, wide)


def fit_line(text: str, font: FreeTypeFont, width: int) -> str:
    """``text``, or as much of it as ``width`` pixels hold, with an ellipsis."""
    if font.getlength(text) <= width:
        return text
    limit = len(graphemes(text))
    cut = text
    while limit and (length := font.getlength(cut)) > width:
        limit = min(limit - 1, int(limit * width / length))
        cut = shorten(text, limit)
    return cut


def _words(text: str) -> list[str]:
    return _AFTER_MARK.sub("\u00a0", _BEFORE_MARK.sub("\u00a0", text)).split(" ")


def _break_word(word: str, font: FreeTypeFont, width: int) -> list[str]:
    """Pieces of ``word`` no wider than a line."""
    pieces = [""]
    for grapheme in graphemes(word):
        if font.getlength(pieces[-1] + grapheme) > width:
            pieces.append("")
        pieces[-1] += grapheme
    return pieces
