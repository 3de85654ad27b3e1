"""Places are shown in their true shape where their authority gave it, and else where their points lie."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.features.territory.fixture_territories import write_epci, write_redon, write_village
from tests.fixture_site import Site, build, copy_site

PLAIN = {"SHARING_CARDS": False, "IMAGES_LANDSCAPES": False, "MAP_URL": "carte/"}
REDON, SAINT_NICOLAS = "communes/35236-redon/", "communes/44185-saint-nicolas-de-redon/"
AREA = "intercommunalites/243500741-ca-redon-agglomeration/"
WALK = (
    "---\ntitle: Berges\nsummary: Au bord de l’eau.\ndate: 2026-05-02\nauthors: [lea]\ncommune: 35236\n"
    "steps:\n  - Le quai (47.665, -2.03)\n  - Le pont (47.635, -1.97)\n---\n"
)
TEXT = "---\ntitle: {title}\ndate: 2026-05-02\nauthors: [lea]\ncategory: Nature\ncommune: {commune}\n---\nDu texte.\n"


def redon(folder: Path, *, shaped: bool) -> Site:
    """A site of the intercommunalité with two texts about two communes, and one about a third."""
    content = copy_site("minimal", folder)
    texts = (("lavoir", "35236"), ("ecluse", "44185"), ("halles", "35236"), ("allaire", "56001"))
    for slug, commune in texts:
        path = content / f"articles/2026/{slug}/index.md"
        path.parent.mkdir()
        path.write_text(TEXT.format(title=slug.title(), commune=commune), encoding="utf-8")
    (content / "walks").mkdir()
    (content / "walks/berges.md").write_text(WALK, encoding="utf-8")
    first = content / "articles/2026/bonjour/index.md"
    first.write_text(first.read_text(encoding="utf-8").replace("63113", "35236"), encoding="utf-8")
    for profile in content.glob("authors/*"):
        for text in [profile] if profile.is_file() else profile.glob("*.md"):
            text.write_text(text.read_text(encoding="utf-8").replace("63113", "35236"), encoding="utf-8")
    settings = PLAIN if shaped else PLAIN | {"MAP_URL": ""}  # the drawing of its départements holds too few of them
    return build(content, folder, **settings, TERRITORY_FILE=write_redon(folder, shaped=shaped))


@pytest.fixture(scope="module")
def shaped(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return redon(tmp_path_factory.mktemp("shaped"), shaped=True)


@pytest.fixture(scope="module")
def unshaped(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return redon(tmp_path_factory.mktemp("unshaped"), shaped=False)


def count(site: Site, path: str, selector: str) -> int:
    return len(site.page(path).css(f".terrain__sheet--wide {selector}"))


def test_a_commune_is_filled_in_the_outline_of_its_intercommunalite(shaped: Site) -> None:
    assert count(shaped, REDON, ".terrain__area") == 1, "one outline round all members"
    assert count(shaped, REDON, ".terrain__here") == 1
    assert count(shaped, REDON, ".terrain__border") == 1
    assert count(shaped, REDON, ".terrain__river") == 1
    assert shaped.texts_of(REDON, ".terrain__sheet--wide .terrain__name--river") == ["la Vilaine"]
    assert shaped.texts_of(REDON, ".terrain__sheet--narrow .terrain__name--river") == []
    assert count(shaped, REDON, "circle[r='2.5']") == 0, "a shape says where it is: no point is needed"
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


def test_the_map_of_a_commune_counts_no_posts_of_its_neighbours(shaped: Site) -> None:
    """Each new post would change the pages of all the others."""
    labels = [pin.attributes["aria-label"] for pin in shaped.page(SAINT_NICOLAS).css(".terrain__sheet--wide a.pin")]
    assert sorted(map(str, labels)) == ["Allaire", "Redon"]
    assert shaped.page(SAINT_NICOLAS).css(".pin__badge") == []
    assert shaped.texts_of(AREA, ".terrain__sheet--wide .pin__badge") == ["3"]


def test_a_walk_shows_the_rivers_of_the_territory_and_says_their_names(shaped: Site, unshaped: Site) -> None:
    walk = "balades/berges/"
    (river,) = shaped.page(walk).css(".walk-map__drawing .walk-map__river")
    assert str(river.attributes["d"]).startswith("M")
    assert shaped.texts_of(walk, ".walk-map__water") == ["la Vilaine"]
    assert shaped.texts_of(walk, ".walk-map figcaption")[0].endswith("Cours d’eau\u00a0: la Vilaine.")
    assert len(shaped.page(f"{walk}depliant/").css(".walk-map__river")) == 1
    assert unshaped.page(walk).css(".walk-map__river, .walk-map__water") == []
    assert "Cours d’eau" not in unshaped.text(f"{walk}index.html")


def test_an_intercommunalite_of_three_departements_names_them_above_and_lists_no_others(shaped: Site) -> None:
    assert shaped.texts_of(AREA, ".bearings__link") == [
        "Ille-et-Vilaine",
        "Loire-Atlantique",
        "Morbihan",
    ]
    assert "Intercommunalités" not in shaped.texts_of(AREA, "h3")
    department = "departements/35-ille-et-vilaine/"
    assert shaped.page(department).css(".bearings__link") == []
    assert shaped.texts_of(department, ".around__heading") == ["Intercommunalités"]


def test_the_map_joins_the_shapes_of_each_departement_and_names_them(shaped: Site) -> None:
    assert count(shaped, "carte/", ".terrain__area") == 3
    named = shaped.texts_of("carte/", ".terrain__sheet--wide .terrain__name--area")
    assert set(named) <= {"Ille-et-Vilaine", "Loire-Atlantique", "Morbihan"}
    assert named
    assert shaped.page("carte/").css(".unplaced") == []


def test_without_shapes_the_members_that_are_known_lie_on_the_land(unshaped: Site) -> None:
    assert count(unshaped, REDON, ".terrain__here, .terrain__river") == 0
    assert count(unshaped, REDON, ".terrain__area") >= 1
    assert count(unshaped, REDON, ".terrain__border") == 1, "what parts the départements"
    assert count(unshaped, REDON, ".pin--here") == 1
    points = count(unshaped, REDON, "circle[r='2.5']")
    known = json.loads((unshaped.output.parent / "redon.json").read_text(encoding="utf-8"))["communes"]
    assert 5 < points <= sum(len(row) > 6 for row in known) < len(known), "those that nobody knows of aren't made up"
    assert count(unshaped, REDON, ".terrain__scale") == 1


def test_a_small_territory_fills_its_map(tmp_path: Path) -> None:
    content = copy_site("minimal", tmp_path)
    first = content / "articles/2026/bonjour/index.md"
    first.write_text(first.read_text(encoding="utf-8").replace('"63113"', "[43157, 43048]"), encoding="utf-8")
    profiles = [path for path in content.rglob("*.md") if "63113" in path.read_text(encoding="utf-8")]
    for path in profiles:
        path.write_text(path.read_text(encoding="utf-8").replace("63113", "43157"), encoding="utf-8")
    site = build(content, tmp_path, **PLAIN, TERRITORY_FILE=write_epci(tmp_path, "200073419"))
    pins = site.page("carte/").css(".terrain__sheet--wide a.pin .pin__dot")
    across = [float(str(dot.attributes["cx"])) for dot in pins]
    down = [float(str(dot.attributes["cy"])) for dot in pins]
    assert max(across) - min(across) + max(down) - min(down) > 300, "not a heap in the middle of three départements"


def test_a_village_whose_contour_is_known_shows_it(tmp_path: Path) -> None:
    content = copy_site("minimal", tmp_path)
    for path in content.rglob("*.md"):
        path.write_text(path.read_text(encoding="utf-8").replace("63113", "56006"), encoding="utf-8")
    site = build(content, tmp_path, **PLAIN, TERRITORY_FILE=write_village(tmp_path))
    page = "communes/56006-augan/"
    assert count(site, page, ".terrain__here") == 1
    assert site.page(page).css(".pin, .terrain__name") == []
    assert site.page(page).css(".locator") == []
