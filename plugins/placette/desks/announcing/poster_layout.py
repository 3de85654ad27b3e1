"""Where everything stands on a poster: measured lines and boxes in millimetres, nothing drawn yet.

From top to bottom: the site, the picture, where and what, the title, who and when, the extract; at the foot, the code.
All sizes are those of A4; A5 is the same sheet seen at 71 %.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from placette.desks.announcing.poster_parts import Poster, PosterBox, PosterLayout, PosterLine
from placette.engine.base.line_breaking import Measure, balance, break_word, wrap
from placette.engine.base.shortening import ELLIPSIS, graphemes, shorten
from placette.features.sharing.fonts import Face, drawable
from placette.features.sharing.site_logo import fit_logo

Letters = Callable[[Face, float], Measure]
"""Widths, in millimetres, of texts in a face at a size in points, as the PDF has them."""

WIDTH, HEIGHT = 210.0, 297.0
MARGIN = 17.0
"""Printers leave 5 mm blank or less, and a drawing pin needs some paper."""
INNER = WIDTH - 2 * MARGIN
CODE = 40.0
"""The code's side without its quiet zone: 28 mm on A5. A phone reads it from some ten times its side."""
QUIET = 4
"""Modules left blank around a code (ISO/IEC 18004, 5.3.8)."""

_POINT = 25.4 / 72
_LEADING_TITLE, _LEADING_TEXT = 1.13, 1.42
_ASCENT, _DESCENT = 0.74, 0.25
"""Ems above and below a baseline; capitals with accents reach higher, into the space left above a text."""

_HEADER = 19.0
_LOGO_HEIGHT, _LOGO_WIDEST, _LOGO_BESIDE = 11.0, 80.0, 3.6
_LOGO_MIDDLE = _HEADER + 3.0
_PICTURE_TOP = 37.0
_FOOT_HEIGHT = 62.0
_FOOT_TOP = HEIGHT - MARGIN - _FOOT_HEIGHT
_PICTURE_HEIGHTS = (66.0, 78.0)
"""The least that is kept for it; where the beginning of the text takes over what is left."""
_TITLE_SIZES = (60, 53, 46, 42, 38, 35, 32, 29, 26, 23, 20, 17)
_TITLE_HEIGHT = 50.0
_EXTRACT_SIZES = (15.0, 14.0, 13.0)
_MORE_SIZE = 11.5
_LINK_SIZES = (12.5, 9.0)
_MOST_MORE = 4
_GAP = 5.5
_WITHIN = 1.0
"""Millimetres by which lines may be longer than the shortest that balance."""
_BREAKS = "/?&=.-"
"""Marks of an address behind which a line may end; a hyphen last, since it could be taken for one of ours."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of one size that stand below each other, with the space above them."""

    lines: tuple[str, ...]
    face: Face
    size: float
    ink: str
    leading: float
    above: float = _GAP

    @property
    def height(self) -> float:
        """Millimetres from the end of what is above to the last line's descenders."""
        if not self.lines:
            return 0.0
        em = self.size * _POINT
        return self.above + em * (_ASCENT + _DESCENT) + (len(self.lines) - 1) * em * self.leading


def lay_out(poster: Poster, modules: int, letters: Letters) -> PosterLayout:
    """The layout of a poster whose code has ``modules`` a side. Nothing overflows: texts shrink, then are cut."""
    blocks = _blocks(poster, letters)
    space = _FOOT_TOP - _GAP * 1.3 - _PICTURE_TOP
    least, most = _PICTURE_HEIGHTS
    blocks = _cut_to(blocks, space - least, letters)
    room = space - most - sum(block.height for block in blocks)
    more = _more_block(poster.more, room, letters)
    height = min(most + max(0.0, room - more.height), space - sum(block.height for block in (*blocks, more)))
    logo = _logo(poster)
    lines = [*_header(poster, logo, letters), *_credit(poster.picture_credit, _PICTURE_TOP + height, letters)]
    lines += _stacked((*blocks, more), MARGIN, _PICTURE_TOP + height)
    side = CODE * (modules + 2 * QUIET) / modules
    code = PosterBox(MARGIN + (_FOOT_HEIGHT - side) / 2, _FOOT_TOP + (_FOOT_HEIGHT - side) / 2, side, side)
    lines += _foot(poster, code, letters)
    return PosterLayout(
        PosterBox(MARGIN, _PICTURE_TOP, INNER, height),
        PosterBox(MARGIN, _FOOT_TOP, INNER, _FOOT_HEIGHT),
        code,
        logo,
        tuple(lines),
    )


def _blocks(poster: Poster, letters: Letters) -> list[_Block]:
    place = " · ".join(filter(None, (_clean(poster.category, Face.LABEL), _clean(poster.place, Face.LABEL))))
    size, title = _fit_title(_clean(poster.title, Face.TITLE) or _clean(poster.site, Face.TITLE), letters)
    extract_size, extract = _fit_extract(_clean(poster.extract, Face.TEXT), letters)
    byline = _wrap(_clean(poster.byline, Face.LABEL), INNER, letters(Face.LABEL, 12))
    byline = _cut(byline, 3, Face.LABEL, 12, letters)
    places = _wrap(place, INNER, letters(Face.LABEL, 13))[:2]
    return [
        _Block(tuple(places), Face.LABEL, 13, "accent", 1.2, _GAP + 2),
        _Block(tuple(title), Face.TITLE, size, "ink", _LEADING_TITLE, _GAP * 0.75),
        _Block(tuple(byline), Face.LABEL, 12, "ink_soft", 1.25, _GAP * 0.9),
        _Block(tuple(extract), Face.TEXT, extract_size, "ink", _LEADING_TEXT),
    ]


def _fit_title(title: str, letters: Letters) -> tuple[float, list[str]]:
    """The largest size at which the title fits whole, without a word broken; at the smallest, words are broken."""
    words = _words(title)
    for size in _TITLE_SIZES:
        measure = letters(Face.TITLE, size)
        unbroken = all(measure(word) <= INNER for word in words)
        if unbroken and len(wrap(words, INNER, measure)) * size * _POINT * _LEADING_TITLE <= _TITLE_HEIGHT:
            return size, balance(words, INNER, measure, _WITHIN)
    size = _TITLE_SIZES[-1]
    lines = wrap(words, INNER, letters(Face.TITLE, size))
    return size, _end_with_ellipsis(lines, int(2 * _TITLE_HEIGHT / (size * _POINT * _LEADING_TITLE)))


def _fit_extract(text: str, letters: Letters) -> tuple[float, list[str]]:
    """The extract at the largest size that keeps it within five lines, else at the smallest."""
    settings = [(size, _wrap(text, INNER, letters(Face.TEXT, size))) for size in _EXTRACT_SIZES]
    return next((setting for setting in settings if len(setting[1]) <= 5), settings[-1])


def _cut_to(blocks: list[_Block], room: float, letters: Letters) -> list[_Block]:
    """The blocks without the last lines of the extract that do not fit in ``room`` millimetres."""
    *first, extract = blocks
    left = room - sum(block.height for block in first)
    count = len(extract.lines)
    while count and replace(extract, lines=extract.lines[:count]).height > left:
        count -= 1
    return [*first, replace(extract, lines=tuple(_cut(extract.lines, count, extract.face, extract.size, letters)))]


def _more_block(text: str, room: float, letters: Letters) -> _Block:
    """How the text begins, in as many lines as ``room`` millimetres hold; nothing for a single one."""
    lines = _wrap(_clean(text, Face.TEXT), INNER, letters(Face.TEXT, _MORE_SIZE))
    count = min(_MOST_MORE, int((room - _GAP) / (_MORE_SIZE * _POINT * _LEADING_TEXT)))
    kept = _cut(lines, count, Face.TEXT, _MORE_SIZE, letters) if count >= 2 else []
    return _Block(tuple(kept), Face.TEXT, _MORE_SIZE, "ink_soft", _LEADING_TEXT, _GAP * 0.8)


def _logo(poster: Poster) -> PosterBox | None:
    """The logo, in the middle of the height of the site's name."""
    if not poster.logo:
        return None
    width, height = fit_logo(poster.logo.ratio, _LOGO_HEIGHT, _LOGO_WIDEST)
    return PosterBox(MARGIN, _LOGO_MIDDLE - height / 2, width, height)


def _header(poster: Poster, logo: PosterBox | None, letters: Letters) -> list[PosterLine]:
    """The site's name, unless its logo holds it."""
    if poster.logo and poster.logo.alone:
        return []
    left = logo.left + logo.width + _LOGO_BESIDE if logo else MARGIN
    text = _fit_line(poster.site, Face.TITLE, 22, letters, WIDTH - MARGIN - left)
    return [PosterLine(text, Face.TITLE, 22, "band", left, _HEADER + 22 * _POINT * _ASCENT)]


def _credit(credit: str, bottom: float, letters: Letters) -> list[PosterLine]:
    """Whose picture it is, right below it at its right end."""
    text = _fit_line(credit, Face.TEXT, 8, letters)
    if not text:
        return []
    return [PosterLine(text, Face.TEXT, 8, "ink_soft", WIDTH - MARGIN - letters(Face.TEXT, 8)(text), bottom + 3.4)]


def _foot(poster: Poster, code: PosterBox, letters: Letters) -> list[PosterLine]:
    left = code.left + code.width + 9
    width = MARGIN + INNER - 8 - left
    heading = _wrap(poster.heading, width, letters(Face.TITLE, 19))[:2]
    guide = _wrap(poster.help, width, letters(Face.TEXT, 12))[:3]
    links = [(size, break_word(poster.link, width, letters(Face.LABEL, size), _BREAKS)) for size in _LINK_SIZES]
    size, link = next((setting for setting in links if len(setting[1]) <= 4), links[-1])
    blocks = (
        _Block(tuple(heading), Face.TITLE, 19, "band_ink", 1.2, 0),
        _Block(tuple(guide), Face.TEXT, 12, "band_ink", 1.3, 2.5),
        _Block(tuple(link), Face.LABEL, size, "band_ink", 1.25, 3.5),
    )
    top = _FOOT_TOP + max(2.0, (_FOOT_HEIGHT - sum(block.height for block in blocks)) / 2)
    return _stacked(blocks, left, top)


def _words(text: str) -> list[str]:
    return text.split(" ") if text else []


def _wrap(text: str, width: float, measure: Measure) -> list[str]:
    return wrap(_words(text), width, measure)


def _end_with_ellipsis(lines: Sequence[str], count: int) -> list[str]:
    """The first ``count`` lines; an ellipsis says that there were more."""
    if len(lines) <= count or count < 1:
        return [*lines[: max(count, 0)]]
    return [*lines[: count - 1], lines[count - 1].rstrip(" \u00a0,;:.–—-") + ELLIPSIS]


def _cut(lines: Sequence[str], count: int, face: Face, size: float, letters: Letters) -> list[str]:
    """The same, the last line without the words that its ellipsis pushed out."""
    kept = _end_with_ellipsis(lines, count)
    return [*kept[:-1], _fit_line(kept[-1], face, size, letters)] if kept else []


def _fit_line(text: str, face: Face, size: float, letters: Letters, width: float = INNER) -> str:
    """A text on one line, cut with an ellipsis when it is wider than the sheet's text, or than ``width``."""
    whole, measure = _clean(text, face), letters(face, size)
    count, cut = len(graphemes(whole)), whole
    while count > 1 and measure(cut) > width:
        count -= 1
        cut = shorten(whole, count)
    return cut


def _clean(text: str, face: Face) -> str:
    """``text`` on one line, accents joined to their letters, with only what ``face`` can draw."""
    return drawable(unicodedata.normalize("NFC", text), face)


def _stacked(blocks: Iterable[_Block], left: float, top: float) -> list[PosterLine]:
    """Every line of the blocks, one block below another."""
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
