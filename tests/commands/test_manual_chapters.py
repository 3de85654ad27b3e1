"""Chapters are found where the package or the repository keeps them, in the order of the door, and become pages."""

from __future__ import annotations

from functools import reduce
from pathlib import Path

import pytest

from placette.commands.manual import Chapter, of_site, page_text, read_manual

DOOR = """# Placette

## Le manuel

Ce qu'il faut savoir.

- [Écrire](fr/ecrire.md) : un billet.
- [Absent](fr/absent.md) : pas encore écrit.
- [Ailleurs](../plugins/placette_mentions/manual/fr/ailleurs.md) : d'un paquet.
- [Tâches](fr/taches.md) : toutes.

## The manual

- [Write](en/write.md): a post.
"""
INSIDE = {
    "README.md": "manual.md",
    "fr/ecrire.md": "ecrire.md",
    "fr/ailleurs.md": "ailleurs.md",
    "pictures/lavoir.webp": "lavoir.webp",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "fr").mkdir()
    (tmp_path / "README.md").write_text(DOOR, encoding="utf-8")
    (tmp_path / "fr" / "taches.md").write_text("# Tâches\n", encoding="utf-8")
    (tmp_path / "fr" / "ecrire.md").write_text("# Écrire\n\nUn billet.\n", encoding="utf-8")
    return tmp_path


def test_the_door_gives_title_order_and_short_names_of_the_chapters_that_there_are(folder: Path) -> None:
    manual = read_manual(folder, "fr")
    assert manual.title == "Le manuel"
    assert "Ce qu'il faut savoir." in manual.door
    assert "The manual" not in manual.door
    written = Chapter("Écrire", "fr/ecrire.md", "# Écrire\n\nUn billet.\n")
    assert manual.chapters == (written, Chapter("Tâches", "fr/taches.md", "# Tâches\n"))
    assert written.slug == "ecrire"


def test_the_chapters_of_a_package_come_with_it_and_go_with_it(folder: Path) -> None:
    brought = folder / "placette_mentions" / "manual"
    for name in ("ailleurs.md", "ailleurs/codes.md"):
        (brought / "fr" / name).parent.mkdir(parents=True, exist_ok=True)
        (brought / "fr" / name).write_text(f"# {name}\n\nUn chapitre.\n", encoding="utf-8")
    with_it, without_it = (read_manual(folder, "fr", given) for given in ([brought], []))
    names = [[(chapter.label, chapter.slug) for chapter in manual.chapters] for manual in (with_it, without_it)]
    assert names == [
        [("Écrire", "ecrire"), ("Ailleurs", "ailleurs"), ("", "ailleurs-codes"), ("Tâches", "taches")],
        [("Écrire", "ecrire"), ("Tâches", "taches")],
    ]
    assert ["Ailleurs" in manual.door for manual in (with_it, without_it)] == [True, False]
    assert ["Écrire" in manual.door for manual in (with_it, without_it)] == [True, True]


def test_the_heading_and_the_first_paragraph_become_front_matter() -> None:
    page = page_text('# Écrire "ici"\n\nUn billet :\nvite.\n\n## Comment\n\nAinsi.\n', "fr/a.md", {})
    assert page == '---\ntitle: "Écrire \\"ici\\""\nsummary: "Un billet : vite."\n---\n## Comment\n\nAinsi.\n'


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[écrire](ecrire.md#photos)", "[écrire](ecrire.md#photos)"),
        ("[la porte](../README.md)", "[la porte](manual.md)"),
        ("[anglais](../en/write.md)", "anglais"),
        ("[ailleurs](../../plugins/placette_mentions/manual/fr/ailleurs.md#a)", "[ailleurs](ailleurs.md#a)"),
        ("[lettres](../../plugins/placette_letters/manual/fr/lettres.md)", "lettres"),
        ("[écrire](../../../../docs/fr/ecrire.md)", "[écrire](ecrire.md)"),
        ("le fichier [CONTRIBUTING.md](../../CONTRIBUTING.md)", "le fichier CONTRIBUTING.md"),
        ("[plus bas](#fin), [Insee](https://www.insee.fr/)", "[plus bas](#fin), [Insee](https://www.insee.fr/)"),
        ('![Un lavoir.](../pictures/lavoir.webp "— vue")', '![Un lavoir.](lavoir.webp "— vue")'),
        ("`[a](b.md)` et [b](b.md)", "`[a](b.md)` et b"),
        ("```\n[a](b.md)\n```", "```\n[a](b.md)\n```"),
    ],
)
def test_a_link_leads_into_the_site_or_keeps_its_words(written: str, shown: str) -> None:
    assert page_text(f"# A\n\nB.\n\n{written}\n", "fr/a.md", INSIDE).endswith(f"---\n{shown}\n")


def test_a_reference_has_what_is_of_the_site() -> None:
    table = '\n\n## Adresses\n\n| réglage | par défaut |\n| --- | --- |\n| `A_URL` | `"a/"` |\n| `B_URL` | `"b/"` |\n'
    first = "| `B_ON` | | | `1` |\n"
    reference = f"# R\n\n{first}\n## `A_…`\n\n| `A_ON` | | | `1` |\n\n## `B_…`\n\nB.{table}"
    others = (first, "\n## `B_…`\n\nB.\n", '| `B_URL` | `"b/"` |\n')
    assert of_site(reference, {"A_…", "A_URL"}) == reduce(lambda text, part: text.replace(part, ""), others, reference)
    tasks = "# T\n\n## `invoke a`\n\n| `FILE` | f | |\n\n## `invoke b`\n\nB.\n"
    assert of_site(tasks, {"invoke a"}) == "# T\n\n## `invoke a`\n\n| `FILE` | f | |\n"
