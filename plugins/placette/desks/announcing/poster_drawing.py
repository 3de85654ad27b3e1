"""A poster as a PDF: letters embedded and cut down to those used, drawings and code as vectors, the photo as JPEG."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO

from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from fpdf import FPDF
from fpdf.drawing import PaintedPath
from fpdf.drawing_primitives import color_from_hex_string
from fpdf.prefs import ViewerPreferences
from PIL import Image, ImageOps

from placette.desks.announcing.poster_layout import (
    MARGIN,
    QUIET,
    WIDTH,
    Letters,
    lay_out,
)
from placette.desks.announcing.poster_parts import Poster, PosterBox, PosterLine, scaled
from placette.engine.base.qr import dark_runs, qr_rows
from placette.features.sharing.card_colours import Colours
from placette.features.sharing.fonts import Face, font_path
from placette.features.sharing.site_logo import StandingLogo, paint_logo

SIZES = {"a4": (210.0, 297.0), "a5": (148.0, 210.0)}
"""Millimetres of each sheet (ISO 216)."""

_DENSITY = 10.0
"""Pixels per millimetre of the photo, 254 dpi: beyond what is seen at arm's length."""
_QUALITY = 86
_SHARP = 20.0
"""Pixels per millimetre of a logo, 508 dpi: letters in it have the edges of those beside it."""
_FOCUS = (0.5, 0.4)
_NARROW = "\u202f"
_RUNS = re.compile(f"{_NARROW}|[^{_NARROW}]+")
_NARROW_STRETCH = 55.0
"""Per cent of a no-break space: the serif has no narrow one, and French sets a fine space before «!»."""
_RULE_TOP, _RULE = 30.5, (26.0, 1.1)
"""Where the short rule below the site's name begins, and its width and height."""


@dataclass(frozen=True, slots=True)
class PosterPicture:
    """The picture of a poster: a photo as pixels, or a drawn landscape as SVG; what it shows, for who cannot see it."""

    photo: Image.Image | None
    drawing: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a PDF says about itself. ``moment`` is the post's, so that the same post gives the same bytes."""

    title: str
    author: str
    lang: str
    moment: datetime


def draw_poster(
    poster: Poster, picture: PosterPicture, colours: Colours, document: Document, size: str = "a4"
) -> bytes:
    """The poster as a PDF of one page, ``a4`` or ``a5``: the same poster always gives the same bytes.

    Raises ``ValueError`` for an address too long for any QR code, ``KeyError`` for another size.
    """
    pdf = _open_pdf(document, size)
    rows = qr_rows(poster.link)
    sheet = lay_out(poster, len(rows), _letters_of(pdf))
    scale = SIZES[size][0] / WIDTH
    pdf.add_page()
    _paint_rule(pdf, colours.accent, scale)
    sheet = scaled(sheet, scale)
    if poster.logo and sheet.logo:
        _paint_logo(pdf, sheet.logo, poster.logo, poster.site if poster.logo.alone else None)
    _paint_picture(pdf, sheet.picture, picture)
    _fill(pdf, sheet.foot, colours.band)
    _fill(pdf, sheet.code, "#ffffff")
    _paint_code(pdf, sheet.code, rows)
    for line in sheet.lines:
        _write(pdf, line, getattr(colours, line.ink))
    return bytes(pdf.output())


def _open_pdf(document: Document, size: str) -> FPDF:
    pdf = FPDF(unit="mm", format=SIZES[size])
    pdf.set_auto_page_break(auto=False)
    pdf.set_creation_date(document.moment)
    pdf.set_title(document.title)
    pdf.set_author(document.author)
    pdf.set_lang(document.lang)
    pdf.set_creator("Placette")
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    for face in Face:
        pdf.add_font(face.name, fname=font_path(face))
    return pdf


def _letters_of(pdf: FPDF) -> Letters:
    """Widths as the PDF will have them."""

    def measure(face: Face, size: float, text: str) -> float:
        pdf.set_font(face.name, size=size)
        narrow = text.count(_NARROW)
        blank = pdf.get_string_width("\u00a0") * _NARROW_STRETCH / 100 if narrow else 0.0
        return float(pdf.get_string_width(text.replace(_NARROW, ""))) + narrow * blank

    return lambda face, size: partial(measure, face, size)


def _write(pdf: FPDF, line: PosterLine, ink: str) -> None:
    """A line of text; a narrow space is drawn as an ordinary one made narrow, so that it can be copied."""
    pdf.set_font(line.face.name, size=line.size)
    pdf.set_text_color(ink)
    left = line.left
    for run in _RUNS.findall(line.text):
        stretch = _NARROW_STRETCH if run == _NARROW else 100.0
        shown = "\u00a0" if run == _NARROW else run
        pdf.set_stretching(stretch)
        pdf.text(left, line.baseline, shown)
        left += pdf.get_string_width(shown)
    pdf.set_stretching(100.0)


def _paint_rule(pdf: FPDF, colour: str, scale: float) -> None:
    width, height = _RULE
    _fill(pdf, PosterBox(MARGIN * scale, _RULE_TOP * scale, width * scale, height * scale), colour)


def _fill(pdf: FPDF, box: PosterBox, colour: str) -> None:
    pdf.set_fill_color(colour)
    pdf.rect(box.left, box.top, box.width, box.height, style="F")


def _paint_logo(pdf: FPDF, box: PosterBox, logo: StandingLogo, alt: str | None) -> None:
    """The site's logo as pixels, on its ground: printers do transparency each in its own way."""
    size = round(box.width * _SHARP), round(box.height * _SHARP)
    pixels = paint_logo(logo.svg, *size)
    shown = Image.new("RGB", size, logo.ground)
    shown.paste(pixels, mask=pixels)
    pdf.image(shown, box.left, box.top, box.width, box.height, alt_text=alt)


def _paint_picture(pdf: FPDF, box: PosterBox, picture: PosterPicture) -> None:
    """The photo cropped to the box, or the landscape behind it as through a window."""
    if picture.photo is None:
        with pdf.rect_clip(box.left, box.top, box.width, box.height):
            _paint_drawing(pdf, box, picture.drawing)
        return
    wide, high = box.width * _DENSITY, box.height * _DENSITY
    fewer = min(1.0, max(picture.photo.width / wide, picture.photo.height / high))
    size = (max(1, round(wide * fewer)), max(1, round(high * fewer)))
    encoded = BytesIO()
    fitted = ImageOps.fit(picture.photo.convert("RGB"), size, Image.Resampling.LANCZOS, centering=_FOCUS)
    fitted.save(encoded, "JPEG", quality=_QUALITY, optimize=True)
    pdf.image(encoded, box.left, box.top, box.width, box.height, alt_text=picture.alt or None)


def _paint_drawing(pdf: FPDF, box: PosterBox, svg: bytes) -> None:
    """A landscape of ours, whose paths have a colour and perhaps a stroke, covering the box by day."""
    root = ET.fromstring(svg)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    scale = max(box.width / width, box.height / height)
    left = box.left + (box.width - width * scale) / 2
    top = box.top + (box.height - height * scale) / 2
    for path in root.iter("{http://www.w3.org/2000/svg}path"):
        pen = RecordingPen()
        parse_path(path.attrib["d"], pen)
        painted = PaintedPath()
        colour = color_from_hex_string(path.attrib["color"])
        stroked = path.get("fill") == "none"
        painted.style.fill_color = None if stroked else colour
        painted.style.stroke_color = colour if stroked else None
        painted.style.stroke_width = float(path.get("stroke-width", 0)) * scale if stroked else None
        painted.style.stroke_cap_style = painted.style.stroke_join_style = "round"
        painted.style.auto_close = False
        for verb, points in pen.value:
            _draw(painted, verb, [(left + x * scale, top + y * scale) for x, y in points])
        _put(pdf, painted)


def _draw(path: PaintedPath, verb: str, points: list[tuple[float, float]]) -> None:
    flat = [coordinate for point in points for coordinate in point]
    if verb == "moveTo":
        path.move_to(*flat)
    elif verb == "lineTo":
        path.line_to(*flat)
    elif verb == "qCurveTo":
        path.quadratic_curve_to(*flat)
    elif verb == "curveTo":
        path.curve_to(*flat)
    elif verb == "closePath":
        path.close()


def _paint_code(pdf: FPDF, box: PosterBox, rows: tuple[bytes, ...]) -> None:
    """The dark modules as one path, so that no light shows between two of them."""
    module = box.width / (len(rows) + 2 * QUIET)
    path = PaintedPath()
    path.style.fill_color = color_from_hex_string("#000000")
    path.style.stroke_color = None
    for y, row in enumerate(rows):
        for start, end in dark_runs(row):
            left, top = box.left + (QUIET + start) * module, box.top + (QUIET + y) * module
            path.rectangle(left, top, (end - start) * module, module)
    _put(pdf, path)


def _put(pdf: FPDF, path: PaintedPath) -> None:
    with pdf.drawing_context() as drawing:
        drawing.add_item(path, clone=False)
