"""Rows are written as a whole or not at all, and a full disk is distinguished from a damaged file."""

from __future__ import annotations

import errno
import pickle
import sqlite3
from pathlib import Path

import pytest

from placette.engine.base.rows import DamagedError, open_rows
from placette.engine.content.options import Term
from placette.engine.texts.values import Licence

TABLES = "CREATE TABLE IF NOT EXISTS rows (value TEXT)"


def rows(path: Path) -> list[str]:
    with open_rows(path) as base:
        return [value for (value,) in base.execute("SELECT value FROM rows")]


def insert(path: Path, *values: str, pages: int = 1000) -> None:
    with open_rows(path, TABLES) as base:
        base.execute(f"PRAGMA max_page_count = {pages}")
        base.executemany("INSERT INTO rows VALUES (?)", [(value,) for value in values])


def test_what_is_written_is_kept_as_a_whole_or_undone(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "a.sqlite"
    insert(path, "one")
    with pytest.raises(sqlite3.ProgrammingError):  # a fault of ours is no damage
        insert(path, "two", ("three",))  # type: ignore[arg-type]
    assert rows(path) == ["one"]


def test_a_full_disk_is_told_and_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    insert(path, "one")
    with pytest.raises(OSError, match="full") as told:
        insert(path, "two", "x" * 90_000, pages=3)
    assert (type(told.value), told.value.errno) == (OSError, errno.ENOSPC)
    assert rows(path) == ["one"]


@pytest.mark.parametrize("data", [b"", b"{}", b"SQLite format 3\0" + b"\xff" * 400])
def test_a_file_that_is_not_ours_is_damaged(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.sqlite").write_bytes(data)
    with pytest.raises(DamagedError, match=r"a\.sqlite"):
        rows(tmp_path / "a.sqlite")


def test_a_place_where_nothing_can_be_is_not_damage(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="unable to open") as told:
        rows(tmp_path)
    assert not isinstance(told.value, DamagedError)


def test_equal_values_arrive_as_the_same_object() -> None:
    for value in (Term("Nature", "nature", "Ce qui pousse"), Licence("CC BY 4.0", "CC-BY-4.0", "https://a.example/")):
        one, other = (pickle.loads(pickle.dumps(value)) for _ in range(2))
        assert one == value
        assert one is other
    assert pickle.loads(pickle.dumps(Term("Nature", "nature"))) != Term("Nature", "nature", "Ce qui pousse")
