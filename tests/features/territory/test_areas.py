"""What the page of an area says of itself."""

from __future__ import annotations

import itertools
import re
from math import hypot
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from placette.engine.base.geography import Outline, Point, distance, lambert93, plane_for, simplify, simplify_line
from placette.engine.base.translation import load_catalogue
from placette.engine.content.communes import Commune, CommuneIndex, load_communes
from placette.engine.rendering.features import Site
from placette.engine.rendering.views import PlaceView
from placette.features.territory import areas
from placette.features.territory.areas import WindowContent, at_place, coverage_sentence
from placette.features.territory.place_maps import place_map, spots_on
from placette.features.territory.topology import make_contours
from placette.features.territory.views import PlaceMapView
from tests.fixture_communes import index_communes
from tests.fixture_site import ROOT, build, copy_site, only, write_file
from tests.fixture_site import Site as Built


def square(middle: Point) -> Outline:
    """The shape of a commune with that point, a thousandth of a degree across, against the clock."""
    (south, west), half = middle, 0.0005
    return (
        (
            (south - half, west - half),
            (south - half, west + half),
            (south + half, west + half),
            (south + half, west - half),
        ),
    )


def site_of(number: int) -> tuple[Site, WindowContent]:
    """Return so many communes in a heap, one far off, all on the map but the last, whose place is unknown."""
    points = [*((45.0 + at / 1000, 3.0) for at in range(number)), (46.5, 4.5), None]
    communes = [
        Commune(f"63{at:03}", f"Commune {at}", "63", "Puy-de-Dôme", 0, "", "", at, point)
        for at, point in enumerate(points, 1)
    ]
    index = index_communes(communes)
    shapes = {one.code: square(one.point) for one in communes if one.point}
    index = CommuneIndex(index.by_code, index.departments, contours=make_contours(shapes, fineness=0))
    site = SimpleNamespace(build=SimpleNamespace(communes=index), kept={}, words=load_catalogue("en"))
    pinned = tuple((PlaceView(one.code, one.name, one.name, f"/{one.code}/"), 1) for one in communes)
    return cast(Site, site), WindowContent("", pinned)


def drawn(number: int) -> PlaceMapView:
    site, window = site_of(number)
    found = place_map(window, "The map", site)
    assert found
    return found


def test_up_to_a_dozen_communes_are_listed_for_their_pill() -> None:
    (pin,) = (pin for pin in drawn(12).narrow.pins if pin.badge)
    (listed,) = (cluster for cluster in drawn(12).clusters if f"#{cluster.id}" == pin.url)
    assert len(listed.places) == int(pin.badge[1:]) + 1 == 12


def test_more_of_them_are_in_the_list_of_their_departement() -> None:
    whole = drawn(80)
    assert [pin.url for pin in whole.narrow.pins if len(pin.badge) > 2] == ["#list-63"]
    assert all(len(cluster.places) <= 12 for cluster in whole.clusters)


def test_what_finds_a_place_on_the_map_is_told_from_what_does_not() -> None:
    site, window = site_of(3)
    assert [spot.code for spot in spots_on(window, site)] == ["63001", "63002", "63003", "63004"]


@pytest.mark.parametrize(
    ("lang", "number", "told", "says"),
    [
        ("fr", 31, 0, "31 communes de ce site\u202f; personne n’a encore écrit sur elles."),
        ("fr", 31, 1, "31 communes de ce site\u202f; on a écrit sur 1 d’entre elles."),
        ("fr", 31, 2, "31 communes de ce site\u202f; on a écrit sur 2 d’entre elles."),
        ("fr", 1, 1, ""),
        ("en", 31, 0, "31 communes of this site; none has a page here yet."),
        ("en", 31, 1, "31 communes of this site; 1 has a page here."),
        ("en", 31, 2, "31 communes of this site; 2 of them have a page here."),
    ],
)
def test_communes_that_are_told_of_are_counted_in_sentences(lang: str, number: int, told: int, says: str) -> None:
    assert coverage_sentence(number, told, load_catalogue(lang)) == says


AUVERGNE = ROOT / "territory.json"


class CountedLine(tuple[Point, ...]):
    """A line that counts how often a corner of it is looked at."""

    __slots__ = ()
    looks = itertools.count()

    def __getitem__(self, at: Any) -> Any:
        next(self.looks)
        return super().__getitem__(at)


def test_a_comb_is_simplified_in_parts_for_it_would_take_the_square_of_its_corners() -> None:
    comb = CountedLine((at / 10, float(at % 2)) for at in range(3000))
    assert len(simplify_line(comb, 0.5)) > 2900
    assert 3000 < next(comb.looks) < 2 * 3000 * 600


def test_simplifying_keeps_every_point_within_reach() -> None:
    ring = tuple((float(x), abs(x - 50) / 10 + (x % 3) / 10) for x in range(101))
    kept = simplify(ring, 0.5)
    assert len(kept) < 10
    assert kept[0] == ring[0]
    assert all(min(_to_line(p, a, b) for a, b in zip(kept, (*kept[1:], kept[0]), strict=True)) <= 0.5 for p in ring)


def _to_line(point: tuple[float, float], one: tuple[float, float], other: tuple[float, float]) -> float:
    width, height = other[0] - one[0], other[1] - one[1]
    part = ((point[0] - one[0]) * width + (point[1] - one[1]) * height) / (width**2 + height**2)
    part = max(0.0, min(1.0, part))
    return hypot(point[0] - one[0] - part * width, point[1] - one[1] - part * height)


def test_lambert_93_is_the_legal_map() -> None:
    x, y = lambert93((46.5, 3.0))  # its origin
    assert (round(x, 3), round(y, 3)) == (700.0, -6600.0)
    x, y = lambert93((48.85837, 2.294481))  # the Eiffel tower stands at 648,237 m and 6,862,271 m
    assert (x, y) == pytest.approx((648.237, -6862.271), abs=0.02)


def test_overseas_territories_have_a_plane_of_their_own() -> None:
    plane = plane_for([(-20.9, 55.4), (-21.3, 55.6)])
    one, other = plane((-20.9, 55.4)), plane((-21.3, 55.6))
    assert hypot(one[0] - other[0], one[1] - other[1]) == pytest.approx(
        distance((-20.9, 55.4), (-21.3, 55.6)), rel=0.01
    )
    assert other[1] > one[1]  # the south is below


def test_nothing_is_known_of_an_empty_territory() -> None:
    assert CommuneIndex().limits is None


def test_a_name_may_be_typed_with_any_apostrophe() -> None:
    index = load_communes(AUVERGNE)
    for written in ("Val d'Arcomie", "val d’arcomie", "VAL DʼARCOMIE"):
        (found,) = index.find(written)
        assert (found.code, found.name) == ("15108", "Val d’Arcomie")
    assert "CC du Pays d’Huriel" in {area.name for area in index.epcis.values()}


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


def test_a_commune_shows_its_posts_and_its_people(kitchen_sink: Built) -> None:
    assert kitchen_sink.texts_of(CLERMONT, "h1") == ["Clermont-Ferrand"]
    assert "The wash-house" in kitchen_sink.texts_of(CLERMONT, ".h-entry .p-name")
    assert "Léa Montel" in [name.replace("\u00a0", " ") for name in kitchen_sink.texts_of(CLERMONT, ".person__name")]
    assert kitchen_sink.texts_of(AURILLAC, ".person__name") == []
    description = only(kitchen_sink.page(AURILLAC), "meta[name=description]").attributes["content"]
    assert str(description).endswith("à Aurillac.")


def test_only_places_that_have_something_have_a_page(kitchen_sink: Built) -> None:
    folders = {path.split("/")[1] for path in kitchen_sink.files() if path.startswith("communes/")}
    assert folders == {"index.html", "15014-aurillac", "63113-clermont-ferrand"}
    assert kitchen_sink.texts_of("communes/", ".section-heading__title") == ["Cantal", "Puy-de-Dôme"]
    assert kitchen_sink.texts_of("communes/", ".places li > :first-child") == ["Aurillac", "Clermont-Ferrand"]
    assert kitchen_sink.texts_of("communes/", ".term-index a") == [
        "Communauté d’agglomération du Bassin d’Aurillac",
        "Clermont Auvergne Métropole",
    ]
    assert "feeds/communes/15014-aurillac.atom.xml" in kitchen_sink.files()


@pytest.mark.whole
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


@pytest.mark.whole
def test_of_very_many_communes_the_map_lists_departements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(areas, "MOST_LISTED", 2)
    content = copy_site("minimal", tmp_path)
    for code in ("15138", "15168"):
        path = content / f"articles/2026/billet-{code}/index.md"
        write_file(path, TEXT.format(code=code))
    site = build(content, tmp_path, SHARING_CARDS=False, PICTURES_ON_PAGES=False)
    page = site.page("carte/")
    assert page.css(".by-area .places") == page.css(".unplaced") == []
    assert [link.attributes["href"] for link in page.css(".by-area__name a")] == [
        "/departements/15-cantal/",
        "/departements/63-puy-de-dome/",
    ]
    assert (
        site.texts_of("carte/", ".by-area .meta")[0] == "250 communes de ce site\u202f; on a écrit sur 2 d’entre elles."
    )
    for index in ("communes/", "departements/15-cantal/"):
        links = {link.attributes["href"] for link in site.page(index).css("a")}
        assert {"/communes/15138-murat/", "/communes/15168-ruynes-en-margeride/"} <= links
