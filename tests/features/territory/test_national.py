"""The list of all communes: nothing is lost on the way into its file, and it makes the demonstration's territory."""

from __future__ import annotations

import json
import lzma
import random
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from placette.engine.base.geography import contains
from placette.engine.content.communes import Former, TownHall, load_communes
from placette.features.territory import national
from placette.features.territory.making import make_territory
from placette.features.territory.topology import make_contours
from tests.features.territory.fixture_territories import choice_of, the_france
from tests.fixture_site import ROOT
from tests.tools.territory.contours import pack_contours
from tests.tools.territory.france_tasks import SOURCES as SOURCE_TEXTS
from tests.tools.territory.france_tasks import render_france
from tests.tools.territory.packages import (
    COMMUNES,
    DEPARTMENTS,
    LISTS,
    REGIONS,
    SHAPES,
    commune,
    epci,
    square,
)

AUVERGNE = ROOT / "territory.json"
SOURCES = {name: text.format(year=2026, shapes="1.1.0", day="2026-10-06") for name, text in SOURCE_TEXTS.items()}
POINTS = {"63263": (45.78512, 3.01001)}
HALLS = {"63263": TownHall("1 place de l’Église", "", "https://www.example.fr")}
SMALL = national.France(2026, LISTS, POINTS, {"63263": 830}, HALLS, make_contours(SHAPES), SOURCES)


def made(**choice: set[str]) -> dict[str, Any]:
    wanted = national.Choice(**{key: frozenset(codes) for key, codes in choice.items()})
    return national.make_reference(SMALL, wanted)


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
        ["63263", "Orcines", 1, 246300701, "63870", 3466, 45.7851, 3.01],
    ]
    assert found["departments"] == {"63": ["Puy-de-Dôme", 2], "2A": ["Corse-du-Sud", 3]}
    assert found["epci"] == {"200070407": "CA Agglo Pays d'Issoire", "246300701": "Clermont Auvergne Métropole"}
    assert found["halls"] == {"63263": ["1 place de l’Église", "", "https://www.example.fr"]}
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
    later = replace(SMALL, lists=replace(LISTS, communes=merged))
    after = national.make_reference(later, national.Choice(departments=frozenset({"63"})), before)
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
    line = '["63263","Orcines",1,246300701,"63870",3466,45.7851,3.01]'
    assert [found for found in text.splitlines() if "Orcines" in found] == [line]
    (tmp_path / "territory.json").write_text(text, encoding="utf-8")
    index = load_communes(tmp_path / "territory.json")
    (ajaccio,), (orcines,) = index.find("ajaccio"), index.find("63263")
    assert (ajaccio.department, ajaccio.epci, ajaccio.point) == ("Corse-du-Sud", "", None)
    assert (orcines.epci, orcines.postal_codes, orcines.point) == ("246300701", "63870", (45.7851, 3.01))
    assert index.halls == HALLS
    assert Former("63068", "Bonnette", "63244") in index.former
    assert [commune.code for commune in index.successors("bonnette")] == ["63244"]
    assert index.limits == (orcines.point, orcines.point)


def test_communes_that_lie_far_apart_have_their_departements_round_them(france: national.France) -> None:
    found = make_territory(france, choice_of("71176", "45053", "58214"))["contours"]
    assert sorted(found) == ["45", "45053", "58", "58214", "71", "71176"]


ARRONDISSEMENTS = [
    commune("69123", "Lyon", "69", codesPostaux=["69001"], population=520774),
    *(
        commune(
            f"6938{at}", f"Lyon {at}e Arrondissement", "69", "arrondissement-municipal", chefLieu="69123", population=9
        )
        for at in (1, 2)
    ),
    commune("69266", "Villeurbanne", "69"),
]
LYON = replace(
    SMALL,
    lists=national.Lists(
        ARRONDISSEMENTS, [{"code": "69", "nom": "Rhône", "typeLiaison": 2}], [epci("2", "M", "69123")]
    ),
    contours=make_contours({"69381": square(45.7, 4.8), "69382": square(45.7, 4.9), "69266": square(45.7, 5.0)}),
    points={},
)


def test_arrondissements_take_the_place_of_their_commune_where_they_are_wanted(tmp_path: Path) -> None:
    back = national.load_france(written(tmp_path, LYON))
    for france in (LYON, back):
        whole = make_territory(france, national.Choice(departments=frozenset({"69"})))
        assert [row[0] for row in whole["communes"]] == ["69123", "69266"]
        assert sorted(whole["contours"]) == ["69123", "69266"], "the city is its arrondissements together"
        parts = national.Choice(frozenset({"69"}), communes=frozenset({"69381", "69382"}))
        split = make_territory(france, parts)
        assert [(row[0], row[3], row[5]) for row in split["communes"]] == [
            ("69266", 0, 0),
            ("69381", 2, 9),
            ("69382", 2, 9),
        ]
        assert sorted(split["contours"]) == ["69266", "69381", "69382"]


def test_a_small_territory_has_the_communes_round_it_and_a_large_one_its_neighbours(
    france: national.France,
) -> None:
    for code, alone in (("56006", False), ("63", True)):
        territory = make_territory(france, choice_of(code))
        contours = territory["contours"].items()
        arcs = {code: {max(arc, ~arc) for ring in rings for arc in ring} for code, rings in contours}
        here = {row[0] for row in territory["communes"]}
        arcs_here = set[int]().union(*(arcs[code] for code in here))
        beyond = arcs.keys() - here
        neighbours = {code for code in beyond if arcs[code] & arcs_here}
        assert 3 < len(neighbours) < 150
        assert (neighbours == beyond) is alone


def test_the_demonstrations_points_lie_in_their_communes() -> None:
    index = load_communes(AUVERGNE)
    points = {code: commune.point for code, commune in index.by_code.items() if commune.point}
    assert sum(contains(index.contours.shape(code), point) for code, point in points.items()) > 0.99 * len(points)


KEPT = ("code", "nom", "type", "typeLiaison", "codesPostaux", "population", "anciensCodes", "chefLieu")


@pytest.fixture(scope="module")
def france() -> national.France:
    return the_france()


def written(folder: Path, france: national.France) -> Path:
    (folder / "contours.xz").write_bytes(pack_contours(france.contours))
    (folder / "france.json.xz").write_bytes(render_france(france))
    return folder / "france.json.xz"


def test_a_list_reads_back_as_it_was(tmp_path: Path) -> None:
    back = national.load_france(written(tmp_path, SMALL))
    assert (back.year, back.heights, back.halls, back.sources) == (2026, SMALL.heights, HALLS, SOURCES)
    assert back.points["63263"] == pytest.approx(POINTS["63263"], abs=5e-5)
    assert back.contours.outline(SHAPES) == SMALL.contours.outline(SHAPES)
    assert back.lists.departments == DEPARTMENTS
    assert back.lists.regions == REGIONS
    assert back.lists.epcis == LISTS.epcis
    before = [{key: item[key] for key in KEPT if item.get(key)} for item in LISTS.communes]
    after = [{key: item[key] for key in KEPT if item.get(key)} for item in back.lists.communes]
    assert sorted(map(repr, after)) == sorted(map(repr, before))


def test_a_commune_of_no_epci_stays_alone(tmp_path: Path) -> None:
    lists = national.Lists(
        [commune("29155", "Ouessant", "29"), commune("29019", "Brest", "29")], [], [epci("1", "A", "29019")]
    )
    back = national.load_france(written(tmp_path, replace(SMALL, lists=lists)))
    assert back.lists.epcis == [epci("1", "A", "29019")]


@pytest.mark.parametrize(
    "data", [b"", b"no archive", lzma.compress(b"{}"), lzma.compress(b'{"year": 1'), render_france(SMALL)[:-9]]
)
def test_a_file_that_is_not_whole_is_refused(data: bytes, tmp_path: Path) -> None:
    written(tmp_path, SMALL).write_bytes(data)
    with pytest.raises(ValueError, match=r"xz|Expecting|delimiter"):
        national.load_france(tmp_path / "france.json.xz")


def test_all_of_france_is_there_and_light(france: national.France) -> None:
    today = [item for item in france.lists.communes if item["type"] == "commune-actuelle"]
    assert (len(today), len(france.lists.epcis), len(france.lists.departments)) == (34_969, 1_255, 109)
    assert len({item["code"] for item in today}) == len(today)
    assert sum(item["population"] for item in today) > 67_000_000
    assert len(france.points.keys() & {item["code"] for item in today}) == 34_871
    assert len(france.halls) > 34_000
    assert not re.search(r"^0[67]", "\n".join(hall.telephone for hall in france.halls.values()), re.MULTILINE)
    assert national.FRANCE.stat().st_size < 1_400_000


def test_every_commune_has_its_shape_but_those_that_nobody_knows(france: national.France) -> None:
    codes = {item["code"] for item in france.lists.communes if item["type"] != "commune-deleguee"}
    assert len(france.contours.rings.keys() & codes) == 34_913, "and the arrondissements of three cities"
    assert national.SHAPES.stat().st_size < 1_600_000
    chance = random.Random(5)
    for code in chance.sample(sorted(france.contours.rings), 400):
        if code in france.points:
            assert contains(france.contours.shape(code), france.points[code]), code
    used = Counter(number for rings in france.contours.rings.values() for ring in rings for number in ring)
    assert max(used.values()) == 1, "no line is used twice the same way"
    alone = [number for number in used if ~number not in used]
    assert len(alone) < 0.02 * len(france.contours.lines), "coasts and borders of the country"


def test_the_demonstrations_territory_comes_out_of_it_byte_for_byte(france: national.France) -> None:
    text = (ROOT / "territory.json").read_text(encoding="utf-8")
    choice = national.Choice(departments=frozenset({"03", "15", "43", "63"}))
    assert national.render_reference(make_territory(france, choice, json.loads(text))) == text
