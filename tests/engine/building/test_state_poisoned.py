"""What is kept between builds costs time when it is damaged or tampered with, never the site."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from placette.engine.building.places import places_of
from tests.fixture_site import ROOT, Site, build, settings_of

EVIL = '<p onclick="alert(1)">Du texte.</p><script>alert(1)</script>'


def contents(site: Site) -> dict[str, bytes]:
    return {path: (site.output / path).read_bytes() for path in site.files()}


def rewrite_texts(memory: Path, value: str, *, signed: bool) -> None:
    """Put ``value`` in the place of every text that is kept, with the digest it needs or without."""
    with closing(sqlite3.connect(memory)) as base, base:
        for (key,) in base.execute("SELECT key FROM texts").fetchall():
            total = hashlib.sha256(f"{key}\0{value}".encode()).digest() if signed else b"0"
            base.execute("UPDATE texts SET sum = ?, value = ? WHERE key = ?", (total, value, key))


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    """A copy of the theme, to be changed."""
    return Path(shutil.copytree(ROOT / "themes" / "placette", tmp_path / "theme"))


@pytest.mark.parametrize("signed", [True, False])
def test_a_text_that_was_tampered_with_is_read_again(content: Path, tmp_path: Path, theme: Path, signed: bool) -> None:
    build(content, tmp_path, THEME=str(theme))
    rewrite_texts(tmp_path / "cache" / "readings-build.sqlite", EVIL, signed=signed)
    with (theme / "templates" / "article.html").open("a", encoding="utf-8") as template:
        template.write("<!-- printed again -->")
    site = build(content, tmp_path, THEME=str(theme))
    assert "2026/bonjour/index.html" in site.outcome.reasons
    assert not any(b"alert(1)" in data for data in contents(site).values())
    assert contents(site) == contents(build(content, tmp_path / "elsewhere", THEME=str(theme)))


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 400])
@pytest.mark.parametrize("kept", ["state", "memory"])
def test_a_damaged_file_of_the_cache_is_made_again(content: Path, tmp_path: Path, kept: str, damage: bytes) -> None:
    site = build(content, tmp_path)
    places = places_of(settings_of(content, tmp_path))
    damaged = {"state": places.state, "memory": tmp_path / "cache" / "readings-build.sqlite"}
    before = contents(site)
    damaged[kept].write_bytes(damage)
    add_a_sentence(content)
    after = contents(build(content, tmp_path))
    assert after != before
    assert after == contents(build(content, tmp_path / "elsewhere"))


ROWS = [
    "DELETE FROM facts",
    "UPDATE facts SET anchors = 'texte-ailleurs'",
    "UPDATE files SET parts = '[]'",
    "UPDATE files SET key = x'00'",
    "UPDATE parts SET mark = x'03'",
    "DELETE FROM parts",
    "DROP TABLE started",
    "UPDATE seal SET note = '[]'",
]


@pytest.mark.parametrize("change", ROWS)
def test_rows_of_the_state_that_were_tampered_with_are_not_believed(content: Path, tmp_path: Path, change: str) -> None:
    shutil.copytree(content / "articles/2026/bonjour", content / "articles/2026/adieu")
    build(content, tmp_path)
    with closing(sqlite3.connect(places_of(settings_of(content, tmp_path)).state)) as base, base:
        base.execute(change)
    shutil.rmtree(content / "articles/2026/adieu")  # so that where every page leads is asked for
    add_a_sentence(content)
    (tmp_path / "output/2026/adieu/index.html").unlink()  # or nobody would know whose it is
    after = contents(build(content, tmp_path))
    at_once = contents(build(content, tmp_path / "elsewhere"))
    left = after.keys() - at_once.keys()  # nobody knew whose they were: the page, and what results showed of its day
    assert all("adieu" in path or path.startswith("recherche/data/d-") for path in left)
    assert {path: data for path, data in after.items() if path not in left} == at_once


def add_a_sentence(content: Path) -> None:
    post = content / "articles/2026/bonjour/index.md"
    post.write_text(post.read_text(encoding="utf-8") + "\nUne phrase de plus.\n", encoding="utf-8")
