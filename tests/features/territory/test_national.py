"""The list of all communes: nothing is lost on the way into its file, and it makes the demonstration's territory."""

from __future__ import annotations

import json
import lzma
import sys
import tarfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from placette.engine.library.communes import load_communes, share_inside
from placette.engine.library.kinds import Former
from placette.features.territory import national
from placette.features.territory.making import OwnPlaces, make_territory
from placette.features.territory.national import FetchError, fetch_package
from tests.features.territory.packages import COMMUNES, DEPARTMENTS, LISTS, REGIONS, commune, epci, write_lists
from tests.fixture_site import ROOT

AUVERGNE = ROOT / "territory.json"
SQUARE = (((45.0, 2.0), (45.0, 4.0), (46.0, 4.0), (46.0, 2.0)),)
PLACES = national.ReferencePlaces({"63263": (45.78123456, 3.01)}, {"63": SQUARE, "03": SQUARE}, {})


def made(**choice: set[str]) -> dict[str, Any]:
    return national.make_reference(
        LISTS, national.Choice(**{key: frozenset(codes) for key, codes in choice.items()}), PLACES, 2026
    )


@pytest.mark.parametrize(
    ("choice", "codes"),
    [
        ({"departments": {"63", "03"}}, ["03003", "63244", "63263"]),
        ({"epcis": {"246300701"}}, ["63263"]),
        ({"communes": {"2A004", "63263"}}, ["2A004", "63263"]),
        ({"epcis": {"246300701"}, "communes": {"03003"}}, ["03003", "63263"]),
        ({"departments": {"974"}}, ["97411"]),
    ],
)
def test_only_the_chosen_communes_of_today_are_kept(choice: dict[str, set[str]], codes: list[str]) -> None:
    assert [row[0] for row in made(**choice)["communes"]] == codes


def test_rows_tell_all_that_pages_need() -> None:
    found = made(departments={"63", "2A"})
    assert found["communes"] == [
        ["2A004", "Ajaccio", 0, 0, "", 76320],
        ["63244", "Nonette-Orsonnette", 0, 200070407, "63340 63500", 0],
        ["63263", "Orcines", 1, 246300701, "63870", 3466, 45.7812, 3.01],
    ]
    assert found["departments"] == {"63": ["Puy-de-Dôme", 2], "2A": ["Corse-du-Sud", 3]}
    assert found["epci"] == {"200070407": "CA Agglo Pays d'Issoire", "246300701": "Clermont Auvergne Métropole"}
    assert list(found["outlines"]) == ["63"]
    assert found["year"] == 2026
    assert "2026, Licence Ouverte" in found["sources"]["communes"]


def test_former_communes_lead_to_those_of_today() -> None:
    assert made(departments={"63"})["former"] == [
        ["63068", "Bonnette", "63244"],
        ["63244", "Nonette", "63244"],
        ["63270", "", "63244"],
    ]


def test_a_new_years_list_remembers_what_the_last_one_knew() -> None:
    before = made(departments={"63"})
    merged = [item for item in COMMUNES if item["code"] not in {"63263", "63244"}]
    merged += [commune("63244", "Nonette", "63", anciensCodes=["63263"])]
    after = national.make_reference(
        replace(LISTS, communes=merged), national.Choice(departments=frozenset({"63"})), PLACES, 2027, before
    )
    assert ["63263", "Orcines", "63244"] in after["former"]  # merged
    assert ["63244", "Nonette-Orsonnette", "63244"] in after["former"]  # renamed
    assert ["63068", "Bonnette", "63244"] in after["former"]  # forgotten by the list, not by us
    assert ["63244", "Nonette", "63244"] not in after["former"]  # is its name again


@pytest.mark.parametrize("choice", [{"departments": {"63", "99"}}, {"epcis": {"99"}}, {"communes": {"99"}}])
def test_what_is_not_on_the_list_is_named(choice: dict[str, set[str]]) -> None:
    with pytest.raises(KeyError, match="99"):
        made(**choice)


def test_the_file_has_one_commune_a_line_and_reads_back(tmp_path: Path) -> None:
    reference = made(departments={"2A", "63"})
    text = national.render_reference(reference)
    assert json.loads(text) == reference
    line = '["63263","Orcines",1,246300701,"63870",3466,45.7812,3.01]'
    assert [found for found in text.splitlines() if "Orcines" in found] == [line]
    (tmp_path / "territory.json").write_text(text, encoding="utf-8")
    index = load_communes(tmp_path / "territory.json")
    (ajaccio,), (orcines,) = index.find("ajaccio"), index.find("63263")
    assert (ajaccio.department, ajaccio.epci, ajaccio.point) == ("Corse-du-Sud", "", None)
    assert (orcines.epci, orcines.postal_codes, orcines.point) == ("246300701", "63870", (45.7812, 3.01))
    assert index.outlines["63"] == SQUARE
    assert Former("63068", "Bonnette", "63244") in index.former
    assert [commune.code for commune in index.successors("bonnette")] == ["63244"]
    assert index.limits == ((45.0, 2.0), (46.0, 4.0))
    assert share_inside(index) == 1


def test_a_point_outside_its_departement_is_noticed(tmp_path: Path) -> None:
    places = replace(PLACES, points={"63263": (48.0, 3.0), "63244": (45.5, 3.0)})
    reference = national.make_reference(LISTS, national.Choice(departments=frozenset({"63"})), places, 2026)
    (tmp_path / "territory.json").write_text(national.render_reference(reference), encoding="utf-8")
    assert share_inside(load_communes(tmp_path / "territory.json")) == 0.5


def test_a_package_is_read_from_its_folder(tmp_path: Path) -> None:
    assert national.read_package(write_lists(tmp_path / "package")) == LISTS
    with pytest.raises(OSError, match="communes"):
        national.read_package(tmp_path / "absent")


def test_the_demonstrations_territory_is_the_former_region() -> None:
    reference = json.loads(AUVERGNE.read_text(encoding="utf-8"))
    rows = reference["communes"]
    assert len(rows) == 1287
    assert rows == sorted(rows)
    codes = {row[0] for row in rows}
    assert len(codes) == len(rows)
    departments = Counter(code[:2] for code in codes)
    assert departments.keys() == reference["departments"].keys() == reference["outlines"].keys()
    assert departments.keys() == {"03", "15", "43", "63"}
    assert len(reference["epci"]) == 46  # 45 have their seat here; three communes are part of one in Saône-et-Loire
    assert {f"{row[3]}" for row in rows} == reference["epci"].keys()
    assert {now for _, _, now in reference["former"]} <= codes
    assert national.render_reference(reference) == AUVERGNE.read_text(encoding="utf-8")
    assert AUVERGNE.stat().st_size <= 80_000


def test_the_demonstrations_points_lie_in_their_departements() -> None:
    assert share_inside(load_communes(AUVERGNE)) > 0.99


SMALL = national.France(
    2026, LISTS, {"63263": (45.78512, 3.01001)}, {"63263": 830}, {"63": (((1.0, 1.5), (2.0, 2.0)),)}
)
KEPT = ("code", "nom", "type", "typeLiaison", "codesPostaux", "population", "anciensCodes", "chefLieu")


@pytest.fixture(scope="module")
def france() -> national.France:
    return national.load_france()


def written(folder: Path, data: bytes) -> Path:
    (folder / "france.json.xz").write_bytes(data)
    return folder / "france.json.xz"


def test_a_list_reads_back_as_it_was(tmp_path: Path) -> None:
    back = national.load_france(written(tmp_path, national.render_france(SMALL)))
    assert (back.year, back.points, back.heights) == (2026, SMALL.points, SMALL.heights)
    assert [[list(point) for point in ring] for ring in back.drawing["63"]] == [[[1.0, 1.5], [2.0, 2.0]]]
    assert back.lists.departments == DEPARTMENTS
    assert back.lists.regions == REGIONS
    assert back.lists.epcis == LISTS.epcis
    before = [{key: item[key] for key in KEPT if item.get(key)} for item in LISTS.communes]
    after = [{key: item[key] for key in KEPT if item.get(key)} for item in back.lists.communes]
    assert sorted(map(repr, after)) == sorted(map(repr, before))


def test_the_same_list_gives_the_same_bytes() -> None:
    assert national.render_france(SMALL) == national.render_france(SMALL)


def test_a_commune_of_no_epci_stays_alone(tmp_path: Path) -> None:
    lists = national.Lists(
        [commune("29155", "Ouessant", "29"), commune("29019", "Brest", "29")], [], [epci("1", "A", "29019")]
    )
    back = national.load_france(written(tmp_path, national.render_france(national.France(2026, lists, {}, {}, {}))))
    assert back.lists.epcis == [epci("1", "A", "29019")]


@pytest.mark.parametrize(
    "data", [b"", b"no archive", lzma.compress(b"{}"), lzma.compress(b'{"year": 1'), national.render_france(SMALL)[:-9]]
)
def test_a_file_that_is_not_whole_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"xz|Expecting|delimiter"):
        national.load_france(written(tmp_path, data))


def test_all_of_france_is_there_and_light(france: national.France) -> None:
    today = [item for item in france.lists.communes if item["type"] == "commune-actuelle"]
    assert (len(today), len(france.lists.epcis), len(france.lists.departments)) == (34_969, 1_255, 109)
    assert len({item["code"] for item in today}) == len(today)
    assert sum(item["population"] for item in today) > 67_000_000
    assert len(france.points) > 14_000
    assert national.FRANCE.stat().st_size < 600_000
    names = {item["code"]: item["nom"] for item in today}
    assert (names["2A004"], names["35236"], names["97411"]) == ("Ajaccio", "Redon", "Saint-Denis")


def test_the_demonstrations_territory_comes_out_of_it_byte_for_byte(france: national.France) -> None:
    text = (ROOT / "territory.json").read_text(encoding="utf-8")
    choice = national.Choice(departments=frozenset({"03", "15", "43", "63"}))
    assert national.render_reference(make_territory(france, choice, OwnPlaces(), json.loads(text))) == text


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="npm is a shell script in these tests")


def put_npm(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An npm of this test's own, the only program there is."""
    npm = folder / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{npm.parent}:/usr/bin:/bin")


@pytest.mark.parametrize("code", ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT"])
def test_a_registry_that_can_not_be_reached_is_no_fault_of_the_package(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_npm(tmp_path, f"echo 'npm error code {code}' >&2; echo 'npm error more' >&2; exit 1", monkeypatch)
    with pytest.raises(FetchError, match=f"No connection.*communes.*{code}"):
        fetch_package(tmp_path / "room", "communes")


def test_any_other_failure_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_npm(tmp_path, "echo 'npm error code E404' >&2; exit 1", monkeypatch)
    with pytest.raises(FetchError, match="could not be fetched: npm error code E404"):
        fetch_package(tmp_path / "room", "communes")


def test_without_npm_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FetchError, match="npm is needed"):
        fetch_package(tmp_path / "room", "communes")


def test_a_package_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "package.json").write_text("{}", encoding="utf-8")
    with tarfile.open(tmp_path / "made.tgz", "w:gz") as archive:
        archive.add(tmp_path / "package", "package")
    put_npm(tmp_path, f"cp '{tmp_path}/made.tgz' communes-1.0.0.tgz", monkeypatch)
    assert (fetch_package(tmp_path / "room", "communes") / "package.json").read_text(encoding="utf-8") == "{}"
