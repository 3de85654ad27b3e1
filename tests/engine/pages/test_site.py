"""The menu and the footer lead to pages that are there: one that is left out goes with it, a wrong one is a setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.engine.base.settings import SettingError
from tests.fixture_site import build

PLAIN = {"IMAGES_LANDSCAPES": False, "SHARING_CARDS": False}
FOOTER = {"VIEWS_FOOTER": (("Mentions légales", "mentions/"), ("Archives", "archives/"))}
PAGE = "---\ntitle: Mentions légales\n{}---\nDu texte.\n"


def test_an_entry_goes_with_the_page_that_is_left_out_and_comes_back_with_it(content: Path, tmp_path: Path) -> None:
    page = content / "pages/mentions.md"
    page.parent.mkdir(exist_ok=True)
    page.write_text(PAGE.format("couleur: rouge\n"), encoding="utf-8")
    site = build(content, tmp_path, READING_SKIP_INVALID=True, **PLAIN, **FOOTER)
    assert [(found.path, found.code) for found in site.build.problems] == [("pages/mentions.md", "key-unknown")]
    assert "Mentions légales" not in site.text("index.html")
    assert "Archives" in site.text("index.html")
    page.write_text(PAGE.format(""), encoding="utf-8")
    assert 'href="/mentions/"' in build(content, tmp_path, **PLAIN, **FOOTER).text("index.html")


def test_an_entry_that_leads_nowhere_is_a_setting_to_mend_and_named_once(content: Path, tmp_path: Path) -> None:
    menu = (("Lire", "archive/"), ("Carte", "carte/"), ("Accueil", ""))
    with pytest.raises(SettingError) as refused:
        build(content, tmp_path, **PLAIN, **FOOTER, VIEWS_MENU=menu)
    assert str(refused.value).split("\n") == [
        'VIEWS_MENU = ("Lire", "archive/")?  →  archives/',
        'VIEWS_FOOTER = ("Mentions légales", "mentions/")?  →  …',
    ]
