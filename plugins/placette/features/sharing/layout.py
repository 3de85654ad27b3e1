"""The layout of a card: rectangles, and lines of text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache, partial
from io import BytesIO
from typing import NamedTuple

from PIL import Image

from placette.engine.base.unicode_text import ELLIPSIS, Measure, balance, break_word, graphemes, shorten, wrap
from placette.engine.rendering.entries import Subject
from placette.engine.rendering.views import LogoDrawing
from placette.features.sharing.fonts import Face, measured
from placette.features.sharing.publisher import HEIGHT, WIDTH

BAND, MARGIN, TEXT = 76, 60, 880
"""Pixels: the height of the band at the foot, what is left free beside a line, and the longest line."""
TITLE_HEIGHT, TITLE_SIZES = 250, (84, 78, 72, 66, 60, 56, 52, 48, 44, 40, 36)
PLACE_SIZE, NOTE_SIZE, SITE_SIZE = 27, 29, 32
"""Letters, in pixels per em."""
PADDING, GAP, FACE, PORTRAIT = 36, 22, 60, 168
MOST_NOTES, MOST_FACES = 2, 5
TITLE_LENGTH = 140
"""Characters of the longest title drawn whole."""
LEADING, _NOTE_LEADING = 1.12, 1.3
"""Ems from line to line of a title, and of what is below it."""
_CAPITAL, _ACCENTED, _DESCENT = 0.72, 0.8, 0.25
"""Heights in ems: of capitals, of capitals with most accents, below the baseline."""
_OVERLAP = 0.2
"""How much of a face the next one hides."""
_WITHIN = 8
"""Pixels by which lines may be longer than the shortest that balance."""
_BEFORE_MARK = re.compile(r" (?=[:;!?»])")
_AFTER_MARK = re.compile(r"(?<=«) ")
"""Places where French uses unbreakable spaces, and untypeset text (a setting) has ordinary ones."""
_HIGH, _WIDEST, _BESIDE = 0.68, 0.42, 0.3
"""The height of a logo and what is free beside it, of the band's height; its width at most, of the card's."""


@lru_cache(maxsize=8)
def paint_logo(svg: str, width: int, height: int) -> Image.Image:
    """Return the pixels of a logo, transparent around it. A build draws it once for all cards."""
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - for sites with a logo of their own

    with Image.open(
        BytesIO(svg_to_bytes(svg_string=svg, width=width, height=height, skip_system_fonts=True))
    ) as drawing:
        fitted = Image.new("RGBA", (width, height))
        fitted.paste(drawing, ((width - drawing.width) // 2, (height - drawing.height) // 2))
    return fitted


class Ink(Enum):
    """The kinds of lines, which decide their colour."""

    PLACE = "accent"
    TITLE = "ink"
    NOTE = "ink_soft"
    SITE = "band_ink"


class Box(NamedTuple):
    """A rectangle in pixels; right and bottom are outside it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.right - self.left, self.bottom - self.top


BAND_BOX = Box(0, HEIGHT - BAND, WIDTH, HEIGHT)


class Line(NamedTuple):
    """A line of text: the left end of its baseline, in pixels."""

    text: str
    face: Face
    size: int
    ink: Ink
    left: int
    baseline: float


def fit_title(title: str, height: int) -> tuple[int, list[str]]:
    """Return the largest size at which ``title`` fits, and its lines, balanced so that none is left alone."""
    words = _words(title)

    def fits(size: int) -> bool:
        measure = partial(measured, Face.TITLE, size)
        unbroken = all(measure(word) <= TEXT for word in words)
        return unbroken and len(wrap(words, TEXT, measure)) * size * LEADING <= height

    place = bisect_left(TITLE_SIZES, x=True, key=fits)
    if place < len(TITLE_SIZES):
        size = TITLE_SIZES[place]
        return size, balance(words, TEXT, partial(measured, Face.TITLE, size), _WITHIN)
    size = TITLE_SIZES[-1]
    return size, fit_lines(title, partial(measured, Face.TITLE, size), TEXT, int(height / (size * LEADING)))


def fit_lines(text: str, measure: Measure, width: int, most: int) -> list[str]:
    """Return ``text`` in at most ``most`` balanced lines; broken inside words and cut with «…» where it must be."""
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


@dataclass(frozen=True, slots=True)
class Foot:
    """The line of the site's name; the logo, and the part of the band that is painted for it."""

    lines: tuple[Line, ...]
    logo: Box | None = None
    plate: Box | None = None


@lru_cache(maxsize=8)
def lay_out_foot(site: str, logo: LogoDrawing | None) -> Foot:
    """Return the foot of all cards; a logo for light grounds alone has paper from the card's left edge on."""
    if not logo:
        return Foot(_name(site, MARGIN))
    width = min(BAND * _HIGH * logo.ratio, WIDTH * _WIDEST)
    across, down, gap = round(width), round(width / logo.ratio), round(BAND * _BESIDE)
    top = HEIGHT - (BAND + down) // 2
    box = Box(MARGIN, top, MARGIN + across, top + down)
    plate = Box(0, BAND_BOX.top, box.right + gap, HEIGHT) if not logo.dark else None
    left = (plate or box).right + gap
    return Foot(() if logo.alone else _name(site, left), box, plate)


def _name(site: str, left: int) -> tuple[Line, ...]:
    text = fit_line(Face.TITLE.drawable(site), partial(measured, Face.TITLE, SITE_SIZE), WIDTH - MARGIN - left)
    return (Line(text, Face.TITLE, SITE_SIZE, Ink.SITE, left, HEIGHT - BAND // 2 + SITE_SIZE // 3),)


@dataclass(frozen=True, slots=True)
class Layout:
    """The panel of paper and its lines, a square for each face, the foot."""

    panel: Box
    lines: tuple[Line, ...]
    faces: tuple[Box, ...]
    foot: Foot


def lay_out(subject: Subject, site: str, logo: LogoDrawing | None = None) -> Layout:
    """Return the layout of a card. Nothing overflows: a title shrinks, wraps, and is cut only when it must be."""
    raised = PORTRAIT // 2 if subject.sitters and not subject.work else 0
    heading = _heading(subject, site, raised)
    note = list(_note(subject, heading[-1], 0 if raised else _room_for_faces(subject)))
    last = (*heading, *note)[-1]
    below_faces = _taller(len(note)) / 2 if subject.work and subject.sitters and note else 0.0
    top = BAND_BOX.top - round(last.baseline + max(last.size * _DESCENT, below_faces)) - 2 * PADDING
    lines = [line._replace(baseline=round(top + PADDING + line.baseline)) for line in (*heading, *note)]
    right = max(line.left + round(measured(line.face, line.size, line.text)) for line in lines) + MARGIN
    large = Box(MARGIN, top - PORTRAIT // 2, MARGIN + PORTRAIT, top + PORTRAIT // 2)
    faces = (large,) if raised else tuple(_small_faces(subject, lines[len(heading) :]))
    return Layout(Box(0, top, right, BAND_BOX.top), tuple(lines), faces, lay_out_foot(site, logo))


def _heading(subject: Subject, site: str, raised: int) -> list[Line]:
    """Return the lines of place and title, from the panel's padding on, below a face that reaches down ``raised``."""
    lines: list[Line] = []
    baseline = float(raised)
    place = fit_line(Face.LABEL.drawable(subject.place), partial(measured, Face.LABEL, PLACE_SIZE), TEXT)
    if place:
        baseline += PLACE_SIZE * _CAPITAL
        lines.append(Line(place, Face.LABEL, PLACE_SIZE, Ink.PLACE, MARGIN, baseline))
        baseline += GAP
    title = shorten(Face.TITLE.drawable(subject.title), TITLE_LENGTH) or Face.TITLE.drawable(site)
    size, texts = fit_title(title, TITLE_HEIGHT - raised)
    for number, text in enumerate(texts):
        baseline += size * LEADING if number else size * _ACCENTED
        lines.append(Line(text, Face.TITLE, size, Ink.TITLE, MARGIN, baseline))
    return lines


def _note(subject: Subject, title: Line, indent: int) -> Iterator[Line]:
    """Yield the lines below the last of the title, moved aside and down for the faces beside them."""
    measure = partial(measured, Face.TEXT, NOTE_SIZE)
    texts = fit_lines(Face.TEXT.drawable(subject.note), measure, TEXT - indent, MOST_NOTES)
    taller = max(0.0, _taller(len(texts))) if indent else 0.0
    baseline = title.baseline + title.size * _DESCENT + GAP + NOTE_SIZE * _CAPITAL + taller / 2
    for number, text in enumerate(texts):
        leading = number * NOTE_SIZE * _NOTE_LEADING
        yield Line(text, Face.TEXT, NOTE_SIZE, Ink.NOTE, MARGIN + indent, baseline + leading)


def _taller(lines: int) -> float:
    """Return by how much a face is higher than lines beside it."""
    return FACE - NOTE_SIZE * (_CAPITAL + _NOTE_LEADING * (lines - 1))


def _room_for_faces(subject: Subject) -> int:
    count = min(len(subject.sitters), MOST_FACES)
    return round(FACE * (1 + (count - 1) * (1 - _OVERLAP)) + GAP * 0.8) if count else 0


def _small_faces(subject: Subject, note: list[Line]) -> Iterator[Box]:
    """Yield a square for each face, in a row beside the note."""
    if not note:
        return
    middle = (note[0].baseline - NOTE_SIZE * _CAPITAL + note[-1].baseline) / 2
    top = round(middle - FACE / 2)
    for number in range(min(len(subject.sitters), MOST_FACES)):
        left = MARGIN + round(number * FACE * (1 - _OVERLAP))
        yield Box(left, top, left + FACE, top + FACE)
