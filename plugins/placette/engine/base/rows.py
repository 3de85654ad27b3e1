"""Rows in SQLite files beside a build, read back with equal values once."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

_REFUSALS = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
}
"""Error codes for the system's faults, not the file's: https://sqlite.org/rescode.html."""


class DamagedError(OSError):
    """A file is not a database, is damaged, or lacks the rows asked for."""

    def __init__(self, path: Path, why: Exception) -> None:
        super().__init__(errno.EIO, f"damaged ({why})", str(path))


def checksum(*texts: str) -> int:
    """Return the checksum of a row's texts, by which damage is noticed."""
    return crc32("\0".join(texts).encode())


@contextmanager
def open_rows(path: Path, tables: str = "") -> Iterator[sqlite3.Connection]:
    """Open a file for one transaction: kept as a whole at the end, undone if anything is raised. Makes folders.

    ``tables`` is the SQL that creates those that are missing. A process that is killed loses nothing; a power failure
    may damage the file. Raises ``DamagedError``, or another ``OSError`` when the system refuses.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():  # what it leads to is somebody else's
        path.unlink()
    try:
        with closing(sqlite3.connect(path, timeout=10)) as base, base:
            base.execute("PRAGMA synchronous = OFF")
            base.execute("PRAGMA secure_delete = ON")  # words that left the site leave its cache too
            base.executescript(tables)
            yield base
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.Error as error:
        refusal = _REFUSALS.get(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF)
        raise OSError(refusal, str(error), str(path)) if refusal else DamagedError(path, error) from error


class Interned:
    """A base of small frozen dataclasses: what was sent as an equal value arrives as the same object."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return _once, (type(self), *(getattr(self, field.name) for field in fields(self)))  # type: ignore[arg-type]


@lru_cache(4096)
def _once(kind: type, *values: Any) -> Any:
    return kind(*values)
