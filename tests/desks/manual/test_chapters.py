"""Chapters are found where the package or the repository keeps them, in the order of the door, and become pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.desks.manual.chapters import Chapter, is_in_repository, page_text, read_manual
from placette.engine.problems import manual
from placette.engine.problems.manual import manual_folder
from tests.fixture_site import ROOT

DOOR = """# Placette

## Le manuel

Ce qu'il faut savoir.

- [Écrire](fr/ecrire.md) : un billet.
- [Absent](fr/absent.md) : pas encore écrit.
- [Tâches](fr/taches.md) : toutes.

## The manual

- [Write](en/write.md): a post.
"""
INSIDE = {"README.md": "manual.md", "fr/ecrire.md": "ecrire.md", "pictures/lavoir.webp": "lavoir.webp"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "fr").mkdir()
    (tmp_path / "README.md").write_text(DOOR, encoding="utf-8")
    (tmp_path / "fr" / "ecrire.md").write_text("# Écrire\n\nUn billet.\n", encoding="utf-8")
    return tmp_path


def test_the_door_gives_title_order_and_short_names_of_the_chapters_that_there_are(folder: Path) -> None:
    manual = read_manual(folder, "fr", {"fr/taches.md": "# Tâches\n"})
    assert manual.title == "Le manuel"
    assert "Ce qu'il faut savoir." in manual.door
    assert "The manual" not in manual.door
    written = Chapter("Écrire", "fr/ecrire.md", "# Écrire\n\nUn billet.\n")
    assert manual.chapters == (written, Chapter("Tâches", "fr/taches.md", "# Tâches\n"))
    assert written.slug == "ecrire"


def test_the_heading_and_the_first_paragraph_become_front_matter() -> None:
    page = page_text('# Écrire "ici"\n\nUn billet :\nvite.\n\n## Comment\n\nAinsi.\n', "fr/a.md", {})
    assert page == '---\ntitle: "Écrire \\"ici\\""\nsummary: "Un billet : vite."\n---\n## Comment\n\nAinsi.\n'


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[écrire](ecrire.md#photos)", "[écrire](ecrire.md#photos)"),
        ("[la porte](../README.md)", "[la porte](manual.md)"),
        ("[anglais](../en/write.md)", "anglais"),
        ("le fichier [CONTRIBUTING.md](../../CONTRIBUTING.md)", "le fichier CONTRIBUTING.md"),
        ("[plus bas](#fin), [Insee](https://www.insee.fr/)", "[plus bas](#fin), [Insee](https://www.insee.fr/)"),
        ('![Un lavoir.](../pictures/lavoir.webp "— vue")', '![Un lavoir.](lavoir.webp "— vue")'),
        ("`[a](b.md)` et [b](b.md)", "`[a](b.md)` et b"),
        ("```\n[a](b.md)\n```", "```\n[a](b.md)\n```"),
    ],
)
def test_a_link_leads_into_the_site_or_keeps_its_words(written: str, shown: str) -> None:
    assert page_text(f"# A\n\nB.\n\n{written}\n", "fr/a.md", INSIDE).endswith(f"---\n{shown}\n")


def test_the_manual_is_found_in_the_repository_and_in_an_installed_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert manual_folder() == ROOT / "docs"
    assert is_in_repository(manual_folder())
    (tmp_path / "manual").mkdir()
    monkeypatch.setattr(manual, "_MANUALS", (tmp_path / "manual", ROOT / "docs"))
    assert manual_folder() == tmp_path / "manual"
    assert not is_in_repository(manual_folder())
