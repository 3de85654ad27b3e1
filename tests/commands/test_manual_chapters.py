"""Chapters are found where the package or the repository keeps them, in the order of the door, and become pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from placette.commands.manual import (
    Chapter,
    groups_of,
    is_in_repository,
    page_text,
    read_manual,
    settings_chapter,
    words_of,
    written,
)
from placette.engine.findings import problems
from placette.engine.findings.problems import manual_folder
from placette.plugin import declared_settings, left_out, listed, load_site
from tests.fixture_site import ROOT

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


def test_the_chapters_of_a_package_come_with_it_and_go_with_it(folder: Path) -> None:
    brought = folder / "placette_mentions" / "manual"
    for name in ("ailleurs.md", "ailleurs/codes.md"):
        (brought / "fr" / name).parent.mkdir(parents=True, exist_ok=True)
        (brought / "fr" / name).write_text(f"# {name}\n\nUn chapitre.\n", encoding="utf-8")
    with_it, without_it = (read_manual(folder, "fr", {}, given) for given in ([brought], []))
    names = [[(chapter.label, chapter.slug) for chapter in manual.chapters] for manual in (with_it, without_it)]
    assert names == [[("Écrire", "ecrire"), ("Ailleurs", "ailleurs"), ("", "ailleurs-codes")], [("Écrire", "ecrire")]]
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


def test_the_manual_is_found_in_the_repository_and_in_an_installed_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert manual_folder() == ROOT / "docs"
    assert is_in_repository(manual_folder())
    (tmp_path / "manual").mkdir()
    monkeypatch.setattr(problems, "_MANUALS", (tmp_path / "manual", ROOT / "docs"))
    assert manual_folder() == tmp_path / "manual"
    assert not is_in_repository(manual_folder())


@dataclass(frozen=True)
class WalkSettings:
    """How walks are shown."""

    shown: Annotated[int, Field(ge=1)] = 4
    """How many ``home`` shows | at most."""
    names: dict[str, str] = field(default_factory=dict)
    """Names of ways."""


@dataclass(frozen=True)
class Host:
    """Who hosts the site."""

    name: str = ""


@pytest.mark.parametrize(
    ("hint", "words"),
    [
        (bool, "True or False"),
        (Annotated[int, Field(ge=1)], "a whole number"),
        (Literal["a", "b"], '`"a"`, `"b"`'),
        (date | None, "a date"),
        (tuple[str, ...], "texts in brackets"),
        (tuple[tuple[str, str], ...], "pairs in brackets: (label, address)"),
        (dict[str, str], "pairs in braces: name, then value"),
        (Host, "pairs in braces: name, then value"),
        (tuple[Host, ...], "in brackets, pairs in braces: name, then value"),
        (str, "a text"),
    ],
)
def test_a_type_is_said_in_words(hint: Any, words: str) -> None:
    assert words_of(hint) == words


def test_a_value_is_shown_as_it_is_written() -> None:
    values: list[Any] = ["é", ("a",), ("a", "b"), 4, True, {}, Host()]
    assert list(map(written, values)) == ['"é"', '("a",)', '("a", "b")', "4", "True", "{}", "{}"]


def test_the_chapter_has_a_table_of_each_group_and_one_of_addresses() -> None:
    defaults = load_site(ROOT / "pelicanconf.py") | {"WALK_URL": "balades/{slug}/"}
    chapter = settings_chapter(groups_of([("WALK", WalkSettings)]), ["WALK_URL", "NONE_URL"], defaults, str)
    assert "## `WALK_…`\n\nHow walks are shown.\n\n| setting |" in chapter
    assert "| `WALK_SHOWN` | How many `home` shows \\| at most. | a whole number | `4` |" in chapter
    assert "| `WALK_NAMES` | Names of ways. | pairs in braces: name, then value | `{}` |" in chapter
    assert '| `WALK_URL` | `"balades/{slug}/"` |\n| `NONE_URL` | `""` |' in chapter


def test_every_setting_that_is_declared_has_a_sentence() -> None:
    settings = load_site(ROOT / "pelicanconf.py")
    groups = groups_of(declared_settings((*listed(settings), *left_out(settings))))
    assert {"BUILDING", "PUBLISHING", "SHARING"} <= {group.prefix for group in groups}
    assert [one.name for group in groups for one in group.settings if not one.sentence] == []
