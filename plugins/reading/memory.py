"""What was read before: results kept by content, so that what did not change is not read again.

A row is a JSON text and its SHA-256 under a key that names everything the result depends on. No pickle: a
poisoned file could run code. A row that does not match its digest or is not of the type that is asked for, a
damaged or a foreign file is dropped and made again, never believed.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")

_LIBRARIES = ("markdown", "nh3", "selectolax", "pydantic", "pyyaml", "typogrify", "pillow")
_TABLE = (
    "CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, sum BLOB NOT NULL, value TEXT NOT NULL) WITHOUT ROWID"
)


@dataclass(slots=True)
class Memory:
    """Results by key as JSON, loaded whole and written back whole; an empty path remembers nothing."""

    path: Path | None
    rows: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    fresh: dict[str, str] = field(default_factory=dict)

    def get(self, key: str, kind: TypeAdapter[T]) -> T | None:
        """The result of ``key``; None when there is none, or none of that kind."""
        self.used.add(key)
        text = self.fresh.get(key, self.rows.get(key))
        try:
            return None if text is None else kind.validate_json(text)
        except ValidationError:
            return None

    def put(self, key: str, value: T, kind: TypeAdapter[T]) -> None:
        """Remember a result."""
        self.used.add(key)
        self.fresh[key] = kind.dump_json(value).decode()

    def save(self) -> None:
        """Write the new results and forget those that were not asked for; a full disk loses only speed."""
        stale = self.rows.keys() - self.used
        if self.path is None or not (self.fresh or stale):
            return
        with suppress(sqlite3.Error, OSError), closing(_open(self.path)) as base, base:
            base.executemany("DELETE FROM results WHERE key = ?", [(key,) for key in stale])
            rows = [(key, _sum(key, value), value) for key, value in self.fresh.items()]
            base.executemany("REPLACE INTO results VALUES (?, ?, ?)", rows)


def open_memory(path: Path | None) -> Memory:
    """The memory kept at ``path``; whatever can't be believed is left out."""
    if path is None or not path.is_file():
        return Memory(path)
    try:
        with closing(_open(path)) as base:
            found = base.execute("SELECT key, sum, value FROM results").fetchall()
    except (sqlite3.Error, OSError):
        with suppress(OSError):
            path.unlink(missing_ok=True)
        return Memory(path)
    return Memory(path, {key: value for key, total, value in found if _sum(key, value) == total})


@cache
def reader_version() -> str:
    """A digest of the code, the libraries and the Python that make the results."""
    state = hashlib.sha256(sys.version.encode())
    here = Path(__file__).parent
    for path in sorted((*here.rglob("*.py"), *here.rglob("*.yml"), *(here.parent / "core").glob("*.py"))):
        state.update(path.read_bytes())
    state.update(" ".join(f"{name} {version(name)}" for name in _LIBRARIES).encode())
    return state.hexdigest()


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    base = sqlite3.connect(path, timeout=10)
    base.execute("PRAGMA synchronous = OFF")
    base.execute(_TABLE)
    return base


def _sum(key: str, value: str) -> bytes:
    return hashlib.sha256(f"{key}\0{value}".encode()).digest()
