"""The ledger of an output folder: what was noted of it, verified against what lies there."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from placette.engine.base.files import digest, write_atomic
from placette.engine.base.processes import begin
from placette.engine.base.scanning import Signature, seen_of
from placette.engine.building.noted import Kept, is_inside, write_kept
from placette.engine.pages.ledger import Ledger, Written

_NOTHING = (0, 0, 0, 0)
_BYTES = 200
"""Bytes that the ledger takes for a file."""
_LOOK = 0.000003
"""Seconds that it takes to look at a file."""


def files_noted(path: Path) -> int:
    """About how many files were noted at ``path``, told without reading it."""
    return path.stat().st_size // _BYTES if path.is_file() else 0


def open_ledger(path: Path, kept: Kept, output: Path) -> Ledger:
    """The ledger of what was noted at ``path``. Looking at what lies in ``output`` begins, beside other work."""
    files = {**{name: Written("") for name in _read_started(path)}, **kept.files}
    lost = begin(_lost_files, (files, kept.signatures, str(output)), len(files) * _LOOK)
    return Ledger(files, kept.marks, cache(lost))


def note_started(path: Path, ledger: Ledger, kept: Kept) -> None:
    """Note the new files before they are put in place, so that after a crash they are known to be ours.

    So are those of builds that crashed before and were noted then.
    """
    fresh = sorted({*ledger.wanted, *ledger.files} - kept.files.keys())
    if fresh:
        write_atomic(_started(path), json.dumps(fresh).encode())


def keep_ledger(path: Path, ledger: Ledger, kept: Kept, output: Path, seal: dict[str, Any]) -> None:
    """Write the ledger of a build that is in place. A full disk loses only speed."""
    before, stale = kept.signatures, ledger.stale
    signatures = {
        name: before[name] if name in before and name not in stale else signature_of(output / name)
        for name in ledger.wanted
    }
    with suppress(OSError):
        write_kept(path, Kept(ledger.wanted, ledger.marked, signatures, seal), kept)
        _started(path).unlink(missing_ok=True)


def signature_of(path: Path | str) -> Signature:
    """The signature of a file; zeros when there is none, or it isn't an ordinary file."""
    try:
        seen = seen_of(os.lstat(path))
    except OSError:
        return _NOTHING
    return seen.signature if stat.S_ISREG(seen.mode) else _NOTHING


def _lost_files(noted: tuple[Mapping[str, Written], Mapping[str, Signature], str]) -> frozenset[str]:
    """The files that do not lie as they were written: by their signature or, when that has changed, by their bytes."""
    files, signatures, output = noted
    return frozenset(
        name for name in files if not _is_there(f"{output}{os.sep}{name}", signatures.get(name), files[name].digest)
    )


def _is_there(place: str, signed: Signature | None, made: str) -> bool:
    found = signature_of(place)
    if found == signed and found[0]:
        return True
    try:
        return found != _NOTHING and bool(made) and digest(Path(place).read_bytes()) == made
    except OSError:
        return False


def _started(path: Path) -> Path:
    return path.with_suffix(".started")


def _read_started(path: Path) -> list[str]:
    try:
        found = json.loads(_started(path).read_bytes())
    except (OSError, ValueError):
        return []
    return [name for name in found if isinstance(name, str) and is_inside(name)] if isinstance(found, list) else []
