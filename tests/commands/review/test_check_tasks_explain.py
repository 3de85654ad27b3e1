"""``invoke explain`` as the person who types it reads it, in the site's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixture_site import ROOT, copy_project, invoke, run

pytestmark = [pytest.mark.no_cover, pytest.mark.whole]


@pytest.fixture
def english(tmp_path: Path) -> Path:
    """An English site without a manual."""
    project = copy_project("minimal", tmp_path)
    settings = project / "pelicanconf.py"
    settings.write_text(settings.read_text("utf-8").replace('DEFAULT_LANG = "fr"', 'DEFAULT_LANG = "en"'), "utf-8")
    return project


def test_a_code_is_explained_in_french() -> None:
    ran = run(ROOT, "invoke", "explain", "photo-alt")
    assert (ran.returncode, ran.stderr) == (0, "")
    lines = ran.stdout.rstrip().split("\n")
    assert lines[:3] == [
        "photo-alt",
        "",
        "L’image «\u00a0…\u00a0» n’a pas de description pour les personnes qui ne la voient pas.",
    ]
    assert '    ![](frise.jpg "décorative — dessin de Léa Montel")' in lines


def test_a_code_that_there_is_not_is_answered_with_the_nearest() -> None:
    ran = run(ROOT, "invoke", "explain", "photo-allt")
    assert (ran.returncode, ran.stdout) == (2, "")
    named, near = "le code «\u00a0photo-allt\u00a0»", "«\u00a0photo-alt\u00a0»\u202f?"
    assert ran.stderr == f"Le manuel ne connaît pas {named}. Vouliez-vous dire {near}\n"
    far = run(ROOT, "invoke", "explain", "\x1b[31mqqqq")
    assert (far.returncode, "\x1b" in far.stderr) == (2, False)
    assert "à la fin de chaque message" in far.stderr


def test_the_check_ends_with_where_to_read(english: Path) -> None:
    (english / "docs").symlink_to(ROOT / "docs")
    post = next((english / "content" / "articles").rglob("index.md"))
    post.write_text(post.read_text("utf-8").replace("date: ", "date: on ", 1), "utf-8")
    ran = invoke(english, "check", "--all", code=1)
    assert "[date-format, to fix]" in ran.stdout
    assert ran.stdout.rstrip().split("\n")[-1] == "To understand a code: invoke explain CODE"
    built = run(english, "invoke", "build")
    assert (built.returncode, built.stderr.rstrip().split("\n")[-1]) == (1, ran.stdout.rstrip().split("\n")[-1])
