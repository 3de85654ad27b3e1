"""What a build leaves for the next one, beside its output: one SQLite file for each output folder.

It keeps what was written and from what, where pages link, the input fingerprint, and which files were about to be put
in place. A build writes only the rows that changed, in one transaction at its end.

Rows are checked when they are read, and paths must stay inside the output. A damaged or foreign file is ignored; of a
file in another form, only the names of our files are used. Everything is made again then, which costs time only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Set
from contextlib import suppress
from functools import cache, partial
from itertools import chain
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from placette.engine.base.files import make_way
from placette.engine.base.rows import DamagedError, checksum, open_rows
from placette.engine.build import up_to_date
from placette.engine.build.inspection import Facts, facts_from
from placette.engine.build.up_to_date import State, paths_inside, reading, signature_of
from placette.engine.rendering.ledger import Ledger, Written

_TABLES = f"""
PRAGMA user_version = {up_to_date.FORM};
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, key TEXT, digest TEXT, parts TEXT,
    size INTEGER, written INTEGER, changed INTEGER, number INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parts (number INTEGER PRIMARY KEY, name TEXT UNIQUE, mark TEXT);
CREATE TABLE IF NOT EXISTS facts (path TEXT PRIMARY KEY, anchors TEXT, targets TEXT, sum INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS started (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fingerprint (note TEXT, sum INTEGER);
"""
"""``files.parts`` is a JSON list of ``parts.number``; ``files.number`` is the file system's number of the file.
``facts.sum`` is a checksum of the row, ``fingerprint.sum`` one of all files and parts."""
_FILES = """SELECT group_concat(path, char(10)), group_concat(key, char(10)), group_concat(digest, char(10)),
    group_concat(parts) FROM files"""
_PARTS = "SELECT group_concat(number, char(10)), group_concat(name, char(10)), group_concat(mark, char(10)) FROM parts"
"""Each column as one text: rows would take twice as long to read."""
_MARK = "INSERT INTO parts (name, mark) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET mark = excluded.mark"
_FACTS = "SELECT path, anchors, targets, sum FROM facts"
_SOME_FACTS = "SELECT path, anchors, targets, sum FROM facts WHERE path IN (SELECT value FROM json_each(?))"
_FEW = 2000
"""Pages whose facts are looked for one by one; of more, all facts are read, which takes a third of the time."""


def open_ledger(state: State, lost: Callable[[], frozenset[str]]) -> Ledger:
    """Return a new build's ledger; raises ``DamagedError``. Files that were only started are made again or removed."""
    started = {name: Written("") for name in state.started}
    if not state.believed:
        return Ledger(started, lost=lost)
    with reading(state.path) as base:
        files, marks, shows = _read(base)
    return Ledger(started | files, marks, lost, shows)


def note_started(state: State, ledger: Ledger) -> None:
    """Note the new files before they are put in place, so that they are ours after a crash. Raises ``OSError``."""
    if not state.believed:
        make_way(state.path)
        state.path.unlink(missing_ok=True)
    fresh = (ledger.wanted.keys() - ledger.files.keys()) | state.started
    if fresh:
        with open_rows(state.path, _TABLES) as base:
            base.executemany("INSERT OR IGNORE INTO started VALUES (?)", ((name,) for name in fresh))


def keep_state(state: State, ledger: Ledger, output: Path, facts: Mapping[str, Facts], note: dict[str, Any]) -> None:
    """Write what changed with a build, and the facts of its new pages; a full disk or damage costs only time."""
    with suppress(OSError):
        try:
            with open_rows(state.path, _TABLES) as base:
                _write_parts(base, ledger)
                _write_files(base, ledger, output)
                rows = ((page, *facts[page].texts()) for page in sorted(facts))
                base.executemany("REPLACE INTO facts VALUES (?, ?, ?, ?)", ((*row, checksum(*row)) for row in rows))
                base.execute("DELETE FROM started")
                base.execute("DELETE FROM fingerprint")
                base.execute("INSERT INTO fingerprint VALUES (?, ?)", (json.dumps(note), checksum(*_texts(base))))
        except DamagedError:
            state.path.unlink(missing_ok=True)


def keep_note(state: State, note: dict[str, Any]) -> None:
    """Write the note of a build that changed nothing, if it differs from the kept one; a full disk loses only speed."""
    if note != state.note:
        with suppress(OSError), open_rows(state.path) as base:
            base.execute("UPDATE fingerprint SET note = ?", (json.dumps(note),))


def read_facts(path: Path, pages: Set[str]) -> dict[str, Facts]:
    """Return the facts of some pages of the last build; raises ``DamagedError`` if those of a page are missing."""
    if not pages:
        return {}
    query = (_SOME_FACTS, (json.dumps([*pages]),)) if len(pages) <= _FEW else (_FACTS,)
    with reading(path) as base:
        rows = [row for row in base.execute(*query) if row[0] in pages]
        if len(rows) != len(pages) or any(checksum(*texts) != known for *texts, known in rows):
            raise ValueError("facts that are not what was written")
        return {page: facts_from(anchors, targets) for page, anchors, targets, _ in rows}


def _texts(base: Connection) -> list[str]:
    return [text or "" for query in (_FILES, _PARTS) for text in base.execute(query).fetchone()]


def _read(
    base: Connection,
) -> tuple[dict[str, Written], dict[str, str], Callable[[Set[str]], dict[str, tuple[str, ...]]]]:
    """Return the files and marks of the last build, and a function for the parts of each file."""
    texts = _texts(base)
    if any(texts) and base.execute("SELECT sum FROM fingerprint").fetchone() != (checksum(*texts),):
        raise ValueError("files that are not what was written")
    (paths, keys, digests), (numbers, names, marks) = _split(texts[:3]), _split(texts[4:])
    files = dict(zip(paths_inside(paths), map(Written, keys, digests), strict=True))
    name_of = dict(zip(map(int, numbers), names, strict=True))
    parts = json.loads(f"[{texts[3]}]")
    if len(parts) != len(paths) or not name_of.keys() >= {*chain.from_iterable(parts)}:
        raise ValueError("parts that are not there")
    return files, dict(zip(names, marks, strict=True)), partial(_showing, paths, parts, name_of)


def _showing(
    paths: list[str], parts: list[list[int]], name_of: Mapping[int, str], asked: Set[str]
) -> dict[str, tuple[str, ...]]:
    """Return the files that show any of the ``asked`` parts, with these; numbers are compared, which is faster."""
    wanted = {number for number, name in name_of.items() if name in asked}
    found = ((path, of) for path, of in zip(paths, parts, strict=True) if not wanted.isdisjoint(of))
    return {path: tuple([name_of[number] for number in of if number in wanted]) for path, of in found}


def _split(columns: list[str]) -> list[list[str]]:
    return [column.split("\n") if columns[0] else [] for column in columns]


def _write_parts(base: Connection, ledger: Ledger) -> None:
    """Write the marks that changed, and forget parts that no file shows."""
    names = chain.from_iterable(ledger.wanted[path].parts for path in ledger.stale)
    marks = dict.fromkeys(names, "") | ledger.marked
    base.executemany("DELETE FROM parts WHERE name = ?", ((name,) for name in ledger.marks.keys() - marks.keys()))
    base.executemany(_MARK, (pair for pair in marks.items() if ledger.marks.get(pair[0]) != pair[1]))


def _write_files(base: Connection, ledger: Ledger, output: Path) -> None:
    """Write the files that were made, and forget those that went."""
    dropped = [(path,) for path in ledger.files.keys() - ledger.wanted.keys()]
    base.executemany("DELETE FROM files WHERE path = ?", dropped)
    base.executemany("DELETE FROM facts WHERE path = ?", dropped)
    number = cache(lambda name: base.execute("SELECT number FROM parts WHERE name = ?", (name,)).fetchone()[0])
    files = ((path, ledger.wanted[path], signature_of(output / path)) for path in sorted(ledger.stale))
    rows = ((path, of.key, of.digest, json.dumps([*map(number, of.parts)]), *signed) for path, of, signed in files)
    base.executemany("REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
