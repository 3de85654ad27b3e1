"""A recorded track gives its points and nothing else, whatever the file holds; the way home is left out."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from placette.engine.base.geography import MOST_POINTS, NAMESPACE
from placette.engine.content.memory import Memory
from placette.engine.content.reading import read_folder
from placette.features.walks.walk import (
    TRACK_BROKEN,
    TRACK_DECLARES,
    TRACK_EMPTY,
    TRACK_MANY,
    WALK,
    Point,
    Track,
    distance,
    passage_between,
    passes_by,
    read_track,
    way_along,
)
from tests.engine.content.reading_site import LEA, OPTIONS
from tests.fixture_site import write_files

POINT = '<trkpt lat="45.1234567" lon="3.1"/>'
BOMB = '<!DOCTYPE x [<!ENTITY a "{}">{}]><gpx><name>&j;</name></gpx>'.format(
    "a" * 100, "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
)
_WAY = '<trkpt lat="45.0" lon="3.0">{}</trkpt><trkpt lat="45.01" lon="3.0"/>'
GIVEN = {
    name: f'<gpx xmlns="{NAMESPACE}"><trk><trkseg>{_WAY.format(inner)}</trkseg></trk></gpx>'
    for name, inner in {"watch": "<time>2026-05-01T07:12:00Z</time>", "way": ""}.items()
}
TEXT = (
    "---\ntitle: Un tour\nsummary: On tourne.\ndate: 2026-06-01\nauthors: [lea-montel]\ntrack: tour.gpx\n"
    "steps:\n  - Le lavoir (45.0, 3.0)\n  - Le pont (45.01, 3.0)\n---\n"
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (BOMB, TRACK_DECLARES),
        ('<!DOCTYPE gpx SYSTEM "file:///etc/passwd"><gpx/>', TRACK_DECLARES),
        ('<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><name>&x;</name></gpx>', TRACK_DECLARES),
        ("<gpx>&unknown;</gpx>", TRACK_BROKEN),
        ("<gpx><trk>", TRACK_BROKEN),
        ("", TRACK_BROKEN),
        ("\x00\x01", TRACK_BROKEN),
        ('<?xml version="1.0" encoding="no-such"?><gpx/>', TRACK_BROKEN),
        (f'<gpx>{POINT}<trkpt lat="nan" lon="3"/></gpx>', TRACK_BROKEN),
        (f'<gpx>{POINT}<trkpt lat="1e1" lon="3"/></gpx>', TRACK_BROKEN),
        (f'<gpx>{POINT}<trkpt lat="91" lon="3"/></gpx>', TRACK_BROKEN),
        (f'<gpx>{POINT}<trkpt lat="45"/></gpx>', TRACK_BROKEN),
        (f"<gpx>{POINT}</gpx>", TRACK_EMPTY),
        (f'<kml>{POINT}<trkpt lat="45" lon="3"/></kml>', TRACK_EMPTY),
        (f"<gpx>{POINT * (MOST_POINTS + 1)}</gpx>", TRACK_MANY),
        ("<gpx>" + "<a>" * 50_000 + "</a>" * 50_000 + "</gpx>", TRACK_EMPTY),
    ],
    ids=range(16),
)
def test_what_is_no_track_or_an_attack_is_refused_with_its_reason(data: str, reason: str) -> None:
    assert (read_track(("walks/t.gpx", data.encode())).reason, read_track(("t", data.encode())).points) == (reason, ())


def test_points_are_rounded_to_a_metre_whatever_their_namespace() -> None:
    points = f'<trk><trkseg>{POINT}<trkpt lat="45.2" lon="-3.1"/></trkseg></trk>'
    data = f'<gpx xmlns="http://www.topografix.com/GPX/1/0">{points}</gpx>'
    assert read_track(("t", data.encode())).points == ((45.12346, 3.1), (45.2, -3.1))


def test_of_a_route_and_a_track_the_track_is_the_way() -> None:
    route = '<rte><rtept lat="1" lon="1"/><rtept lat="2" lon="2"/></rte>'
    track = '<trk><trkseg><trkpt lat="3" lon="3"/><trkpt lat="4" lon="4"/></trkseg></trk>'
    assert read_track(("t", f"<gpx>{route}{track}</gpx>".encode())).points == ((3.0, 3.0), (4.0, 4.0))
    assert read_track(("t", f"<gpx>{route}</gpx>".encode())).points == ((1.0, 1.0), (2.0, 2.0))


def line(*stops: tuple[float, float]) -> list[tuple[float, float]]:
    """A point every 11 metres or so from stop to stop, to the north."""
    found = []
    for (a, lon), (b, _) in pairwise(stops):
        found += [(round(a + n * (b - a) / 100, 5), lon) for n in range(101)]
    return found


def way_between(points: list[Point], first: Point, last: Point) -> tuple[Point, ...]:
    way = way_along(Track("t.gpx", "", tuple(points)), passage_between(points, first, last))
    assert bool(way) is passes_by(points, first, last)
    return way


def test_the_way_from_and_to_somebodys_door_is_left_out() -> None:
    points = line((44.99, 3.0), (45.0, 3.0), (45.01, 3.0), (45.02, 3.0))
    way = way_between(points, (45.0, 3.0), (45.01, 3.0))
    assert (way[0], way[-1]) == ((45.0, 3.0), (45.01, 3.0))
    assert way_between(points[::-1], (45.0, 3.0), (45.01, 3.0))[0] == (45.0, 3.0), "recorded the other way round"
    loop = line((44.99, 3.0), (45.0, 3.0), (45.01, 3.0), (45.0, 3.0), (44.99, 3.0))
    round_ = way_between(loop, (45.0, 3.0), (45.0, 3.0))
    assert (round_[0], round_[-1], max(round_)) == ((45.0, 3.0), (45.0, 3.0), (45.01, 3.0))
    assert way_between(points, (44.9, 3.0), (45.01, 3.0)) == way_between(points, (45.0, 3.0), (45.1, 3.0)) == ()


def test_a_long_way_is_told_in_points_that_move_on() -> None:
    points = [(45.0 + n * 1e-5, 3.0) for n in range(MOST_POINTS)]
    way = way_between(points, points[0], points[-1])
    assert len(way) <= 5000
    assert (way[0], way[-1]) == (points[0], points[-1])
    assert min(distance(one, other) for one, other in pairwise(way[:-1])) >= 3


@pytest.mark.whole
def test_a_changed_track_changes_the_walk_and_a_broken_one_keeps_it_back(tmp_path: Path) -> None:
    points = '<gpx><trkpt lat="45.0" lon="3.0"/><trkpt lat="{}" lon="3.001"/><trkpt lat="45.01" lon="3.0"/></gpx>'
    files = {"authors/lea-montel.md": LEA, "walks/tour.md": TEXT, "walks/tour.gpx": points.format("45.005")}
    write_files(tmp_path, files)
    memory = Memory(None)
    (first,) = read_folder(tmp_path, OPTIONS, memory).of(WALK)
    assert first.track == ((45.0, 3.0), (45.005, 3.001), (45.01, 3.0))
    (tmp_path / "walks/tour.gpx").write_text(points.format("45.006"), encoding="utf-8")
    (second,) = read_folder(tmp_path, OPTIONS, memory).of(WALK)
    assert (second.track[1], second.mark == first.mark) == ((45.006, 3.001), False)
    (tmp_path / "walks/tour.gpx").write_text(BOMB, encoding="utf-8")
    broken = read_folder(tmp_path, OPTIONS, memory, skip_invalid=True)
    assert (broken.of(WALK), broken.build_summary.refused, [p.code for p in broken.problems]) == (
        (),
        1,
        ["track-unusable"],
    )


@pytest.mark.whole
def test_a_track_that_no_walk_names_may_reveal_nothing(tmp_path: Path) -> None:
    names = ("tour.gpx", "le-tour.gpx", "bare-tour.gpx")
    files = {f"walks/{name}": GIVEN["watch" if name[0] != "b" else "way"] for name in names}
    write_files(tmp_path, {"authors/lea-montel.md": LEA, "walks/tour.md": TEXT, **files})
    memory = Memory(None)
    for _ in range(2):
        found = {(one.path, one.code) for one in read_folder(tmp_path, OPTIONS, memory).problems}
        assert found == {("walks/tour.md", "track-tells"), ("walks/le-tour.gpx", "document-private")}
