"""Files that are either old or new, never half-written."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path


def digest(*parts: bytes) -> str:
    """A short content key: the first 20 hexadecimal digits of SHA-256 over the parts and their lengths."""
    state = hashlib.sha256()
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.hexdigest()[:20]


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


def walk_files(root: Path) -> list[str]:
    """Paths of the regular files below ``root``, relative, with slashes, sorted; links are not followed."""
    found = []
    for folder, _, names in os.walk(root):
        found += [(Path(folder) / name).relative_to(root).as_posix() for name in names]
    return sorted(found)
