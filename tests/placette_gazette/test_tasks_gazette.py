"""``invoke gazette`` begins an issue from what was published, and writes over nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from placette_gazette.gazette_tasks import remind
from tests.fixture_site import copy_project, invoke, run, write_setting
from tests.placette_gazette.fixture_gazette import LONG, write_issue, write_post

pytestmark = pytest.mark.whole


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = copy_project("minimal", tmp_path)
    write_post(project / "content", "le-pont", date="2026-05-12", licence="Tous droits réservés")
    write_post(project / "content", "la-forge", f"{LONG}\n\n" * 20, date="2026-05-20", commune="Orcines")
    write_post(project / "content", "juin", date="2026-06-02")
    return project


def test_it_shows_what_a_month_would_hold(project: Path) -> None:
    done = run(project, "invoke", "gazette", "--month", "2026-05", "--show")
    assert [line.split("  ")[1] for line in done.stdout.splitlines()] == [
        "Bonjour (entier)",
        "Le pont (une ligne\u00a0: tous droits réservés)",
        "La forge (son début)",
    ]
    assert not (project / "content" / "issues").exists()


def test_it_writes_a_draft_that_the_check_accepts_and_never_overwrites_it(project: Path) -> None:
    invoke(project, "gazette", "--month", "2026-05")
    file = project / "content" / "issues" / "2026-05.md"
    text = file.read_text(encoding="utf-8")
    assert "numéro: 1\n" in text
    assert "statut: brouillon\n" in text
    assert "billets:\n- 2026/bonjour\n- 2026/le-pont\n- 2026/la-forge: court\n" in text
    assert "[issue-" not in run(project, "invoke", "check", "--all").stdout
    file.write_text("à moi", encoding="utf-8")
    refused = run(project, "invoke", "gazette", "--month", "2026-05")
    assert (refused.returncode, file.read_text(encoding="utf-8")) == (2, "à moi")
    assert "existe déjà" in refused.stderr


def test_what_stood_in_an_issue_is_not_offered_again(project: Path) -> None:
    write_issue(project / "content", "bonjour", "2026/la-forge: line", name="hors-serie", number="")
    shown = run(project, "invoke", "gazette", "--month", "2026-05", "--show").stdout
    assert ("Bonjour" in shown, "La forge" in shown, "Le pont" in shown) == (False, False, True)


def test_a_year_has_the_beginning_of_each_post(project: Path) -> None:
    invoke(project, "gazette", "--year", "2026")
    text = (project / "content/issues/annee-2026.md").read_text(encoding="utf-8")
    assert ('titre: "Carnets d’Auvergne, 2026"' in text, "juin: court" in text, "numéro" in text) == (True, True, False)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "Dites de quoi"),
        (("--month", "mai"), "Dites de quoi"),
        (("--month", "2026-13"), "Dites de quoi"),
        (("--month", "2026-05", "--year", "2026"), "Dites de quoi"),
        (("--month", "2027-02"), "2027-02 n’a pas commencé"),
        (("--month", "2025-01"), "Rien de nouveau"),
    ],
)
def test_what_cannot_be_meant_is_answered(project: Path, options: tuple[str, ...], said: str) -> None:
    done = run(project, "invoke", "gazette", *options)
    assert done.returncode in {1, 2}
    assert said in done.stderr
    assert not (project / "content" / "issues").exists()


def test_an_english_site_gets_english_keys(project: Path) -> None:
    write_setting(project, 'DEFAULT_LANG = "en"')
    invoke(project, "gazette", "--month", "2026-05")
    text = (project / "content" / "issues" / "2026-05.md").read_text(encoding="utf-8")
    assert ("status: draft\n" in text, "- 2026/la-forge: short\n" in text) == (True, True)


def test_the_status_names_printed_issues_with_texts_that_were_withdrawn(project: Path) -> None:
    write_issue(project / "content", "bonjour", "le-pont")
    write_issue(project / "content", "le-pont", name="juin", number="4", status="draft")
    assert "retirés depuis" not in run(project, "invoke", "status").stdout
    post = project / "content" / "articles" / "2026" / "le-pont" / "index.md"
    post.write_text("---\nstatus: withdrawn\ndate: 2026-05-12\n---\n", encoding="utf-8")
    said = run(project, "invoke", "status").stdout
    assert "textes retirés depuis\u00a0: 1" in said
    assert "2026-05: le-pont" in said
    assert "juin" not in said.partition("retirés depuis")[2].partition("\n\n")[0]


def test_the_status_takes_no_folder_for_a_text(project: Path) -> None:
    write_issue(project / "content", "le-pont", "bonjour")
    (project / "content/issues/juin.md").mkdir()
    post = project / "content/articles/2026/le-pont/index.md"
    post.unlink()
    post.mkdir()
    assert remind({"PATH": str(project / "content")}, date(2026, 12, 1)) == []
