"""The page of the map stays light however many communes it shows; each of them is one step away."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from placette.features.territory import area_pages
from placette.features.territory.areas import at_place
from tests.fixture_site import Site, build, copy_site, only

AURILLAC, CLERMONT = "communes/15014-aurillac/", "communes/63113-clermont-ferrand/"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Orcines", "à Orcines"),
        ("Aurillac", "à Aurillac"),
        ("Le Puy-en-Velay", "au Puy-en-Velay"),
        ("Le Vernet-Chaméane", "au Vernet-Chaméane"),
        ("La Chaise-Dieu", "à La Chaise-Dieu"),
        ("Les Ancizes-Comps", "aux Ancizes-Comps"),
        ("L'Île-d'Yeu", "à L'Île-d'Yeu"),
        ("Lempdes", "à Lempdes"),
        ("Leyrat", "à Leyrat"),
    ],
)
def test_french_joins_articles(name: str, said: str) -> None:
    assert at_place(name, "fr") == said


def test_other_languages_leave_names_alone() -> None:
    assert at_place("Le Puy-en-Velay", "en") == "Le Puy-en-Velay"


def test_a_commune_shows_its_posts_and_its_people(kitchen_sink: Site) -> None:
    assert kitchen_sink.texts_of(CLERMONT, "h1") == ["Clermont-Ferrand"]
    assert "The wash-house" in kitchen_sink.texts_of(CLERMONT, ".h-entry .p-name")
    assert "Léa Montel" in [name.replace("\u00a0", " ") for name in kitchen_sink.texts_of(CLERMONT, ".person__name")]
    assert kitchen_sink.texts_of(AURILLAC, ".person__name") == []
    description = only(kitchen_sink.page(AURILLAC), "meta[name=description]").attributes["content"]
    assert str(description).endswith("à Aurillac.")


def test_only_places_that_have_something_have_a_page(kitchen_sink: Site) -> None:
    folders = {path.split("/")[1] for path in kitchen_sink.files() if path.startswith("communes/")}
    assert folders == {"index.html", "15014-aurillac", "63113-clermont-ferrand"}
    assert kitchen_sink.texts_of("communes/", ".section-heading__title") == ["Cantal", "Puy-de-Dôme"]
    assert kitchen_sink.texts_of("communes/", ".places__name") == ["Aurillac", "Clermont-Ferrand"]
    assert kitchen_sink.texts_of("communes/", ".term-index__link") == [
        "Communauté d’agglomération du Bassin d’Aurillac",
        "Clermont Auvergne Métropole",
    ]
    assert "feeds/communes/15014-aurillac.atom.xml" in kitchen_sink.files()


def test_a_site_may_do_without(tmp_path: Path) -> None:
    left_out = ("COMMUNE", "COMMUNES", "EPCI", "DEPARTMENT", "MAP", "POSTS_GEOJSON")
    settings = {f"{name}_URL": "" for name in left_out}
    site = build(copy_site("minimal", tmp_path), tmp_path, **settings)
    absent = re.compile("communes|departements|intercommunalites|carte|geojson")
    assert [path for path in site.files() if absent.search(path)] == []
    told = site.text("index.html") + site.text("sitemap.xml") + site.text("plan-du-site/index.html")
    assert not re.search("(?:communes|departements|intercommunalites|carte)/", told)


TEXT = """---
title: Un matin
summary: Une phrase.
date: 2026-05-02
authors: [lea]
category: Nature
commune: {code}
---
Du texte.
"""


def test_of_very_many_communes_the_map_lists_departements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(area_pages, "MOST_LISTED", 2)
    content = copy_site("minimal", tmp_path)
    for code in ("15138", "15168"):
        path = content / f"articles/2026/billet-{code}/index.md"
        path.parent.mkdir()
        path.write_text(TEXT.format(code=code), encoding="utf-8")
    site = build(content, tmp_path, SHARING_CARDS=False, IMAGES_LANDSCAPES=False)
    page = site.page("carte/")
    assert page.css(".by-area .places") == page.css(".unplaced") == []
    assert [link.attributes["href"] for link in page.css(".by-area__name a")] == [
        "/departements/15-cantal/",
        "/departements/63-puy-de-dome/",
    ]
    assert site.texts_of("carte/", ".by-area .meta")[0] == "250 communes, dont 2 racontées ici."
    for index in ("communes/", "departements/15-cantal/"):
        links = {link.attributes["href"] for link in site.page(index).css("a")}
        assert {"/communes/15138-murat/", "/communes/15168-ruynes-en-margeride/"} <= links
