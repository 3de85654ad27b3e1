"""What a build leaves for the next one, beside its output: one SQLite file for each output folder.

It holds what was written and from what, where pages lead, the seal, and which files were about to be put in place.
A build writes only the rows that changed, in one transaction at its end.

Rows are checked when they are read, and paths must stay inside the output. Of a damaged or foreign file nothing is
believed; of a file in another form, only which files are ours. Everything is made again then, which costs time only.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, count
from pathlib import Path
from sqlite3 import Connection
from typing import Any
from zlib import crc32

from placette.engine.base.forks import begin
from placette.engine.base.rows import DamagedError, open_rows
from placette.engine.building.inspecting import Facts, facts_from
from placette.engine.building.lying import lies_as, signature_of
from placette.engine.pages.ledger import Ledger, Written

_FORM = 1
"""Raise it when the tables change."""
_TABLES = f"""
PRAGMA user_version = {_FORM};
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, key TEXT, digest TEXT, parts TEXT,
    size INTEGER, written INTEGER, changed INTEGER, number INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parts (number INTEGER PRIMARY KEY, name TEXT, mark TEXT);
CREATE TABLE IF NOT EXISTS facts (path TEXT PRIMARY KEY, anchors TEXT, targets TEXT, sum INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS started (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seal (told TEXT, sum INTEGER);
"""
"""``files.parts`` is a JSON list of ``parts.number``; ``files.number`` is the file system's number of the file.
``facts.sum`` is a checksum of the row, ``seal.sum`` one of all files and parts."""
_FILES = """SELECT group_concat(path, char(10)), group_concat(key, char(10)), group_concat(digest, char(10)),
    group_concat(parts) FROM files"""
_PARTS = "SELECT group_concat(number), group_concat(name, char(10)), group_concat(mark, char(10)) FROM parts"
"""Each column as one text: rows would take twice as long to read."""
_PUT = "SELECT path, digest, size, written, changed, number FROM files"
_NAMES = "SELECT path FROM files UNION SELECT path FROM started ORDER BY path"
_FACTS = "SELECT path, anchors, targets, sum FROM facts"
_SOME_FACTS = "SELECT path, anchors, targets, sum FROM facts WHERE path IN (SELECT value FROM json_each(?))"
_FEW = 2000
"""Pages whose facts are looked for one by one; of more, all facts are read, which takes a third of the time."""
_BYTES = 2500
"""Bytes that a file takes in the state, its facts included."""
_LOOK = 0.000004
"""Seconds that it takes to look at a file."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What a first look tells: the seal, and which files are ours without being what was written.

    ``started`` are the files that builds were about to put in place when they crashed; all those of a file in another
    form. ``believed`` says whether the rest may be read.
    """

    seal: dict[str, Any] = field(default_factory=dict)
    started: frozenset[str] = frozenset()
    believed: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """What the last build wrote, the marks of its parts, and the number of each part in the database.

    ``believed`` says whether the database can be written to as it is.
    """

    files: dict[str, Written] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    believed: bool = False


def files_known(path: Path) -> int:
    """About how many files the state at ``path`` knows, without reading it."""
    return path.stat().st_size // _BYTES if path.is_file() else 0


def glance_at(path: Path) -> Glance:
    """A first look at the state at ``path``; nothing where nothing can be believed."""
    try:
        return _glance(path) if path.is_file() else Glance()
    except DamagedError:
        return Glance()


def names_at(path: Path) -> list[str]:
    """Every file that is known to be ours, in order of name."""
    try:
        with _reading(path) as base:
            return _inside(name for (name,) in base.execute(_NAMES))
    except DamagedError:
        return []


def begin_look(path: Path, glance: Glance, output: Path) -> Callable[[], frozenset[str]]:
    """Begin to look for files that no longer lie in ``output`` as they were put there, beside other work.

    Gives what waits for their names, and raises ``DamagedError``.
    """
    if not glance.believed:
        return lambda: glance.started
    return cache(begin(_lost_files, (path, glance.started, str(output)), files_known(path) * _LOOK))


def read_state(path: Path, glance: Glance) -> State:
    """All that the last build wrote, after a first look; raises ``DamagedError``."""
    if not glance.believed:
        return State()
    with _reading(path) as base:
        texts = _texts(base)
        if any(texts) and base.execute("SELECT sum FROM seal").fetchone() != (_sum(*texts),):
            raise ValueError("files that are not what was written")
        return _state(*texts)


def read_facts(path: Path, pages: Set[str]) -> dict[str, Facts]:
    """The facts of some pages of the last build; raises ``DamagedError`` if those of a page are missing."""
    if not pages:
        return {}
    query = (_SOME_FACTS, (json.dumps([*pages]),)) if len(pages) <= _FEW else (_FACTS,)
    with _reading(path) as base:
        rows = [row for row in base.execute(*query) if row[0] in pages]
        if len(rows) != len(pages) or any(_sum(*texts) != known for *texts, known in rows):
            raise ValueError("facts that are not what was written")
        return {page: facts_from(anchors, targets) for page, anchors, targets, _ in rows}


def open_ledger(state: State, glance: Glance, lost: Callable[[], frozenset[str]]) -> Ledger:
    """The ledger of a new build. Files that were only started are ours: they are made again, or removed."""
    return Ledger({name: Written("") for name in glance.started} | state.files, state.marks, lost)


def note_started(path: Path, state: State, ledger: Ledger) -> None:
    """Note the new files before they are put in place, so that after a crash they are known to be ours.

    Those of builds that crashed before stay noted. Raises ``OSError``.
    """
    if not state.believed:
        path.unlink(missing_ok=True)
    fresh = sorted({name for name in chain(ledger.wanted, ledger.files) if name not in state.files})
    if fresh:
        with open_rows(path, _TABLES) as base:
            base.executemany("INSERT OR IGNORE INTO started VALUES (?)", _singles(fresh))


def keep_state(
    path: Path, state: State, ledger: Ledger, output: Path, facts: Mapping[str, Facts], seal: dict[str, Any]
) -> None:
    """Write what changed with a build that is in place; ``facts`` are those of its new pages.

    A full disk loses only speed, and so does damage that nobody met before.
    """
    with suppress(OSError):
        try:
            with open_rows(path, _TABLES) as base:
                _write_files(base, ledger, _write_parts(base, state, ledger), output)
                rows = ((page, *facts[page].texts()) for page in sorted(facts))
                base.executemany("REPLACE INTO facts VALUES (?, ?, ?, ?)", ((*row, _sum(*row)) for row in rows))
                base.execute("DELETE FROM started")
                base.execute("DELETE FROM seal")
                base.execute("INSERT INTO seal VALUES (?, ?)", (json.dumps(seal), _sum(*_texts(base))))
        except DamagedError:
            path.unlink(missing_ok=True)


def is_inside(name: str) -> bool:
    """Whether a noted path stays inside the output, on any system."""
    odd = not name or name[0] == "/" or "\\" in name or ":" in name
    return not odd and not (".." in name and ".." in name.split("/"))


@contextmanager
def _reading(path: Path) -> Iterator[Connection]:
    """Open the state to read it; raises ``DamagedError`` for all that foreign rows can cause."""
    try:
        with open_rows(path) as base:
            yield base
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise DamagedError(path, error) from error


def _glance(path: Path) -> Glance:
    with _reading(path) as base:
        ((form,),) = base.execute("PRAGMA user_version")
        if form != _FORM:
            return Glance(started=frozenset(_inside(name for (name,) in base.execute(_NAMES))))
        started = _inside(name for (name,) in base.execute("SELECT path FROM started"))
        told = base.execute("SELECT told FROM seal").fetchone()
        return Glance(json.loads(told[0]) if told else {}, frozenset(started), believed=True)


def _lost_files(where: tuple[Path, frozenset[str], str]) -> frozenset[str]:
    path, started, output = where
    with _reading(path) as base:
        rows = base.execute(_PUT).fetchall()
        known = _inside(row[0] for row in rows)
    lost = (name for name, made, *signed in rows if not lies_as(f"{output}{os.sep}{name}", tuple(signed), made))
    return started.difference(known).union(lost)


def _inside(paths: Iterable[str]) -> list[str]:
    """The paths; raises ``ValueError`` if one leaves the output."""
    found = list(paths)
    if not all(map(is_inside, found)):
        raise ValueError("a path that leaves the output")
    return found


def _texts(base: Connection) -> list[str]:
    return [text or "" for query in (_FILES, _PARTS) for text in base.execute(query).fetchone()]


def _sum(*texts: str) -> int:
    return crc32("\0".join(texts).encode())


def _state(paths: str, keys: str, digests: str, shown: str, numbers: str, names: str, marks: str) -> State:
    named = dict(zip(names.split("\n"), map(int, numbers.split(",")), strict=True)) if numbers else {}
    name_of = dict(zip(named.values(), named, strict=True)).__getitem__
    parts = (tuple(map(name_of, of)) for of in json.loads(f"[{shown}]"))
    made = map(Written, keys.split("\n"), digests.split("\n"), parts)
    return State(
        dict(zip(_inside(paths.split("\n") if paths else ()), made, strict=True)),
        dict(zip(named, marks.split("\n"), strict=True)) if named else {},
        named,
        believed=True,
    )


def _write_parts(base: Connection, state: State, ledger: Ledger) -> dict[str, int]:
    """Write the marks that changed; the number of each part."""
    shown = chain.from_iterable(ledger.wanted[path].parts for path in ledger.stale)
    marks = dict.fromkeys(shown, "") | ledger.marked
    changed = [name for name, mark in marks.items() if state.marks.get(name) != mark]
    fresh = (name for name in changed if name not in state.numbers)
    numbers = state.numbers | dict(zip(fresh, count(max(state.numbers.values(), default=0) + 1)))
    gone = ((numbers[name],) for name in state.marks.keys() - marks.keys())
    base.executemany("DELETE FROM parts WHERE number = ?", gone)
    base.executemany("REPLACE INTO parts VALUES (?, ?, ?)", ((numbers[name], name, marks[name]) for name in changed))
    return numbers


def _write_files(base: Connection, ledger: Ledger, numbers: Mapping[str, int], output: Path) -> None:
    """Write the files that were made, and forget those that went."""
    gone = _singles(ledger.files.keys() - ledger.wanted.keys())
    base.executemany("DELETE FROM files WHERE path = ?", gone)
    base.executemany("DELETE FROM facts WHERE path = ?", gone)
    made = ((path, ledger.wanted[path]) for path in sorted(ledger.stale))
    rows = ((path, of.key, of.digest, json.dumps([numbers[part] for part in of.parts])) for path, of in made)
    signed = ((*row, *signature_of(output / row[0])) for row in rows)
    base.executemany("REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)", signed)


def _singles(values: Iterable[str]) -> list[tuple[str]]:
    return [(value,) for value in values]
