"""Every place of a map can be hit by a thumb: in a pill of its own that covers no other, or in that of a neighbour."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from placette.features.territory.pills import HEIGHT, Pin, PinSpot
from placette.features.territory.pins import named_after, place_pins
from placette.features.territory.text_widths import text_width


def spots(number: int, width: float, height: float, seed: int = 3) -> list[PinSpot]:
    chance = random.Random(seed)
    return [
        PinSpot(
            f"{at:05}",
            chance.uniform(8, width - 8),
            chance.uniform(8, height - 8),
            "M" * chance.randint(3, 20),
            size=at,
        )
        for at in range(number)
    ]


def meet(one: Pin, other: Pin) -> bool:
    a, b = one.box, other.box
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@pytest.mark.parametrize(
    ("number", "width", "height"), [(1, 360, 300), (12, 360, 480), (300, 360, 480), (60, 600, 800)]
)
def test_no_place_is_lost_and_no_pill_covers_another(number: int, width: float, height: float) -> None:
    pins = place_pins(spots(number, width, height), width, height)
    shown = [code for pin in pins for code in (pin.spot.code, *pin.spot.others)]
    assert sorted(shown) == [f"{at:05}" for at in range(number)]
    assert [(a.name, b.name) for a, b in combinations(pins, 2) if meet(a, b)] == []
    for pin in pins:
        left, top, right, bottom = pin.box
        assert (left >= 0, top >= 0, right <= width, bottom <= height) == (True,) * 4
        assert bottom - top == pytest.approx(HEIGHT, abs=0.2)
        assert right - left >= HEIGHT
        assert text_width(pin.name) <= 0.62 * width + 1
    assert place_pins([], width, height) == []


def test_a_name_stands_on_its_point_or_a_line_leads_there() -> None:
    one, other = place_pins([PinSpot("a", 100, 100, "Orcines"), PinSpot("b", 110, 101, "Clermont-Ferrand")], 600, 600)
    for pin in (one, other):
        inside = pin.box[0] < pin.spot.x < pin.box[2] and pin.box[1] < pin.spot.y < pin.box[3]
        assert inside == (not pin.leader)
        if pin.leader:
            assert pin.leader[:2] == (pin.spot.x, pin.spot.y)
            assert pin.box[0] <= pin.leader[2] <= pin.box[2]


def test_places_without_room_share_a_pill_that_the_largest_names() -> None:
    near = [PinSpot(f"{at}", 100 + at, 30, f"Commune-{at}", weight=at, size=10 - at) for at in range(1, 6)]
    pins = place_pins(near, 260, 60)
    assert len(pins) == 1
    assert (pins[0].spot.name, pins[0].badge) == ("Commune-1", "+4")


def test_the_place_of_a_page_bears_its_name_though_it_shares_a_pill() -> None:
    near = [PinSpot(f"{at}", 100 + at, 30, f"Commune-{at}", weight=at, size=10 - at) for at in range(1, 6)]
    pins = place_pins(near, 260, 60)
    own = named_after("3", near, pins, 260, 60)
    assert (own[0].spot.name, sorted(own[0].spot.others)) == ("Commune-3", ["1", "2", "4", "5"])
    assert named_after(pins[0].spot.code, near, pins, 260, 60) == pins
    assert named_after("", near, pins, 260, 60) == pins


@pytest.mark.parametrize("width", [360.0, 600.0])
def test_a_map_full_of_places_makes_room_for_the_name_of_each(width: float) -> None:
    many = spots(60, width, 480)
    pins = place_pins(many, width, 480)
    for spot in many:
        own = named_after(spot.code, many, pins, width, 480)
        assert spot.code in [pin.spot.code for pin in own]
        assert sorted(code for pin in own for code in (pin.spot.code, *pin.spot.others)) == [one.code for one in many]
        assert [(a.name, b.name) for a, b in combinations(own, 2) if meet(a, b)] == []


def test_of_places_with_as_many_posts_the_largest_come_first() -> None:
    near = [PinSpot("a", 100, 30, "Aydat", size=5), PinSpot("b", 101, 30, "Billom", size=9)]
    assert place_pins(near, 160, 60)[0].spot.name == "Billom"


def test_a_number_says_how_many_posts_and_one_is_not_counted() -> None:
    (pin,) = place_pins([PinSpot("a", 100, 100, "Murol", number=3)], 600, 600)
    assert pin.badge == "3"
    assert place_pins([PinSpot("a", 100, 100, "Murol", number=1)], 600, 600)[0].badge == ""
    (crowd,) = place_pins([PinSpot(f"{at}", 100, 30, "Saint-Bonnet") for at in range(140)], 200, 60)
    assert (len(crowd.spot.others), crowd.badge) == (139, "99+")


def test_a_name_longer_than_the_map_is_cut() -> None:
    (pin,) = place_pins([PinSpot("a", 100, 100, "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson")], 360, 300)
    assert pin.name.endswith("…")
    assert pin.name.startswith("Saint-Remy-en-Bouzemont")
