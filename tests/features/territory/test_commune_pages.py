"""Every commune that posts or people name has a page; its address holds the code, its words the right article."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from placette.features.territory.places import at_place
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
