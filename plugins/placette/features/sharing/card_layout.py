"""Where each word and face of a card stands: sizes and line breaks from measured widths, nothing drawn yet.

The picture fills what the rest leaves; a band at the foot names the site; a panel of paper grows from the lower left
corner, as tall as its words need. The face of whom a card is about stands on the panel's upper edge; those of a post's
authors stand beside their names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

from placette.engine.base.shortening import shorten
from placette.engine.pages.subjects import Subject
from placette.features.sharing.card_foot import Foot, lay_out_foot
from placette.features.sharing.card_parts import Box, Ink, Line
from placette.features.sharing.fonts import Face, drawable, measured
from placette.features.sharing.lettering import LEADING, fit_line, fit_lines, fit_title
from placette.features.sharing.shapes import Shape
from placette.features.sharing.site_logo import StandingLogo

TITLE_LENGTH = 140
"""Characters of the longest title drawn whole."""
MOST_FACES = 5

_CAPITAL = 0.72
_ACCENTED = 0.8
_DESCENT = 0.25
"""Heights in ems: of capitals, of capitals with most accents, below the baseline."""
_NOTE_LEADING = 1.3
"""Ems from line to line of what stands below the title."""
_OVERLAP = 0.2
"""How much of a face the next one hides."""


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


def lay_out(subject: Subject, site: str, shape: Shape, logo: StandingLogo | None = None) -> Layout:
    """The layout of a card. Nothing overflows: a title shrinks, wraps, and is cut only when it must be."""
    large = bool(subject.sitters) and not subject.work
    rows, noted = _rows(subject, site, shape, large=large)
    below = max(rows[-1].size * _DESCENT, _below_faces(subject, noted, shape))
    height = max(round(sum(row.above for row in rows) + below) + 2 * shape.padding, shape.least_panel)
    top = shape.height - shape.band - height
    baselines = accumulate((row.above for row in rows), initial=float(top + shape.padding))
    next(baselines)
    lines = [_line(row, round(baseline), shape) for row, baseline in zip(rows, baselines, strict=True)]
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
    place = _label(subject.place, Face.LABEL, shape.place_size, shape)
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
    """The note in its lines, moved aside and down for the faces that stand beside it."""
    indent = 0 if large else _room_for_faces(subject, shape)
    size = shape.note_size
    measure = partial(measured, Face.TEXT, size)
    texts = fit_lines(drawable(subject.note, Face.TEXT), measure, shape.text - indent, shape.notes)
    taller = max(0.0, _taller(len(texts), shape)) if indent else 0.0
    above = title_size * _DESCENT + shape.gap + size * _CAPITAL + taller / 2
    for number, text in enumerate(texts):
        yield _Row(text, Face.TEXT, size, Ink.NOTE, size * _NOTE_LEADING if number else above, indent)


def _taller(lines: int, shape: Shape) -> float:
    """By how many pixels a face is taller than the so many lines beside it."""
    return shape.face - shape.note_size * (_CAPITAL + _NOTE_LEADING * (lines - 1))


def _below_faces(subject: Subject, noted: int, shape: Shape) -> float:
    """How far the faces beside the note reach below its last baseline."""
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


def _label(text: str, face: Face, size: int, shape: Shape) -> str:
    return fit_line(drawable(text, face), partial(measured, face, size), shape.text)


def _line(row: _Row, baseline: int, shape: Shape) -> Line:
    return Line(row.text, row.face, row.size, row.ink, shape.margin + row.indent, baseline)


def _width(line: Line, shape: Shape) -> int:
    """From the margin to the end of the line."""
    return line.left - shape.margin + round(measured(line.face, line.size, line.text))
