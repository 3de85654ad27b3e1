"""Places are shown in their true shape, named where there is room, and not at all where there are too few."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from placette.engine.base.geography import Outline, Point
from placette.engine.content.communes import Area, AreaKind, Commune, CommuneIndex
from placette.engine.rendering.features import Site
from placette.features.posts import Article
from placette.features.territory.frames import BESIDE, make_atlas
from placette.features.territory.maps import text_width
from placette.features.territory.place_maps import locator_map_of
from placette.features.territory.topology import make_contours
from placette.features.territory.views import LocatorMapView
from tests.features.territory.fixture_territories import choice_of, write_territory
from tests.fixture_site import Site as Built
from tests.fixture_site import build, copy_site, write_file

PLAIN = {"SHARING_CARDS": False, "PICTURES_ON_PAGES": False, "MAP_URL": "carte/"}
REDON, SAINT_NICOLAS = "communes/35236-redon/", "communes/44185-saint-nicolas-de-redon/"
EPCI = "243500741"  # redon Agglomération: 31 communes of three départements, two régions
AREA = "intercommunalites/243500741-ca-redon-agglomeration/"
WALK = (
    "---\ntitle: Berges\nsummary: Au bord de l’eau.\ndate: 2026-05-02\nauthors: [lea]\ncommune: 35236\n"
    "steps:\n  - Le quai (47.665, -2.03)\n  - Le pont (47.635, -1.97)\n---\n"
)
TEXT = "---\ntitle: {title}\ndate: 2026-05-02\nauthors: [lea]\ncategory: Nature\ncommune: {commune}\n---\nDu texte.\n"


def redon(folder: Path) -> Built:
    """A site of the intercommunalité with two texts about two communes, and one about a third."""
    content = copy_site("minimal", folder)
    texts = (("lavoir", "35236"), ("ecluse", "44185"), ("halles", "35236"), ("allaire", "56001"))
    for slug, commune in texts:
        write_file(content / f"articles/2026/{slug}/index.md", TEXT.format(title=slug.title(), commune=commune))
    write_file(content / "walks/berges.md", WALK)
    first = content / "articles/2026/bonjour/index.md"
    first.write_text(first.read_text(encoding="utf-8").replace("63113", "35236"), encoding="utf-8")
    for profile in content.glob("authors/*"):
        for text in [profile] if profile.is_file() else profile.glob("*.md"):
            text.write_text(text.read_text(encoding="utf-8").replace("63113", "35236"), encoding="utf-8")
    return build(content, folder, **PLAIN, TERRITORY_FILE=write_territory(folder, choice_of(EPCI)))


@pytest.fixture(scope="module")
def shaped(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return redon(tmp_path_factory.mktemp("shaped"))


def count(site: Built, path: str, selector: str) -> int:
    return len(site.page(path).css(f".terrain__sheet--wide {selector}"))


@pytest.mark.whole
def test_a_commune_is_filled_in_the_outline_of_its_intercommunalite(shaped: Built) -> None:
    assert count(shaped, REDON, ".terrain__area") == 1, "one outline round all members"
    assert count(shaped, REDON, ".terrain__here") == 1
    assert count(shaped, REDON, ".terrain__border") == 1
    assert count(shaped, REDON, ".terrain__written") == count(shaped, REDON, ".terrain__around") == 1
    assert count(shaped, REDON, ".terrain__parting") == 1, "it has communes of three départements"
    pins = [pin.attributes["href"] for pin in shaped.page(REDON).css(".terrain__sheet--wide a.pin")]
    assert sorted(map(str, pins)) == [f"/{SAINT_NICOLAS}", "/communes/56001-allaire/"]
    names = shaped.texts_of(REDON, ".terrain__sheet--wide .terrain__name--member")
    assert len(names) > 8
    assert not {"Redon", "Allaire"} & set(names)
    assert count(shaped, AREA, ".terrain__here") == 0
    assert (
        len(shaped.text(f"{REDON}index.html")) - len(re.sub(r' d="[^"]*"', "", shaped.text(f"{REDON}index.html")))
        < 16_000
    )


@pytest.mark.whole
def test_the_map_of_a_commune_counts_no_posts_of_its_neighbours(shaped: Built) -> None:
    """Each new post would change the pages of all the others."""
    labels = [pin.attributes["aria-label"] for pin in shaped.page(SAINT_NICOLAS).css(".terrain__sheet--wide a.pin")]
    assert sorted(map(str, labels)) == ["Allaire", "Redon"]
    assert shaped.page(SAINT_NICOLAS).css(".pin__badge") == []


@pytest.mark.whole
def test_an_intercommunalite_of_three_departements_names_them_above_and_lists_no_others(shaped: Built) -> None:
    assert shaped.texts_of(AREA, ".bearings__link") == [
        "Ille-et-Vilaine",
        "Loire-Atlantique",
        "Morbihan",
    ]
    assert "Intercommunalités" not in shaped.texts_of(AREA, "h3")
    department = "departements/35-ille-et-vilaine/"
    assert shaped.page(department).css(".bearings__link") == []
    assert shaped.texts_of(department, ".around__heading") == ["Intercommunalités"]


def site_about(folder: Path, *codes: str, **settings: Any) -> Built:
    """A small site with a post about each of these communes, in their territory."""
    content = copy_site("minimal", folder)
    for path in content.rglob("*.md"):
        path.write_text(path.read_text(encoding="utf-8").replace("63113", codes[0]), encoding="utf-8")
    for code in codes:
        path = content / f"articles/2026/billet-{code.lower()}/index.md"
        write_file(path, TEXT.format(title=f"Billet {code}", commune=f'"{code}"'))
    return build(content, folder, **{**PLAIN, "TERRITORY_FILE": write_territory(folder, choice_of(*codes)), **settings})


PLACES = {
    "Belle-Île": ("56009", "56114", "56152", "56241"),
    "Lyon": tuple(f"6938{at}" for at in range(1, 10)),
    "Guyane": ("97302", "97304", "97311", "97308"),
    "a canal": ("71176", "18033", "58214", "45053"),
}


@pytest.mark.whole
@pytest.mark.parametrize("codes", PLACES.values(), ids=PLACES)
def test_every_place_has_a_map_that_names_its_communes_and_nothing_covers_a_name(
    codes: tuple[str, ...], tmp_path: Path
) -> None:
    site = site_about(tmp_path, *codes)
    page = site.page("carte/")
    shown = page.css(".terrain__sheet--wide .pin text:not(.pin__badge)")
    assert len(shown) >= min(len(codes), 3)
    assert count(site, "carte/", ".terrain__area") >= 1
    assert count(site, "carte/", ".terrain__written") == 1
    names = {text.text() for text in page.css(".terrain__sheet--wide .terrain__name")}
    assert not names & {text.text() for text in shown}
    assert "Touchez un nom" in site.text("carte/index.html")


@pytest.mark.whole
@pytest.mark.parametrize("codes", [("56006",), ("43157", "43048")])
def test_a_map_of_fewer_than_three_places_is_not_there_nor_what_leads_to_it(
    codes: tuple[str, ...], tmp_path: Path
) -> None:
    site = site_about(tmp_path, *codes)
    assert site.page("carte/").css(".terrain") == [], "the address stays: it may have been printed"
    assert "Voici les lieux en liste" in site.text("carte/index.html")
    everything = "".join(site.text(path) for path in site.files() if path.endswith(".html") and "plan-" not in path)
    assert "Touchez un nom" not in everything
    assert 'href="/carte/' not in everything
    assert site.page("").css(".map") == []
    page = next(path for path in site.files() if path.startswith(f"communes/{codes[0]}"))
    assert site.page(page.removesuffix("index.html")).css(".terrain, .locator") == []


@pytest.mark.whole
def test_a_territory_whose_shapes_nobody_knows_is_told_in_lists(tmp_path: Path) -> None:
    site = site_about(tmp_path, "97501", "97502")
    assert site.page("carte/").css(".terrain") == []
    assert site.page("communes/97501-miquelon-langlade/").css(".terrain, .locator") == []


LONG = "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson"  # the longest name of a commune of today


def square(south: float, west: float, across: float, down: float) -> Outline:
    return (((south, west), (south, west + across), (south + down, west + across), (south + down, west)),)


def drawing(
    communes: dict[str, tuple[str, Point | None]], codes: tuple[str, ...], spot: Any = None, wide: float = 1.0
) -> LocatorMapView | None:
    """Return the drawing beside a post about these codes on a territory of two areas, one above the other."""
    by_code = {
        code: Commune(code, name, code[:2], f"Area {code[:2]}", 0, "", "", 10, point)
        for code, (name, point) in communes.items()
    }
    areas = {code: Area(AreaKind.DEPARTMENT, code, f"Area {code}") for code in ("15", "63")}
    shapes = {"63": square(46, 3, wide, 1), "15": square(45, 3, wide, 1)}
    first = {code[:2]: code for code in reversed(by_code)}
    contours = make_contours({first[code]: shape for code, shape in shapes.items() if code in first}, fineness=0)
    index = CommuneIndex(by_code, areas, contours=contours)
    build = SimpleNamespace(communes=index)
    site = SimpleNamespace(build=build, kept={}, once=lambda _make: make_atlas(index))
    return locator_map_of(cast(Article, SimpleNamespace(communes=codes, spot=spot)), cast(Site, site))


def drawn(*given: Any, **more: Any) -> LocatorMapView:
    found = drawing(*given, **more)
    assert found
    return found


TWO: dict[str, tuple[str, Point | None]] = {"63001": ("Ambert", (46.5, 3.5)), "15001": (LONG, (45.5, 3.98))}


def test_a_commune_is_named_beside_its_point_and_areas_in_their_middle() -> None:
    found = drawn(TWO, ("63001",))
    assert found.width == BESIDE
    assert found.own
    assert found.land
    assert [(name.kind, name.text) for name in found.names] == [
        ("here", "Ambert"),
        ("area", "Area 63"),
        ("area", "Area 15"),
    ]
    ((x, y),) = found.dots
    assert abs(found.names[0].x - x) < 1
    assert 8 < y - found.names[0].y < 20


@pytest.mark.parametrize("wide", [0.05, 1.0, 20.0])
def test_the_longest_name_stays_in_the_drawing_whatever_the_shape(wide: float) -> None:
    point = (45.5, 3 + wide * 0.98)
    found = drawn(TWO | {"15001": (LONG, point)}, ("15001",), wide=wide)
    name = found.names[0]
    assert name.text.startswith("Saint-Remy-en-Bouz")
    assert name.text.endswith("…")
    half = text_width(name.text, 14) / 2
    assert name.x - half >= 0
    assert name.x + half <= found.width == BESIDE
    assert 10 <= name.y <= found.height <= 1.4 * BESIDE


def test_names_of_several_communes_cover_neither_each_other_nor_their_points() -> None:
    many: dict[str, tuple[str, Point | None]] = {
        f"6300{n}": (f"Commune {n}", (46.5 + n / 50, 3.5 + n / 50)) for n in range(6)
    }
    found = drawn(many, tuple(many))
    assert len(found.dots) == 6
    named = [name for name in found.names if name.kind == "here"]
    assert 1 <= len(named) <= 3
    boxes = [(name.x, name.y - 5, text_width(name.text, 14) / 2) for name in named]
    for x, y, half in boxes:
        assert not any(abs(x - at_x) < half and abs(y - at_y) < 8 for at_x, at_y in found.dots)
    for at, (x, y, half) in enumerate(boxes):
        assert all(abs(x - x2) >= half + half2 - 1 or abs(y - y2) >= 16 for x2, y2, half2 in boxes[at + 1 :])


def test_a_place_of_several_communes_is_named_itself() -> None:
    spot = SimpleNamespace(name="Le pont", point=(46.0, 3.5))
    assert [n.text for n in drawn(TWO, ("63001", "15001"), spot).names if n.kind == "here"] == ["Le pont"]
    assert [n.text for n in drawn(TWO, ("63001",), spot).names if n.kind == "here"] == ["Ambert"]


def test_nothing_is_drawn_where_no_point_is_known_or_the_territory_is_one_commune() -> None:
    assert drawing({"63001": ("Ambert", None), "15001": ("Murat", (45.5, 3.5))}, ("63001",)) is None
    assert drawing({"63001": ("Ambert", (46.5, 3.5))}, ("63001",)) is None


PATH = re.compile(r"-?[\d.]+")
