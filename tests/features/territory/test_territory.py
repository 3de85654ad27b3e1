"""Every place has its page, its neighbours and its place on the map; machines read where each post takes place."""

from __future__ import annotations

import gzip
import json
import random
import re
from itertools import combinations, product
from math import hypot
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import geojson
import pytest

from placette.engine.base.geography import contains, distance
from placette.engine.base.translation import SettingError
from placette.engine.content.communes import Area, AreaKind, Commune, CommuneIndex, load_communes
from placette.features.territory.areas import in_area, nearest_places, of_place
from placette.features.territory.frames import MAP, Atlas, make_atlas, meet
from placette.features.territory.place_maps import names_beside
from tests.fixture_site import ROOT, Site, build, copy_site, only, write_file

pytestmark = pytest.mark.whole

AUVERGNE = ROOT / "territory.json"
MURAT, NEUVEGLISE, RUYNES = (
    "communes/15138-murat/",
    "communes/15142-neuveglise-sur-truyere/",
    "15168-ruynes-en-margeride",
)
PLAIN = {"SHARING_CARDS": False, "PICTURES_ON_PAGES": False}
TEXT = """---
title: {title}
summary: Une phrase.
date: 2026-05-{day:02}
authors: [lea]
category: Nature
{more}
---
Du texte.
"""
POSTS = [
    ("murat", "commune: 15138\nplace: Le rocher de <Bonnevie> (45.11, 2.87)"),
    ("neuveglise", "commune: 15142"),
    ("ruynes", 'commune: [15168, "15138"]'),
    ("partout", 'commune: "*"'),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Posts about communes with and without a known point, one of which took the place of others."""
    folder = tmp_path_factory.mktemp("territory")
    content = copy_site("minimal", folder)
    for day, (slug, more) in enumerate(POSTS, start=2):
        write_file(content / f"articles/2026/{slug}/index.md", TEXT.format(title=slug.title(), day=day, more=more))
    return build(content, folder, **PLAIN)


@pytest.mark.parametrize(
    ("name", "liaison", "said"),
    [
        ("Cantal", 2, "dans le Cantal"),
        ("Haute-Loire", 3, "en Haute-Loire"),
        ("Allier", 5, "dans l’Allier"),
        ("Creuse", 3, "dans la Creuse"),
        ("Landes", 4, "dans les Landes"),
        ("Maine-et-Loire", 0, "en Maine-et-Loire"),
        ("Paris", 0, "à Paris"),
        ("Saint-Pierre-et-Miquelon", 0, "à Saint-Pierre-et-Miquelon"),
        ("Nouvelle-Calédonie", 0, "en Nouvelle-Calédonie"),
    ],
)
def test_french_says_where_a_departement_is(name: str, liaison: int, said: str) -> None:
    assert in_area(Area(AreaKind.DEPARTMENT, "00", name, liaison), "fr") == said
    assert in_area(Area(AreaKind.DEPARTMENT, "00", name, liaison), "en") == name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("CC du Massif du Sancy", "dans la communauté de communes du Massif du Sancy"),
        ("Métropole de Lyon", "dans la métropole de Lyon"),
        ("Clermont Auvergne Métropole", "sur le territoire de Clermont Auvergne Métropole"),
        ("Orléans Métropole", "sur le territoire d’Orléans Métropole"),
    ],
)
def test_french_says_where_an_intercommunalite_is(name: str, said: str) -> None:
    assert in_area(Area(AreaKind.EPCI, "0", name), "fr") == said


@pytest.mark.parametrize(
    ("name", "liaison", "said"),
    [
        ("Hérisson", 1, "d’Hérisson"),
        ("Haut-Bocage", 0, "de Haut-Bocage"),
        ("Le Puy-en-Velay", 2, "du Puy-en-Velay"),
        ("La Chaise-Dieu", 3, "de La Chaise-Dieu"),
        ("Les Ancizes-Comps", 4, "des Ancizes-Comps"),
    ],
)
def test_french_says_whose(name: str, liaison: int, said: str) -> None:
    assert of_place(Commune("00000", name, "00", "X", liaison), "fr") == said


def test_the_nearest_places_are_those_that_comparing_all_finds() -> None:
    points = {code: c.point for code, c in load_communes(AUVERGNE).by_code.items() if c.point}
    found = nearest_places(points, 6, 60.0)
    for code in random.Random(7).sample(sorted(points), 40):
        others = sorted((distance(points[code], point), other) for other, point in points.items() if other != code)
        near = [away for away, _ in others if away <= 59][:6]
        mine = [distance(points[code], points[other]) for other in found[code]]
        assert mine[: len(near)] == pytest.approx(near, rel=0.02), code


def test_far_places_are_no_neighbours() -> None:
    assert nearest_places({"a": (45.0, 3.0), "b": (46.0, 3.0), "c": (45.1, 3.0)}, 6, 60.0) == {
        "a": ("c",),
        "b": (),
        "c": ("a",),
    }
    assert nearest_places({}, 6, 60.0) == {}


def test_names_on_the_map_cover_neither_points_nor_each_other() -> None:
    chance = random.Random(3)
    dots = [
        ("M" * chance.randint(3, 20), (chance.uniform(0, 300), chance.uniform(0, 400)), chance.uniform(4, 13))
        for _ in range(40)
    ]
    points = [(x - radius, y - radius, x + radius, y + radius) for _, (x, y), radius in dots]
    taken = list(points)
    names = list(names_beside(dots, 300, 400, taken))
    boxes = taken[len(points) :]
    assert 4 < len(names) == len(boxes) <= 40
    assert not [pair for pair in combinations(boxes, 2) if meet(*pair)]
    assert not [pair for pair in product(boxes, points) if meet(*pair)]
    assert all(left >= 0 and right <= 300 and top >= 0 and bottom <= 400 for left, top, right, bottom in boxes)


def test_a_name_moves_aside_for_its_neighbour_and_at_the_edge_onto_the_map() -> None:
    one, other = names_beside([("La Bourboule", (100, 100), 4), ("Mont-Dore", (108, 101), 4)], 300, 300, [])
    assert one.y < 100 < other.y
    (name,) = names_beside([("Castello-di-Rostino", (120, 100), 4)], 160, 300, [])
    assert name.x < 120


def atlas_of(index: CommuneIndex) -> Atlas:
    """Return the atlas of a territory with shapes."""
    found = make_atlas(index)
    assert found
    return found


def test_communes_lie_in_their_departement_on_paper_too() -> None:
    index = load_communes(AUVERGNE)
    atlas = atlas_of(index)
    sheet = atlas.sheet(MAP)
    assert max(sheet.width, sheet.height) == MAP
    known = {code: commune.point for code, commune in index.by_code.items() if commune.point}
    for code in ("63113", "15014", "43157", "03190"):
        place = sheet.place(known[code])
        assert place, code
        numbers = _absolute(sheet.paths[code[:2]])
        assert contains((numbers,), place), code
    assert sheet.place((16.0, -61.7)) is None  # Guadeloupe
    north, south = sheet.place(known["03190"]), sheet.place(known["15014"])
    assert north
    assert south
    assert north[1] < south[1]
    assert make_atlas(CommuneIndex()) is None


def _absolute(path: str) -> tuple[tuple[float, float], ...]:
    """The points of the first ring of a path that ``atlas.py`` wrote, by its own rules: M x y, l dx dy …, z."""
    start, _, steps = path.split("z")[0].removeprefix("M").partition("l")
    x, y = (int(number) for number in start.split())
    numbers = [int(number) for number in steps.replace("-", " -").split()]
    points = [(x, y)]
    for across, down in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + across, y + down
        points.append((x, y))
    return tuple(points)


def test_areas_have_pages_with_what_is_told_in_their_communes(site: Site) -> None:
    cantal = "departements/15-cantal/"
    assert site.texts_of(cantal, "h1") == ["Cantal"]
    assert site.texts_of(cantal, ".h-entry .p-name") == ["Ruynes", "Neuveglise", "Murat"]
    listed = site.texts_of(cantal, ".places li > :first-child")
    assert listed == ["Murat", "Neuvéglise-sur-Truyère", "Ruynes-en-Margeride"]
    description = only(site.page(cantal), "meta[name=description]").attributes["content"]
    assert str(description).endswith(" dans le Cantal.")
    epci = "intercommunalites/200066660-cc-de-saint-flour/"
    assert site.texts_of(epci, "h1") == ["Communauté de communes de Saint-Flour"]
    assert site.texts_of(epci, ".h-entry .p-name") == ["Ruynes", "Neuveglise"]
    assert site.texts_of("departements/63-puy-de-dome/", ".person__name")
    assert {path.split("/")[1] for path in site.files() if path.startswith("departements/")} == {
        "15-cantal",
        "63-puy-de-dome",
    }


def test_a_commune_tells_its_facts_and_its_neighbours(site: Site) -> None:
    assert plain(site.texts_of(NEUVEGLISE, ".bearings li")) == [
        "Communauté de communes de Saint-Flour",
        "Cantal",
        "Code postal 15100, 15260",
    ]
    (sentence,) = plain(site.texts_of(NEUVEGLISE, ".place__head .standfirst"))
    assert sentence == "1 677 personnes vivent à Neuvéglise-sur-Truyère."
    assert site.texts_of(NEUVEGLISE, "#around") == ["Autour de Neuvéglise-sur-Truyère"]
    assert site.texts_of(NEUVEGLISE, ".places li") == ["Ruynes-en-Margeride", "Murat"]
    assert site.texts_of(f"communes/{RUYNES}/", ".places li") == ["Neuvéglise-sur-Truyère", "Murat"]


def test_a_commune_says_how_to_reach_its_town_hall_and_who_says_so(site: Site) -> None:
    (hall,) = site.page(NEUVEGLISE).css(".hall")
    told = plain([" ".join(hall.text().split())])[0]
    assert told.startswith("Mairie ")
    assert "Neuvéglise-sur-Truyère" in told
    assert told.endswith("d’après l’annuaire de l’administration, 6 octobre 2026")
    (call, home) = (str(link.attributes["href"]) for link in hall.css("a"))
    assert re.fullmatch(r"tel:0[1-589]\d{8}", call)
    assert re.match("https?://", home)
    assert site.page("departements/15-cantal/").css(".hall") == []


def test_only_a_place_without_posts_and_people_is_free(tmp_path: Path) -> None:
    content = copy_site("minimal", tmp_path)
    (content / "events").mkdir(exist_ok=True)
    event = "---\ntitre: Bal\ndébut: 2026-12-05\ncommune: 15138\n---\n"
    (content / "events/bal.md").write_text(event, encoding="utf-8")
    (said,) = plain(build(content, tmp_path, **PLAIN).texts_of(MURAT, ".place__head .standfirst"))
    assert said.endswith(" personnes vivent à Murat. Personne n’y écrit encore : la place est libre.")


def plain(texts: list[str]) -> list[str]:
    """Texts with ordinary spaces."""
    return [text.replace("\u202f", " ").replace("\xa0", " ") for text in texts]


def test_a_place_says_last_and_in_words_how_to_hear_of_what_comes(site: Site) -> None:
    said = "communes/63113-clermont-ferrand/"
    (last,) = site.page(said).css("main .receive")
    assert plain([" ".join(last.text().split())]) == ["Recevoir les prochains textes sur Clermont-Ferrand : le flux."]
    html = site.text(f"{said}index.html")
    assert html.index('class="section receive"') > html.index('id="people"') > html.index('id="written"')
    assert site.page(said).css(".page-header .chip") == []
    cantal = site.page("departements/15-cantal/").css("main .receive")
    assert plain([" ".join(cantal[0].text().split())]) == ["Recevoir les prochains textes sur le Cantal : le flux."]


def test_a_place_is_shown_among_what_it_is_part_of(site: Site) -> None:
    page = site.page(NEUVEGLISE)
    (here,) = page.css(".terrain__sheet--wide .pin--here text:first-of-type")
    assert here.text() == "Neuvéglise-sur-Truyère"
    assert len(page.css(".terrain__sheet--wide .terrain__here")) == 1
    assert [pin.attributes["href"] for pin in page.css(".terrain__sheet--wide a.pin")] == [f"/communes/{RUYNES}/"]
    assert "Saint-Flour" in site.texts_of(NEUVEGLISE, ".terrain__sheet--wide .terrain__name--member")
    assert site.texts_of(NEUVEGLISE, "#written") == ["Écrit à Neuvéglise-sur-Truyère"]
    pins = [pin.attributes["href"] for pin in site.page("departements/15-cantal/").css(".terrain__sheet--wide a.pin")]
    assert pins == [f"/{MURAT}", f"/communes/{RUYNES}/", f"/{NEUVEGLISE}"], "from the north-west to the south-east"


def test_a_former_commune_leads_to_the_one_of_today(site: Site) -> None:
    page = site.page("communes/15099-lavastrie/")
    new = f"{site.address}/{NEUVEGLISE}"
    assert only(page, "link[rel=canonical]").attributes["href"] == new
    assert only(page, "meta[http-equiv=refresh]").attributes["content"] == f"0; url=/{NEUVEGLISE}"
    assert only(page, "h1").text() == "Lavastrie fait maintenant partie de Neuvéglise-sur-Truyère"
    assert "15099" not in site.text("sitemap.xml")
    old, today = (
        feedparser.parse(site.text(f"feeds/communes/{slug}.atom.xml")).entries
        for slug in ("15099-lavastrie", "15142-neuveglise-sur-truyere")
    )
    assert [entry.id for entry in old] == [entry.id for entry in today] != []
    assert "communes/15062-drignac/index.html" not in site.files()  # Ally has no post


def test_the_map_and_its_list_tell_the_same(site: Site) -> None:
    page = site.page("carte/")
    pins = {pin.attributes["href"]: pin.attributes["aria-label"] for pin in page.css(".terrain__sheet--wide a.pin")}
    ids = {f"#{one.attributes['id']}": one.css(".chosen__place a")[0].attributes["href"] for one in page.css(".chosen")}
    dots = {ids[str(href)]: said for href, said in pins.items()}
    listed = [str(link.attributes["href"]) for link in page.css(".places a")]
    assert dots[f"/{MURAT}"] == "Murat 2\xa0billets"
    assert set(listed) == dots.keys()
    assert site.texts_of("carte/", ".by-area__name") == ["Cantal", "Puy-de-Dôme"]
    assert [url.split("/")[2][:5] for url in listed] == ["15138", "15142", "15168", "63113"]
    assert page.css(".unplaced") == []
    assert len(page.css(".terrain__sheet--wide .terrain__area")) == 4
    assert site.texts_of("carte/", ".terrain__sheet--wide .terrain__name--area")[:2] == ["Allier", "Cantal"]
    svg = only(page, ".terrain__sheet--wide")
    assert svg.html
    assert len(gzip.compress(svg.html.encode())) < 15_000


def test_a_post_says_where_it_takes_place(site: Site) -> None:
    page = site.page("2026/murat/")
    where = only(page, ".article__side > .spot")
    told = only(where, ".byline").text()
    assert " ".join(told.split()) == "Le rocher de <Bonnevie> (45,11° N, 2,87° E), Murat, Cantal"
    drawn = only(where, "svg")
    assert len(drawn.css("circle")) == 1
    assert site.texts_of("2026/murat/", ".spot__name") == ["Murat"]
    assert {"Cantal", "Puy-de-Dôme"} <= set(site.texts_of("2026/murat/", ".spot__map text"))
    assert drawn.html
    assert len(drawn.html.encode()) < 3000
    assert not site.page("2026/partout/").css(".article__side, .spot")
    assert not only(site.page("2026/ruynes/"), ".article__side .byline").text().startswith("(")


def test_feeds_tell_where_in_georss(site: Site) -> None:
    entries = {entry.title: entry for entry in feedparser.parse(site.text("feeds/all.atom.xml")).entries}
    assert entries["Murat"].where == {"type": "Point", "coordinates": (2.87, 45.11)}
    assert entries["Neuveglise"].where["coordinates"] == (2.9819, 44.9303)
    assert entries["Ruynes"].where["coordinates"]
    assert "where" not in entries["Partout"]
    ElementTree.fromstring(site.text("feeds/all.atom.xml"))
    items = {item["title"]: item["_placette"] for item in json.loads(site.text("feeds/all.json"))["items"]}
    assert items["Murat"]["spot"] == {"name": "Le rocher de <Bonnevie>", "latitude": 45.11, "longitude": 2.87}
    assert items["Neuveglise"]["places"] == [
        {"name": "Neuvéglise-sur-Truyère", "insee": "15142", "latitude": 44.9303, "longitude": 2.9819}
    ]


def test_search_engines_are_told_the_codes_and_the_points(site: Site) -> None:
    (data,) = site.page("2026/murat/").css("script[type='application/ld+json']")
    commune, spot = json.loads(data.text())["@graph"][0]["contentLocation"]
    assert commune["identifier"]["value"] == "15138"
    assert commune["geo"] == {"@type": "GeoCoordinates", "latitude": 45.1106, "longitude": 2.8693}
    assert (spot["name"], spot["geo"]["latitude"]) == ("Le rocher de <Bonnevie>", 45.11)
    assert spot["containedInPlace"]["name"] == "Murat"


def test_the_posts_are_a_valid_collection_of_features(site: Site) -> None:
    found = geojson.loads(site.text("posts.geojson"))
    assert found.errors() == []
    features = {feature.properties["title"]: feature for feature in found.features}
    assert list(features) == ["Partout", "Ruynes", "Neuveglise", "Murat", "Bonjour"]
    assert features["Murat"].geometry == geojson.Point((2.87, 45.11))
    assert features["Murat"].properties["place"] == "Le rocher de <Bonnevie>"
    assert features["Ruynes"].properties["communes"][0] == {"insee": "15168", "name": "Ruynes-en-Margeride"}
    assert features["Partout"].geometry is None


@pytest.mark.parametrize("text", ["[]", "1", '""', "null", "{}", '{"departments": []}', "[" * 100_000, "x"])
def test_a_territory_that_is_none_is_an_error_of_the_settings(text: str, tmp_path: Path) -> None:
    (tmp_path / "territory.json").write_text(text, encoding="utf-8")
    settings = {"TERRITORY_FILE": str(tmp_path / "territory.json"), **PLAIN}
    with pytest.raises(SettingError, match=r"territory\.json"):
        build(copy_site("minimal", tmp_path), tmp_path, **settings)


def test_planes_are_in_kilometres() -> None:
    index = load_communes(AUVERGNE)
    one, other = index.by_code["63113"].point, index.by_code["43157"].point
    assert one
    assert other
    plane = atlas_of(index).sheet(MAP).plane
    (x0, y0), (x1, y1) = plane(one), plane(other)
    assert hypot(x1 - x0, y1 - y0) == pytest.approx(distance(one, other), rel=0.01)
