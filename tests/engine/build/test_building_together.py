"""Communities, calls and walks are made again when anything that they show has changed, as in a build from nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.engine.base.files import walk_files
from tests.fixture_site import EPOCH, Site, build, edit_file, write_file

pytestmark = pytest.mark.whole

PLAIN = {"SHARING_CARDS": False, "PICTURES_ON_PAGES": False}
TRACK = '<gpx><trkpt lat="45.7766" lon="3.0824"/><trkpt lat="{}" lon="3.084"/><trkpt lat="45.778" lon="3.085"/></gpx>'
FILES = {
    "communities/marcheurs.md": "title: Marcheurs\nsummary: On marche.\nreferents: [lea]",
    "calls/ponts.md": "title: Vos ponts\nsummary: Un pont.\ndeadline: 2026-07-03\nauthors: [lea]\ncommunity: marcheurs",
    "walks/tour.md": (
        "title: Un tour\nsummary: On tourne.\ndate: 2026-06-01\nauthors: [lea]\ntrack: tour.gpx\ncommune: '63263'\n"
        "steps:\n  - Le lavoir (45.7766, 3.0824)\n  - ../articles/2026/bonjour/index.md"
    ),
}
DAY = 86_400


def made(site: Site) -> dict[str, bytes]:
    return {path: (site.output / path).read_bytes() for path in walk_files(site.output)}


def test_what_is_done_together_follows_every_change(content: Path, tmp_path: Path) -> None:
    for path, matter in FILES.items():
        write_file(content / path, f"---\n{matter}\n---\nUn mot.\n")
    write_file(content / "walks/tour.gpx", TRACK.format("45.777"))
    post = "articles/2026/bonjour/index.md"
    edit_file(content / post, "\n---\n", "\nplace: Là (45.778, 3.085)\ncommunity: marcheurs\ncall: ponts\n---\n")
    build(content, tmp_path, **PLAIN)
    rounds = [
        [(post, "title: ", "title: Encore "), ("walks/tour.gpx", "45.777", "45.7775")],
        [("authors/lea.md", "name: ", "name: Tante "), ("calls/ponts.md", "2026-07-03", "2026-07-10")],
        [
            ("communities/marcheurs.md", "title: Marcheurs", "title: Les marcheurs"),
            (post, "call: ponts\n", ""),
            (post, "3.085)", "3.0851)"),
        ],
    ]
    for number, changes in enumerate(rounds):
        for path, old, new in changes:
            edit_file(content / path, old, new)
        build(content, tmp_path, str(int(EPOCH) + number * DAY), **PLAIN)
    days = int(EPOCH) + 20 * DAY
    later, clean = (build(content, folder, str(days), **PLAIN) for folder in (tmp_path, tmp_path / "clean"))
    assert made(later) == made(clean)
    assert 'lat="45.77800" lon="3.08510"' in later.text("balades/tour/tour.gpx")
    assert later.texts_of("communes/63263-orcines/", ".term-list__link") == ["Un tour"], (
        "a commune that has nothing else"
    )
    assert "Encore" in later.text("balades/tour/tour.gpx")
    assert "Tante" in later.text("communautes/marcheurs/index.html")
    assert "Les marcheurs" in later.text("2026/bonjour/index.html")
    assert later.texts_of("appels/ponts/", ".post-list") == []
