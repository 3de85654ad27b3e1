"""The paper sheet as a PDF: black lines for any printer, letters embedded, a code that a scan can be read by.

fpdf2 tags pictures alone. A document in which only the code is tagged would hide all its words from a screen reader,
so nothing is: the words stand in reading order, with a title and a language.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import partial

from fpdf import FPDF
from fpdf.prefs import ViewerPreferences

from placette.desks.letters.paper.sheet_layout import (
    CODE,
    HEIGHT,
    MARGIN,
    RIGHT,
    WIDTH,
    FaceWidths,
    PaperPart,
    PaperRule,
    PaperSheet,
    PaperText,
    PaperTick,
    Say,
    lay_out_sheet,
)
from placette.engine.base.qr import dark_runs, qr_rows
from placette.features.sharing.fonts import Face, font_path

_QUIET = 4
"""Modules left blank around a code (ISO/IEC 18004, 5.3.8)."""
_STROKE, _DASH = 0.25, 2.0
"""Millimetres: thin enough to write on, thick enough for a copier."""
_BLACK = "#000000"


def draw_sheets(sheets: Sequence[PaperSheet], say: Say, title: str, lang: str, colour: str, day: date) -> bytes:
    """The sheets as a PDF, a page each; the same ones of a day always give the same bytes.

    ``colour`` is that of the site's name (``#rrggbb``). Raises ``ValueError`` for an address too long for any code.
    """
    pdf = _open_pdf(title, lang, day)
    for sheet in sheets:
        pdf.add_page()
        for part in lay_out_sheet(sheet, say, _widths(pdf)):
            _draw(pdf, part, colour)
        _draw_code(pdf, sheet.link)
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
    """Widths as the PDF will have them."""

    def measure(face: Face, size: float, text: str) -> float:
        pdf.set_font(face.name, size=size)
        return float(pdf.get_string_width(text))

    return lambda face, size: partial(measure, face, size)


def _draw(pdf: FPDF, part: PaperPart, colour: str) -> None:
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


def _draw_code(pdf: FPDF, link: str) -> None:
    """The code in the upper right corner, its quiet zone inside ``CODE``."""
    rows = qr_rows(link)
    module = CODE / (len(rows) + 2 * _QUIET)
    left, top = RIGHT - CODE + _QUIET * module, MARGIN - 3 + _QUIET * module
    pdf.set_fill_color(_BLACK)
    for number, row in enumerate(rows):
        for start, end in dark_runs(row):
            pdf.rect(left + start * module, top + number * module, (end - start) * module, module, style="F")
