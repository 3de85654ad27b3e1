"""A site of one commune, or of one département, shows no map and no list that would say nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixture_site import build, territory_of, write_file

pytestmark = pytest.mark.whole

PLAIN = {"SHARING_CARDS": False, "PICTURES_ON_PAGES": False}
MENU = (("Lire", "archives/"), ("Carte", "carte/"), ("Communes", "communes/"))
SECOND = "---\ntitle: Un autre\ndate: 2026-02-01\nauthors: [lea]\ncategory: Nature\ncommune: {}\n---\nDu texte.\n"


def write_second(content: Path, commune: str) -> None:
    write_file(content / "articles/2026/un-autre/index.md", SECOND.format(commune))


def test_a_site_of_one_commune_has_no_map_of_its_departement(content: Path, tmp_path: Path) -> None:
    write_second(content, "63113")
    site = build(content, tmp_path, **PLAIN, VIEWS_MENU=MENU, TERRITORY_FILE=territory_of(tmp_path, "63113"))
    assert site.texts_of("", ".menu__link") == ["Lire"]
    for page in ("", "2026/bonjour/", "communes/63113-clermont-ferrand/"):
        assert site.page(page).css(".map, .locator, .spot, #places") == [], page
        assert 'href="/carte/"' not in site.text(f"{page}index.html")
        assert 'href="/communes/"' not in site.text(f"{page}index.html")
    assert site.texts_of("communes/63113-clermont-ferrand/", ".breadcrumbs__link") == ["Accueil"]
    assert {"carte/index.html", "communes/index.html"} <= set(site.files()), "addresses are for ever"


def test_a_third_commune_brings_the_map_and_one_departement_is_not_named(content: Path, tmp_path: Path) -> None:
    territory = territory_of(tmp_path, "63113", "63263", "63003")
    write_second(content, "63113")
    before = build(content, tmp_path, **PLAIN, VIEWS_MENU=MENU, TERRITORY_FILE=territory)
    assert before.texts_of("", ".menu__link") == ["Lire"]
    assert len(before.page("2026/bonjour/").css(".spot__map circle")) == 1
    other = content / "articles/2026/un-autre/index.md"
    other.write_text(SECOND.format("63263"), encoding="utf-8")
    between = build(content, tmp_path, **PLAIN, VIEWS_MENU=MENU, TERRITORY_FILE=territory)
    assert between.texts_of("2026/bonjour/", ".menu__link") == ["Lire", "Communes"]
    other.write_text(SECOND.format("[63263, 63003]"), encoding="utf-8")
    site = build(content, tmp_path, **PLAIN, VIEWS_MENU=MENU, TERRITORY_FILE=territory)
    assert site.texts_of("2026/bonjour/", ".menu__link") == ["Lire", "Carte", "Communes"]
    assert site.texts_of("communes/63113-clermont-ferrand/", ".breadcrumbs__link") == ["Accueil", "Communes"]
    assert len(site.page("").css("#places")) == 1
    assert "Puy-de-Dôme" not in site.texts_of("communes/", "main h2")
    assert site.texts_of("communes/", ".places li > :first-child") == ["Ambert", "Clermont-Ferrand", "Orcines"]
