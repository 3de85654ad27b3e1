"""The paper sheet can be read by everybody, printed by anything, and recognised by its code."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw
import pytest
import yaml
import zxingcpp

from placette.commands.intake import Ready, prepare_document
from placette.engine.base.translation import load_catalogue
from placette.features.documents import documents_of
from placette_gazette.poster_tasks import LINES, PaperSheet, print_sheets
from tests.placette_gazette.fixture_structure import facts_of, tags_of, texts_on

pytestmark = pytest.mark.whole

WORDS = yaml.safe_load(Path(__file__).with_name("sheet_words.yml").read_bytes())
LINK = "https://carnets.example/contribuer/"
DAY = date(2026, 11, 20)
BODY, WIDTH, HEIGHT = 14.0, 210.0, 297.0
POINT = 25.4 / 72
TWO = tuple(PaperSheet("Carnets d’Auvergne", f"{LINK}#{number}", number) for number in ("F-2026-0012", "F-2026-0013"))
SITES = {
    "short": PaperSheet("Ici", LINK),
    "long": PaperSheet("Carnets de la communauté de communes des Combrailles, Sioule et Morge", LINK, "F-2026-9999"),
    "counter": PaperSheet(
        "Carnets", LINK, "F-2026-0001", "À l’accueil de la mairie, du lundi au vendredi de 9 h à midi"
    ),
    "emoji": PaperSheet("Carnets 🌋\u200b d’ici", LINK),
}


def drawn(*sheets: PaperSheet, lang: str = "fr") -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(data(*sheets, lang=lang))


def data(*sheets: PaperSheet, lang: str = "fr") -> bytes:
    return print_sheets(sheets, load_catalogue(lang).gettext, "Dix lignes", lang, "#1f5c4d", DAY)


def words(page: pypdfium2.PdfPage) -> str:
    return " ".join(page.get_textpage().get_text_range().replace("\u00a0", " ").split())


@pytest.mark.parametrize("lang", WORDS)
def test_a_sheet_asks_for_all_in_reading_order(lang: str) -> None:
    said = words(drawn(TWO[0], lang=lang)[0])
    places = [said.find(part) for part in WORDS[lang]]
    assert -1 not in places, said
    assert places == sorted(places)


def test_each_sheet_has_a_page_its_number_twice_and_a_code_that_says_it() -> None:
    document = drawn(*TWO)
    assert len(document) == len(TWO)
    for page, sheet in zip(document, TWO, strict=True):
        assert words(page).count(sheet.number) == 2, "above the cut and below it"
        (code,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
        assert code.text == sheet.link


@pytest.mark.parametrize("name", SITES)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_letters_are_large_and_nothing_leaves_the_page(name: str, lang: str) -> None:
    page = drawn(SITES[name], lang=lang)[0]
    texts = texts_on(page)
    assert min(_points(item) for item in texts) >= BODY
    for item in texts:
        left, bottom, right, top = (side * POINT for side in item.get_bounds())
        assert left >= 10
        assert right <= WIDTH - 10
        assert bottom >= 8
        assert top <= HEIGHT - 8


@pytest.mark.parametrize("name", SITES)
def test_no_words_lie_on_others(name: str) -> None:
    boxes = [item.get_bounds() for item in texts_on(drawn(SITES[name])[0])]
    met = [
        (a, b)
        for n, a in enumerate(boxes)
        for b in boxes[:n]
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert met == []


def test_there_is_room_for_ten_lines_of_handwriting() -> None:
    page = drawn(SITES["counter"])[0]
    wide = sorted(_height(item) for item in page.get_objects() if _is_rule(item))
    steps = [below - above for above, below in pairwise(wide)]
    assert len([step for step in steps if 7.5 <= step <= 10.5]) >= LINES - 1


def test_a_counter_that_leaves_no_room_is_told_in_words() -> None:
    with pytest.raises(ValueError, match="LETTERBOX_COUNTER"):
        data(PaperSheet("Carnets", LINK, "", "À l’accueil de la mairie, " * 20))


def test_a_sheet_says_its_title_and_language_and_comes_out_the_same() -> None:
    pdf = data(TWO[0])
    assert facts_of(pdf) == {"lang": "fr", "title": "Dix lignes", "ua": "1"}
    assert [tag for tag, _ in tags_of(pdf) if tag in {"H1", "Figure"}] == ["H1"], (
        "ruled lines and codes are no pictures"
    )
    assert data(TWO[0]) == pdf


def test_a_sheet_can_be_offered_on_the_site(tmp_path: Path) -> None:
    (kind,) = documents_of({}).attachments
    (tmp_path / "feuille.pdf").write_bytes(data(TWO[0]))
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
