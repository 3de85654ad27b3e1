"""The layout of a card: rectangles, and lines of text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache, partial
from io import BytesIO
from itertools import accumulate

from PIL import Image, ImageColor

from placette.engine.base.unicode_text import ELLIPSIS, Measure, balance, break_word, graphemes, shorten, wrap
from placette.engine.rendering.entries import Subject
from placette.engine.rendering.views import LogoDrawing
from placette.features.sharing.fonts import Face, drawable, measured
from placette.features.sharing.publisher import Shape

WHITE = "#ffffff"
_DARK = 0.179  # the relative luminance (WCAG 2.2) below which white has more contrast than black


@dataclass(frozen=True, slots=True)
class PlacedLogo:
    """The version of a logo that is shown, and its ground; ``plated`` is true of one that it must bring along."""

    svg: str
    ground: str
    ratio: float
    alone: bool
    plated: bool


def logo_on(logo: LogoDrawing, *grounds: str) -> PlacedLogo:
    """Return the logo for the first of these grounds; without a version for it, on a plate of another, or of white."""
    ground = next(ground for ground in (*grounds, WHITE) if logo.dark or not _is_dark(ground))
    svg = logo.dark if _is_dark(ground) else logo.light
    return PlacedLogo(svg, ground, logo.ratio, logo.alone, plated=ground not in grounds[:1])


def fit_logo(ratio: float, height: float, widest: float) -> tuple[float, float]:
    """Width and height of a logo, which is less high where it would be too wide."""
    width = min(height * ratio, widest)
    return width, width / ratio


@lru_cache(maxsize=8)
def paint_logo(svg: str, width: int, height: int) -> Image.Image:
    """The pixels of a logo, transparent around it. A build draws it once for all cards of a shape."""
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - for sites with a logo of their own

    with Image.open(BytesIO(svg_to_bytes(svg_string=svg, width=width, height=height, skip_system_fonts=True))) as drawn:
        fitted = Image.new("RGBA", (width, height))
        fitted.paste(drawn, ((width - drawn.width) // 2, (height - drawn.height) // 2))
    return fitted


def _is_dark(colour: str) -> bool:
    red, green, blue = (part / 255 for part in ImageColor.getrgb(colour)[:3])
    light = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] < _DARK


class Ink(Enum):
    """The kinds of lines, which decide their colour."""

    PLACE = "accent"
    TITLE = "ink"
    NOTE = "ink_soft"
    SITE = "band_ink"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; right and bottom are outside it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.right - self.left, self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: the left end of its baseline, in pixels."""

    text: str
    face: Face
    size: int
    ink: Ink
    left: int
    baseline: int


LEADING = 1.12  # ems from line to line of a title
_WITHIN = 8  # pixels by which lines may be longer than the shortest that balance
_BEFORE_MARK = re.compile(r" (?=[:;!?»])")
_AFTER_MARK = re.compile(r"(?<=«) ")
"""Places where French uses unbreakable spaces, and untypeset text (a setting) has ordinary ones."""


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
    """Return ``text``, or as much of it as fits into ``width`` pixels, with an ellipsis."""
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


_HIGH = 0.68  # of the band's height, a logo's
_WIDEST = 0.42  # of the card's width, the most for a logo
_BESIDE = 0.3  # between a logo and what is beside it, of the band's height


@dataclass(frozen=True, slots=True)
class Foot:
    """The line of the site's name; the logo, and the part of the band that is painted for it."""

    lines: tuple[Line, ...]
    logo: Box | None = None
    plate: Box | None = None


@lru_cache(maxsize=8)
def lay_out_foot(site: str, shape: Shape, logo: PlacedLogo | None) -> Foot:
    """The foot of all cards of a shape; a logo that brings its ground along has it from the card's left edge on."""
    if not logo:
        return Foot(_name(site, shape, shape.margin))
    width, height = map(round, fit_logo(logo.ratio, shape.band * _HIGH, shape.width * _WIDEST))
    top, beside = shape.height - (shape.band + height) // 2, round(shape.band * _BESIDE)
    box = Box(shape.margin, top, shape.margin + width, top + height)
    plate = Box(0, shape.height - shape.band, box.right + beside, shape.height) if logo.plated else None
    left = plate.right + beside if plate else box.right + beside
    return Foot(() if logo.alone else _name(site, shape, left), box, plate)


def _name(site: str, shape: Shape, left: int) -> tuple[Line, ...]:
    size = shape.site_size
    measure = partial(measured, Face.TITLE, size)
    text = fit_line(drawable(site, Face.TITLE), measure, shape.width - shape.margin - left)
    baseline = shape.height - shape.band // 2 + size // 3
    return (Line(text, Face.TITLE, size, Ink.SITE, left, baseline),)


TITLE_LENGTH = 140  # characters of the longest title drawn whole
MOST_FACES = 5

_CAPITAL = 0.72
_ACCENTED = 0.8
_DESCENT = 0.25  # heights in ems: of capitals, of capitals with most accents, below the baseline
_NOTE_LEADING = 1.3  # ems from line to line below the title
_OVERLAP = 0.2  # how much of a face the next one hides


@dataclass(frozen=True, slots=True)
class _Row:
    """A line not placed yet: ``above`` is the distance from the baseline before it, or from the padding."""

    text: str
    face: Face
    size: int
    ink: Ink
    above: float
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """The picture, the panel of paper, the band of the site with its foot, every line, and a square for each face."""

    picture: Box
    panel: Box
    band: Box
    foot: Foot
    lines: tuple[Line, ...]
    faces: tuple[Box, ...]


def lay_out(subject: Subject, site: str, shape: Shape, logo: PlacedLogo | None = None) -> Layout:
    """The layout of a card. Nothing overflows: a title shrinks, wraps, and is cut only when it must be."""
    large = bool(subject.sitters) and not subject.work
    rows, noted = _rows(subject, site, shape, large=large)
    below = max(rows[-1].size * _DESCENT, _below_faces(subject, noted, shape))
    height = max(round(sum(row.above for row in rows) + below) + 2 * shape.padding, shape.least_panel)
    top = shape.height - shape.band - height
    baselines = accumulate((row.above for row in rows), initial=float(top + shape.padding))
    next(baselines)
    lines = [
        Line(row.text, row.face, row.size, row.ink, shape.margin + row.indent, round(baseline))
        for row, baseline in zip(rows, baselines, strict=True)
    ]
    right = shape.width if shape.spans else shape.margin + max(_width(line, shape) for line in lines) + shape.margin
    panel = Box(0, top, right, shape.height - shape.band)
    picture = Box(0, 0, shape.width, top if shape.spans else shape.height - shape.band)
    band = Box(0, shape.height - shape.band, shape.width, shape.height)
    faces = _large_face(panel, shape) if large else _small_faces(subject, lines[len(lines) - noted :], shape)
    foot = lay_out_foot(site, shape, logo)
    return Layout(picture, panel, band, foot, (*lines, *foot.lines), tuple(faces))


def _rows(subject: Subject, site: str, shape: Shape, *, large: bool) -> tuple[list[_Row], int]:
    """The rows of the panel, and how many of them, at its end, are the note."""
    first = shape.portrait // 2 if large else 0
    rows: list[_Row] = []
    place = fit_line(drawable(subject.place, Face.LABEL), partial(measured, Face.LABEL, shape.place_size), shape.text)
    if place:
        rows.append(_Row(place, Face.LABEL, shape.place_size, Ink.PLACE, first + shape.place_size * _CAPITAL))
        first = shape.gap
    heading = shorten(drawable(subject.title, Face.TITLE), TITLE_LENGTH) or drawable(site, Face.TITLE)
    size, lines = fit_title(heading, shape.text, shape.title_height - (shape.portrait // 2 if large else 0), shape)
    for number, text in enumerate(lines):
        above = size * LEADING if number else size * _ACCENTED + first
        rows.append(_Row(text, Face.TITLE, size, Ink.TITLE, above))
    note = list(_note_rows(subject, size, shape, large=large))
    return rows + note, len(note)


def _note_rows(subject: Subject, title_size: int, shape: Shape, *, large: bool) -> Iterator[_Row]:
    """Yield the lines of the note, moved aside and down for the faces beside it."""
    indent = 0 if large else _room_for_faces(subject, shape)
    size = shape.note_size
    measure = partial(measured, Face.TEXT, size)
    texts = fit_lines(drawable(subject.note, Face.TEXT), measure, shape.text - indent, shape.notes)
    taller = max(0.0, _taller(len(texts), shape)) if indent else 0.0
    above = title_size * _DESCENT + shape.gap + size * _CAPITAL + taller / 2
    for number, text in enumerate(texts):
        yield _Row(text, Face.TEXT, size, Ink.NOTE, size * _NOTE_LEADING if number else above, indent)


def _taller(lines: int, shape: Shape) -> float:
    return shape.face - shape.note_size * (_CAPITAL + _NOTE_LEADING * (lines - 1))


def _below_faces(subject: Subject, noted: int, shape: Shape) -> float:
    """Return how far the faces beside the note reach below its last baseline."""
    return _taller(noted, shape) / 2 if subject.work and subject.sitters and noted else 0.0


def _room_for_faces(subject: Subject, shape: Shape) -> int:
    count = min(len(subject.sitters), MOST_FACES)
    return round(shape.face * (1 + (count - 1) * (1 - _OVERLAP)) + shape.gap * 0.8) if count else 0


def _small_faces(subject: Subject, note: list[Line], shape: Shape) -> Iterator[Box]:
    """A square for each face, in a row beside the note."""
    if not note:
        return
    middle = (note[0].baseline - note[0].size * _CAPITAL + note[-1].baseline) / 2
    top = round(middle - shape.face / 2)
    for number in range(min(len(subject.sitters), MOST_FACES)):
        left = shape.margin + round(number * shape.face * (1 - _OVERLAP))
        yield Box(left, top, left + shape.face, top + shape.face)


def _large_face(panel: Box, shape: Shape) -> Iterator[Box]:
    """A square astride the panel's upper edge."""
    top = panel.top - shape.portrait // 2
    yield Box(shape.margin, top, shape.margin + shape.portrait, top + shape.portrait)


def _width(line: Line, shape: Shape) -> int:
    """From the margin to the end of the line."""
    return line.left - shape.margin + round(measured(line.face, line.size, line.text))
