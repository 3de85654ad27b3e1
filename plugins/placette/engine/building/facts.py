"""Where the pages lead, kept from build to build: a page that wasn't made again still leads where it led.

One row a page in SQLite. A damaged file is dropped; what it knew is looked at again in the output.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path

from placette.engine.building.inspecting import Facts, facts_from

_TABLES = """
CREATE TABLE IF NOT EXISTS facts (path TEXT PRIMARY KEY, anchors TEXT, targets TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages (path TEXT PRIMARY KEY) WITHOUT ROWID;
"""
"""The paths stand apart too: all of them are asked for at each build."""


_ONE = "SELECT anchors, targets FROM facts WHERE path = ?"
_FEW = 2000
"""Pages that are asked for one by one; of more, all are read."""


class FactsBook(Mapping[str, Facts]):
    """The facts of every page of a build: those seen now, and for the others those of before, read when asked for."""

    def __init__(self, path: Path, seen: Mapping[str, Facts], kept: Iterable[str]) -> None:
        self.path, self.seen, self.kept = path, seen, frozenset(kept)

    def __getitem__(self, path: str) -> Facts:
        if path in self.seen:
            return self.seen[path]
        if path not in self.kept:
            raise KeyError(path)
        for _path, facts in self._former([path]):
            return facts
        raise KeyError(path)

    def __iter__(self) -> Iterator[str]:
        yield from {*self.seen, *self.kept}

    def __len__(self) -> int:
        return len({*self.seen, *self.kept})

    def before(self) -> dict[str, Facts]:
        """The facts of all the pages that were not seen now."""
        return {path: facts for path, facts in self._stored() if path in self.kept}

    def lost_anchors(self) -> bool:
        """Whether a page that was seen now lacks an anchor that it had."""
        former = self._former(self.seen) if len(self.seen) < _FEW else self._stored()
        return any(_lost(facts, self.seen[path]) for path, facts in former if path in self.seen)

    def _former(self, paths: Iterable[str]) -> list[tuple[str, Facts]]:
        """The facts that are kept of some pages."""
        with suppress(sqlite3.Error), closing(_open(self.path)) as base:
            found = ((path, base.execute(_ONE, (path,)).fetchone()) for path in paths)
            return [(path, facts_from(*row)) for path, row in found if row]
        return []

    def _stored(self) -> list[tuple[str, Facts]]:
        with suppress(sqlite3.Error), closing(_open(self.path)) as base:
            rows = base.execute("SELECT path, anchors, targets FROM facts").fetchall()
            return [(path, facts_from(anchors, targets)) for path, anchors, targets in rows]
        return []

    def save(self, removed: Iterable[str]) -> None:
        """Keep what was seen, forget pages that went; what can't be written is looked at again next time."""
        with suppress(sqlite3.Error, OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(_open(self.path)) as base, base:
                gone = [(path,) for path in removed]
                base.executemany("DELETE FROM facts WHERE path = ?", gone)
                base.executemany("DELETE FROM pages WHERE path = ?", gone)
                base.executemany("REPLACE INTO pages VALUES (?)", [(path,) for path in self.seen])
                rows = ((path, *facts.texts()) for path, facts in self.seen.items())
                base.executemany("REPLACE INTO facts VALUES (?, ?, ?)", rows)
            return
        self.path.unlink(missing_ok=True)


def _lost(former: Facts, now: Facts) -> bool:
    return former.anchors != now.anchors and not set(former.anchors) <= set(now.anchors)


def known_pages(path: Path) -> frozenset[str]:
    """The pages whose facts are kept at ``path``."""
    if not path.is_file():
        return frozenset()
    with suppress(sqlite3.Error), closing(_open(path)) as base:
        return frozenset(row[0] for row in base.execute("SELECT path FROM pages"))
    path.unlink(missing_ok=True)
    return frozenset()


def _open(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path, timeout=10)
    base.execute("PRAGMA synchronous = OFF")
    base.executescript(_TABLES)
    return base
