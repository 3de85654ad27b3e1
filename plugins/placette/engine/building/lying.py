"""Whether a file still lies where it was put, as it was put there."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from placette.engine.base.files import digest
from placette.engine.base.scanning import Signature

_NOTHING = (0, 0, 0, 0)


def signature_of(path: Path | str) -> Signature:
    """The signature of a file; zeros when there is none, or it isn't an ordinary file."""
    try:
        found = os.lstat(path)
    except OSError:
        return _NOTHING
    if not stat.S_ISREG(found.st_mode):
        return _NOTHING
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino  # ``seen_of`` takes longer than the look


def lies_as(place: str, signed: tuple[object, ...], made: str) -> bool:
    """Whether a file has this signature or, when that has changed, bytes of this digest."""
    found = signature_of(place)
    if found == signed and found[0]:
        return True
    try:
        return found != _NOTHING and digest(Path(place).read_bytes()) == made
    except OSError:
        return False
