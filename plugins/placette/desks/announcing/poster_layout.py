"""The layout of a poster: measured lines and boxes in millimetres, nothing drawn yet.

From top to bottom: the site, the picture, place and category, the title, authors and date, the extract; at the foot,
the code. All sizes are for A4; A5 is the same sheet scaled to 71 %.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from placette.desks.announcing.poster_lines import (
    BREAKS,
    Measure,
    balance,
    break_word,
    clean,
    end_with_ellipsis,
    fit_last,
    fit_line,
    wrap,
)
from placette.features.sharing.fonts import Face

WIDTH, HEIGHT = 210.0, 297.0
MARGIN = 17.0
"""In millimetres: printers leave up to 5 mm blank, and a drawing pin needs some paper."""
INNER = WIDTH - 2 * MARGIN
CODE = 40.0
"""The code's side in millimetres, without its quiet zone (28 on A5). A phone reads it from ten times its side."""
QUIET = 4
"""Modules left blank around a code (ISO/IEC 18004, 5.3.8)."""

_POINT = 25.4 / 72
_LEADING_TITLE, _LEADING_TEXT = 1.13, 1.42
_ASCENT, _DESCENT = 0.74, 0.25
"""Ems above and below a baseline. Accented capitals reach higher, into the space above a text."""

_HEADER = 19.0
_PICTURE_TOP = 37.0
_FOOT_HEIGHT = 62.0
_FOOT_TOP = HEIGHT - MARGIN - _FOOT_HEIGHT
_PICTURE_HEIGHTS = (66.0, 78.0)
"""The least height of the picture, without and with the beginning of the text below."""
_TITLE_SIZES = (60, 53, 46, 42, 38, 35, 32, 29, 26, 23, 20, 17)
_TITLE_HEIGHT = 50.0
_EXTRACT_SIZES = (15.0, 14.0, 13.0)
_MORE_SIZE = 11.5
_MOST_MORE = 4
_GAP = 5.5


@dataclass(frozen=True, slots=True)
class Poster:
    """The texts of a poster, typeset. ``more`` is the text's beginning; ``heading`` and ``help`` stand by the code."""

    site: str
    category: str
    place: str
    title: str
    byline: str
    extract: str
    more: str
    picture_credit: str
    heading: str
    help: str
    link: str


@dataclass(frozen=True, slots=True)
class PosterLine:
    """A line of text: the left end of its baseline in millimetres, its size in points, its colour by name."""

    text: str
    face: Face
    size: float
    ink: str
    left: float
    baseline: float


@dataclass(frozen=True, slots=True)
class PosterBox:
    """A rectangle in millimetres."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PosterLayout:
    """The layout: the picture's box, the foot's, the code's with its quiet zone, and every line."""

    picture: PosterBox
    foot: PosterBox
    code: PosterBox
    lines: tuple[PosterLine, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of one size, one below the other, with the space above them."""

    lines: tuple[str, ...]
    face: Face
    size: float
    ink: str
    leading: float
    above: float = _GAP

    @property
    def height(self) -> float:
        """Height in millimetres, from the end of the block above to the last line's descenders."""
        if not self.lines:
            return 0.0
        em = self.size * _POINT
        return self.above + em * (_ASCENT + _DESCENT) + (len(self.lines) - 1) * em * self.leading


def lay_out(poster: Poster, modules: int, measure: Measure) -> PosterLayout:
    """The layout of a poster whose code has ``modules`` per side. Nothing overflows: texts shrink, then are cut."""
    blocks = _blocks(poster, measure)
    space = _FOOT_TOP - _GAP * 1.3 - _PICTURE_TOP
    least, most = _PICTURE_HEIGHTS
    blocks = _cut_to(blocks, space - least, measure)
    room = space - most - sum(block.height for block in blocks)
    more = _more_block(poster.more, room, measure)
    height = min(most + max(0.0, room - more.height), space - sum(block.height for block in (*blocks, more)))
    credit = fit_line(poster.picture_credit, Face.TEXT, 8, INNER, measure)
    lines = [*_header(poster.site, measure), *_credit(credit, _PICTURE_TOP + height, measure)]
    lines += _stacked((*blocks, more), MARGIN, _PICTURE_TOP + height)
    side = CODE * (modules + 2 * QUIET) / modules
    code = PosterBox(MARGIN + (_FOOT_HEIGHT - side) / 2, _FOOT_TOP + (_FOOT_HEIGHT - side) / 2, side, side)
    lines += _foot(poster, code, measure)
    return PosterLayout(
        PosterBox(MARGIN, _PICTURE_TOP, INNER, height),
        PosterBox(MARGIN, _FOOT_TOP, INNER, _FOOT_HEIGHT),
        code,
        tuple(lines),
    )


def _blocks(poster: Poster, measure: Measure) -> list[_Block]:
    label = " · ".join(filter(None, (clean(poster.category, Face.LABEL), clean(poster.place, Face.LABEL))))
    title = clean(poster.title, Face.TITLE) or clean(poster.site, Face.TITLE)
    size, lines = _fit_title(title, measure)
    extract_size, extract = _fit_extract(clean(poster.extract, Face.TEXT), measure)
    byline = wrap(clean(poster.byline, Face.LABEL), Face.LABEL, 12, INNER, measure)
    return [
        _Block(tuple(wrap(label, Face.LABEL, 13, INNER, measure)[:2]), Face.LABEL, 13, "accent", 1.2, _GAP + 2),
        _Block(tuple(lines), Face.TITLE, size, "ink", _LEADING_TITLE, _GAP * 0.75),
        _Block(
            tuple(fit_last(end_with_ellipsis(byline, 3), Face.LABEL, 12, INNER, measure)),
            Face.LABEL,
            12,
            "ink_soft",
            1.25,
            _GAP * 0.9,
        ),
        _Block(tuple(extract), Face.TEXT, extract_size, "ink", _LEADING_TEXT),
    ]


def _fit_title(title: str, measure: Measure) -> tuple[float, list[str]]:
    """The largest size at which the title fits without breaking a word; at the smallest, words are broken."""
    for size in _TITLE_SIZES:
        unbroken = all(measure(word, Face.TITLE, size) <= INNER for word in title.split(" "))
        lines = wrap(title, Face.TITLE, size, INNER, measure)
        if unbroken and len(lines) * size * _POINT * _LEADING_TITLE <= _TITLE_HEIGHT:
            return size, balance(title, Face.TITLE, size, INNER, measure)
    size = _TITLE_SIZES[-1]
    lines = wrap(title, Face.TITLE, size, INNER, measure)
    return size, end_with_ellipsis(lines, int(2 * _TITLE_HEIGHT / (size * _POINT * _LEADING_TITLE)))


def _fit_extract(text: str, measure: Measure) -> tuple[float, list[str]]:
    """The extract at the largest size that takes at most five lines, else at the smallest."""
    settings = [(size, wrap(text, Face.TEXT, size, INNER, measure)) for size in _EXTRACT_SIZES]
    return next((setting for setting in settings if len(setting[1]) <= 5), settings[-1])


def _cut_to(blocks: list[_Block], room: float, measure: Measure) -> list[_Block]:
    """The blocks, without the last lines of the extract if they exceed ``room`` millimetres."""
    *first, extract = blocks
    left = room - sum(block.height for block in first)
    count = len(extract.lines)
    while count and _Block(extract.lines[:count], extract.face, extract.size, "", extract.leading).height > left:
        count -= 1
    kept = fit_last(end_with_ellipsis(list(extract.lines), count), extract.face, extract.size, INNER, measure)
    return [*first, _Block(tuple(kept), extract.face, extract.size, extract.ink, extract.leading)]


def _more_block(text: str, room: float, measure: Measure) -> _Block:
    """The text's beginning, in as many lines as ``room`` millimetres hold; nothing if that is only one."""
    lines = wrap(clean(text, Face.TEXT), Face.TEXT, _MORE_SIZE, INNER, measure)
    count = min(_MOST_MORE, int((room - _GAP) / (_MORE_SIZE * _POINT * _LEADING_TEXT)))
    kept = fit_last(end_with_ellipsis(lines, count), Face.TEXT, _MORE_SIZE, INNER, measure) if count >= 2 else []
    return _Block(tuple(kept), Face.TEXT, _MORE_SIZE, "ink_soft", _LEADING_TEXT, _GAP * 0.8)


def _header(site: str, measure: Measure) -> list[PosterLine]:
    text = fit_line(site, Face.TITLE, 22, INNER, measure)
    return [PosterLine(text, Face.TITLE, 22, "band", MARGIN, _HEADER + 22 * _POINT * _ASCENT)]


def _credit(text: str, bottom: float, measure: Measure) -> list[PosterLine]:
    """The picture's credit, right below it, aligned right."""
    if not text:
        return []
    return [PosterLine(text, Face.TEXT, 8, "ink_soft", WIDTH - MARGIN - measure(text, Face.TEXT, 8), bottom + 3.4)]


def _foot(poster: Poster, code: PosterBox, measure: Measure) -> list[PosterLine]:
    left = code.left + code.width + 9
    width = MARGIN + INNER - 8 - left
    link = break_word(poster.link, Face.LABEL, 12.5, width, measure, after=BREAKS)
    size = 12.5 if len(link) <= 4 else 9.0
    link = link if size == 12.5 else break_word(poster.link, Face.LABEL, size, width, measure, after=BREAKS)
    blocks = (
        _Block(tuple(wrap(poster.heading, Face.TITLE, 19, width, measure)[:2]), Face.TITLE, 19, "band_ink", 1.2, 0),
        _Block(tuple(wrap(poster.help, Face.TEXT, 12, width, measure)[:3]), Face.TEXT, 12, "band_ink", 1.3, 2.5),
        _Block(tuple(link), Face.LABEL, size, "band_ink", 1.25, 3.5),
    )
    top = _FOOT_TOP + max(2.0, (_FOOT_HEIGHT - sum(block.height for block in blocks)) / 2)
    return _stacked(blocks, left, top)


def _stacked(blocks: Iterable[_Block], left: float, top: float) -> list[PosterLine]:
    """The lines of the blocks, one block below another."""
    placed = []
    for block in blocks:
        em = block.size * _POINT
        first = top + block.above + em * _ASCENT
        for number, text in enumerate(block.lines):
            placed.append(
                PosterLine(text, block.face, block.size, block.ink, left, first + number * em * block.leading)
            )
        top += block.height
    return placed


def scaled(layout: PosterLayout, scale: float) -> PosterLayout:
    """The layout with all millimetres and points multiplied by ``scale``."""
    lines = (
        replace(line, size=line.size * scale, left=line.left * scale, baseline=line.baseline * scale)
        for line in layout.lines
    )
    picture, foot, code = (_scaled_box(box, scale) for box in (layout.picture, layout.foot, layout.code))
    return PosterLayout(picture, foot, code, tuple(lines))


def _scaled_box(box: PosterBox, scale: float) -> PosterBox:
    return PosterBox(box.left * scale, box.top * scale, box.width * scale, box.height * scale)
