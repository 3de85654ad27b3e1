"""A walk: its steps in order, its drawing, its data for machines, a file for devices without personal data."""

from __future__ import annotations

from math import hypot
from typing import Any

import gpxpy
import pytest

from placette.engine.build.inspection import look_at
from placette.engine.texts.values import LICENCES
from placette.features.walks.drawing import draw_walk
from placette.features.walks.walk import WALK, Point, Step, Walk, distance, length, spoken_length
from tests.fixture_reading import read_page
from tests.fixture_site import Site

ADDRESS = "balades/d-eau-en-eau/"
FILE = f"{ADDRESS}d-eau-en-eau.gpx"
MARKERS = ("marqueur", "Marqueur", "courriel", "T07:", "<ele", ":hr", "45.7600", "3.0700", "45.7650", "45.7700")
"""The private parts of the fixture's track: its data beside points, and the way from the author's door."""


def walk_of(points: list[Point], track: list[Point] | None = None) -> Walk:
    told: dict[str, Any] = dict.fromkeys(("path", "slug", "url", "title", "summary"), "")
    told |= dict.fromkeys(("duration", "difficulty", "ascent"), "")
    told |= {"lang": "fr", "date": None, "authors": (), "communes": (), "licence": LICENCES[0]}
    steps = tuple(Step(f"{n}", "", point) for n, point in enumerate(points))
    return Walk(**told, steps=steps, track=tuple(track or ()))


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        ((45.0, 3.0), (45.0, 3.0), 0),
        ((45.0, 3.0), (46.0, 3.0), 111_195),
        ((0.0, 0.0), (0.0, 180.0), 20_015_115),
        ((48.8530, 2.3498), (45.7787, 3.0857), 346_280),  # Notre-Dame de Paris, the cathedral of Clermont-Ferrand
    ],
)
def test_distances_are_those_on_a_sphere(one: Point, other: Point, metres: float) -> None:
    assert distance(one, other) == pytest.approx(metres, rel=1e-3, abs=1)
    assert distance(one, other) == distance(other, one)


@pytest.mark.parametrize(
    ("metres", "fr", "en"),
    [
        (0, "0 m", "0 m"),
        (643, "640 m", "640 m"),
        (996, "1,0 km", "1.0 km"),
        (12_449, "12,4 km", "12.4 km"),
    ],
)
def test_distances_are_said_as_people_say_them(metres: float, fr: str, en: str) -> None:
    told = (spoken_length(metres, lang).replace("\u00a0", " ") for lang in ("fr", "en"))
    assert tuple(told) == (fr, en)


def test_the_steps_stand_in_order_with_their_posts_and_the_way_between(kitchen_sink: Site) -> None:
    names = kitchen_sink.texts_of(ADDRESS, ".walk-steps__name")
    assert names == ["Le lavoir", "The wash-house", "Étape\u00a03", "Le lavoir"], "a post that waits is not named"
    links = [node.attributes["href"] for node in kitchen_sink.page(ADDRESS).css(".walk-steps__name a")]
    assert links == ["/blog/2026/the-wash-house/"]
    far, place, *_ = kitchen_sink.texts_of(ADDRESS, ".walk-steps .meta")
    assert far == "250\u00a0m jusqu’à l’étape suivante"
    assert place.replace("\u00a0", " ") == "Le lavoir, ouvrir sur une carte : 45.7766, 3.0824"
    geo = kitchen_sink.page(ADDRESS).css(".walk-steps__geo")[0].attributes
    assert geo["href"] == "geo:45.77660,3.08240"
    assert "secret-de-demain" not in kitchen_sink.text(f"{ADDRESS}index.html")


def test_the_file_is_gpx_that_another_program_reads(kitchen_sink: Site) -> None:
    read = gpxpy.parse(kitchen_sink.text(FILE))
    (walk,) = kitchen_sink.build.of(WALK)
    (route,), (track,) = read.routes, read.tracks
    assert (read.version, read.name, read.author_name) == ("1.1", "D’eau en eau", "Léa Montel, Les Amis du lavoir")
    assert (read.copyright_license, read.link) == (LICENCES[0].url, f"{kitchen_sink.address}/{ADDRESS}")
    assert read.time is not None
    assert read.time.isoformat() == "2026-06-13T00:00:00+00:00"
    assert [(point.latitude, point.longitude) for point in route.points] == [step.point for step in walk.steps]
    assert [point.name for point in route.points] == ["Le lavoir", "The wash-house", "Étape\u00a03", "Le lavoir"]
    assert [(point.latitude, point.longitude) for point in track.segments[0].points] == list(walk.track)
    assert track.length_2d() == pytest.approx(length(walk.track), rel=0.01)
    assert kitchen_sink.texts_of(ADDRESS, ".walk-facts dd")[0].startswith(spoken_length(length(walk.track), "fr"))


def test_nothing_of_the_recorded_file_is_published_but_the_points_of_the_walk(kitchen_sink: Site) -> None:
    told = kitchen_sink.text(FILE)
    assert [marker for marker in MARKERS if marker in told.replace("wash-house", "")] == []
    ends = (45.7766, 3.0824), (45.7767, 3.0823)
    first, *_, last = gpxpy.parse(told).tracks[0].segments[0].points
    assert ((first.latitude, first.longitude), (last.latitude, last.longitude)) == ends
    for path in kitchen_sink.files():
        if path.endswith((".html", ".json", ".xml", ".gpx")):
            assert "arqueur" not in kitchen_sink.text(path), path


def test_the_gate_refuses_a_file_that_tells_more_than_the_way(kitchen_sink: Site) -> None:
    good = (kitchen_sink.output / FILE).read_bytes()
    assert look_at(FILE, good, "").faults == ()
    for planted in (b"<ele>400</ele>", b"<extensions><hr>120</hr></extensions>"):
        bad = good.replace(b"<rtept ", planted + b"<rtept ", 1)
        assert [fault.path for fault in look_at(FILE, bad, "").faults] == [FILE] * planted.count(b"</")
    assert look_at(FILE, b"<gpx>", "").faults


def test_machines_are_told_a_trip_with_its_places(kitchen_sink: Site) -> None:
    told = read_page(kitchen_sink.text(f"{ADDRESS}index.html"), f"{kitchen_sink.address}/{ADDRESS}")
    trip = told.thing("TouristTrip")
    items = trip["itinerary"]["itemListElement"]
    assert [item["position"] for item in items] == [1, 2, 3, 4]
    assert items[1]["item"]["name"] == "The wash-house"
    assert items[0]["item"]["geo"] == {"@type": "GeoCoordinates", "latitude": 45.7766, "longitude": 3.0824}
    assert [agent["name"] for agent in trip["provider"]] == ["Léa Montel", "Les Amis du lavoir"]
    assert told.thing("WebPage")["contentLocation"][0]["identifier"]["value"] == "63113"


def test_marks_of_a_drawing_never_cover_each_other_and_stay_inside() -> None:
    around = [(45.77 + n % 7 * 0.0004, 3.08 + n * n % 11 * 0.0005) for n in range(40)]
    for points in (around, [(45.77, 3.08)] * 3, [(45.77, 3.08), (45.77, 3.09)], [(45.0, 3.0), (46.0, 3.0)]):
        drawn = draw_walk(walk_of(points), "fr")
        for number, one in enumerate(drawn.marks):
            assert one.width / 2 <= one.x <= drawn.width - one.width / 2
            assert one.height / 2 <= one.y <= drawn.height - one.height / 2
            for other in drawn.marks[number + 1 :]:
                assert abs(one.x - other.x) >= (one.width + other.width) / 2 or abs(one.y - other.y) >= one.height
    assert [mark.label for mark in draw_walk(walk_of([(45.77, 3.08)] * 3), "fr").marks] == ["1–3"]
    there_and_back = draw_walk(walk_of([(45.77, 3.08), (45.78, 3.09), (45.77, 3.08)]), "fr")
    assert [mark.label for mark in there_and_back.marks] == ["1·3", "2"]


def test_a_long_track_is_drawn_in_few_points_and_keeps_its_shape() -> None:
    track = [(45.77 + n % 3 * 0.00002, 3.08 + n * 0.000004) for n in range(5000)]
    drawn = draw_walk(walk_of([track[0], track[-1]], track), "fr")
    points = [tuple(map(float, point.split())) for point in drawn.path[1:].split("L")]
    assert len(points) <= 400
    (left, _), (right, _) = points[0], points[-1]
    assert [left, right] == pytest.approx([24, 336])
    assert all(hypot(0, y - points[0][1]) < 5 for _, y in points)
