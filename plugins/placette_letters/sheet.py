"""The paper sheet for the counter, as a PDF: labels, ruled lines, boxes to tick, in millimetres.

All letters are at least 14 points high, for readers without glasses; the rest of the page goes to the ten lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial

from fpdf import FPDF
from fpdf.prefs import ViewerPreferences

from placette import (
    N_,
    PAGE_URLS,
    Face,
    Measure,
    Site,
    ViewsSettings,
    dark_runs,
    drawable,
    font_path,
    letterbox,
    publisher_of,
    qr_rows,
    wrap,
)

FaceWidths = Callable[[Face, float], Measure]  # Widths, in millimetres, of texts in a face at a size in points

WIDTH, HEIGHT = 210.0, 297.0  # A4 (ISO 216)
MARGIN = 15.0
RIGHT = WIDTH - MARGIN
CODE = 30.0  # The code's side with its quiet zone: large enough for a scan of 150 dpi, grey and a little askew
BODY = 14.0  # Points of all but titles: the least that large print allows (RNIB Clear Print)
LINES = 10

_BETWEEN = (7.5, 10.5)  # Least and most millimetres between ruled lines: school paper has 8
_STRIP_TOP = 250.0
_ROW = 9.0
_TICKED = 7.0
_BOX = 4.5
_GAP = 2.0
_POINT = 25.4 / 72
_TEXT_HEIGHT = BODY * _POINT * 1.3
_TITLE, _SITE = 25.0, 15.0

_HEADING = N_("Ten lines and a photo")
_HELP = N_("Write by hand. We type it, and you read it again before it appears.")
_POST_TITLE = N_("Title:")
_TEXT = N_("Your text (continue overleaf if you like):")
_NAME = N_("Name below the text (a first name or pseudonym will do):")
_COMMUNE = N_("Commune:")
_SHOWS = N_("The photo shows:")
_TAKEN = N_("Photo taken by:")
_DAY, _SIGNATURE = N_("Date:"), N_("Signature:")
_CHOICES = (
    (
        N_("Others may use my text:"),
        (N_("naming me (CC BY 4.0)"), N_("naming me, shared alike (CC BY-SA 4.0)"), N_("only if they ask me")),
    ),
    (N_("People who can be recognised:"), (N_("nobody"), N_("all of them agree"))),
    (N_("Children:"), (N_("no child"), N_("both parents agree, their letter is attached"))),
)
"""The agreements: each with the boxes to tick, in the order of the sheet."""
_STRIP = N_("To cut off. Kept by the counter: neither scanned nor published, destroyed after publication.")
_REACH = N_("Telephone or address where we can reach you:")
_CROWDED = N_("LETTERBOX_COUNTER or SITENAME is too long for the sheet: shorten it.")
_NUMBER, _NO_NUMBER = N_("Sheet {number}"), N_("Sheet no.")


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """The differences between sheets: the site's name, the code's target, the number and the counter, or nothing."""

    site: str
    link: str
    number: str = ""
    counter: str = ""


@dataclass(frozen=True, slots=True)
class PaperText:
    """A line of text: the left end of its baseline, its size in points; black, or in the site's colour."""

    text: str
    face: Face
    size: float
    left: float
    baseline: float
    coloured: bool = False


@dataclass(frozen=True, slots=True)
class PaperRule:
    """A line to write on, or where to cut."""

    left: float
    right: float
    height: float
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class PaperTick:
    """A box to tick, by its upper left corner."""

    left: float
    top: float
    side: float = _BOX


PaperPart = PaperText | PaperRule | PaperTick
Say = Callable[[str], str]
_Row = tuple[float, Callable[[float], list[PaperPart]]]  # A height, and a function from the row's top to its parts


def lay_out_sheet(sheet: PaperSheet, say: Say, widths: FaceWidths) -> tuple[PaperPart, ...]:
    """Return everything on a sheet, from the top, but its code, which is in the upper right corner (``CODE``).

    Raises ``ValueError``, with a message, where the site's name and the counter leave no room for ten lines.
    """
    head, top = _head(sheet, say, widths)
    text: _Row = (_ROW, lambda top: [_label(say(_TEXT), MARGIN, top + _ROW - _GAP)])
    above = [_field(say(_POST_TITLE), widths), text]
    below = [_field(say(label), widths) for label in (_NAME, _COMMUNE, _SHOWS, _TAKEN)]
    ticks = [row for label, choices in _CHOICES for row in _ticked(say(label), [say(one) for one in choices], widths)]
    ends = [(_GAP, _nothing), *ticks, (_GAP, _nothing), _signed(say, widths)]
    free = _STRIP_TOP - 2 * _GAP - top - sum(height for height, _ in (*above, *below, *ends))
    least, most = _BETWEEN
    if free < least * LINES:
        raise ValueError(say(_CROWDED))
    lines = [_blank(min(most, free / LINES))] * LINES
    return (*head, *_stacked((*above, *lines, *below, *ends), top), *_strip(sheet, say, widths))


def _head(sheet: PaperSheet, say: Say, widths: FaceWidths) -> tuple[list[PaperPart], float]:
    """Return the site, the heading, the advice; and where they end, never above the foot of the code and its number."""
    room = RIGHT - CODE - 4 - MARGIN
    parts: list[PaperPart] = []
    top = MARGIN - 3
    for text, face, size, coloured in (
        (sheet.site, Face.TITLE, _SITE, True),
        (say(_HEADING), Face.TITLE, _TITLE, False),
        (say(_HELP), Face.TEXT, BODY, False),
        (sheet.counter, Face.LABEL, BODY, False),
    ):
        for line in _wrapped(text, face, room, widths(face, size)):
            top += size * _POINT * 1.25
            parts.append(PaperText(line, face, size, MARGIN, top - 0.3 * size * _POINT, coloured))
    number = say(_NUMBER).format(number=sheet.number) if sheet.number else say(_NO_NUMBER) + " ………"
    left = RIGHT - widths(Face.LABEL, BODY)(number)
    parts.append(PaperText(number, Face.LABEL, BODY, left, MARGIN - 3 + CODE + 5))
    return parts, max(top, MARGIN - 3 + CODE + 6)


def _wrapped(text: str, face: Face, room: float, measure: Measure) -> list[str]:
    plain = _plain(text, face)
    return list(wrap(plain.split(" "), room, measure)) if plain else []


def _plain(text: str, face: Face = Face.TEXT) -> str:
    """Return the characters that a face can draw; a narrow space becomes an ordinary one that no line breaks at."""
    return drawable(text, face).replace("\u202f", "\u00a0")


def _label(text: str, left: float, baseline: float, face: Face = Face.LABEL) -> PaperText:
    return PaperText(_plain(text, face), face, BODY, left, baseline)


def _width(text: str, widths: FaceWidths, face: Face = Face.LABEL) -> float:
    return widths(face, BODY)(_plain(text, face))


def _field(label: str, widths: FaceWidths) -> _Row:
    start = MARGIN + _width(label, widths) + _GAP
    return _ROW, lambda top: [_label(label, MARGIN, top + _ROW - _GAP), PaperRule(start, RIGHT, top + _ROW)]


def _blank(height: float) -> _Row:
    return height, lambda top: [PaperRule(MARGIN, RIGHT, top + height)]


def _nothing(_top: float) -> list[PaperPart]:
    return []


def _ticked(label: str, choices: Sequence[str], widths: FaceWidths) -> Iterator[_Row]:
    first: list[tuple[str, float]] = []
    rows, left = [first], MARGIN + _width(label, widths) + 2 * _GAP
    for choice in choices:
        width = _BOX + _GAP + _width(choice, widths, Face.TEXT)
        if left + width > RIGHT:
            rows.append([])
            left = MARGIN + 3 * _GAP
        rows[-1].append((choice, left))
        left += width + 2 * _GAP
    for number, row in enumerate(rows):
        yield _TICKED, _tick_maker(label if number == 0 else "", row)


def _tick_maker(label: str, row: Sequence[tuple[str, float]]) -> Callable[[float], list[PaperPart]]:
    def make(top: float) -> list[PaperPart]:
        baseline = top + _TICKED - _GAP
        parts: list[PaperPart] = [_label(label, MARGIN, baseline)] if label else []
        for choice, left in row:
            parts.append(PaperTick(left, baseline - _BOX + 0.6))
            parts.append(_label(choice, left + _BOX + _GAP, baseline, Face.TEXT))
        return parts

    return make


def _signed(say: Say, widths: FaceWidths) -> _Row:
    height, middle = 1.3 * _ROW, MARGIN + 65
    day, signature = say(_DAY), say(_SIGNATURE)

    def make(top: float) -> list[PaperPart]:
        bottom = top + height
        return [
            _label(day, MARGIN, bottom - _GAP),
            PaperRule(MARGIN + _width(day, widths) + _GAP, middle - 5, bottom),
            _label(signature, middle, bottom - _GAP),
            PaperRule(middle + _width(signature, widths) + _GAP, RIGHT, bottom),
        ]

    return height, make


def _stacked(rows: Sequence[_Row], top: float) -> Iterator[PaperPart]:
    for height, make in rows:
        yield from make(top)
        top += height


def _strip(sheet: PaperSheet, say: Say, widths: FaceWidths) -> Iterator[PaperPart]:
    """Yield the strip to cut off before scanning: how to reach the writer, and the number that joins the two."""
    yield PaperRule(0, WIDTH, _STRIP_TOP, dashed=True)
    top = _STRIP_TOP + 1
    number = f" {say(_NUMBER).format(number=sheet.number)}." if sheet.number else ""
    for line in _wrapped(say(_STRIP) + number, Face.TEXT, RIGHT - MARGIN, widths(Face.TEXT, BODY)):
        top += _TEXT_HEIGHT
        yield _label(line, MARGIN, top, Face.TEXT)
    yield _label(say(_REACH), MARGIN, top + _ROW)
    yield PaperRule(MARGIN + _width(say(_REACH), widths) + _GAP, RIGHT, top + _ROW + _GAP)
    yield PaperRule(MARGIN, RIGHT, top + 2 * _ROW + _GAP)


_QUIET = 4  # Modules left blank around a code (ISO/IEC 18004, 5.3.8).
_STROKE, _DASH = 0.25, 2.0  # Millimetres: thin enough to write on, thick enough for a copier
_BLACK = "#000000"


def draw_sheets(sheets: Sequence[PaperSheet], say: Say, title: str, lang: str, colour: str, day: date) -> bytes:
    """The sheets as a PDF, a page each; the same ones of a day always give the same bytes.

    ``colour`` is that of the site's name (``#rrggbb``). Raises ``ValueError`` for an address too long for any code.
    """
    pdf = _open_pdf(title, lang, day)
    for sheet in sheets:
        pdf.add_page()
        for part in lay_out_sheet(sheet, say, _widths(pdf)):
            match part:
                case PaperText():
                    pdf.set_font(part.face.name, size=part.size)
                    pdf.set_text_color(colour if part.coloured else _BLACK)
                    pdf.text(part.left, part.baseline, part.text)
                case PaperRule():
                    pdf.set_dash_pattern(_DASH if part.dashed else 0, _DASH if part.dashed else 0)
                    pdf.line(part.left, part.height, part.right, part.height)
                case PaperTick():
                    pdf.set_dash_pattern()
                    pdf.rect(part.left, part.top, part.side, part.side)
        rows = qr_rows(sheet.link)
        module = CODE / (len(rows) + 2 * _QUIET)
        left, top = RIGHT - CODE + _QUIET * module, MARGIN - 3 + _QUIET * module
        pdf.set_fill_color(_BLACK)
        for number, row in enumerate(rows):
            for start, end in dark_runs(row):
                pdf.rect(left + start * module, top + number * module, (end - start) * module, module, style="F")
    return bytes(pdf.output())


def _open_pdf(title: str, lang: str, day: date) -> FPDF:
    pdf = FPDF(unit="mm", format=(WIDTH, HEIGHT))
    pdf.set_auto_page_break(auto=False)
    pdf.set_creation_date(datetime.combine(day, time(), UTC))
    pdf.set_title(title)
    pdf.set_lang(lang)
    pdf.set_creator("Placette")
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    pdf.set_line_width(_STROKE)
    for face in Face:
        pdf.add_font(face.name, fname=font_path(face))
    return pdf


def _widths(pdf: FPDF) -> FaceWidths:

    def measure(face: Face, size: float, text: str) -> float:
        pdf.set_font(face.name, size=size)
        return float(pdf.get_string_width(text))

    return lambda face, size: partial(measure, face, size)


_PDF_TITLE = N_("Ten lines and a photo: a sheet for {site}")


def make_sheets(site: Site, numbers: Sequence[str], day: date) -> bytes:
    """Return a PDF with a page for each number; an empty number makes a sheet without one.

    Raises ``ValueError`` where the site's address is too long for any code.
    """
    own = site.options("LETTERBOX", letterbox.LetterboxSettings)
    page = site.ask(PAGE_URLS).get(site.options("VIEWS", ViewsSettings).write_page, site.base)
    link = f"{site.origin}/{page.removeprefix(site.base)}"
    sheets = [
        PaperSheet(site.site_name, f"{link}#{number}" if number else link, number, own.counter) for number in numbers
    ]
    title = site.say(_PDF_TITLE).format(site=site.site_name)
    return draw_sheets(sheets, site.say, title, site.lang, publisher_of(site).colours.band, day)
