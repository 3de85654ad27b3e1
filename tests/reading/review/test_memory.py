"""What was read before is remembered by content: never stale, never believed when it was tampered with."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from plugins.core.build import Build
from plugins.reading.folder import read_folder
from plugins.reading.memory import Memory, open_memory
from tests.reading.reading_site import MATTER, OPTIONS, PROFILE

LINKING = f"---\n{MATTER}---\n[Le four](../le-four/index.md#la-voute), et ![Une pierre](pierre.png)\n"
LINKED = f"---\n{MATTER.replace('Le lavoir', 'Le four')}---\nTexte.\n\n## La voûte\n\nSuite.\n"
LAVOIR, FOUR = "articles/2026/le-lavoir", "articles/2026/le-four"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Two posts, one linking to the other and showing a photo, and their author."""
    root = tmp_path / "content"
    for path, text in (
        (f"{LAVOIR}/index.md", LINKING),
        (f"{FOUR}/index.md", LINKED),
        ("authors/lea-montel.md", PROFILE),
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    Image.new("RGB", (40, 30), "grey").save(root / LAVOIR / "pierre.png")
    return root


def read(content: Path, store: Path | None) -> tuple[Build, int]:
    """A reading with advice, and how many results had to be made anew."""
    memory = open_memory(store)
    build = read_folder(content, OPTIONS, memory, advice=True)
    return build, len(memory.fresh)


def test_what_did_not_change_is_not_read_again(content: Path, tmp_path: Path) -> None:
    first, made = read(content, tmp_path / "memory.sqlite")
    again, made_again = read(content, tmp_path / "memory.sqlite")
    assert made > 0
    assert made_again == 0
    assert again == first == read(content, None)[0]


def change(root: Path, path: str, edit: Callable[[str], str]) -> None:
    text = (root / path).read_text(encoding="utf-8")
    (root / path).write_text(edit(text), encoding="utf-8")


def swap_photo(root: Path) -> None:
    Image.new("RGB", (80, 20), "red").save(root / LAVOIR / "pierre.png")


EDITS: dict[str, Callable[[Path], None]] = {
    "its own text": lambda root: change(root, f"{LAVOIR}/index.md", lambda text: text + "\nEncore.\n"),
    "the address of what it links to": lambda root: change(
        root, f"{FOUR}/index.md", lambda text: text.replace("title:", "slug: four-banal\ntitle:")
    ),
    "the heading it links to": lambda root: change(
        root, f"{FOUR}/index.md", lambda text: text.replace("La voûte", "La sole")
    ),
    "what it links to becomes a draft": lambda root: change(
        root, f"{FOUR}/index.md", lambda text: text.replace("title:", "status: draft\ntitle:")
    ),
    "what it links to goes": lambda root: shutil.rmtree(root / FOUR),
    "its photo": swap_photo,
    "its photo goes": lambda root: (root / LAVOIR / "pierre.png").unlink(),
    "its author's name": lambda root: change(root, "authors/lea-montel.md", lambda text: text.replace("Léa", "Lia")),
    "a neighbour that looks like a dead link": lambda root: (root / FOUR).rename(root / "articles/2026/le-fours"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_change_is_seen_as_by_a_first_reading(edit: Callable[[Path], None], content: Path, tmp_path: Path) -> None:
    store = tmp_path / "memory.sqlite"
    before = read(content, store)[0]
    edit(content)
    after = read(content, store)[0]
    assert after == read(content, None)[0]
    assert after != before


def test_random_edits_never_make_it_stale(content: Path, tmp_path: Path) -> None:
    chance, store = random.Random(43), tmp_path / "memory.sqlite"
    saved = tmp_path / "saved"
    shutil.copytree(content, saved)
    for _ in range(25):
        if chance.random() < 0.4:
            shutil.rmtree(content)
            shutil.copytree(saved, content)
        try:
            chance.choice(list(EDITS.values()))(content)
        except FileNotFoundError:
            continue
        assert read(content, store)[0] == read(content, None)[0]


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 400])
def test_a_damaged_file_is_dropped_and_made_again(damage: bytes, content: Path, tmp_path: Path) -> None:
    store = tmp_path / "memory.sqlite"
    store.write_bytes(damage)
    assert read(content, store)[0] == read(content, None)[0]
    assert read(content, store)[1] == 0


def test_a_poisoned_row_is_not_believed(content: Path, tmp_path: Path) -> None:
    store = tmp_path / "memory.sqlite"
    clean = read(content, store)[0]
    with sqlite3.connect(store) as base:
        base.execute("UPDATE results SET value = replace(value, 'Suite', '<script>alert(1)</script>')")
    assert read(content, store)[0] == clean


def test_what_is_no_longer_asked_for_is_forgotten(content: Path, tmp_path: Path) -> None:
    store = tmp_path / "memory.sqlite"
    read(content, store)
    many = len(open_memory(store).rows)
    shutil.rmtree(content / FOUR)
    read(content, store)
    assert len(open_memory(store).rows) < many


def test_a_memory_without_a_file_remembers_nothing(content: Path) -> None:
    assert read(content, None)[1] == read(content, None)[1] > 0
    assert Memory(None).rows == {}
