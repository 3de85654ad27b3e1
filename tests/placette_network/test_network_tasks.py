"""``invoke network`` in a site: its table, its page, its answer to a nightly job."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from placette import FindingSection
from placette_network import network_tasks
from placette_network.sites import NetworkSite
from placette_network.sources import SourceKind
from tests.fixture_site import complaints, invoke, run

pytestmark = pytest.mark.whole

TODAY = date(2026, 7, 15)
FINE = NetworkSite(
    *("Chroniques du Pays de Redon", SourceKind.SITE, "https://redon.example/"),
    version="1.0.0rc1",
    published=date(2026, 7, 1),
    legal=("notice", "plan", "accessibility"),
    feeds=2,
    certificate=date(2026, 10, 1),
)
BAD = NetworkSite(
    *('<b>"Thiers"</b> \u202e' + "long " * 20, SourceKind.SITE, "https://thiers.example/?a=1&b='"),
    published=date(2025, 1, 1),
    legal=("accessibility",),
    missing=("notice", "plan"),
    feeds=1,
    broken=(("https://thiers.example/feed<script>", "status", 500),),
    certificate=date(2026, 7, 20),
)
DOWN = NetworkSite("Lezoux", SourceKind.SITE, "https://lezoux.example/", "no-host")
BARRED = NetworkSite("Ambert", SourceKind.SITE, "https://ambert.example/", "robots")
ALL = (FINE, BAD, DOWN, BARRED)


@pytest.fixture(scope="module")
def sections() -> list[FindingSection]:
    """The four sites, in French."""
    return [network_tasks.section_of(one, TODAY, "fr") for one in ALL]


def test_each_site_has_its_facts_and_what_is_due(sections: list[FindingSection]) -> None:
    fine, bad, down, barred = sections
    assert (fine.heading, fine.url, fine.rows) == (FINE.name, FINE.url, [])
    (facts,) = fine.notes
    for words in ("Placette 1.0.0rc1", "2026-07-01", "3/3", "2/2", "78 j"):
        assert words in facts.replace("\u00a0", " ")
    assert [row.code for row in bad.rows] == [f"site-{name}" for name in "certificate pages feed silent".split()]
    text = "\n".join(row.what for row in bad.rows)
    for words in (
        "20\u00a0juillet\u00a02026",
        "mentions légales, plan du site",
        "elle répond 500",
    ):
        assert words in text
    assert ([row.code for row in down.rows], list(down.notes)) == (["site-unreachable"], [])
    assert (list(barred.rows), "robots.txt" in barred.notes[0]) == ([], True)
    assert (fine.facts["days_left"], bad.facts["broken"][0]) == (
        78,
        ("https://thiers.example/feed<script>", "status", 500),
    )


def add(project: Path, name: str, more: str = "kind: site") -> None:
    (project / "content" / "sources").mkdir(exist_ok=True)
    told = f"name: {name}\nsite: http://127.0.0.1:8198/{name}/\nsince: 2026-01-01\nagreed: Léa\n{more}\n"
    (project / "content" / "sources" / f"{name}.md").write_text(f"---\n{told}---\n", encoding="utf-8")


def test_only_sites_that_are_read_are_asked_and_never_inside_the_network(online: Path) -> None:
    done = run(online, "invoke", "network")
    assert (done.returncode, complaints(done)) == (0, ""), done.stdout
    assert "aucun de ce genre" in done.stdout
    add(online, "thiers")
    add(online, "parti", "kind: site\nleft: 2026-06-01")
    add(online, "asso", "kind: association")
    add(online, "veille", "kind: watch")
    done = invoke(online, "network", "--json", code=1)
    (site,) = json.loads(done.stdout)["sections"]
    codes = [row["code"] for row in site["rows"]]
    assert (site["heading"], site["facts"]["why"], codes) == ("thiers", "private", ["site-unreachable"])
    done = invoke(online, "network", "--all", code=1)
    assert "thiers (1)\n  Sa page d’accueil ne peut pas être lue : " in done.stdout.replace("\u00a0", " ")
    assert done.stdout.count("réseau privé") == 2
