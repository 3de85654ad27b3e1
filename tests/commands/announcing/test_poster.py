"""A poster can be scanned, holds every title, says who, where and when, and comes out the same each time."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw
import pytest
import yaml
import zxingcpp
from PIL import Image, ImageFilter

from placette.commands.announcing.poster import SIZES, Document, Poster, PosterPicture, draw_poster, undrawn
from placette.commands.announcing.tasks import poster
from placette.engine.texts.fields import Motif
from placette.features.appearance import IdentitySettings
from placette.features.appearance.style import derive_scheme
from placette.features.sharing.fonts import Face, drawable
from placette.features.sharing.publisher import SharingSettings, colours_of
from placette.features.sharing.site_logo import PlacedLogo
from placette_landscapes.landscapes import draw_landscape, render_svg
from tests.commands.announcing.conftest import Work
from tests.fixture_site import ROOT, run

TITLES = yaml.safe_load((ROOT / "tests/features/sharing/titles.yml").read_text(encoding="utf-8"))
POSTER = Poster(
    site="Carnets d’Auvergne",
    category="Patrimoine",
    place="Ruynes-en-Margeride, Cantal",
    title="Garabit, côté rivière",
    byline="Par Jean Borie · Photos\u00a0: Léa Montel · 28\u00a0septembre\u00a02026",
    extract="On connaît l’arche. " * 15,
    more="La rivière passe dessous. " * 30,
    picture_credit="Léa Montel",
    heading="À lire en ligne",
    help="Visez ce code avec l’appareil photo de votre téléphone, ou recopiez l’adresse\u00a0:",
    link="https://carnets.example/2026/garabit-cote-riviere/",
)
LONG = "https://carnets-d-un-territoire.example/blog/2026/" + "un-nom-long-" * 6 + "de-billet/"
DOCUMENT = Document("Garabit", "Carnets d’Auvergne", "fr", datetime(2026, 9, 28, 8, 0, tzinfo=UTC))
PHOTO = Image.linear_gradient("L").resize((1800, 1200)).convert("RGB")
DOT = Image.new("RGB", (1, 1))
POINT = 25.4 / 72


@cache
def landscape() -> bytes:
    return render_svg(draw_landscape("garabit", Motif.BRIDGE)).encode()


def drawn(poster: Poster, size: str = "a4", photo: Image.Image | None = None) -> bytes:
    picture = PosterPicture(photo, b"" if photo else landscape(), "Une rivière" if photo else "")
    return draw_poster(
        poster, picture, colours_of(SharingSettings(), derive_scheme(IdentitySettings()).light), DOCUMENT, size
    )


def text_of(pdf: bytes) -> str:
    said = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    return " ".join(said.replace("\ufffe", "-").split())


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("size", ["a4", "a5"])
@pytest.mark.parametrize("link", [POSTER.link, LONG], ids=["short", "long"])
def test_the_code_leads_to_the_post_even_badly_printed(link: str, size: str) -> None:
    page = pypdfium2.PdfDocument(drawn(replace(POSTER, link=link), size, PHOTO))[0]
    sharp = page.render(scale=150 / 72).to_pil()
    blurred = page.render(scale=100 / 72).to_pil().filter(ImageFilter.GaussianBlur(0.8))
    for shown in (sharp, blurred):
        assert [found.text for found in zxingcpp.read_barcodes(shown)] == [link]


@pytest.mark.parametrize(("size", "least"), [("a4", 30), ("a5", 24)])
def test_the_sheet_and_the_code_have_their_sizes(size: str, least: float) -> None:
    page = pypdfium2.PdfDocument(drawn(POSTER, size))[0]
    assert [round(points * POINT) for points in page.get_size()] == list(SIZES[size])
    (found,) = zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())
    corners = found.position
    assert (corners.top_right.x - corners.top_left.x) / 150 * 25.4 >= least


def test_the_sheet_says_all_and_the_letters_are_in_it() -> None:
    pdf = drawn(POSTER)
    said = text_of(pdf)
    for words in (POSTER.site, POSTER.category, POSTER.place, POSTER.title, POSTER.byline, POSTER.heading):
        assert plain(words) in said
    assert POSTER.link in said.replace(" ", "")
    document = pypdfium2.PdfDocument(pdf)
    assert document.get_metadata_dict()["Title"] == "Garabit"
    assert document.get_metadata_dict()["Author"] == "Carnets d’Auvergne"
    assert b"/Lang (fr)" in pdf
    assert pdf.count(b"/FontFile2") == 3
    assert len(pdf) < 60_000


@pytest.mark.parametrize(("title", "size"), [(title, ("a4", "a5")[at % 2]) for at, title in enumerate(TITLES)])
def test_a_title_stays_whole_and_nothing_leaves_the_sheet(title: str, size: str) -> None:
    pdf = drawn(replace(POSTER, title=title, place=title, site=title or "S"), size, DOT)
    page = pypdfium2.PdfDocument(pdf)[0]
    width, height = page.get_size()
    margin = 15 * width / 210
    texts = [item for item in page.get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT]
    assert texts
    for left, bottom, right, top in (item.get_bounds() for item in texts):
        assert margin <= left
        assert right <= width - margin
        assert margin <= bottom
        assert top <= height - margin
    if len(title) <= 150:
        drawable_part = drawable(unicodedata.normalize("NFC", title), Face.TITLE)
        assert "".join(drawable_part.split()) in "".join(text_of(pdf).split())


def test_lines_of_text_do_not_lie_on_each_other() -> None:
    for title in ("Où", POSTER.title, "Concertation sur l’aménagement " * 5):
        page = pypdfium2.PdfDocument(drawn(replace(POSTER, title=title[:150])))[0]
        texts = [item for item in page.get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT]
        boxes = sorted((item.get_bounds() for item in texts), key=lambda box: -box[3])
        for upper, lower in pairwise(boxes):
            apart = lower[3] <= upper[1] + 2.5 or lower[0] >= upper[2] - 1 or upper[0] >= lower[2] - 1
            assert apart, (upper, lower)


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


@pytest.mark.parametrize("size", ["a4", "a5"])
@pytest.mark.parametrize(("ratio", "width"), [(1.0, 11), (4.0, 44), (8.0, 80)])
def test_a_logo_stands_at_the_head_beside_the_name_or_in_its_place(ratio: float, width: float, size: str) -> None:
    logo = PlacedLogo(pink(ratio), "#ffffff", ratio, alone=ratio > 1, plated=False)
    pdf = drawn(replace(POSTER, logo=logo), size)
    assert pdf == drawn(replace(POSTER, logo=logo), size)
    assert (POSTER.site in text_of(pdf)) == (ratio == 1)
    assert pdf.count(b"/Figure") == (ratio > 1), "in place of the name, it says the name"
    left, top, right, bottom = (edge / SIZES[size][0] * 210 for edge in where_pink(pdf))
    assert (left, right - left, bottom - top) == pytest.approx((17, width, width / ratio), abs=0.4)
    assert top >= 16


def test_the_same_post_gives_the_same_bytes() -> None:
    assert drawn(POSTER) == drawn(POSTER)
    assert drawn(POSTER, "a5", PHOTO) == drawn(POSTER, "a5", PHOTO)


def test_letters_that_cannot_be_printed_are_told() -> None:
    assert undrawn("Fête 🎉 日本") == "日本"
    assert undrawn("Garabit\u202f!") == ""


def test_a_poster_from_a_terminal(project: Path, at_work: Work) -> None:
    made = run(project, "invoke", "poster", "--post", "content/articles/2026/tout-le-markdown", TZ="Asia/Tokyo")
    assert made.returncode == 0, made.stderr
    first = (project / "tout-le-markdown-a4.pdf").read_bytes()
    page = pypdfium2.PdfDocument(io.BytesIO(first))[0]
    (code,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    assert code.text == "https://carnets-auvergne.example/2026/tout-le-markdown/"
    again = at_work(poster, post="tout-le-markdown", output=str(project / "again.pdf"))
    assert again.code == 0, again.stderr
    assert (project / "again.pdf").read_bytes() == first
    waiting = at_work(poster, post="demain", size="A5", output=str(project / "demain.pdf"))
    assert waiting.code == 0
    assert "ne mène nulle part" in waiting.stderr
    for name in ("tout-le-markdown-a4.pdf", "again.pdf", "demain.pdf"):
        (project / name).unlink()


def test_a_poster_shows_the_logo_of_its_site(project: Path, at_work: Work) -> None:
    settings = project / "pelicanconf.py"
    written = settings.read_text(encoding="utf-8")
    (project / "arms.svg").write_text(pink(1).replace("width", 'viewBox="0 0 40 40" width'), encoding="utf-8")
    settings.write_text(f'{written}\nIDENTITY_LOGO = "arms.svg"\n', encoding="utf-8")
    made = at_work(poster, post="tout-le-markdown", output=str(project / "arms.pdf"))
    settings.write_text(written, encoding="utf-8")
    assert made.code == 0, made.stderr
    left, top, right, bottom = where_pink((project / "arms.pdf").read_bytes())
    assert (left, right - left, bottom - top) == pytest.approx((17, 11, 11), abs=0.3)
    for name in ("arms.pdf", "arms.svg"):
        (project / name).unlink()
