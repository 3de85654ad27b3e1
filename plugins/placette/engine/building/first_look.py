"""A first look at what the last build left, beside its output: enough to see that nothing has changed.

See ``state.py`` for the rest. Nothing here needs what makes pages, so that it can be asked before that is loaded.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from placette.engine.base.processes import begin
from placette.engine.base.rows import DamagedError, open_rows
from placette.engine.building.lying import lies_as
from placette.engine.building.sheaves import paths_in, read_sheaves, signed_files

FORM = 3
"""Raise it when the tables of ``state.py`` change."""
_PUT = "SELECT path, digest, size, written, changed, number FROM files"
_STARTED = "SELECT path FROM started"
_NAMES = "SELECT path FROM files UNION SELECT path FROM started"
_BYTES = 2500
"""Bytes that a file takes in the state, its facts included."""
_LEADING_OUT = ("\n/", "\n\n", "\\", ":", "..")
"""What all paths that leave the output have, one a line: see ``is_inside``."""
_LOOK = 0.000004
"""Seconds that it takes to look at a file."""


@dataclass(frozen=True, slots=True)
class State:
    """A first look at what the last build left at ``path``: enough to see that nothing has changed.

    ``started`` are files that are ours and may be half done: those that a build was about to put in place when it
    crashed, or all those of another form. ``believed`` says whether the rest can be read, and rows written.
    """

    path: Path
    seal: dict[str, Any] = field(default_factory=dict)
    started: frozenset[str] = frozenset()
    believed: bool = False


def files_known(path: Path) -> int:
    """About how many files the state at ``path`` knows, without reading it."""
    return path.stat().st_size // _BYTES if path.is_file() else 0


def open_state(path: Path) -> State:
    """The state at ``path``; an empty one where nothing can be believed."""
    with suppress(DamagedError), reading(path) as base:
        ((form,),) = base.execute("PRAGMA user_version")
        names = frozenset(_started(base) if form == FORM else _names(base))
        note = base.execute("SELECT note FROM seal").fetchone() if form == FORM else None
        return State(path, json.loads(note[0]) if note else {}, names, form == FORM)
    return State(path)


def names_at(path: Path) -> list[str]:
    """Every file that is known to be ours, in order of name."""
    with suppress(DamagedError), reading(path) as base:
        return sorted(_names(base))
    return []


def begin_look(state: State, output: Path) -> Callable[[], frozenset[str]]:
    """Begin to look for files that no longer lie in ``output`` as they were put there, beside other work.

    Gives what waits for their names, and raises ``DamagedError``.
    """
    if not state.believed:
        return lambda: state.started
    return cache(begin(_lost_files, (state, str(output)), files_known(state.path) * _LOOK))


def is_inside(name: str) -> bool:
    """Whether a noted path stays inside the output, on any system."""
    odd = not name or name[0] == "/" or "\\" in name or ":" in name
    return not odd and not (".." in name and ".." in name.split("/"))


def paths_inside(paths: Iterable[str]) -> list[str]:
    """The paths; raises ``ValueError`` if one leaves the output."""
    found = list(paths)
    lines = "\n".join(["", *found, ""])  # thousands at once: most builds hold no sign that could lead out
    if any(sign in lines for sign in _LEADING_OUT) and not all(map(is_inside, found)):
        raise ValueError("a path that leaves the output")
    return found


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """Open the state to read it; raises ``DamagedError`` if it isn't there, and for all that foreign rows can cause."""
    try:
        if not path.is_file():
            raise FileNotFoundError(path)
        with open_rows(path) as base:
            yield base
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise DamagedError(path, error) from error


def _started(base: Connection) -> list[str]:
    return paths_inside(row[0] for row in base.execute(_STARTED))


def _names(base: Connection) -> set[str]:
    """Every file that is known to be ours, in any form of the tables."""
    return {*paths_inside(chain((row[0] for row in base.execute(_NAMES)), paths_in(base)))}


def _lost_files(where: tuple[State, str]) -> frozenset[str]:
    state, output = where
    with reading(state.path) as base:
        rows = [(row[0], row[1], row[2:]) for row in base.execute(_PUT)]
        rows += signed_files(read_sheaves(base).values())
        known = paths_inside(row[0] for row in rows)
    lost = (name for name, made, signed in rows if not lies_as(f"{output}{os.sep}{name}", signed, made))
    return state.started.difference(known).union(lost)
