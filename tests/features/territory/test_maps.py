"""Every place of a map can be hit by a thumb: in a pill of its own that covers no other, or in that of a neighbour."""

from __future__ import annotations

import pickle
import random
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from types import SimpleNamespace
from typing import Any, cast

import pytest

from placette.engine.base.geography import Point
from placette.engine.content.communes import Area, AreaKind, Commune, CommuneIndex, Contours
from placette.engine.rendering.features import Site
from placette.features.territory import frames, maps
from placette.features.territory.topology import make_contours
from tests.tools.territory.packages import square


def spots(number: int, width: float, height: float, seed: int = 3) -> list[maps.PinSpot]:
    chance = random.Random(seed)
    return [
        maps.PinSpot(
            f"{at:05}",
            chance.uniform(8, width - 8),
            chance.uniform(8, height - 8),
            "M" * chance.randint(3, 20),
            size=at,
        )
        for at in range(number)
    ]


def meet(one: maps.Pin, other: maps.Pin) -> bool:
    a, b = one.box, other.box
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@pytest.mark.parametrize(
    ("number", "width", "height"), [(1, 360, 300), (12, 360, 480), (300, 360, 480), (60, 600, 800)]
)
def test_no_place_is_lost_and_no_pill_covers_another(number: int, width: float, height: float) -> None:
    pins = maps.place_pins(spots(number, width, height), width, height)
    shown = [code for pin in pins for code in (pin.spot.code, *pin.spot.others)]
    assert sorted(shown) == [f"{at:05}" for at in range(number)]
    assert [(a.name, b.name) for a, b in combinations(pins, 2) if meet(a, b)] == []
    for pin in pins:
        left, top, right, bottom = pin.box
        assert (left >= 0, top >= 0, right <= width, bottom <= height) == (True,) * 4
        assert bottom - top == pytest.approx(maps.HEIGHT, abs=0.2)
        assert right - left >= maps.HEIGHT
        assert maps.text_width(pin.name) <= 0.62 * width + 1
    assert maps.place_pins([], width, height) == []


def test_a_name_stands_on_its_point_or_a_line_leads_there() -> None:
    one, other = maps.place_pins(
        [maps.PinSpot("a", 100, 100, "Orcines"), maps.PinSpot("b", 110, 101, "Clermont-Ferrand")], 600, 600
    )
    for pin in (one, other):
        inside = pin.box[0] < pin.spot.x < pin.box[2] and pin.box[1] < pin.spot.y < pin.box[3]
        assert inside == (not pin.leader)
        if pin.leader:
            assert pin.leader[:2] == (pin.spot.x, pin.spot.y)
            assert pin.box[0] <= pin.leader[2] <= pin.box[2]


def test_places_without_room_share_a_pill_that_the_largest_names() -> None:
    near = [maps.PinSpot(f"{at}", 100 + at, 30, f"Commune-{at}", weight=at, size=10 - at) for at in range(1, 6)]
    pins = maps.place_pins(near, 260, 60)
    assert len(pins) == 1
    assert (pins[0].spot.name, pins[0].badge) == ("Commune-1", "+4")


def test_the_place_of_a_page_bears_its_name_though_it_shares_a_pill() -> None:
    near = [maps.PinSpot(f"{at}", 100 + at, 30, f"Commune-{at}", weight=at, size=10 - at) for at in range(1, 6)]
    pins = maps.place_pins(near, 260, 60)
    own = maps.named_after("3", near, pins, 260, 60)
    assert (own[0].spot.name, sorted(own[0].spot.others)) == ("Commune-3", ["1", "2", "4", "5"])
    assert maps.named_after(pins[0].spot.code, near, pins, 260, 60) == pins
    assert maps.named_after("", near, pins, 260, 60) == pins


@pytest.mark.parametrize("width", [360.0, 600.0])
def test_a_map_full_of_places_makes_room_for_the_name_of_each(width: float) -> None:
    many = spots(60, width, 480)
    pins = maps.place_pins(many, width, 480)
    for spot in many:
        own = maps.named_after(spot.code, many, pins, width, 480)
        assert spot.code in [pin.spot.code for pin in own]
        assert sorted(code for pin in own for code in (pin.spot.code, *pin.spot.others)) == [one.code for one in many]
        assert [(a.name, b.name) for a, b in combinations(own, 2) if meet(a, b)] == []


def test_of_places_with_as_many_posts_the_largest_come_first() -> None:
    near = [maps.PinSpot("a", 100, 30, "Aydat", size=5), maps.PinSpot("b", 101, 30, "Billom", size=9)]
    assert maps.place_pins(near, 160, 60)[0].spot.name == "Billom"


def test_a_number_says_how_many_share_a_pill_which_the_largest_names() -> None:
    village, town = (
        maps.PinSpot("a", 100, 100, "Orcines", weight=9, size=3),
        maps.PinSpot("b", 103, 100, "Clermont-Ferrand", size=9),
    )
    assert maps.place_pins([village], 600, 600)[0].badge == ""
    (pin,) = maps.place_pins([village, town], 220, 44)
    assert (pin.name, pin.badge) == ("Clermont-Ferrand", "+1")


def test_pins_follow_each_other_as_they_are_read() -> None:
    found = [
        maps.PinSpot(name, x, y, name) for name, x, y in (("d", 90, 500), ("b", 480, 50), ("c", 90, 260), ("a", 90, 60))
    ]
    assert [pin.name for pin in maps.place_pins(found, 600, 600)] == ["a", "b", "c", "d"]


def test_places_without_room_share_the_pill_of_their_nearest() -> None:
    north = [maps.PinSpot(f"n{at}", 60 + 4 * at, 60, f"Nord-{at}", weight=1, size=at) for at in range(9)]
    south = [maps.PinSpot(f"s{at}", 60 + 4 * at, 300, f"Sud-{at}", weight=9, size=9 - at) for at in range(9)]
    pins = maps.place_pins([*north, *south], 200, 360)
    groups = [{code[0] for code in (pin.spot.code, *pin.spot.others)} for pin in pins]
    assert sorted(map(sorted, groups)) == sorted([*([["n"]] * groups.count({"n"})), *([["s"]] * groups.count({"s"}))])
    assert {"Nord-8", "Sud-0"} <= {pin.name for pin in pins}


@pytest.mark.parametrize("seed", range(4))
def test_no_line_crosses_another_nor_the_point_of_another_place(seed: int) -> None:
    pins = maps.place_pins(spots(30, 600, 600, seed), 600, 600)
    led = [pin for pin in pins if pin.leader]
    assert led
    assert [(a.name, b.name) for a, b in combinations(led, 2) if frames.cut(a.leader, b.leader)] == []
    points = [(pin, (pin.spot.x - 3, pin.spot.y - 3, pin.spot.x + 3, pin.spot.y + 3)) for pin in pins]
    assert [a.name for a in led for b, point in points if a is not b and frames.crosses(a.leader, point)] == []


def test_very_many_are_counted_roughly() -> None:
    (crowd,) = maps.place_pins([maps.PinSpot(f"{at}", 100, 30, "Saint-Bonnet") for at in range(140)], 200, 60)
    assert (len(crowd.spot.others), crowd.badge) == (139, "99+")


def test_a_name_longer_than_the_map_is_cut() -> None:
    (pin,) = maps.place_pins([maps.PinSpot("a", 100, 100, "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson")], 360, 300)
    assert pin.name.endswith("…")
    assert pin.name.startswith("Saint-Remy-en-Bouzemont")


EPCI = "246300701"
POINTS: dict[str, Point | None] = {
    "63001": (45.05, 3.05),
    "63002": (45.05, 3.15),
    "63003": (45.5, 3.5),
    "63004": None,
}


def index(contours: Contours) -> CommuneIndex:
    communes = {
        code: Commune(code, f"C{code}", "63", "Puy-de-Dôme", 0, EPCI, "63000", 10, point)
        for code, point in POINTS.items()
    }
    return CommuneIndex(
        communes,
        {"63": Area(AreaKind.DEPARTMENT, "63", "Puy-de-Dôme")},
        {EPCI: Area(AreaKind.EPCI, EPCI, "CC des Prés")},
        contours=contours,
    )


def terrain(known: CommuneIndex, area: str = EPCI) -> maps.Terrain:
    found = maps.terrain_of(area, cast(Site, SimpleNamespace(build=SimpleNamespace(communes=known), kept={})))
    assert found
    return found


def test_the_map_reaches_as_far_as_the_shapes_and_those_round_it() -> None:
    shapes = {"63001": square(45, 3), "63002": square(45, 3.1), "03001": square(45.1, 3), "03002": square(45.1, 3.1)}
    found = terrain(index(make_contours(shapes)))
    assert sorted(found.points) == ["63001", "63002", "63003"], "its point alone is known"
    assert found.frame.place((45.05, 3.1))
    assert found.frame.place((45.2, 3.1)) is None
    assert [len(path.split("M")) - 1 for path in (*found.area, found.borders, found.around)] == [1, 1, 1]
    assert not terrain(index(make_contours({code: shapes[code] for code in ("63001", "63002")}))).around


def names_on(known: CommuneIndex, written: set[str]) -> list[tuple[str, float]]:
    """The communes that a map of the intercommunalité names, but those that somebody wrote about; how far right."""
    members = {code: commune for code, commune in known.by_code.items() if code not in written}
    size = frames.WIDTH
    words = maps.quiet_words(terrain(known), [], size, members, known.contours)
    return [(word.text, word.x) for word in words if word.kind == "member"]


def test_a_name_keeps_within_the_shape_of_its_commune_and_leaves_what_is_filled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wide = {"63001": square(45, 3), "63002": square(45, 3.1)}
    known = index(make_contours(wide))
    at_edge = replace(known, by_code={**known.by_code, "63001": replace(known.by_code["63001"], point=(45.05, 3.098))})
    (name, x), (other, _) = sorted(names_on(at_edge, set()))
    assert (name, other) == ("C63001", "C63002")
    border, half = terrain(at_edge).frame.spot((45.05, 3.1))[0], maps.text_width("C63001", 12.5) / 2
    assert x + half <= border, "moved into its own half"
    narrow = index(
        make_contours({"63001": square(45, 3), "63003": square(45.02, 3.1, 0.001), "63002": square(45, 3.101)})
    )
    assert "C63003" not in dict(names_on(narrow, {"63001"})), "it would say nothing of where it is"


def test_a_shape_says_where_a_commune_lies_that_has_no_point() -> None:
    found = terrain(index(make_contours({"63004": square(45.2, 3.2), "63001": square(45, 3)})))
    assert found.points["63004"] == pytest.approx((45.25, 3.25))


@pytest.mark.parametrize("rings", [{"63001": [], "63002": []}, {"63001": [[]], "63002": [[]]}, {"63001": [[0]]}])
def test_where_no_shape_closes_or_most_are_unknown_there_is_no_map(rings: Mapping[str, Any]) -> None:
    site = SimpleNamespace(build=SimpleNamespace(communes=index(Contours([[0, 0, 9, 9]], rings))), kept={})
    assert maps.terrain_of(EPCI, cast(Site, site)) is None


@pytest.mark.parametrize(("number", "borders"), [(4, 3), (120, 119), (121, 0)])
def test_many_communes_show_their_intercommunalites_and_few_their_own_borders(number: int, borders: int) -> None:
    shapes = {f"63{at:03}": square(45, 3 + at / 10) for at in range(1, number + 1)}
    communes = index(make_contours(shapes))
    one = communes.by_code["63001"]
    known = replace(communes, by_code={code: replace(one, code=code) for code in shapes})
    assert terrain(known).borders.count("M") == borders, "they are all of one"


def test_what_is_drawn_of_a_territory_stays_in_the_process_that_drew_it() -> None:
    known = index(make_contours({"63001": square(45, 3), "63002": square(45, 3.1), "03001": square(45.1, 3)}))
    assert terrain(known) is terrain(known), "for the next build too"
    sent = pickle.loads(pickle.dumps(known))
    assert (sent, sent.kept) == (known, {})
    assert len(pickle.dumps(known.contours)) == len(pickle.dumps(replace(known.contours)))
