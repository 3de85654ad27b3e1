"""What a build noted, as files: the whole, and what changed since the whole was written.

Both are JSON after the SHA-256 of itself. Few files change between two builds, so the long file is written seldom and
the short one, which names it, at each build. Of a damaged long file nothing is believed; where the short one is
damaged, or both are of an older form, only whose the files are. In every such case everything is made again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from placette.engine.base.files import read_sealed, write_sealed
from placette.engine.base.scanning import Signature
from placette.engine.pages.ledger import Written

_FORM = 2
"""Raise it when the form of a file changes."""
_UNBELIEVED = (OSError, ValueError, LookupError, TypeError, AttributeError)
"""What comes of reading a damaged or a foreign file."""
_FEW = 2000
"""Files that may have changed since the whole was written; it is written again when more have."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was noted of a build: its files, the marks of its parts, the files as they lie, what it was built from.

    ``whole`` is the digest of the long file, ``since`` and ``marked`` what changed after it: files, and parts.
    """

    files: dict[str, Written] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    signatures: dict[str, Signature] = field(default_factory=dict)
    seal: dict[str, Any] = field(default_factory=dict)
    whole: str = ""
    since: frozenset[str] = frozenset()
    marked: frozenset[str] = frozenset()


def read_kept(path: Path) -> Kept:
    """What was noted at ``path``; nothing where nothing can be believed."""
    try:
        data, whole = read_sealed(path)
        found = json.loads(data)
    except _UNBELIEVED:
        return Kept()
    with suppress(*_UNBELIEVED):
        if found["form"] == _FORM:
            return _with_changes(_loaded(found, whole), _since(path))
    with suppress(*_UNBELIEVED):
        return _names_alone(found["files"])
    return Kept()


def write_kept(path: Path, kept: Kept, last: Kept) -> None:
    """Note a build after the one of which ``last`` was read; raises ``OSError``."""
    changed = _changed(kept.files, last.files) | last.since
    if last.whole and len(changed) <= _FEW and 4 * len(changed) <= len(kept.files):
        write_sealed(_since(path), _told(_changes(kept, last, changed)))
    else:
        write_sealed(path, _told(_columns(kept)))
        _since(path).unlink(missing_ok=True)


def is_inside(name: str) -> bool:
    """Whether a noted path stays inside the output, on any system."""
    odd = not name or name[0] == "/" or "\\" in name or ":" in name
    return not odd and not (".." in name and ".." in name.split("/"))


def _since(path: Path) -> Path:
    return path.with_suffix(".since")


def _told(value: dict[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _columns(kept: Kept) -> dict[str, Any]:
    """Everything, in columns: one list of all the keys is read in less time than thousands of small lists."""
    numbers: dict[str, int] = {}
    for part in chain.from_iterable(written.parts for written in kept.files.values()):
        numbers.setdefault(part, len(numbers))
    return {
        "form": _FORM,
        "names": list(numbers),
        "marks": [kept.marks.get(name, "") for name in numbers],
        "files": list(kept.files),
        "keys": [written.key for written in kept.files.values()],
        "digests": [written.digest for written in kept.files.values()],
        "parts": [list(map(numbers.__getitem__, written.parts)) for written in kept.files.values()],
        "signatures": list(kept.signatures.values()),
        "seal": kept.seal,
    }


def _loaded(found: dict[str, Any], whole: str) -> Kept:
    names, files = found["names"], found["files"]
    _refuse_outside(files)
    parts = (tuple(map(names.__getitem__, numbers)) for numbers in found["parts"])
    written = map(Written, found["keys"], found["digests"], parts)
    return Kept(
        dict(zip(files, written, strict=True)),
        dict(zip(names, found["marks"], strict=True)),
        dict(zip(files, map(tuple, found["signatures"]), strict=True)),  # type: ignore[arg-type]
        found["seal"],
        whole,
    )


def _names_alone(files: Iterable[str]) -> Kept:
    """That these files are ours, and nothing else: they are made again, or removed if no page asks for them."""
    _refuse_outside(files)
    return Kept({name: Written("") for name in files})


def _changed(now: Mapping[str, Written], before: Mapping[str, Written]) -> frozenset[str]:
    """The files that were made again, are new or have gone; one that stayed is noted as the same object."""
    made = (name for name, written in now.items() if before.get(name) is not written)
    return frozenset(chain(made, before.keys() - now.keys()))


def _changes(kept: Kept, last: Kept, changed: Iterable[str]) -> dict[str, Any]:
    """What differs from the whole: rows of files, none for one that has gone, and marks."""
    rows = {name: (*kept.files[name], kept.signatures[name]) if name in kept.files else None for name in changed}
    shown = chain.from_iterable(row[2] for row in rows.values() if row)
    other = (name for name, mark in last.marks.items() if kept.marks.get(name) != mark)
    marks = {name: kept.marks.get(name, "") for name in {*last.marked, *shown, *other}}
    return {"form": _FORM, "whole": last.whole, "files": rows, "marks": marks, "seal": kept.seal}


def _with_changes(kept: Kept, path: Path) -> Kept:
    """With what changed since; a short file that is of another long one is left from a build that was cut off."""
    if not path.exists():
        return kept
    found = json.loads(read_sealed(path)[0])
    if found["whole"] != kept.whole or found["form"] != _FORM:
        return kept
    files, signatures, rows = dict(kept.files), dict(kept.signatures), found["files"]
    _refuse_outside(rows)
    for name, row in rows.items():
        if row is None:
            files.pop(name, None)
            signatures.pop(name, None)
        else:
            files[name], signatures[name] = Written(row[0], row[1], tuple(row[2])), tuple(row[3])  # type: ignore[assignment]
    marks = kept.marks | found["marks"]
    return Kept(files, marks, signatures, found["seal"], kept.whole, frozenset(rows), frozenset(found["marks"]))


def _refuse_outside(names: Iterable[str]) -> None:
    if not all(map(is_inside, names)):
        raise ValueError("a path that leaves the output")
