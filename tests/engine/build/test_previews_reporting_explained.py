"""``invoke build --explain`` says of each file that was made again why it was, and nothing of the others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from placette.commands.building import explanations
from tests.engine.build.fixture_changes import Village, lay_out, new_village
from tests.engine.build.fixture_twice import PLAIN
from tests.fixture_kinds import KINDS
from tests.fixture_site import build

pytestmark = pytest.mark.whole

RIVER = "articles/2026/riviere/index.md"
NEW = "il est nouveau"
KEY = "ce qu’il énumère, son gabarit ou les réglages ont changé"
GONE = "il n’était plus tel qu’il avait été écrit"
POST = f"le billet {RIVER} a changé"
CARD = f"ce que les listes montrent de {RIVER} a changé"
PAGE = "la page pages/a-propos.md a changé"
VILLAGE = new_village()
FEWER = {slug: post for slug, post in VILLAGE.posts.items() if slug != "fete"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where the village is built again and again."""
    return tmp_path_factory.mktemp("explaining")


def explain(folder: Path, village: Village, **overrides: Any) -> list[str]:
    """Return the explanation of a build of the changed village."""
    lay_out(village, folder / "content", folder / "theme")
    site = build(folder / "content", folder, THEME=str(folder / "theme"), **PLAIN | overrides)
    return explanations(site.outcome, KINDS)


def why(lines: list[str]) -> dict[str, str]:
    """The reason for each file that was made."""
    return dict(line[2:].split(" : ", 1) for line in lines if line[0] in "+=")


CASES: list[tuple[str, Village, dict[str, str], list[str]]] = [
    (
        "the text of a post",
        VILLAGE.with_post("riviere", note="Encore."),
        {"2026/riviere/index.html": f"{CARD}, {POST}", "feeds/all.atom.xml": POST, "index.html": CARD},
        ["2026/06/index.html", "a-propos/index.html", "feeds/rubriques/fete.atom.xml", "robots.txt"],
    ),
    (
        "the page",
        replace(VILLAGE, page=VILLAGE.page + " Et des voisines."),
        {"a-propos/index.html": PAGE},
        ["index.html", "plan-du-site/index.html", "2026/riviere/index.html"],
    ),
    (
        "a template",
        replace(VILLAGE, scratches={"templates/components/card.html": 1}),
        {"index.html": KEY, "auteurs/marc/index.html": KEY},
        ["a-propos/index.html", "feeds/all.atom.xml", "sitemap.xml"],
    ),
    (
        "a post that went",
        replace(VILLAGE, posts=FEWER),
        {"index.html": KEY, "sitemap.xml": KEY},
        ["2026/fete/index.html", "2026/riviere/index.html", "2025/lavoir/index.html", "feeds/auteurs/marc.atom.xml"],
    ),
]


@pytest.mark.parametrize(("village", "told", "untold"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_each_file_has_its_reason(folder: Path, village: Village, told: dict[str, str], untold: list[str]) -> None:
    explain(folder, VILLAGE)
    found = why(explain(folder, village))
    assert {path: found.get(path) for path in told} == told
    assert [path for path in untold if path in found] == []


def test_files_that_were_made_in_vain_and_files_removed_have_signs_of_their_own(folder: Path) -> None:
    explain(folder, VILLAGE)
    lines = explain(folder, VILLAGE.with_post("riviere", note="Encore."))
    assert f"+ 2026/riviere/index.html : {CARD}, {POST}" in lines
    assert f"= archives/index.html : {CARD}" in lines
    explain(folder, VILLAGE)
    assert "- 2026/fete/index.html" in explain(folder, replace(VILLAGE, posts=FEWER))


def test_a_file_that_was_tampered_with_is_told(folder: Path) -> None:
    explain(folder, VILLAGE)
    (folder / "output" / "index.html").write_text("tampered", encoding="utf-8")
    (folder / "output" / "robots.txt").unlink()
    assert explain(folder, VILLAGE) == [f"+ index.html : {GONE}", f"+ robots.txt : {GONE}"]
