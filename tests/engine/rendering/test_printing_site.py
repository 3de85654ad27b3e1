"""The menu and the footer lead to pages that are there: one that is left out goes with it, a wrong one is a setting."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from placette.engine.base.translation import SettingError
from placette.engine.rendering.printing import hidden_entries
from placette.plugin import site_of
from tests.fixture_site import build, settings_of, write_file

pytestmark = pytest.mark.whole

PLAIN = {"PICTURES_ON_PAGES": False, "SHARING_CARDS": False}
FOOTER = {"VIEWS_FOOTER": (("Mentions légales", "mentions/"), ("Plan du site", "plan-du-site/"))}
PAGE = "---\ntitle: Mentions légales\n{}---\nDu texte.\n"


def test_an_entry_goes_with_the_page_that_is_left_out_and_comes_back_with_it(content: Path, tmp_path: Path) -> None:
    page = content / "pages/mentions.md"
    write_file(page, PAGE.format("couleur: rouge\n"))
    site = build(content, tmp_path, READING_SKIP_INVALID=True, **PLAIN, **FOOTER)
    assert [(found.path, found.code) for found in site.build.problems] == [("pages/mentions.md", "key-unknown")]
    assert "Mentions légales" not in site.text("index.html")
    assert "Plan du site" in site.text("index.html")
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


LISTS = (
    ("Lire", "archives/"),
    ("Rubriques", "rubriques/"),
    ("Auteurs", "auteurs/"),
    ("Balades", "balades/"),
    ("Agenda", "agenda/"),
)
EVENT = "---\ntitle: Marché\nstart: 2026-08-01 10:00\n---\nDu texte.\n"


def test_a_list_is_in_the_menu_from_its_first_entry_on_and_what_is_hidden_is_told(
    content: Path, tmp_path: Path
) -> None:
    write_file(content / "pages/mentions.md", PAGE.format(""))
    footer = (("Mentions légales", "mentions/"), ("Toutes les dates", "agenda/"))
    own = {**PLAIN, "VIEWS_MENU": (*LISTS, ("Mentions", "mentions/")), "VIEWS_FOOTER": footer}
    site = build(content, tmp_path, **own)
    assert site.texts_of("", ".menu__link") == ["Lire", "Rubriques", "Auteurs", "Mentions"]
    assert site.texts_of("", ".site-footer__link") == ["Mentions légales", "Suivre", "Signaler un problème"]
    assert site.texts_of("auteurs/lea/", ".breadcrumbs__link") == ["Accueil", "Auteurs et autrices"]
    settings = settings_of(content, tmp_path, **own)
    assert hidden_entries(site_of(settings, site.build)) == (
        ("Balades", "balades/", 0, 1),
        ("Agenda", "agenda/", 0, 1),
        ("Toutes les dates", "agenda/", 0, 1),
    )
    write_file(content / "events/marche.md", EVENT)
    grown = build(content, tmp_path, **own)
    for path in ("", "mentions/", "auteurs/lea/", "agenda/"):
        assert grown.texts_of(path, ".menu__link") == ["Lire", "Rubriques", "Auteurs", "Agenda", "Mentions"]
        assert "Toutes les dates" in grown.texts_of(path, ".site-footer__link")
    assert [found.label for found in hidden_entries(site_of(settings, grown.build))] == ["Balades"]
    (content / "events/marche.md").unlink()
    assert "Agenda" not in build(content, tmp_path, **own).texts_of("mentions/", ".menu__link")


def test_a_list_of_one_is_a_step_of_the_way_that_machines_read(content: Path, tmp_path: Path) -> None:
    site = build(content, tmp_path, **PLAIN)
    (found,) = site.page("auteurs/lea/").css('script[type="application/ld+json"]')
    (trail,) = [node for node in json.loads(found.text())["@graph"] if node["@type"] == "BreadcrumbList"]
    assert [step["name"] for step in trail["itemListElement"]] == [
        "Carnets d’Auvergne",
        "Auteurs et autrices",
        "Léa Montel",
    ]
