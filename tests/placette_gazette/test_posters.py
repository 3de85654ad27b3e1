"""Posters and sheets can be scanned, hold every title and all that is asked, and nothing leaves the page."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw
import pytest
import yaml
import zxingcpp
from PIL import Image, ImageFilter

from placette.commands.intake import Ready, prepare_document
from placette.engine.base.geography import qr_rows
from placette.engine.base.translation import load_catalogue
from placette.engine.texts.fields import Motif
from placette.features.appearance import IdentitySettings
from placette.features.appearance.style import derive_scheme
from placette.features.documents import documents_of
from placette.features.sharing.fonts import Face
from placette.features.sharing.publisher import colours_of
from placette_gazette.poster_tasks import HEIGHT, LINES, WIDTH, PaperSheet, poster, print_sheets, undrawn
from placette_gazette.press import draw_code, print_pdf
from placette_landscapes.landscapes import draw_landscape
from placette_landscapes.printing import render_svg
from tests.commands.announcing import conftest as terminal
from tests.fixture_site import ROOT, invoke
from tests.placette_gazette.fixture_paper import facts_of, tags_of, texts_on

pytestmark = pytest.mark.whole

project, at_work = terminal.project, terminal.at_work  # fixtures
TITLES = yaml.safe_load((ROOT / "tests/features/sharing/titles.yml").read_text(encoding="utf-8"))
POSTER: dict[str, Any] = {
    "site": "Carnets d’Auvergne",
    "place": "Patrimoine · Ruynes-en-Margeride, Cantal",
    "title": "Garabit, côté rivière",
    "byline": "Par Jean Borie · Photos\u00a0: Léa Montel · 28\u00a0septembre\u00a02026",
    "extract": "On connaît l’arche. " * 15,
    "more": "La rivière passe dessous. " * 30,
    "credit": "Léa Montel",
    "heading": "À lire en ligne",
    "help": "Visez ce code avec l’appareil photo de votre téléphone, ou recopiez l’adresse\u00a0:",
    "link": "https://carnets.example/2026/garabit-cote-riviere/",
    "colours": asdict(colours_of(derive_scheme(IdentitySettings()).light)),
    "lang": "fr",
    "site_lang": "fr",
}
LONG = "https://carnets-d-un-territoire.example/blog/2026/" + "un-nom-long-" * 6 + "de-billet/"
MOMENT = datetime(2026, 9, 28, 8, 0, tzinfo=UTC)
PHOTO = Image.linear_gradient("L").resize((1800, 1200)).convert("RGB")
DOT = Image.new("RGB", (1, 1))
POINT = 25.4 / 72


@cache
def landscape() -> bytes:
    return render_svg(draw_landscape("garabit", Motif.BRIDGE)).encode()


def drawn(photo: Image.Image | None = None, logo: float = 0, **others: Any) -> bytes:
    """A poster with a photo or a landscape, and with a logo so many times as wide as high."""
    drawing = others.pop("landscape", None) or landscape()
    poster = {**POSTER, **others, "logo": {"ratio": logo, "alone": logo > 1} if logo else None}
    poster |= {"width": WIDTH, "height": HEIGHT, "modules": len(qr_rows(poster["link"]))}
    pictures = {"code.svg": draw_code(poster["link"]), "landscape.svg": drawing, "logo.svg": pink(logo).encode()}
    poster.setdefault("picture", {"name": "landscape.svg", "alt": None, "high": 0.5})
    if photo:
        encoded = io.BytesIO()
        photo.save(encoded, "JPEG")
        pictures["photo.jpg"] = encoded.getvalue()
        poster |= {"picture": {"name": "photo.jpg", "alt": "Une rivière", "high": 0.4}}
    printed = print_pdf("poster", poster, pictures, moment=MOMENT)
    assert (printed.pages, printed.warnings) == (1, ())
    return printed.pdf


def text_of(pdf: bytes) -> str:
    said = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    return " ".join(said.replace("\ufffe", "-").replace("\u200b", "").split())


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("link", [POSTER["link"], LONG], ids=["short", "long"])
def test_the_code_leads_to_the_post_even_badly_printed(link: str) -> None:
    page = pypdfium2.PdfDocument(drawn(PHOTO, link=link))[0]
    sharp = page.render(scale=150 / 72).to_pil()
    blurred = page.render(scale=100 / 72).to_pil().filter(ImageFilter.GaussianBlur(0.8))
    for seen in (sharp, blurred):
        assert [found.text for found in zxingcpp.read_barcodes(seen)] == [link]


def test_the_sheet_and_the_code_have_their_sizes() -> None:
    page = pypdfium2.PdfDocument(drawn())[0]
    assert [round(points * POINT) for points in page.get_size()] == [WIDTH, HEIGHT]
    (found,) = zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())
    corners = found.position
    assert (corners.top_right.x - corners.top_left.x) / 150 * 25.4 >= 30


def test_the_sheet_says_all_and_the_letters_are_in_it() -> None:
    pdf = drawn()
    said = text_of(pdf)
    for words in map(POSTER.__getitem__, ("site", "place", "title", "byline", "heading")):
        assert plain(words) in said
    assert POSTER["link"] in said.replace(" ", "")
    assert pypdfium2.PdfDocument(pdf).get_metadata_dict()["Author"] == "Carnets d’Auvergne"
    assert pdf.count(b"/FontFile3") == 3
    assert len(pdf) < 60_000


def test_a_screen_reader_has_the_title_the_photo_and_the_link_in_order() -> None:
    pdf = drawn(photo=PHOTO, lang="en")
    assert facts_of(pdf) == {"lang": "en", "title": POSTER["title"], "ua": "1"}
    tags = [(tag, alt) for tag, alt in tags_of(pdf) if tag in {"H1", "H2", "Figure", "Link"}]
    assert tags == [("Figure", "Une rivière"), ("H1", ""), ("H2", ""), ("Link", "")]
    assert "Figure" not in dict(tags_of(drawn())), "a landscape only adorns; the address says what the code says"


@pytest.mark.parametrize("title", TITLES)
def test_a_title_stays_whole_and_nothing_leaves_the_sheet(title: str) -> None:
    large, small = shown(title, Face.TITLE) or "S", shown(title, Face.LABEL)
    pdf = drawn(DOT, title=large, site=large, place=small, extract=small, byline=small)
    page = pypdfium2.PdfDocument(pdf)[0]
    width, height = page.get_size()
    margin = 15
    texts = texts_on(page)
    assert texts
    for left, bottom, right, top in (item.get_bounds() for item in texts):
        assert margin <= left
        assert right <= width - margin
        assert margin <= bottom
        assert top <= height - margin
    if len(title) <= 150:
        assert "".join(shown(title, Face.TITLE).split()) in "".join(text_of(pdf).split())


def shown(title: str, face: Face) -> str:
    return face.drawable(unicodedata.normalize("NFC", title))


def test_lines_of_text_do_not_lie_on_each_other() -> None:
    for title in ("Où", POSTER["title"], "Concertation sur l’aménagement " * 5):
        page = pypdfium2.PdfDocument(drawn(title=title[:150]))[0]
        boxes = sorted((item.get_bounds() for item in texts_on(page)), key=lambda box: -box[3])
        for upper, lower in pairwise(boxes):
            apart = lower[3] <= upper[1] + 2.5 or lower[0] >= upper[2] - 1 or upper[0] >= lower[2] - 1
            assert apart, (upper, lower)


def test_without_any_picture_the_text_goes_on() -> None:
    """A site may draw no landscapes."""
    pdf = drawn(picture=None, extract="Là.")
    assert text_of(pdf).count("La rivière passe dessous.") > 20
    assert "Figure" not in dict(tags_of(pdf))


def test_a_landscape_keeps_its_dots() -> None:
    """Stars, heads and clocks are strokes of no length with round ends."""
    ends = 'fill="none" stroke="#ff00d0" stroke-width="80" stroke-linecap="round"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="320" height="160"><path {ends} d="M160 80h0"/></svg>'
    page = pypdfium2.PdfDocument(drawn(landscape=svg.encode()))[0].render(scale=0.5).to_pil().convert("RGB")
    assert (255, 0, 208) in [colour for _count, colour in page.getcolors(1_000_000) or ()]


def pink(ratio: float) -> str:
    drawing = '<path d="M0 0h999v40H0z" fill="#ff00d0"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{ratio * 40}" height="40">{drawing}</svg>'


def where_pink(pdf: bytes) -> list[float]:
    """The edges of what is pink at the head of a sheet, in millimetres."""
    sheet = pypdfium2.PdfDocument(pdf)[0].render(scale=10 * POINT).to_pil().convert("RGB")
    green = sheet.crop((0, 0, sheet.width, sheet.height // 9)).getchannel("G")
    found = green.point([255 * (value < 20) for value in range(256)]).getbbox()
    assert found
    return [edge / 10 for edge in found]


@pytest.mark.parametrize(("ratio", "width"), [(1.0, 11), (4.0, 44), (8.0, 80)])
def test_a_logo_stands_at_the_head_beside_the_name_or_in_its_place(ratio: float, width: float) -> None:
    pdf = drawn(logo=ratio)
    assert pdf == drawn(logo=ratio)
    assert (POSTER["site"] in text_of(pdf)) == (ratio == 1)
    alternatives = [alt for tag, alt in tags_of(pdf) if tag == "Figure"]
    assert alternatives == [POSTER["site"]] * (ratio > 1), "in place of the name, it says the name"
    left, top, right, bottom = where_pink(pdf)
    assert (left, right - left, bottom - top) == pytest.approx((17, width, width / ratio), abs=0.4)
    assert top >= 16


def test_letters_that_cannot_be_printed_are_told() -> None:
    assert undrawn("Fête 🎉 日本") == "日本"
    assert undrawn("Garabit\u202f!") == ""


def test_a_poster_from_a_terminal(project: Path, at_work: terminal.Work) -> None:
    invoke(project, "poster", "--post", "content/articles/2026/tout-le-markdown", TZ="Asia/Tokyo")
    first = (project / "tout-le-markdown.pdf").read_bytes()
    page = pypdfium2.PdfDocument(io.BytesIO(first))[0]
    (code,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    assert code.text == "https://carnets-auvergne.example/2026/tout-le-markdown/"
    again = at_work(poster, post="tout-le-markdown", output=str(project / "again.pdf"))
    assert again.code == 0, again.stderr
    assert (project / "again.pdf").read_bytes() == first
    waiting = at_work(poster, post="demain", output=str(project / "demain.pdf"))
    assert waiting.code == 0
    assert "ne mène nulle part" in waiting.stderr
    for name in ("tout-le-markdown.pdf", "again.pdf", "demain.pdf"):
        (project / name).unlink()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({}, "invoke poster --post"),
        ({"post": "https://carnets-auvergne.example/2026/the-wash-hose/"}, "the-wash-house"),
        ({"post": "brouillon"}, "est un brouillon"),
        ({"post": "the-wash-house", "output": "/dev/null/poster.pdf"}, "ne peut pas être écrit"),
    ],
)
def test_what_cannot_be_a_poster_is_refused_in_a_sentence(
    project: Path, at_work: terminal.Work, options: dict[str, str], says: str
) -> None:
    refused = at_work(poster, **options)
    assert refused.code == 2
    assert says in refused.stderr
    assert list(project.glob("*.pdf")) == []


WORDS = yaml.safe_load(Path(__file__).with_name("sheet_words.yml").read_bytes())
WRITE = "https://carnets.example/contribuer/"
DAY = date(2026, 11, 20)
BODY = 14.0
TWO = tuple(PaperSheet("Carnets d’Auvergne", f"{WRITE}#{number}", number) for number in ("F-2026-0012", "F-2026-0013"))
SHEETS = {
    "short": PaperSheet("Ici", WRITE),
    "long": PaperSheet("Carnets de la communauté de communes des Combrailles, Sioule et Morge", WRITE, "F-2026-9999"),
    "counter": PaperSheet(
        "Carnets", WRITE, "F-2026-0001", "À l’accueil de la mairie, du lundi au vendredi de 9 h à midi"
    ),
    "emoji": PaperSheet("Carnets 🌋\u200b d’ici", WRITE),
}


def sheets_of(*sheets: PaperSheet, lang: str = "fr") -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(sheet_pdf(*sheets, lang=lang))


def sheet_pdf(*sheets: PaperSheet, lang: str = "fr") -> bytes:
    return print_sheets(sheets, load_catalogue(lang).gettext, "Dix lignes", lang, "#1f5c4d", DAY)


def words(page: pypdfium2.PdfPage) -> str:
    return " ".join(page.get_textpage().get_text_range().replace("\u00a0", " ").split())


@pytest.mark.parametrize("lang", WORDS)
def test_a_sheet_asks_for_all_in_reading_order(lang: str) -> None:
    said = words(sheets_of(TWO[0], lang=lang)[0])
    places = [said.find(part) for part in WORDS[lang]]
    assert -1 not in places, said
    assert places == sorted(places)


def test_each_sheet_has_a_page_its_number_twice_and_a_code_that_says_it() -> None:
    document = sheets_of(*TWO)
    assert len(document) == len(TWO)
    for page, sheet in zip(document, TWO, strict=True):
        assert words(page).count(sheet.number) == 2, "above the cut and below it"
        (code,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
        assert code.text == sheet.link


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_letters_are_large_and_nothing_leaves_the_page(name: str, lang: str) -> None:
    page = sheets_of(SHEETS[name], lang=lang)[0]
    texts = texts_on(page)
    assert min(_points(item) for item in texts) >= BODY
    for item in texts:
        left, bottom, right, top = (side * POINT for side in item.get_bounds())
        assert left >= 10
        assert right <= WIDTH - 10
        assert bottom >= 8
        assert top <= HEIGHT - 8


@pytest.mark.parametrize("name", SHEETS)
def test_no_words_lie_on_others(name: str) -> None:
    boxes = [item.get_bounds() for item in texts_on(sheets_of(SHEETS[name])[0])]
    met = [
        (a, b)
        for n, a in enumerate(boxes)
        for b in boxes[:n]
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert met == []


def test_there_is_room_for_ten_lines_of_handwriting() -> None:
    page = sheets_of(SHEETS["counter"])[0]
    wide = sorted(_height(item) for item in page.get_objects() if _is_rule(item))
    steps = [below - above for above, below in pairwise(wide)]
    assert len([step for step in steps if 7.5 <= step <= 10.5]) >= LINES - 1


def test_a_counter_that_leaves_no_room_is_told_in_words() -> None:
    with pytest.raises(ValueError, match="LETTERBOX_COUNTER"):
        sheet_pdf(PaperSheet("Carnets", WRITE, "", "À l’accueil de la mairie, " * 20))


def test_a_sheet_says_its_title_and_language() -> None:
    pdf = sheet_pdf(TWO[0])
    assert facts_of(pdf) == {"lang": "fr", "title": "Dix lignes", "ua": "1"}
    assert [tag for tag, _ in tags_of(pdf) if tag in {"H1", "Figure"}] == ["H1"], (
        "ruled lines and codes are no pictures"
    )


def test_a_sheet_can_be_offered_on_the_site(tmp_path: Path) -> None:
    (kind,) = documents_of({}).attachments
    (tmp_path / "feuille.pdf").write_bytes(sheet_pdf(TWO[0]))
    assert isinstance(prepare_document(tmp_path / "feuille.pdf", kind, ()), Ready)


def _points(item: pypdfium2.PdfObject) -> float:
    size = pypdfium2.raw.c_float()
    pypdfium2.raw.FPDFTextObj_GetFontSize(item.raw, size)
    return float(size.value)


def _is_rule(item: pypdfium2.PdfObject) -> bool:
    left, bottom, right, top = item.get_bounds()
    return bool((right - left) * POINT > WIDTH - 40 and (top - bottom) * POINT < 1)


def _height(item: pypdfium2.PdfObject) -> float:
    return float(item.get_bounds()[1]) * POINT
