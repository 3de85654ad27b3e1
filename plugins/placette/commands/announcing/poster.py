"""A post as a poster for the village board, with a code that leads to it."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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

from placette.commands.announcing import PublishedSite, credits_of, extract_of, first_words
from placette.engine.base.dates import long_date
from placette.engine.base.geography import dark_runs, qr_rows
from placette.engine.base.translation import N_
from placette.engine.base.unicode_text import ELLIPSIS, Measure, balance, break_word, graphemes, shorten, wrap
from placette.engine.pages.entries import places_line
from placette.features.posts.kind import Article
from placette.features.sharing.fonts import Face, drawable, font_path
from placette.features.sharing.publisher import Colours
from placette.features.sharing.site_logo import WHITE, PlacedLogo, fit_logo, logo_on, paint_logo


@dataclass(frozen=True, slots=True)
class Poster:
    """A poster's content, typography done. ``more`` is the text's beginning; ``heading``, ``help`` are by the code.

    ``logo`` is the site's own.
    """

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
    logo: PlacedLogo | None = None


@dataclass(frozen=True, slots=True)
class PosterLine:
    """A line of text: the left end of its baseline in millimetres, its size in points, the name of its colour."""

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
    """The layout: the picture's box, the foot's, the code's with its quiet zone, the logo's, and every line."""

    picture: PosterBox
    foot: PosterBox
    code: PosterBox
    logo: PosterBox | None
    lines: tuple[PosterLine, ...]


def scaled(sheet: PosterLayout, scale: float) -> PosterLayout:
    """Return the same sheet, larger or smaller: millimetres and points times ``scale``."""
    lines = (
        replace(line, size=line.size * scale, left=line.left * scale, baseline=line.baseline * scale)
        for line in sheet.lines
    )
    picture, foot, code = (_scaled_box(box, scale) for box in (sheet.picture, sheet.foot, sheet.code))
    logo = _scaled_box(sheet.logo, scale) if sheet.logo else None
    return PosterLayout(picture, foot, code, logo, tuple(lines))


def _scaled_box(box: PosterBox, scale: float) -> PosterBox:
    return PosterBox(box.left * scale, box.top * scale, box.width * scale, box.height * scale)


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
    """Lines of one size below each other, with the space above them."""

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
    text = _clean(poster.extract, Face.TEXT)
    sizes = [(size, _wrap(text, INNER, letters(Face.TEXT, size))) for size in _EXTRACT_SIZES]
    extract_size, extract = next((found for found in sizes if len(found[1]) <= 5), sizes[-1])  # five lines, if it can
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
    words = title.split(" ") if title else []
    for size in _TITLE_SIZES:
        measure = letters(Face.TITLE, size)
        unbroken = all(measure(word) <= INNER for word in words)
        if unbroken and len(wrap(words, INNER, measure)) * size * _POINT * _LEADING_TITLE <= _TITLE_HEIGHT:
            return size, balance(words, INNER, measure, _WITHIN)
    size = _TITLE_SIZES[-1]
    lines = wrap(words, INNER, letters(Face.TITLE, size))
    return size, _end_with_ellipsis(lines, int(2 * _TITLE_HEIGHT / (size * _POINT * _LEADING_TITLE)))


def _cut_to(blocks: list[_Block], room: float, letters: Letters) -> list[_Block]:
    """The blocks without the last lines of the extract that do not fit in ``room`` millimetres."""
    *first, extract = blocks
    left = room - sum(block.height for block in first)
    count = len(extract.lines)
    while count and replace(extract, lines=extract.lines[:count]).height > left:
        count -= 1
    return [*first, replace(extract, lines=tuple(_cut(extract.lines, count, extract.face, extract.size, letters)))]


def _more_block(text: str, room: float, letters: Letters) -> _Block:
    """Return the beginning of the text, in as many lines as fit into ``room`` millimetres; nothing for a single one."""
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
    """Return the site's name, unless its logo contains it."""
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


def _wrap(text: str, width: float, measure: Measure) -> list[str]:
    return wrap(text.split(" ") if text else [], width, measure)


def _end_with_ellipsis(lines: Sequence[str], count: int) -> list[str]:
    """Return the first ``count`` lines; an ellipsis marks that there were more."""
    if len(lines) <= count or count < 1:
        return [*lines[: max(count, 0)]]
    return [*lines[: count - 1], lines[count - 1].rstrip(" \u00a0,;:.–—-") + ELLIPSIS]


def _cut(lines: Sequence[str], count: int, face: Face, size: float, letters: Letters) -> list[str]:
    """Return the same, the last line without the words that its ellipsis pushed out."""
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
            baseline = first + number * em * block.leading
            placed.append(PosterLine(text, block.face, block.size, block.ink, left, baseline))
        top += block.height
    return placed


SIZES = {"a4": (210.0, 297.0), "a5": (148.0, 210.0)}
"""Millimetres of each sheet (ISO 216)."""

_DENSITY = 10.0
"""Pixels per millimetre of the photo, 254 dpi: beyond what is seen at arm's length."""
_QUALITY = 86
_SHARP = 20.0
"""Pixels per millimetre of a logo, 508 dpi: letters in it have the edges of those beside it."""
_FOCUS = (0.5, 0.4)
_VERBS: Mapping[str, Callable[..., object]] = {
    "moveTo": PaintedPath.move_to,
    "lineTo": PaintedPath.line_to,
    "qCurveTo": PaintedPath.quadratic_curve_to,
    "curveTo": PaintedPath.curve_to,
    "closePath": PaintedPath.close,
}
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
    """The metadata of a PDF. ``moment`` is the post's, so that the same post gives the same bytes."""

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
    width, height = _RULE
    _fill(pdf, PosterBox(MARGIN * scale, _RULE_TOP * scale, width * scale, height * scale), colours.accent)
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


def _fill(pdf: FPDF, box: PosterBox, colour: str) -> None:
    pdf.set_fill_color(colour)
    pdf.rect(box.left, box.top, box.width, box.height, style="F")


def _paint_logo(pdf: FPDF, box: PosterBox, logo: PlacedLogo, alt: str | None) -> None:
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
            if draw := _VERBS.get(verb):
                draw(painted, *(place for x, y in points for place in (left + x * scale, top + y * scale)))
        _put(pdf, painted)


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


_HEADING = N_("Read it online")
_HELP = N_("Point your phone’s camera at this code, or type the address:")
_PIXELS = (2100, 1300)
"""Pixels wanted of a photo: 300 dpi across an A4 sheet without its margins."""
_MORE = 900
"""How many characters of the text's beginning are used: more than fit on the sheet below a summary."""


def make_poster(article: Article, published_site: PublishedSite, size: str = "a4") -> bytes:
    """A post's poster as a PDF, ``a4`` or ``a5``, in the site's language. Raises ``OSError`` if its photo is gone."""
    site = published_site.publisher.site
    document = Document(article.title, site.name, article.lang, article.date)
    said, picture = describe(article, published_site), _picture(article, published_site)
    return draw_poster(said, picture, published_site.publisher.colours, document, size)


def describe(article: Article, published_site: PublishedSite) -> Poster:
    """Return the content of a post's poster."""
    publisher = published_site.publisher
    names = credits_of(article, publisher.people, "", publisher.translate)
    photo = article.photo
    return Poster(
        site=publisher.site.name,
        category=article.category.name,
        place=places_line(published_site.build.communes.by_code[code] for code in article.communes),
        title=article.title,
        byline=" · ".join((*names, long_date(article.date, publisher.site.lang))),
        extract=extract_of(article, published_site.build),
        more=first_words(article, published_site.build, _MORE) if article.summary else "",
        picture_credit=photo.credit if photo else "",
        heading=publisher.translate(_HEADING),
        help=publisher.translate(_HELP),
        link=publisher.site.url + article.url,
        logo=logo_on(publisher.logo, WHITE) if publisher.logo else None,
    )


def undrawn(title: str) -> str:
    """Return the letters of a title that the poster's font lacks, each once, so that the task can warn of them."""
    drawn = drawable(title, Face.TITLE)
    return "".join(dict.fromkeys(c for c in title if c.isalpha() and c not in drawn))


def _picture(article: Article, published_site: PublishedSite) -> PosterPicture:
    photo = published_site.photo(article.photo, *_PIXELS) if article.photo else None
    if not photo or not article.photo:
        return PosterPicture(None, published_site.landscape(article) if published_site.landscape else b"", "")
    return PosterPicture(photo, b"", article.photo.alt)
