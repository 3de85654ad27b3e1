"""Where each word of a card stands: sizes and line breaks from measured widths, nothing drawn yet.

The picture fills the card; a band at its foot names the site; a panel of paper grows from the lower
left corner, as tall as the title needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate

from PIL.ImageFont import FreeTypeFont

from plugins.sharing.fonts import Face, drawable, load_font
from plugins.sharing.shortening import ELLIPSIS, graphemes, shorten

WIDTH, HEIGHT = 1200, 630
"""Pixels; 1.91:1 is the shape that Open Graph readers show without cropping."""

BAND = 76
MARGIN = 60
TITLE_LENGTH = 140
"""Characters of the longest title drawn whole."""

_TEXT_WIDTH = 880
_TITLE_HEIGHT = 250
_TITLE_SIZES = (84, 78, 72, 66, 60, 56, 52, 48, 44, 40, 36)
_PLACE_SIZE = 27
_AUTHOR_SIZE = 29
_SITE_SIZE = 32
_PADDING = 36
_GAP = 22

_LEADING = 1.12
_CAPITAL = 0.72
_ACCENTED = 0.8
_DESCENT = 0.25
"""Heights in ems: from line to line, of capitals, of capitals with most accents, below the baseline."""


class Ink(Enum):
    """What a line is, hence its colour."""

    PLACE = "accent"
    TITLE = "ink"
    AUTHORS = "ink_soft"
    SITE = "band_ink"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; right and bottom are outside it."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: the left end of its baseline, in pixels."""

    text: str
    face: Face
    size: int
    ink: Ink
    left: int
    baseline: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A line not placed yet: ``above`` is the distance from the baseline before it, or from the padding."""

    text: str
    face: Face
    size: int
    ink: Ink
    above: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The panel of paper, the band of the site, and every line of text."""

    panel: Box
    band: Box
    lines: tuple[Line, ...]


def lay_out(title: str, authors: Sequence[str], place: str, site: str) -> Layout:
    """The layout of a card. Nothing overflows: a title shrinks, wraps, and is cut only when it must be."""
    rows = _panel_rows(title, authors, place, site)
    height = round(sum(row.above for row in rows) + rows[-1].size * _DESCENT) + 2 * _PADDING
    top = HEIGHT - BAND - height
    baselines = accumulate((row.above for row in rows), initial=float(top + _PADDING))
    next(baselines)
    lines = [_line(row, round(baseline)) for row, baseline in zip(rows, baselines, strict=True)]
    panel = Box(0, top, MARGIN + _widest(lines) + MARGIN, HEIGHT - BAND)
    return Layout(panel, Box(0, HEIGHT - BAND, WIDTH, HEIGHT), (*lines, _site_line(site)))


def _panel_rows(title: str, authors: Sequence[str], place: str, site: str) -> list[_Row]:
    rows: list[_Row] = []
    place_text = _label(place, Face.LABEL, _PLACE_SIZE)
    if place_text:
        rows.append(_Row(place_text, Face.LABEL, _PLACE_SIZE, Ink.PLACE, _PLACE_SIZE * _CAPITAL))
    heading = shorten(drawable(title, Face.TITLE), TITLE_LENGTH) or drawable(site, Face.TITLE)
    size, lines = fit_title(heading)
    first = size * _ACCENTED + (_GAP if place_text else 0)
    for number, text in enumerate(lines):
        rows.append(_Row(text, Face.TITLE, size, Ink.TITLE, size * _LEADING if number else first))
    author_text = _label(", ".join(authors), Face.TEXT, _AUTHOR_SIZE)
    if author_text:
        above = size * _DESCENT + _GAP + _AUTHOR_SIZE * _CAPITAL
        rows.append(_Row(author_text, Face.TEXT, _AUTHOR_SIZE, Ink.AUTHORS, above))
    return rows


def _label(text: str, face: Face, size: int) -> str:
    return fit_line(drawable(text, face), load_font(face, size))


def _line(row: _Row, baseline: int) -> Line:
    return Line(row.text, row.face, row.size, row.ink, MARGIN, baseline)


def fit_title(title: str) -> tuple[int, list[str]]:
    """The largest size at which ``title`` fits, and its lines, balanced so that none is left alone."""
    for size in _TITLE_SIZES:
        font = load_font(Face.TITLE, size)
        words = title.split(" ")
        if all(font.getlength(word) <= _TEXT_WIDTH for word in words):
            lines = wrap(words, font, _TEXT_WIDTH)
            if len(lines) * size * _LEADING <= _TITLE_HEIGHT:
                return size, balance(words, font, len(lines))
    return _TITLE_SIZES[-1], _fit_by_force(title, load_font(Face.TITLE, _TITLE_SIZES[-1]))


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


def balance(words: Sequence[str], font: FreeTypeFont, count: int) -> list[str]:
    """The narrowest setting of ``words`` in ``count`` lines, as ``text-wrap: balance`` does."""
    narrow, wide = _TEXT_WIDTH // count, _TEXT_WIDTH
    while wide - narrow > 8:
        middle = (narrow + wide) // 2
        lines = wrap(words, font, middle)
        fits = len(lines) <= count and all(font.getlength(line) <= middle for line in lines)
        narrow, wide = (narrow, middle) if fits else (middle, wide)
    return wrap(words, font, wide)


def fit_line(text: str, font: FreeTypeFont, width: int = _TEXT_WIDTH) -> str:
    """``text``, or as much of it as ``width`` pixels hold, with an ellipsis."""
    if font.getlength(text) <= width:
        return text
    limit = len(graphemes(text))
    cut = text
    while limit and (length := font.getlength(cut)) > width:
        limit = min(limit - 1, int(limit * width / length))
        cut = shorten(text, limit)
    return cut


def _fit_by_force(title: str, font: FreeTypeFont) -> list[str]:
    """``title`` broken at no-break spaces, then inside words; what is too tall goes, with an ellipsis."""
    words = title.replace("\u00a0", " ").split(" ")
    pieces = [piece for word in words for piece in _break_word(word, font)]
    lines = wrap(pieces, font, _TEXT_WIDTH)
    most = int(_TITLE_HEIGHT / (font.size * _LEADING))
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], fit_line(f"{lines[most - 1]}{ELLIPSIS}", font)]


def _break_word(word: str, font: FreeTypeFont) -> list[str]:
    """Pieces of ``word`` no wider than a line."""
    pieces = [""]
    for grapheme in graphemes(word):
        if font.getlength(pieces[-1] + grapheme) > _TEXT_WIDTH:
            pieces.append("")
        pieces[-1] += grapheme
    return pieces


def _site_line(site: str) -> Line:
    text = fit_line(drawable(site, Face.TITLE), load_font(Face.TITLE, _SITE_SIZE), WIDTH - 2 * MARGIN)
    return Line(text, Face.TITLE, _SITE_SIZE, Ink.SITE, MARGIN, HEIGHT - BAND // 2 + _SITE_SIZE // 3)


def _widest(lines: Iterable[Line]) -> int:
    return max(round(load_font(line.face, line.size).getlength(line.text)) for line in lines)
