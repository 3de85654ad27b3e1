"""``invoke network`` in a site: its table, its page, its answer to a nightly job."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from placette_network import network_tasks
from placette_network.sites import NetworkSite, due_of
from placette_network.sources import SourceKind
from tests.fixture_site import complaints, copy_project, run

TODAY = date(2026, 7, 15)
FINE = NetworkSite(
    *("Chroniques du Pays de Redon", SourceKind.SITE, "https://redon.example/"),
    version="1.0.0rc1",
    published=date(2026, 7, 1),
    legal=("notice", "plan", "accessibility"),
    statement=date(2026, 6, 1),
    feeds=2,
    certificate=date(2026, 10, 1),
    weight=312_400,
    requests=14,
    is_whole=True,
    is_led=True,
)
BAD = NetworkSite(
    *('<b>"Thiers"</b> \u202e' + "long " * 20, SourceKind.SITE, "https://thiers.example/?a=1&b='"),
    published=date(2025, 1, 1),
    legal=("accessibility",),
    missing=("notice", "plan"),
    statement=date(2020, 1, 1),
    feeds=1,
    broken=(("https://thiers.example/feed<script>", "status", 500),),
    certificate=date(2026, 7, 20),
    weight=9_999_999,
    is_led=False,
)
DOWN = NetworkSite("Lezoux", SourceKind.SITE, "https://lezoux.example/", "no-host")
BARRED = NetworkSite("Ambert", SourceKind.SITE, "https://ambert.example/", "robots")
ALL = (FINE, BAD, DOWN, BARRED)


def rows(*sites: NetworkSite) -> list[network_tasks.SiteRow]:
    return [network_tasks._row(one, tuple(due_of(one, TODAY, 6)), TODAY, "fr") for one in sites]


def test_the_table_fits_a_terminal_of_a_hundred_columns() -> None:
    text = network_tasks._as_text(rows(*ALL))
    lines = text.splitlines()
    assert [line for line in lines if len(line) > 100] == []
    table = lines[: lines.index("")]
    assert len(table) == 5
    assert "\u202e" not in text
    begins = [table[0].index(word) for word in table[0].split()]
    assert table[1][begins[1] :].startswith("1.0.0rc1 ")
    assert [line.split()[-1] for line in table[1:]] == ["oui", "non", "–", "–"]
    assert "313 ko" in table[1].replace("\u00a0", " ")
    due = "\n".join(lines[len(table) + 1 :])
    assert "Chroniques" not in due
    for words in (
        "20\u00a0juillet\u00a02026",
        "mentions légales, plan du site",
        "elle répond 500",
        "1er\u00a0janvier\u00a02020",
    ):
        assert words in due.replace("\n  ", " ")
    assert due.count("Thiers") == due.count(" – ") - 2 == 5
    assert network_tasks._as_text(rows(FINE)).endswith("Il n’y a rien à faire.")


def test_the_page_is_a_table_that_escapes_everything() -> None:
    page = network_tasks._page(rows(*ALL), "fr", "Réseau & <co>", TODAY)
    tree = LexborHTMLParser(page)
    assert [node.attributes["lang"] for node in tree.css("html")] == ["fr"]
    assert len(tree.css("thead th[scope=col]")) == 9
    assert [len(row.css("th[scope=row], td")) for row in tree.css("tbody tr")] == [9] * 4
    assert tree.css("script, b, co") == []
    assert [node.attributes["href"] for node in tree.css("a")] == [one.url for one in ALL]
    assert [node.text() for node in tree.css("dt")][1] == "Lezoux"
    assert [tree.css(f"#{node.attributes['aria-labelledby']}") != [] for node in tree.css("[aria-labelledby]")] == [
        True
    ]
    assert "default-src 'none'" in page
    assert "<h2" not in network_tasks._page(rows(FINE), "fr", "x", TODAY).partition("<h2")[2]


def test_json_has_every_fact_and_what_is_due() -> None:
    due = [tuple(due_of(one, TODAY, 6)) for one in ALL]
    told = json.loads(network_tasks._as_json(ALL, due, TODAY))
    assert (told["version"], told["day"], len(told["sites"])) == (1, "2026-07-15", 4)
    fine, bad, down, barred = told["sites"]
    assert (fine["version"], fine["days_left"], fine["due"], fine["legal"][0]) == ("1.0.0rc1", 78, [], "notice")
    assert bad["due"] == ["certificate", "pages", "statement", "feed", "silent"]
    assert bad["broken"] == [{"url": "https://thiers.example/feed<script>", "why": "status", "status": 500}]
    assert (down["why"], down["due"], barred["why"], barred["due"]) == ("no-host", ["unreachable"], "robots", [])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    made = copy_project("minimal", tmp_path)
    with (made / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write('\nSITEURL = "https://carnets.example"\n')
    (made / "publishconf.py").write_text("from pelicanconf import *\n", encoding="utf-8")
    return made


def add(project: Path, name: str, more: str = "kind: site") -> None:
    (project / "content" / "sources").mkdir(exist_ok=True)
    told = f"name: {name}\nsite: http://127.0.0.1:8198/{name}/\nsince: 2026-01-01\nagreed: Léa\n{more}\n"
    (project / "content" / "sources" / f"{name}.md").write_text(f"---\n{told}---\n", encoding="utf-8")


def test_only_sites_that_are_read_are_asked_and_never_inside_the_network(project: Path) -> None:
    done = run(project, "invoke", "network")
    assert (done.returncode, complaints(done)) == (0, ""), done.stdout
    assert "aucun de ce genre" in done.stdout
    add(project, "thiers")
    add(project, "parti", "kind: site\nleft: 2026-06-01")
    add(project, "asso", "kind: association")
    add(project, "veille", "kind: watch")
    done = run(project, "invoke", "network", "--json")
    assert done.returncode == 1, done.stderr
    (site,) = json.loads(done.stdout)["sites"]
    assert (site["name"], site["why"], site["due"]) == ("thiers", "private", ["unreachable"])
    done = run(project, "invoke", "network", "--all", "--html", "../table.html")
    assert done.returncode == 1
    assert "thiers – sa page d’accueil ne peut pas être lue : " in done.stdout.replace("\u00a0", " ")
    assert done.stdout.count("réseau privé") == 2
    page = LexborHTMLParser((project / ".." / "table.html").read_text(encoding="utf-8"))
    assert [node.text() for node in page.css("tbody th")] == ["asso", "thiers"]


def test_what_cannot_be_meant_is_refused(project: Path) -> None:
    assert run(project, "invoke", "network", "--months", "0").returncode == 2
    for inside in ("output/t.html", "content/t.html", "x/../content/t.html"):
        done = run(project, "invoke", "network", "--html", inside)
        assert (done.returncode, "publié" in done.stderr) == (2, True)
        assert not (project / inside).exists()
