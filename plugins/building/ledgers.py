"""The ledger on disk: read whole, verified against what lies in the output, written back whole.

It is JSON after the SHA-256 of itself. A damaged or a foreign one is no ledger: everything is made again.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plugins.core.files import digest, write_atomic
from plugins.core.ledger import Ledger, Written
from plugins.core.scanning import Signature, signature

_FORM = 1
"""Raise it when the form of the file changes."""
_HEAD = 32
"""Bytes of a SHA-256 digest."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was noted of a build: its files, the marks of its parts, the files as they lie, what it was built from."""

    files: dict[str, Written] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    signatures: dict[str, Signature] = field(default_factory=dict)
    seal: dict[str, Any] = field(default_factory=dict)


def open_ledger(path: Path, output: Path) -> tuple[Ledger, Kept]:
    """The ledger kept at ``path``, with the files that no longer lie in ``output`` as they were written."""
    kept = read_kept(path)
    started = _read_started(path)
    files = {**{name: Written("") for name in started}, **kept.files}
    lost = {name for name, written in files.items() if not _is_there(name, written, kept, output)}
    return Ledger(files, kept.marks, frozenset(lost)), kept


def note_started(path: Path, ledger: Ledger, kept: Kept) -> None:
    """Note the new files before they are put in place, so that after a crash they are known to be ours.

    So are those of builds that crashed before and were noted then.
    """
    fresh = sorted({*ledger.wanted, *ledger.files} - kept.files.keys())
    if fresh:
        write_atomic(_started(path), json.dumps(fresh).encode())


def keep_ledger(path: Path, ledger: Ledger, kept: Kept, output: Path, seal: dict[str, Any]) -> None:
    """Write the ledger of a build that is in place. A full disk loses only speed."""
    same = ledger.wanted.keys() - ledger.stale.keys()
    signatures = {
        name: kept.signatures[name] if name in same and name in kept.signatures else signature_of(output / name)
        for name in ledger.wanted
    }
    with suppress(OSError):
        _write(path, Kept(ledger.wanted, ledger.marked, signatures, seal))
        _started(path).unlink(missing_ok=True)


def signature_of(path: Path | str) -> Signature:
    """The signature of a file; zeros when there is none, or it isn't an ordinary file."""
    try:
        return signature(os.lstat(path))
    except OSError:
        return (0, 0, 0, 0)


def read_kept(path: Path) -> Kept:
    """What was noted at ``path``; nothing where nothing can be believed."""
    try:
        data = path.read_bytes()
        if hashlib.sha256(data[_HEAD:]).digest() != data[:_HEAD]:
            return Kept()
        found = json.loads(data[_HEAD:])
        return _loaded(found) if found["form"] == _FORM else Kept()
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return Kept()


def _loaded(found: dict[str, Any]) -> Kept:
    names: list[str] = found["names"]
    files, signatures = {}, {}
    for name, (key, made, parts, signed) in found["files"].items():
        if not is_inside(name):
            raise ValueError(name)
        files[name] = Written(key, made, tuple(names[number] for number in parts))
        signatures[name] = tuple(signed)
    return Kept(files, dict(zip(names, found["marks"], strict=True)), signatures, found["seal"])  # type: ignore[arg-type]


def _write(path: Path, kept: Kept) -> None:
    used = sorted({part for written in kept.files.values() for part in written.parts})
    numbers = {name: number for number, name in enumerate(used)}
    files = {
        name: (written.key, written.digest, [numbers[part] for part in written.parts], kept.signatures[name])
        for name, written in kept.files.items()
    }
    marks = [kept.marks.get(name, "") for name in used]
    text = json.dumps({"form": _FORM, "names": used, "marks": marks, "files": files, "seal": kept.seal})
    data = text.encode()
    write_atomic(path, hashlib.sha256(data).digest() + data)


def _is_there(name: str, written: Written, kept: Kept, output: Path) -> bool:
    """Whether a file lies as it was written: by its signature or, when that has changed, by its bytes."""
    found = signature_of(f"{output}{os.sep}{name}")
    if found == kept.signatures.get(name) and found[0]:
        return True
    try:
        return bool(written.digest) and digest((output / name).read_bytes()) == written.digest
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


def is_inside(name: str) -> bool:
    """Whether a noted path stays inside the output, on any system."""
    return bool(name) and not name.startswith("/") and not set("\\:") & set(name) and ".." not in name.split("/")
