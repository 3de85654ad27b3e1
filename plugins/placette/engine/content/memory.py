"""Results of earlier reading, kept by content, so that unchanged texts are not read again.

A row is a JSON text and its SHA-256 under a key that names everything the result depends on. No pickle: a poisoned file
could run code. A row that does not match its digest or is not of the type that is asked for, a damaged or a foreign
file is dropped and made again, never believed.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from placette.engine.base.files import make_way
from placette.engine.base.rows import open_rows

T = TypeVar("T")

_TABLES = """
CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, sum BLOB NOT NULL, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS texts (key TEXT PRIMARY KEY, sum BLOB NOT NULL, value BLOB NOT NULL) WITHOUT ROWID;
"""
_MAPPED = "PRAGMA mmap_size = 268435456"
"""Bytes of the file that are read where they lie."""


@dataclass(slots=True)
class Memory:
    """Results by key as JSON, loaded whole; texts by key, long and seldom asked for, left where they are.

    An empty path remembers nothing. ``kept`` are the keys of the texts on disk, ``strange`` those of rows that are not
    believed. ``own`` are the digests of the texts that this process has put: what comes back is that, or nothing.
    """

    path: Path | None
    rows: dict[str, bytes] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    fresh: dict[str, bytes] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    strange: frozenset[object] = frozenset()
    texts: dict[str, bytes] = field(default_factory=dict)
    own: dict[str, bytes] = field(default_factory=dict)
    readers: dict[int, sqlite3.Connection] = field(default_factory=dict)

    def get(self, key: str, kind: TypeAdapter[T]) -> T | None:
        """Return the result of ``key``; None when there is none, or none of that kind."""
        self.used.add(key)
        text = self.fresh.get(key, self.rows.get(key))
        try:
            return None if text is None else kind.validate_json(text)
        except ValidationError:
            return None

    def put(self, key: str, value: T, kind: TypeAdapter[T]) -> None:
        """Remember a result."""
        self.used.add(key)
        self.fresh[key] = kind.dump_json(value, exclude_defaults=True)

    def has_text(self, key: str) -> bool:
        """Return whether a text of that key is remembered."""
        self.used.add(key)
        return key in self.texts or key in self.kept

    def text(self, key: str, kind: TypeAdapter[T]) -> T | None:
        """Return the text of ``key``; None when it is absent, damaged or of another kind."""
        with suppress(sqlite3.Error, ValidationError):
            if key in self.texts:
                return kind.validate_json(self.texts[key])
            for total, value in self._reader().execute("SELECT sum, value FROM texts WHERE key = ?", (key,)):
                if _is_ours(key, total, value) and self.own.get(key, total) == total:
                    return kind.validate_json(value)
        return None

    def put_text(self, key: str, value: T, kind: TypeAdapter[T]) -> None:
        """Remember a text."""
        self.used.add(key)
        self.texts[key] = kind.dump_json(value, exclude_defaults=True)
        self.own[key] = _sum(key, self.texts[key])

    def save(self) -> bool:
        """Write new rows and forget unused ones; return whether all is on disk: a full one loses only speed."""
        stale = [*(self.rows.keys() - self.used), *(self.kept - self.used), *self.strange]
        if self.path is None or not (self.fresh or self.texts or stale):
            return self.path is not None
        with suppress(OSError), open_rows(self.path, _TABLES) as base:
            for table in ("results", "texts"):
                base.executemany(f"DELETE FROM {table} WHERE key = ?", [(key,) for key in stale])  # noqa: S608
            self._write(base, self.fresh)
            return True
        return False

    def put_texts_away(self) -> None:
        """Write the new texts to the disk and leave them there; if it refuses them, they stay here."""
        if self.path is None or not self.texts:
            return
        with suppress(OSError):
            rows = {key: self.fresh[key] for key in self.texts if key in self.fresh}
            with open_rows(self.path, _TABLES) as base:
                self._write(base, rows)  # with their texts or not at all: each row depends on the other
            self.rows |= rows
            self.fresh = {key: value for key, value in self.fresh.items() if key not in rows}
            self.kept |= frozenset(self.texts)
            self.texts = {}

    def lighten(self) -> None:
        """Keep in memory only what is not on disk; texts can still be read."""
        if self.save():
            self.kept = (self.kept & self.used) | frozenset(self.texts)
            self.rows, self.fresh, self.texts = {}, {}, {}

    def _write(self, base: sqlite3.Connection, results: Mapping[str, bytes]) -> None:
        """Write some results, and the new texts."""
        rows = ((key, _sum(key, value), value) for key, value in results.items())
        base.executemany("REPLACE INTO results VALUES (?, ?, ?)", rows)
        texts = ((key, self.own[key], value) for key, value in self.texts.items())
        base.executemany("REPLACE INTO texts VALUES (?, ?, ?)", texts)

    def _reader(self) -> sqlite3.Connection:
        """Return a connection of this process's own: they must not cross a fork."""
        if self.path is None:
            raise sqlite3.OperationalError("no memory")
        process = os.getpid()
        if process not in self.readers:
            self.readers[process] = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)
            self.readers[process].execute(_MAPPED)
        return self.readers[process]


def open_memory(path: Path | None) -> Memory:
    """Return the memory kept at ``path``, without damaged rows."""
    if path is not None:
        make_way(path)
    if path is None or not path.is_file():
        return Memory(path)
    try:
        with open_rows(path, _TABLES) as base:
            base.execute(_MAPPED)  # all of it is read, once
            results = base.execute("SELECT key, sum, value FROM results").fetchall()
            kept = frozenset(row[0] for row in base.execute("SELECT key FROM texts"))
    except OSError:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        return Memory(path)
    rows = {key: value for key, total, value in results if _is_ours(key, total, value)}
    return Memory(path, rows, kept=kept, strange=frozenset(row[0] for row in results) - rows.keys())


def _is_ours(key: object, total: object, value: object) -> bool:
    """Return whether a row is as it was written; a foreign file may have anything in it."""
    return isinstance(key, str) and isinstance(value, bytes) and _sum(key, value) == total


def _sum(key: str, value: bytes) -> bytes:
    return hashlib.sha256(b"%s\0%s" % (key.encode(), value)).digest()


def memory_path(settings: Mapping[str, Any], purpose: str) -> Path:
    """Return the file of one purpose: a reading forgets unused rows, and a check uses more than a build."""
    return Path(settings["CACHE_PATH"]) / f"readings-{purpose}.sqlite"


def forget_readings(settings: Mapping[str, Any]) -> None:
    """Remove them all: the next reading reads everything."""
    for path in Path(settings["CACHE_PATH"]).glob("readings-*.sqlite"):
        make_way(path)
        path.unlink(missing_ok=True)
