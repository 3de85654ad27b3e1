"""Everyone who writes, in three orders; on each page, the parts, the partners and the places of one person."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.features.posts.bylines import lead_in
from tests.fixture_site import Site, build, copy_site, territory_of

NBSP = "\u00a0"


def plain(texts: list[str]) -> list[str]:
    return [text.replace(NBSP, " ") for text in texts]


@pytest.mark.parametrize(
    ("page", "groups"),
    [
        ("auteurs/", ["Habitantes et habitants", "Associations", "Services publics", "Élues et élus"]),
        ("auteurs/par-commune/", ["Clermont-Ferrand, Puy-de-Dôme", "Tout le territoire"]),
        ("auteurs/par-nom/", ["C", "H", "L", "S"]),
    ],
)
def test_everyone_stands_once_in_each_order(kitchen_sink: Site, page: str, groups: list[str]) -> None:
    assert plain(kitchen_sink.texts_of(page, ".section-heading__title")) == groups
    assert sorted(plain(kitchen_sink.texts_of(page, ".face-tile .person__name"))) == [
        "Camille Aubier",
        "Hannah Price",
        "Les Amis du lavoir",
        "Léa Montel",
        "Service de l’eau",
    ]
    (current,) = kitchen_sink.page(page).css("main [aria-current]")
    assert current.attributes["href"] == f"/blog/{page}"


def test_names_are_ordered_as_in_a_dictionary(kitchen_sink: Site) -> None:
    names = plain(kitchen_sink.texts_of("auteurs/par-nom/", ".person__name"))
    assert names == ["Camille Aubier", "Hannah Price", "Léa Montel", "Les Amis du lavoir", "Service de l’eau"]


def test_who_speaks_for_others_is_said_in_words(kitchen_sink: Site) -> None:
    assert plain(kitchen_sink.texts_of("auteurs/camille/", ".profile .p-job-title")) == ["adjointe à la culture"]
    assert kitchen_sink.texts_of("auteurs/lea-montel/", ".profile .p-job-title") == []


def test_each_part_has_its_list_on_the_persons_page(kitchen_sink: Site) -> None:
    page = kitchen_sink.page("auteurs/lea-montel/")
    parts = {node.attributes["aria-labelledby"]: node for node in page.css("section[aria-labelledby]")}
    assert "The wash-house" in parts["translators"].text()
    assert "The wash-house" not in parts["posts"].text()
    assert "Les Amis du lavoir" in parts["partners"].text().replace(NBSP, " ")
    assert {"Clermont-Ferrand", "Aurillac"} <= set(
        kitchen_sink.texts_of("auteurs/lea-montel/", "#places ~ * .places__name, .places__name")
    )
    other = kitchen_sink.page("auteurs/hannah-price/")
    assert other.css_first("section[aria-labelledby=witnesses]") is not None


@pytest.mark.parametrize(
    ("lead", "name", "lang", "said"),
    [
        ("Texte de", "Léa Montel", "fr", "Texte de "),
        ("Texte de", "Anne", "fr", "Texte d’"),
        ("dessins de", "Élodie", "fr", "dessins d’"),
        ("photos de", "Œuvre commune", "fr", "photos d’"),
        ("photos de", "Hélène", "fr", "photos d’"),
        ("photos de", "Hannah Price", "fr", "photos de "),
        ("Texte de", "Yves", "fr", "Texte d’"),
        ("Texte de", "Yann Kervella", "fr", "Texte de "),
        ("Texte de", "Youenn", "fr", "Texte de "),
        ("Texte de", "Les Amis du lavoir", "fr", "Texte par "),
        ("Texte de", "Le Lavoir", "fr", "Texte par "),
        ("raconté par", "Anne", "fr", "raconté par "),
        ("Text by", "Anne", "en", "Text by "),
    ],
)
def test_french_leads_to_a_name(lead: str, name: str, lang: str, said: str) -> None:
    assert lead_in(lead, name, lang) == said


def test_a_site_may_do_without_feeds_orders_and_the_index_of_series(tmp_path: Path) -> None:
    left_out = ("AUTHOR_FEED_ATOM", "AUTHOR_FEED_JSON", "SERIES_FEED_ATOM", "SERIES_FEED_JSON")
    lists = ("AUTHORS_BY_COMMUNE_URL", "AUTHORS_BY_NAME_URL", "SERIES_INDEX_URL")
    site = build(copy_site("kitchen-sink", tmp_path), tmp_path, **dict.fromkeys((*left_out, *lists), ""))
    assert [path for path in site.files() if path.startswith(("feeds/auteurs", "feeds/series", "auteurs/par-"))] == []
    assert not {"series/index.html", "feeds/.atom.xml"} & set(site.files())
    assert plain(site.texts_of("auteurs/lea-montel/", "h1")) == ["Léa Montel"]


SECOND = "---\nname: Anna Prat\nkind: {kind}\ncommune: 63113\n---\nAnna écrit le soir.\n"


def test_a_village_has_one_page_of_those_who_write_there(content: Path, tmp_path: Path) -> None:
    (content / "authors/anna.md").write_text(SECOND.format(kind="association"), encoding="utf-8")
    village = {"TERRITORY_FILE": territory_of(tmp_path, "63113"), "SHARING_CARDS": False, "IMAGES_LANDSCAPES": False}
    site = build(content, tmp_path, **village)
    assert site.texts_of("auteurs/", "h1") == ["Qui écrit ici"]
    assert site.texts_of("auteurs/", "main h2") == ["Habitantes et habitants", "Associations"]
    assert site.page("auteurs/").css("main nav") == []
    assert "auteurs/par-nom/index.html" in site.files()
    crowded = build(content, tmp_path, **village, PROFILES_PER_PAGE=1)
    assert crowded.texts_of("auteurs/", "h1") == ["Auteurs et autrices"]


def test_an_order_with_one_group_is_not_offered_and_has_no_heading(content: Path, tmp_path: Path) -> None:
    (content / "authors/anna.md").write_text(SECOND.format(kind="habitante"), encoding="utf-8")
    site = build(content, tmp_path, SHARING_CARDS=False, IMAGES_LANDSCAPES=False)
    assert site.texts_of("auteurs/", "main nav .chip") == ["Par profil", "Par nom"]
    assert site.page("auteurs/").css("main h2") == []
    assert site.texts_of("auteurs/", ".person__name") == ["Anna Prat", "Léa Montel"]
    assert site.texts_of("auteurs/par-nom/", "main h2") == ["A", "L"]
