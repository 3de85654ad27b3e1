"""``invoke new-event`` and ``invoke new-walk`` begin texts that the check accepts at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.commands.writing import bare_gpx, read_recorded, steps_of
from placette.features.walks.walk import TRACK_BROKEN
from tests.features.documents.fixture_written import make_gpx
from tests.fixture_site import invoke, run

pytestmark = pytest.mark.whole

EVENT = (
    "--title",
    'Marché « de "Noël" »',
    "--day",
    "2026-12-05 10:00",
    "--place",
    "Place: haute",
    "--commune",
    "63113",
)
PLACES = ((50, "La chapelle"), (5, "Le pont (vieux)"), (20, 'La "fontaine" : haute'))
WAY = "".join(
    f'<trkpt lat="{45.7 + at / 3000:.6f}" lon="3.08"><ele>{400 + at}</ele><time>2026-10-11T09:00:00Z</time></trkpt>'
    for at in range(60)
)
MARKED = "".join(f'<wpt lat="{45.7 + at / 3000:.6f}" lon="3.0801"><name>{name}</name></wpt>' for at, name in PLACES)
GPX = make_gpx(f"{MARKED}<trk><name>Vers la chapelle</name><trkseg>{WAY}</trkseg></trk>", creator="phone of Anne")


@pytest.mark.no_cover
def test_a_new_event_is_accepted_at_once_and_another_of_its_name_lies_beside_it(project: Path) -> None:
    for place in ("events/marche-de-noel.md", "events/marche-de-noel-2026-12-05.md"):
        made = run(project, "invoke", "new-event", *EVENT, "--end", "2026-12-05 12:00", "--organiser", "Le comité")
        assert (made.returncode, place in made.stdout) == (0, True), made.stdout + made.stderr
        assert 'lieu: "Place: haute"\n' in (project / "content" / place).read_text(encoding="utf-8")
    third = run(project, "invoke", "new-event", *EVENT)
    assert (third.returncode, "marche-de-noel.md" in third.stderr) == (2, True)
    invoke(project, "check")


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "--title, --day"),
        (("--title", "Bal"), "--day"),
        (("--title", "!!!", "--day", "2026-12-05"), "--title"),
        (("--title", "Bal", "--day", "demain"), "2026-05-01 18:30"),
        (("--title", "Bal", "--day", "2026-12-05", "--commune", "Clermont"), "Clermont-Ferrand (63113)"),
    ],
)
def test_what_cannot_be_an_event_is_refused_and_nothing_is_written(
    project: Path, options: tuple[str, ...], says: str
) -> None:
    refused = run(project, "invoke", "new-event", *options)
    assert (refused.returncode, says in refused.stderr, "Traceback" in refused.stderr) == (2, True, False)
    assert not (project / "content/events").exists()


@pytest.mark.no_cover
def test_the_steps_of_a_walk_are_the_places_of_its_recording_and_no_time_is_kept(project: Path, tmp_path: Path) -> None:
    (tmp_path / "a.gpx").write_bytes(GPX)
    known = ("--author", "lea", "--summary", "Une heure.", "--commune", "63113")
    invoke(project, "new-walk", str(tmp_path / "a.gpx"), *known)
    text = (project / "content/walks/vers-la-chapelle.md").read_text(encoding="utf-8")
    assert "date: 2026-10-11\n" in text
    assert [line.split(" (45.")[0] for line in text.split("\n") if line.startswith("  - ")] == [
        '  - "Le pont (vieux)',
        '  - "La \\"fontaine\\" : haute',
        '  - "La chapelle',
    ]
    track = (project / "content/walks/vers-la-chapelle.gpx").read_text(encoding="utf-8")
    assert track.count("<trkpt") == 46, "the way from the first place to the last"
    assert not any(word in track for word in ("time", "Anne", "wpt", "name"))
    checked = run(project, "invoke", "check", "--all")
    assert (checked.returncode, "track-tells" in checked.stdout) == (0, False), checked.stdout
    refused = run(project, "invoke", "new-walk", str(tmp_path / "a.gpx"), "--title", "Sans personne")
    assert (refused.returncode, "--summary, --author" in refused.stderr) == (2, True)


@pytest.mark.no_cover
def test_a_file_that_is_no_way_is_refused(project: Path) -> None:
    refused = run(project, "invoke", "new-walk", "pelicanconf.py")
    assert (refused.returncode, "pelicanconf.py" in refused.stderr, "Traceback" in refused.stderr) == (2, True, False)


def test_without_places_a_walk_begins_and_ends_where_the_recording_did() -> None:
    recorded = read_recorded(("a.gpx", make_gpx(f"<trk><trkseg>{WAY}</trkseg></trk>")))
    steps = steps_of(recorded, "Départ", "Arrivée")
    assert (recorded.name, recorded.day, [name for name, _ in steps]) == ("", "2026-10-11", ["Départ", "Arrivée"])
    assert bare_gpx(recorded.track, steps[0][1], steps[1][1]).count("<trkpt") == 60
    assert bare_gpx(recorded.track, (10.0, 10.0), (11.0, 11.0)) == ""


def test_the_places_of_a_planned_route_are_its_steps() -> None:
    points = "".join(f'<rtept lat="45.{at}" lon="3.1"><name>{name}</name></rtept>' for at, name in enumerate("abc", 1))
    recorded = read_recorded(("a.gpx", make_gpx(f"<rte>{points}<rtept lat='x' lon='1'/></rte>")))
    assert recorded.track.reason == TRACK_BROKEN
    odd = read_recorded(("a.gpx", make_gpx(f"<wpt lat='x' lon='1'/><rte>{points}</rte>")))
    assert (odd.track.reason, odd.places) == (TRACK_BROKEN, ())
    recorded = read_recorded(("a.gpx", make_gpx(f"<rte>{points}</rte>")))
    assert [name for name, _ in recorded.places] == ["a", "b", "c"]
