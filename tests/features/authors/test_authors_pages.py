"""Everyone who writes, in three orders; on each page, the parts, the partners and the places of one person."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from placette.features.posts.article_page import lead_in
from tests.fixture_site import Site, build, copy_site, only, territory_of, write_file

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
        kitchen_sink.texts_of("auteurs/lea-montel/", ".places li > :first-child")
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


@pytest.mark.whole
def test_a_site_may_do_without_feeds_orders_and_the_index_of_series(tmp_path: Path) -> None:
    left_out = ("AUTHOR_FEED_ATOM", "AUTHOR_FEED_JSON", "SERIES_FEED_ATOM", "SERIES_FEED_JSON")
    lists = ("AUTHORS_BY_COMMUNE_URL", "AUTHORS_BY_NAME_URL", "SERIES_INDEX_URL")
    site = build(copy_site("kitchen-sink", tmp_path), tmp_path, **dict.fromkeys((*left_out, *lists), ""))
    assert [path for path in site.files() if path.startswith(("feeds/auteurs", "feeds/series", "auteurs/par-"))] == []
    assert not {"series/index.html", "feeds/.atom.xml"} & set(site.files())
    assert plain(site.texts_of("auteurs/lea-montel/", "h1")) == ["Léa Montel"]


SECOND = "---\nname: Anna Prat\nkind: {kind}\ncommune: 63113\n---\nAnna écrit le soir.\n"


@pytest.mark.whole
def test_a_village_has_one_page_of_those_who_write_there(content: Path, tmp_path: Path) -> None:
    (content / "authors/anna.md").write_text(SECOND.format(kind="association"), encoding="utf-8")
    village = {"TERRITORY_FILE": territory_of(tmp_path, "63113"), "SHARING_CARDS": False, "PICTURES_ON_PAGES": False}
    site = build(content, tmp_path, **village)
    assert site.texts_of("auteurs/", "h1") == ["Qui écrit ici"]
    assert site.texts_of("auteurs/", "main h2") == ["Habitantes et habitants", "Associations"]
    assert site.page("auteurs/").css("main nav") == []
    assert "auteurs/par-nom/index.html" in site.files()
    crowded = build(content, tmp_path, **village, PROFILES_PER_PAGE=1)
    assert crowded.texts_of("auteurs/", "h1") == ["Auteurs et autrices"]


@pytest.mark.whole
def test_an_order_with_one_group_is_not_offered_and_has_no_heading(content: Path, tmp_path: Path) -> None:
    (content / "authors/anna.md").write_text(SECOND.format(kind="habitante"), encoding="utf-8")
    site = build(content, tmp_path, SHARING_CARDS=False, PICTURES_ON_PAGES=False)
    assert site.texts_of("auteurs/", "main nav .chip") == ["Par profil", "Par nom"]
    assert site.page("auteurs/").css("main h2") == []
    assert site.texts_of("auteurs/", ".person__name") == ["Anna Prat", "Léa Montel"]
    assert site.texts_of("auteurs/par-nom/", "main h2") == ["A", "L"]


PEOPLE = 250
COMMUNES = ("63113", "15014")
PLAIN = {"PICTURES_ON_PAGES": False, "SHARING_CARDS": False}
ORDERS = ("auteurs/", "auteurs/par-commune/", "auteurs/par-nom/")


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """250 people, half of them in two communes. Only to be read."""
    folder = tmp_path_factory.mktemp("crowd")
    (folder / "content/authors").mkdir(parents=True)
    for number in range(PEOPLE):
        places = ", ".join(f'"{code}"' for code in COMMUNES[: 1 + number % 2])
        text = (
            f"---\nname: {chr(65 + number // 100)} {number:03}\nkind: habitant\ncommune: [{places}]\n---\nUne phrase.\n"
        )
        (folder / f"content/authors/personne-{number:03}.md").write_text(text, encoding="utf-8")
    return build(folder / "content", folder, **PLAIN)


def pages_of(site: Site, address: str) -> list[str]:
    """The addresses of a list's pages, as its links lead from one to the next."""
    found = [address]
    while following := site.page(found[-1]).css_first(".pagination a[rel=next]"):
        found.append(str(following.attributes["href"]).removeprefix("/"))
    return found


@pytest.mark.whole
@pytest.mark.parametrize(("address", "times", "pages"), [(ORDERS[0], 1, 5), (ORDERS[1], 1.5, 7), (ORDERS[2], 1, 5)])
def test_everyone_stands_on_a_page_as_often_as_in_their_groups(
    crowd: Site, address: str, times: float, pages: int
) -> None:
    found = pages_of(crowd, address)
    assert found == [address, *(f"{address}page/{number}/" for number in range(2, pages + 1))]
    shown = [crowd.texts_of(page, ".face-tile .person__name") for page in found]
    assert [len(names) for names in shown] == [*[60] * (pages - 1), PEOPLE * times - 60 * (pages - 1)]
    counts = Counter(name for names in shown for name in names)
    assert len(counts) == PEOPLE
    assert counts.total() == PEOPLE * times


@pytest.mark.whole
def test_a_group_goes_on_under_its_name_on_the_next_page(crowd: Site) -> None:
    headings = [crowd.texts_of(page, ".section-heading__title") for page in pages_of(crowd, ORDERS[2])]
    assert headings == [["A"], ["A", "B"], ["B"], ["B", "C"], ["C"]]


@pytest.mark.whole
def test_each_page_says_where_it_stands(crowd: Site) -> None:
    second = "auteurs/page/2/"
    assert crowd.texts_of("auteurs/", "main h1") == ["Auteurs et autrices"]
    assert crowd.texts_of(second, "main h1") == ["Auteurs et autrices, page\u00a02"]
    assert crowd.texts_of(second, ".pagination a") == ["Page précédente", "Page suivante"]
    assert only(crowd.page(second), ".pagination a[rel=prev]").attributes["href"] == "/auteurs/"
    canonical = only(crowd.page(second), "link[rel=canonical]").attributes["href"]
    assert canonical == "https://carnets.example/auteurs/page/2/"
    assert crowd.text("sitemap.xml").count("<loc>https://carnets.example/auteurs/personne-") == PEOPLE
    assert "/page/" not in crowd.text("sitemap.xml")


def test_who_they_are_comes_before_how_to_follow_them(kitchen_sink: Site) -> None:
    text = only(kitchen_sink.page("auteurs/lea-montel/"), ".profile__text")
    parts = [node.attributes.get("class") or "" for node in text.iter()]
    assert parts.index("prose") < parts.index("chips")
    assert parts[-1] == "chips"


def test_links_say_whose_they_are(kitchen_sink: Site) -> None:
    chips = kitchen_sink.texts_of("auteurs/lea-montel/", ".profile .chip")
    assert chips[0] == "Suivre Léa Montel"
    assert "Site de Léa Montel" in chips


@pytest.mark.whole
def test_posts_are_headed_by_whose_they_are_and_counted_from_two_on(content: Path, tmp_path: Path) -> None:
    post = (content / "articles" / "2026" / "bonjour" / "index.md").read_text(encoding="utf-8")
    assert build(content, tmp_path / "one").texts_of("auteurs/lea/", "#posts") == ["Billet de Léa Montel"]
    write_file(content / "articles" / "2026" / "encore" / "index.md", post)
    assert build(content, tmp_path / "two").texts_of("auteurs/lea/", "#posts") == ["2 billets de Léa Montel"]


def test_who_made_something_in_a_post_has_a_card_below_it(kitchen_sink: Site) -> None:
    cards = kitchen_sink.page("2026/the-wash-house/").css(".author-card")
    assert ["hannah" in (card.html or "") for card in cards] == [True, False]
    assert "Traductions" in cards[1].text()
    assert "billet" not in cards[1].text()
