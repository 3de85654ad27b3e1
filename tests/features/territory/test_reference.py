"""The territory's file holds the communes of today, in an order that shows next year's differences."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from placette.engine.library.communes import load_communes, share_inside
from placette.engine.library.models import Former
from placette.features.territory.reference import (
    Choice,
    ReferencePlaces,
    make_reference,
    read_package,
    render_reference,
)
from tests.features.territory.packages import COMMUNES, LISTS, commune, write_lists
from tests.fixture_site import ROOT

AUVERGNE = ROOT / "territory.json"
SQUARE = (((45.0, 2.0), (45.0, 4.0), (46.0, 4.0), (46.0, 2.0)),)
PLACES = ReferencePlaces({"63263": (45.78123456, 3.01)}, {"63": SQUARE, "03": SQUARE}, {})


def made(**choice: set[str]) -> dict[str, Any]:
    return make_reference(LISTS, Choice(**{key: frozenset(codes) for key, codes in choice.items()}), PLACES, 2026)


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
    after = make_reference(replace(LISTS, communes=merged), Choice(departments=frozenset({"63"})), PLACES, 2027, before)
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
    text = render_reference(reference)
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
    reference = make_reference(LISTS, Choice(departments=frozenset({"63"})), places, 2026)
    (tmp_path / "territory.json").write_text(render_reference(reference), encoding="utf-8")
    assert share_inside(load_communes(tmp_path / "territory.json")) == 0.5


def test_a_package_is_read_from_its_folder(tmp_path: Path) -> None:
    assert read_package(write_lists(tmp_path / "package")) == LISTS
    with pytest.raises(OSError, match="communes"):
        read_package(tmp_path / "absent")


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
    assert render_reference(reference) == AUVERGNE.read_text(encoding="utf-8")
    assert AUVERGNE.stat().st_size <= 80_000


def test_the_demonstrations_points_lie_in_their_departements() -> None:
    assert share_inside(load_communes(AUVERGNE)) > 0.99
