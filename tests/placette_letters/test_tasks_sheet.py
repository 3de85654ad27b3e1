"""``invoke sheet`` makes numbered sheets that lead to the page on how to send a text."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from tests.fixture_site import invoke

pytestmark = [pytest.mark.no_cover, pytest.mark.whole]


def test_sheets_are_numbered_one_after_the_other_and_lead_to_the_page(project: Path) -> None:
    (project / "content/pages").mkdir(exist_ok=True)
    page = "---\ntitle: Écrire\nsummary: Une feuille.\n---\nDix lignes.\n"
    (project / "content/pages/contribuer.md").write_text(page, encoding="utf-8")
    made = invoke(project, "sheet", "--count", "2", "--first", "12")
    assert "--first 14" in made.stdout
    links = [
        code.text
        for page in pypdfium2.PdfDocument(project / "sheet.pdf")
        for code in zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    ]
    assert [link.rpartition("/contribuer/#")[2][-5:] for link in links] == ["-0012", "-0013"]
    assert all("://" in link and "/contribuer/#F-" in link for link in links)


def test_more_than_a_ream_or_than_a_year_has_is_refused(project: Path) -> None:
    for wrong in (("--count", "501"), ("--count", "2", "--first", "9999")):
        invoke(project, "sheet", *wrong, code=2)
        assert not (project / "sheet.pdf").exists()
