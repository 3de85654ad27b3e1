"""The files of an authority are read with care: what can't be used is said in plain words, and nothing is written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from placette.engine.base.geography import contains
from placette.engine.library.contours import unpacked
from placette.features.territory.own_shapes import (
    MOST_BYTES,
    OwnFileError,
    read_own_rivers,
    read_own_shapes,
    render_rivers,
)

SQUARE = [[2.0, 45.0], [3.0, 45.0], [3.0, 46.0], [2.0, 46.0], [2.0, 45.0]]


def geojson(coordinates: Any, kind: str = "Polygon", **properties: Any) -> str:
    feature = {"properties": properties or {"code": "63113"}, "geometry": {"type": kind, "coordinates": coordinates}}
    return json.dumps({"features": [feature]})


def test_shapes_of_areas_are_simplified_and_those_of_communes_wait_for_their_neighbours() -> None:
    edge = [[2.0 + step / 1000, 45.0 + (step % 2) / 10_000] for step in range(1001)]
    ring = [*edge, [3.0, 46.0], [2.0, 46.0], [2.0, 45.0]]
    areas = read_own_shapes(geojson([[ring]], "MultiPolygon", code="63"), "a").areas
    (shape,) = areas["63"]
    assert len(shape) <= 6
    assert contains((shape,), (45.5, 2.5))
    assert not contains((shape,), (44.9, 2.5))
    own = read_own_shapes(geojson([ring], INSEE="63113"), "a")
    assert (list(own.areas), len(own.communes["63113"][0])) == ([], len(ring) - 1)


def test_holes_and_parts_are_kept_and_what_is_no_shape_is_passed_over() -> None:
    hole = [[2.4, 45.4], [2.6, 45.4], [2.6, 45.6], [2.4, 45.4]]
    both = json.loads(geojson([SQUARE, hole]))
    both["features"] += [
        None,
        {"geometry": None},
        {"properties": [], "geometry": {"type": "Point", "coordinates": [2, 45]}},
        *json.loads(geojson([[[3.0, 45.0], [3.0, 46.0], [3.0, 45.0]]]))["features"],
    ]
    (outer, inner) = read_own_shapes(json.dumps(both), "a").communes["63113"]
    assert contains((outer, inner), (45.2, 2.5))
    assert not contains((outer, inner), (45.45, 2.5))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no GeoJSON"),
        ("[" * 100_000, "no GeoJSON"),
        ("[]", "no list of “features”"),
        ('{"features": {}}', "no list of “features”"),
        ('{"features": []}', "holds no shape"),
        (geojson([2.0, 45.0], "Point"), "holds no shape"),
        (geojson([SQUARE], nom="Orcines"), "feature 1 has no code"),
        (geojson([[[700_000.0, 6_500_000.0]] * 4]), "63113 has a corner that is no place on Earth ([700000.0"),
        (geojson([[[float("nan"), 45.0]] * 4]), "no place on Earth"),
        (geojson([[[2.0, float("inf")]] * 4]), "no place on Earth"),
        (geojson([[["2", "45"]] * 4]), "no place on Earth"),
        (geojson([[[True, True]] * 4]), "no place on Earth"),
        (geojson([[2.0, 45.0]]), "no place on Earth"),
        (geojson([[[]] * 4]), "no place on Earth"),
        (" " * (MOST_BYTES + 1), "larger than 60 MB"),
    ],
    ids=lambda value: value[:30].strip() or "long",
)
def test_a_file_that_cannot_be_used_is_told_kindly(text: str, says: str) -> None:
    with pytest.raises(OwnFileError) as refused:
        read_own_shapes(text, "communes.geojson")
    assert says in str(refused.value)
    assert "communes.geojson" in str(refused.value)


def test_rivers_keep_what_runs_through_the_map() -> None:
    line = [[1.0 + step / 100, 45.5 + (step % 2) / 100_000] for step in range(300)]
    read = read_own_rivers(geojson([line], "MultiLineString", nom="  l'Allier \n"), "r")
    ((name, (course,)),) = render_rivers(read, ((45.0, 2.0), (46.0, 3.0)))
    assert name == "l’Allier"
    points = unpacked(course)
    assert len(points) < 5
    assert points[0] == pytest.approx((45.5, 2.0), abs=0.01)
    assert points[-1] == pytest.approx((45.5, 3.0), abs=0.01)
    assert render_rivers(read, ((10.0, 2.0), (11.0, 3.0))) == []
    with pytest.raises(OwnFileError, match="holds no line"):
        read_own_rivers(geojson([SQUARE]), "r")


def test_many_rivers_become_few_and_coarse() -> None:
    rivers = {
        f"{'x' * number}": [tuple((45 + (n * number % 97) / 100, 2 + n / 2000) for n in range(1000))]
        for number in range(1, 90)
    }
    kept = render_rivers(rivers, ((45.0, 2.0), (46.0, 3.0)))
    assert len(kept) == 40
    assert sum(len(course) // 2 for _, courses in kept for course in courses) <= 3000
