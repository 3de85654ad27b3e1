"""Results of earlier reading, kept by content, so that unchanged texts are not read again.

A row is a JSON text and its SHA-256 under a key that names everything the result depends on. No pickle: a poisoned file
could run code. A row that does not match its digest or is not of the type that is asked for, a damaged or a foreign
file is dropped and made again, never believed.
"""

from __future__ import annotations

import hashlib
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
"""


@dataclass(slots=True)
class Memory:
    """Results by key as JSON; an empty path remembers nothing. ``strange`` are the keys of rows not to believe."""

    path: Path | None
    rows: dict[str, bytes] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    fresh: dict[str, bytes] = field(default_factory=dict)
    strange: frozenset[object] = frozenset()

    def get(self, key: str, kind: TypeAdapter[T]) -> T | None:
        """Return the result of ``key``; None when there is none, or none of that kind."""
        self.used.add(key)
        text = self.fresh.get(key, self.rows.get(key))
        try:
            return None if text is None else kind.validate_json(text)
        except ValidationError:
            return None

    def put(self, key: str, value: T, kind: TypeAdapter[T]) -> None:
        """Keep a result."""
        self.used.add(key)
        self.fresh[key] = kind.dump_json(value, exclude_defaults=True)

    def save(self) -> None:
        """Write new rows and forget unused ones; a full disk loses only speed."""
        stale = [*(self.rows.keys() - self.used), *self.strange]
        if self.path is None or not (self.fresh or stale):
            return
        with suppress(OSError), open_rows(self.path, _TABLES) as base:
            base.executemany("DELETE FROM results WHERE key = ?", [(key,) for key in stale])
            rows = ((key, _sum(key, value), value) for key, value in self.fresh.items())
            base.executemany("REPLACE INTO results VALUES (?, ?, ?)", rows)


def open_memory(path: Path | None) -> Memory:
    """Return the memory kept at ``path``, without damaged rows."""
    if path is not None:
        make_way(path)
    if path is None or not path.is_file():
        return Memory(path)
    try:
        with open_rows(path, _TABLES) as base:
            results = base.execute("SELECT key, sum, value FROM results").fetchall()
    except OSError:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        return Memory(path)
    rows = {key: value for key, total, value in results if _is_ours(key, total, value)}
    return Memory(path, rows, strange=frozenset(row[0] for row in results) - rows.keys())


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
