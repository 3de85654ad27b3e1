"""The list of all communes: nothing is lost on the way into its file, and it makes the demonstration's territory."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from placette.features.territory.making import OwnPlaces, make_territory
from placette.features.territory.national import FRANCE, France, load_france, render_france
from placette.features.territory.reference import Choice, Lists, render_reference
from tests.features.territory.packages import DEPARTMENTS, LISTS, REGIONS, commune, epci
from tests.fixture_site import ROOT

SMALL = France(2026, LISTS, {"63263": (45.78512, 3.01001)}, {"63263": 830}, {"63": (((1.0, 1.5), (2.0, 2.0)),)})
KEPT = ("code", "nom", "type", "typeLiaison", "codesPostaux", "population", "anciensCodes", "chefLieu")


@pytest.fixture(scope="module")
def france() -> France:
    return load_france()


def written(folder: Path, data: bytes) -> Path:
    (folder / "france.json.xz").write_bytes(data)
    return folder / "france.json.xz"


def test_a_list_reads_back_as_it_was(tmp_path: Path) -> None:
    back = load_france(written(tmp_path, render_france(SMALL)))
    assert (back.year, back.points, back.heights) == (2026, SMALL.points, SMALL.heights)
    assert [[list(point) for point in ring] for ring in back.drawing["63"]] == [[[1.0, 1.5], [2.0, 2.0]]]
    assert back.lists.departments == DEPARTMENTS
    assert back.lists.regions == REGIONS
    assert back.lists.epcis == LISTS.epcis
    before = [{key: item[key] for key in KEPT if item.get(key)} for item in LISTS.communes]
    after = [{key: item[key] for key in KEPT if item.get(key)} for item in back.lists.communes]
    assert sorted(map(repr, after)) == sorted(map(repr, before))


def test_the_same_list_gives_the_same_bytes() -> None:
    assert render_france(SMALL) == render_france(SMALL)


def test_a_commune_of_no_epci_stays_alone(tmp_path: Path) -> None:
    lists = Lists([commune("29155", "Ouessant", "29"), commune("29019", "Brest", "29")], [], [epci("1", "A", "29019")])
    back = load_france(written(tmp_path, render_france(France(2026, lists, {}, {}, {}))))
    assert back.lists.epcis == [epci("1", "A", "29019")]


@pytest.mark.parametrize(
    "data", [b"", b"no archive", lzma.compress(b"{}"), lzma.compress(b'{"year": 1'), render_france(SMALL)[:-9]]
)
def test_a_file_that_is_not_whole_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"xz|Expecting|delimiter"):
        load_france(written(tmp_path, data))


def test_all_of_france_is_there_and_light(france: France) -> None:
    today = [item for item in france.lists.communes if item["type"] == "commune-actuelle"]
    assert (len(today), len(france.lists.epcis), len(france.lists.departments)) == (34_969, 1_255, 109)
    assert len({item["code"] for item in today}) == len(today)
    assert sum(item["population"] for item in today) > 67_000_000
    assert len(france.points) > 14_000
    assert FRANCE.stat().st_size < 600_000
    names = {item["code"]: item["nom"] for item in today}
    assert (names["2A004"], names["35236"], names["97411"]) == ("Ajaccio", "Redon", "Saint-Denis")


def test_the_demonstrations_territory_comes_out_of_it_byte_for_byte(france: France) -> None:
    text = (ROOT / "territory.json").read_text(encoding="utf-8")
    choice = Choice(departments=frozenset({"03", "15", "43", "63"}))
    assert render_reference(make_territory(france, choice, OwnPlaces(), json.loads(text))) == text
