"""What was read before is remembered by content: never stale, never believed when it was tampered with."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from placette.commands.review.advice import ADVISER
from placette.engine.content.build import Build
from placette.engine.content.memory import open_memory
from placette.engine.content.reading import read_folder
from placette.features.posts.kind import POST
from tests.engine.content.reading_site import LEA, MATTER, OPTIONS

pytestmark = pytest.mark.usefixtures("in_this_process")

LINKING = f"---\n{MATTER}minors: none\n---\n"
LINKING += "[Le four](../le-four/index.md#la-voute), ![Une pierre](pierre.png '— Léa, CC BY 4.0')\n"
LINKED = f"---\n{MATTER.replace('Le lavoir', 'Le four')}---\nTexte.\n\n## La voûte\n\nSuite.\n"
LAVOIR, FOUR = "articles/2026/le-lavoir", "articles/2026/le-four"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return make_content(tmp_path / "content")


def make_content(root: Path) -> Path:
    """Two posts, one linking to the other and showing a photo, and their author."""
    for path, text in ((f"{LAVOIR}/index.md", LINKING), (f"{FOUR}/index.md", LINKED), ("authors/lea-montel.md", LEA)):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    Image.new("RGB", (40, 30), "grey").save(root / LAVOIR / "pierre.png")
    return root


def read(content: Path, store: Path | None) -> tuple[Build, int]:
    """A reading with advice, and how many results had to be made anew."""
    memory = open_memory(store)
    build = read_folder(content, OPTIONS, memory, adviser=ADVISER)
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


EDITS: dict[str, Callable[[Path], object]] = {
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
    "its author's licence": lambda root: change(
        root, "authors/lea-montel.md", lambda text: text.replace("kind:", "licence: CC BY-SA 4.0\nkind:")
    ),
    "its author goes": lambda root: (root / "authors/lea-montel.md").unlink(),
    "its author is another": lambda root: (root / "authors/lea-montel.md").rename(root / "authors/lea.md"),
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


def test_a_body_is_known_to_be_from_a_store_and_so_to_need_cleaning(content: Path, tmp_path: Path) -> None:
    store = tmp_path / "memory.sqlite"
    first = read(content, store)[0]
    assert first.fresh == {f"{LAVOIR}/index.md", f"{FOUR}/index.md", "authors/lea-montel.md"}
    _poison(store)
    second = read(content, store)[0]
    assert not second.fresh
    assert any("<script>" in article.body.html for article in second.of(POST))


def _poison(store: Path) -> None:
    """Put a hostile body in every row, with its right digest: an attacker who can write there can do that too."""
    with closing(sqlite3.connect(store)) as base, base:
        for key, value in base.execute("SELECT key, value FROM results").fetchall():
            hostile = value.replace(b"Texte.", b"<script>alert(1)</script>")
            total = hashlib.sha256(b"%s\0%s" % (key.encode(), hostile)).digest()
            base.execute("UPDATE results SET sum = ?, value = ? WHERE key = ?", (total, hostile, key))


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 400])
def test_a_damaged_file_is_dropped_and_made_again(damage: bytes, content: Path, tmp_path: Path) -> None:
    store = tmp_path / "memory.sqlite"
    store.write_bytes(damage)
    assert read(content, store)[0] == read(content, None)[0]
    assert read(content, store)[1] == 0


@pytest.mark.parametrize(
    "value",
    [
        "not json",
        '[{"path": "a", "line": 1, "column": 1, "code": "zzz"}]',
        '{"converted": {"body": {"html": "<script>alert(1)</script>"}}, "answers": {}}',
        '{"converted": {"body": {}, "problems": [{"path": "a", "line": 1, "column": 1, "code": "z"}]}, "answers": {}}',
    ],
)
def test_a_row_that_was_signed_is_not_believed_for_that(value: str, content: Path, tmp_path: Path) -> None:
    store = tmp_path / "memory.sqlite"
    clean = read(content, store)[0]
    with sqlite3.connect(store) as base:
        for (key,) in base.execute("SELECT key FROM results").fetchall():
            row = (hashlib.sha256(f"{key}\0{value}".encode()).digest(), value.encode(), key)
            base.execute("UPDATE results SET sum = ?, value = ? WHERE key = ?", row)
    assert read(content, store)[0] == clean


@pytest.mark.parametrize(
    "table",
    [
        "CREATE TABLE results (a)",
        "CREATE TABLE results (key, sum, value); INSERT INTO results VALUES (1, 2, x'ff'), (NULL, NULL, NULL)",
    ],
)
def test_a_foreign_database_is_not_believed(table: str, content: Path, tmp_path: Path) -> None:
    store = tmp_path / "memory.sqlite"
    with closing(sqlite3.connect(store)) as base:
        base.executescript(table)
    assert read(content, store)[0] == read(content, store)[0] == read(content, None)[0]


def test_a_folder_or_nothing_writable_in_its_place_costs_only_speed(content: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"")
    for store in (tmp_path / "folder", tmp_path / "file" / "memory.sqlite"):
        assert read(content, store)[0] == read(content, None)[0]
