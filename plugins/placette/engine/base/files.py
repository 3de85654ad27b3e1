"""Files that are either old or new, never half-written."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

_HEAD = 32
"""Bytes of a SHA-256 digest."""
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def digest(*parts: bytes) -> str:
    """A short content key: the first 20 hexadecimal digits of SHA-256 over the parts and their lengths."""
    state = hashlib.sha256()
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.hexdigest()[:20]


def digest_after(common: bytes) -> Callable[[bytes], str]:
    """Gives the content key of a part after a common one, which is gone over once for thousands of parts."""
    state = hashlib.sha256(common)

    def digest_part(part: bytes) -> str:
        own = state.copy()
        own.update(part)
        return own.hexdigest()[:20]

    return digest_part


def write_atomic(path: Path, data: bytes) -> bool:
    """Put ``data`` at ``path`` through a temporary file; False if it was already there. Makes folders."""
    if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def write_sealed(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` after its own SHA-256, so that a damaged or foreign file is noticed."""
    write_atomic(path, hashlib.sha256(data).digest() + data)


def read_sealed(path: Path) -> tuple[bytes, str]:
    """What ``write_sealed`` put there, and its SHA-256 as text; raises ``OSError``, and ``ValueError`` for damage."""
    data = path.read_bytes()
    head, value = data[:_HEAD], data[_HEAD:]
    if hashlib.sha256(value).digest() != head:
        raise ValueError(path.name)
    return value, head.hex()


def write_new(folder: Path, path: str, data: bytes) -> None:
    """Write ``folder/path`` in a folder that nobody else uses; raises ``ValueError`` for a path that leaves it."""
    target = os.path.normpath(f"{folder}{os.sep}{path}")  # pathlib would cost more than the writing
    if not target.startswith(f"{folder}{os.sep}"):
        raise ValueError(f"{path}: outside the output")
    try:
        handle = os.open(target, _NEW_FILE, 0o644)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120 - as above
        handle = os.open(target, _NEW_FILE, 0o644)
    with os.fdopen(handle, "wb") as file:
        if data and hasattr(os, "posix_fallocate"):
            os.posix_fallocate(handle, 0, len(data))  # room taken now makes the renaming cheaper later (ext4)
        file.write(data)
        if hasattr(os, "fchmod"):
            os.fchmod(handle, 0o644)  # whatever the umask


def real_folder(root: Path, inside: str) -> Path | None:
    """The folder ``inside`` of ``root``; None where there is none, or where a link stands on the way to it.

    ``root`` itself is trusted, what lies in it is not: a proposal may put a link in the place of its content folder.
    """
    folder = root.resolve() / inside
    return folder if folder.is_dir() and folder.resolve() == folder else None


def walk_files(root: Path) -> list[str]:
    """Paths of the regular files below ``root``, relative, with slashes, sorted; links are not followed."""
    found = []
    for folder, _, names in os.walk(root):
        found += [(Path(folder) / name).relative_to(root).as_posix() for name in names]
    return sorted(found)
