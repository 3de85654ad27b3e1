"""The files of an authority are read with care: an unusable one is refused in plain words, nothing is written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from placette.engine.base.geography import Ring, contains
from placette.engine.content.communes import unpacked
from placette.features.territory import own_data
from placette.features.territory.topology import make_contours

SQUARE = [[2.0, 45.0], [3.0, 45.0], [3.0, 46.0], [2.0, 46.0], [2.0, 45.0]]


def geojson(coordinates: Any, kind: str = "Polygon", **properties: Any) -> str:
    feature = {"properties": properties or {"code": "63113"}, "geometry": {"type": kind, "coordinates": coordinates}}
    return json.dumps({"features": [feature]})


def test_holes_and_parts_are_kept_and_what_is_no_shape_is_passed_over() -> None:
    hole = [[2.4, 45.4], [2.6, 45.4], [2.6, 45.6], [2.4, 45.4]]
    both = json.loads(geojson([SQUARE, hole]))
    both["features"] += [
        None,
        {"geometry": None},
        {"properties": [], "geometry": {"type": "Point", "coordinates": [2, 45]}},
        *json.loads(geojson([[[3.0, 45.0], [3.0, 46.0], [3.0, 45.0]]]))["features"],
    ]
    (outer, inner) = own_data.read_own_shapes(json.dumps(both), "a")["63113"]
    assert contains((outer, inner), (45.2, 2.5))
    assert not contains((outer, inner), (45.45, 2.5))


def test_shells_run_one_way_and_holes_the_other_whichever_way_they_did() -> None:
    hole = [[2.4, 45.4], [2.6, 45.4], [2.6, 45.6], [2.4, 45.4]]
    for ring in (SQUARE, SQUARE[::-1]):
        for inner in (hole, hole[::-1]):
            outer, own = own_data.read_own_shapes(geojson([ring, inner]), "a")["63113"]
            assert outer == ((45.0, 2.0), (45.0, 3.0), (46.0, 3.0), (46.0, 2.0))
            assert own == ((45.4, 2.4), (45.6, 2.6), (45.4, 2.6))


def test_neighbours_of_either_winding_make_one_area_though_one_comes_twice() -> None:
    other = [[3.0, 45.0], [3.0, 46.0], [4.0, 46.0], [4.0, 45.0], [3.0, 45.0]]
    turned = [*SQUARE[2:], *SQUARE[1:3]]
    features = [
        json.loads(geojson([ring], code=code))["features"][0]
        for code, ring in (("63113", SQUARE), ("63263", other), ("63113", turned))
    ]
    read = own_data.read_own_shapes(json.dumps({"features": features}), "a")
    assert own_data.join_shapes([read, read]) == read
    (ring,) = make_contours(read).outline(["63113", "63263"])
    assert set(ring) == {(45.0, 2.0), (45.0, 4.0), (46.0, 4.0), (46.0, 2.0), (45.0, 3.0), (46.0, 3.0)}


@pytest.mark.parametrize(
    ("written", "code"), [(3001, "03001"), ("3001", "03001"), (97411, "97411"), ("2a004", "2A004")]
)
def test_a_code_gets_the_zero_back_that_a_table_lost(written: object, code: str) -> None:
    assert list(own_data.read_own_shapes(geojson([SQUARE], code=written), "a")) == [code]


@pytest.mark.parametrize("code", ["99999999", "MUROL", "246300701", "63", "٦٣١١٣"])
def test_a_code_of_another_kind_is_refused_with_the_number_that_its_feature_has_in_the_file(code: str) -> None:
    odd = json.loads(geojson([SQUARE], code=code))["features"]
    with pytest.raises(own_data.OwnFileError, match=rf"feature 3 has the code {code}"):
        own_data.read_own_shapes(json.dumps({"features": [None, {"geometry": None}, *odd]}), "a")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "beyond line 1, character 1."),
        ('{\n"features": x', "beyond line 2, character 13."),
        ("[" * 100_000, "too deep"),
        ("[]", "no list of “features”"),
        ('{"features": {}}', "no list of “features”"),
        ('{"features": []}', "contains no shape"),
        (geojson([2.0, 45.0], "Point"), "contains no shape"),
        (geojson([SQUARE], nom="Orcines"), "feature 1 has no code"),
        (geojson([[[700_000.0, 6_500_000.0]] * 4]), "63113 has a corner that is no place on Earth ([700000.0"),
        (geojson([[[float("nan"), 45.0]] * 4]), "no place on Earth"),
        (geojson([[[2.0, float("inf")]] * 4]), "no place on Earth"),
        (geojson([[["2", "45"]] * 4]), "no place on Earth"),
        (geojson([[[True, True]] * 4]), "no place on Earth"),
        (geojson([[2.0, 45.0]]), "no place on Earth"),
        (geojson([[[]] * 4]), "no place on Earth"),
        (" " * (own_data.MOST_BYTES + 1), "larger than 60 MB"),
    ],
    ids=lambda value: value[:30].strip() or "long",
)
def test_a_file_that_cannot_be_used_is_told_kindly(text: str, says: str) -> None:
    with pytest.raises(own_data.OwnFileError) as refused:
        own_data.read_own_shapes(text, "communes.geojson")
    assert says in str(refused.value)
    assert "communes.geojson" in str(refused.value)


def test_rivers_keep_what_runs_through_the_map() -> None:
    line = [[1.0 + step / 100, 45.5 + (step % 2) / 100_000] for step in range(300)]
    read = own_data.read_own_rivers(geojson([line], "MultiLineString", nom="  l'Allier \n"), "r")
    ((name, (course,)),) = own_data.render_rivers(read, ((45.0, 2.0), (46.0, 3.0)))
    assert name == "l’Allier"
    points = unpacked(course)
    assert len(points) < 5
    assert points[0] == pytest.approx((45.5, 2.0), abs=0.01)
    assert points[-1] == pytest.approx((45.5, 3.0), abs=0.01)
    assert own_data.render_rivers(read, ((10.0, 2.0), (11.0, 3.0))) == []
    with pytest.raises(own_data.OwnFileError, match="contains no line"):
        own_data.read_own_rivers(geojson([SQUARE]), "r")


def test_a_line_that_crosses_the_map_without_a_corner_in_it_is_kept() -> None:
    read = own_data.read_own_rivers(geojson([[1.0, 45.5], [4.0, 45.5]], "LineString", nom="la Loire"), "r")
    assert own_data.render_rivers(read, ((45.0, 2.0), (46.0, 3.0))) == [["la Loire", [[455000, 20000, 0, 10000]]]]


def test_the_longest_rivers_come_first_and_lines_without_a_name_are_no_river_together() -> None:
    lines = [[[2.0, 45 + at / 100], [2.1, 45 + at / 100]] for at in range(90)]
    both = json.loads(geojson(lines, "MultiLineString", cleabs="x"))
    bent = [[2.0 + at / 1000, 45.9 + at % 2 / 100] for at in range(9)]
    both["features"] += json.loads(geojson(bent, "LineString", nom="Ruisseau"))["features"]
    both["features"] += json.loads(geojson([[2.0, 45.5], [3.0, 45.5]], "LineString", nom="la Loire"))["features"]
    kept = own_data.render_rivers(own_data.read_own_rivers(json.dumps(both), "r"), ((45.0, 2.0), (46.0, 3.0)))
    assert kept[0][0] == "la Loire"
    assert {len(courses) for _, courses in kept} == {1}
    assert len(kept) == 40


def test_many_rivers_become_few_and_coarse() -> None:
    rivers = {
        f"{'x' * number}": [tuple((45 + (n * number % 97) / 100, 2 + n / 2000) for n in range(1000))]
        for number in range(1, 90)
    }
    kept = own_data.render_rivers(rivers, ((45.0, 2.0), (46.0, 3.0)))
    assert 0 < len(kept) <= 40
    assert sum(len(course) // 2 for _, courses in kept for course in courses) <= 3000


def test_rivers_of_many_short_lines_keep_the_bound_too() -> None:
    rivers: dict[str, list[Ring]] = {
        f"R{number:02}": [((45.2 + at / 1000, 2.1), (45.2 + at / 1000, 2.2)) for at in range(200)]
        for number in range(40)
    }
    kept = own_data.render_rivers(rivers, ((45.0, 2.0), (46.0, 3.0)))
    assert 0 < sum(len(course) // 2 for _, courses in kept for course in courses) <= 3000
