"""Each kind of page on paper: no sheet is empty, no table is cut, and the document has its structure."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from tests.browser.addresses import ONE_EACH, PAGES
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
FEWEST = 5
"""Words of a sheet, or else shapes: a page may end with its code and its address."""


def sheets_of(data: bytes) -> list[tuple[str, int]]:
    """The words of each sheet, and how many shapes and pictures it has."""
    document = pypdfium2.PdfDocument(data)
    return [
        (" ".join(sheet.get_textpage().get_text_range().split()), sum(one.type != 1 for one in sheet.get_objects()))
        for sheet in document
    ]


@pytest.mark.parametrize("address", ONE_EACH)
def test_no_sheet_is_empty_or_has_the_footer_alone(visit: Visit, address: str) -> None:
    page = visit(address)
    footer = " ".join(page.locator(".site-footer .meta").last.inner_text().split())
    data, headings = page.pdf(format="A4", tagged=True, outline=True), page.locator("main h2[id]").all_inner_texts()
    sheets = sheets_of(data)
    alone = [words[-40:] for words, _ in sheets[:-1] if words.endswith(tuple(filter(None, headings)))]
    assert alone == [], "no heading ends a sheet"
    for number, (words, drawn) in enumerate(sheets, 1):
        assert len(words.replace(footer, "").split()) >= FEWEST or drawn > FEWEST, (address, number, words)
    with pikepdf.open(io.BytesIO(data)) as document:
        assert document.Root.MarkInfo.Marked
        assert document.Root.StructTreeRoot.K is not None
        assert str(document.Root.Lang)


@pytest.mark.parametrize("address", [*PAGES["register"], *PAGES["register_year"]])
def test_a_wide_table_keeps_its_columns(visit: Visit, address: str) -> None:
    page = visit(address)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 642, "height": 900})  # A4 between its margins, in CSS pixels
    for table in page.locator(".table-scroll").all():
        assert table.evaluate("box => box.scrollWidth <= box.clientWidth")
    headings = page.locator("thead th").all_inner_texts()
    words = "".join(words for words, _ in sheets_of(page.pdf(format="A4"))).replace("-", "").replace(" ", "")
    for heading in headings:
        assert heading.replace(" ", "").replace("-", "").replace("\n", "") in words
