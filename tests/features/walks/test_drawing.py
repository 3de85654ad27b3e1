"""A device's recorded heights are drawn from the side, and given in words and in a table; nothing is made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from placette.features.walks.drawing import draw_profile, draw_walk
from placette.features.walks.walk import (
    Point,
    Profiled,
    Track,
    geo_url,
    passage_between,
    profile_along,
    reached,
    read_track,
    spoken_point,
)
from tests.features.walks.test_walks import ADDRESS, walk_of
from tests.fixture_site import Site

LINE = tuple((45.0 + n * 1e-4, 3.0) for n in range(201))  # a point each eleven metres, for 2.2 km
ENDS = LINE[0], LINE[-1]


def profile_between(track: Track, first: Point, last: Point) -> tuple[Profiled, ...]:
    return profile_along(track, passage_between(track.points, first, last))


def recorded(heights: list[str]) -> Track:
    points = "".join(
        f'<trkpt lat="{lat:.4f}" lon="{lon}">{height}</trkpt>'
        for (lat, lon), height in zip(LINE, heights, strict=False)
    )
    return read_track(("t.gpx", f"<gpx><trk><trkseg>{points}</trkseg></trk></gpx>".encode()))


def test_heights_are_read_with_their_points() -> None:
    track = recorded(["<ele>400.04</ele>"] * 100 + ["<ele> 410 </ele>"] * 101)
    assert (len(track.points), track.heights[0], track.heights[-1]) == (201, 400.0, 410.0)
    profile = profile_between(track, *ENDS)
    assert (profile[0], profile[-1][1]) == ((0.0, 400.0), 410.0)
    assert profile[-1][0] == pytest.approx(2224, abs=2)
    assert len(profile) <= 121


@pytest.mark.parametrize(
    "height",
    [
        "",
        "<ele>nan</ele>",
        "<ele>1e9</ele>",
        "<ele>99999</ele>",
        "<ele>-501</ele>",
        "<ele>9001</ele>",
        "<ele><b/></ele>",
        "<ele>400</ele><ele>401</ele></trkpt><trkpt lat='45' lon='3'>",
    ],
)
def test_a_profile_with_a_hole_or_nonsense_is_none(height: str) -> None:
    track = recorded(["<ele>400</ele>"] * 100 + [height] + ["<ele>400</ele>"] * 100)
    assert (len(track.points) >= 201, track.heights, profile_between(track, *ENDS)) == (True, (), ())


def test_the_way_from_somebodys_door_has_no_heights_either_and_the_other_way_round_is_turned() -> None:
    track = recorded([f"<ele>{400 + n}</ele>" for n in range(201)])
    assert profile_between(track, LINE[50], LINE[150])[0][1] == 450.0
    assert profile_between(track, LINE[150], LINE[50])[0][1] == 550.0
    assert profile_between(track, (44.0, 3.0), LINE[50]) == ()
    assert profile_between(track, LINE[0], LINE[10]) == (), "too short to be drawn"


def test_a_profile_says_how_high_and_how_much_it_climbs_without_the_noise_of_the_device() -> None:
    heights = [f"<ele>{400 + (n if n < 101 else 200 - n) + n % 2}</ele>" for n in range(201)]
    walk = walk_of([LINE[0], LINE[100], LINE[200]], list(LINE))
    walk = replace(walk, profile=profile_between(recorded(heights), *ENDS))
    drawn = draw_profile(walk, ["a", "b", "c"], "fr")
    assert drawn
    assert drawn.far.replace("\u00a0", " ") == "2,2 km"
    up, down = (int(text.removesuffix("\u00a0m")) for text in (drawn.up, drawn.down))
    assert 90 <= up <= 104
    assert 90 <= down <= 104
    assert [step.far.replace("\u00a0", " ") for step in drawn.steps] == ["0 m", "1,1 km", "2,2 km"]
    assert drawn.steps[1].y < drawn.steps[0].y, "higher"
    inside = [(0 <= step.x <= drawn.width, 0 <= step.y <= drawn.height) for step in drawn.steps]
    assert inside == [(True, True)] * 3
    assert draw_profile(walk_of([LINE[0], LINE[9]]), ["a", "b"], "fr") is None


def test_a_plain_is_no_mountain() -> None:
    flat = [f"<ele>{400 + n % 3}</ele>" for n in range(201)]
    walk = replace(walk_of([LINE[0], LINE[200]], list(LINE)), profile=profile_between(recorded(flat), *ENDS))
    drawn = draw_profile(walk, ["a", "b"], "fr")
    assert drawn
    assert drawn.low_y - drawn.high_y < 10
    assert (drawn.up, drawn.down) == ("0\u00a0m", "0\u00a0m")


def test_steps_are_reached_in_their_order_even_on_the_way_back() -> None:
    there_and_back = [*LINE, *LINE[::-1]]
    walk = walk_of([LINE[0], LINE[100], LINE[200], LINE[100], LINE[0]], there_and_back)
    assert reached(walk) == pytest.approx((0, 0.25, 0.5, 0.75, 1), abs=0.01)
    assert reached(walk_of([LINE[0]] * 3)) == (0, 0, 1)


def test_a_recorded_way_has_a_point_after_each_kilometre_and_a_guessed_one_none() -> None:
    drawn = draw_walk(walk_of(list(ENDS), list(LINE)), "fr")
    assert (len(drawn.posts), drawn.stride) == (2, 1)
    assert draw_walk(walk_of(list(ENDS)), "fr").posts == ()


@pytest.mark.parametrize(
    ("step", "count", "posts", "stride"),
    [(0.01, 3, 2, 1), (0.01, 5_000, 0, 0), (0.001, 5_000, 5, 100), (0.0003, 5_000, 16, 10), (1.0, 2, 11, 10)],
    ids=("short", "zigzag of thousands of kilometres", "zigzag", "zigzag of small steps", "two points"),
)
def test_points_of_kilometres_are_never_many(step: float, count: int, posts: int, stride: int) -> None:
    way = [(45.0 + n % 2 * step, 3.0) for n in range(count)]
    drawn = draw_walk(walk_of([way[0], way[-1]], way), "fr")
    assert (len(drawn.posts), drawn.stride) == (posts, stride)


@pytest.mark.parametrize(
    ("point", "said", "url"),
    [
        ((45.7764, 3.0825), "45° 46′ 35″ N, 3° 04′ 57″ E", "geo:45.77640,3.08250"),
        ((-21.1151, -0.00001), "21° 06′ 54″ S, 0° 00′ 00″ O", "geo:-21.11510,-0.00001"),
        ((45.99999, 2.99999), "46° 00′ 00″ N, 3° 00′ 00″ E", "geo:45.99999,2.99999"),
    ],
)
def test_a_place_is_written_as_people_write_it(point: Point, said: str, url: str) -> None:
    french = {"W": "O"}
    assert spoken_point(point, lambda word: french.get(word, word)).replace("\u00a0", " ") == said
    assert geo_url(point) == url


def test_the_page_shows_the_profile_in_words_and_in_a_table(kitchen_sink: Site) -> None:
    (caption,) = kitchen_sink.texts_of(ADDRESS, ".heights figcaption")
    assert caption.replace("\u00a0", " ").startswith("De 404 m à 411 m d’altitude")
    rows = [row.replace("\u00a0", " ") for row in kitchen_sink.texts_of(ADDRESS, ".heights tbody tr")]
    assert (len(rows), rows[0], rows[-1]) == (4, "1. Le lavoir0 m404 m", "4. Le lavoir710 m411 m")
    assert "<ele" not in kitchen_sink.text(f"{ADDRESS}d-eau-en-eau.gpx"), "devices get the way alone, as ever"


def test_a_walk_has_a_leaflet_for_people_and_not_for_robots(kitchen_sink: Site) -> None:
    leaflet = f"{ADDRESS}depliant/"
    assert f"/blog/{leaflet}" in [
        node.attributes["href"] for node in kitchen_sink.page(ADDRESS).css(".walk-facts__file a")
    ]
    assert len(kitchen_sink.page(leaflet).css(".leaflet__panel")) == 4
    assert len(kitchen_sink.page(leaflet).css(".leaflet__steps li")) == 4
    assert kitchen_sink.page(leaflet).css("meta[name=robots]")[0].attributes["content"] == "noindex"
    assert "depliant" not in kitchen_sink.text("sitemap.xml")
    assert f"{kitchen_sink.address}/{ADDRESS}" in kitchen_sink.texts_of(leaflet, ".leaflet__address")[0]
    assert "secret-de-demain" not in kitchen_sink.text(f"{leaflet}index.html")
