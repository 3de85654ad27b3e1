"""Whether a file still lies where it was put, as it was put there."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from placette.engine.base.files import digest
from placette.engine.base.scanning import Signature, seen_of

_NOTHING = (0, 0, 0, 0)


def signature_of(path: Path | str) -> Signature:
    """The signature of a file; zeros when there is none, or it isn't an ordinary file."""
    try:
        seen = seen_of(os.lstat(path))
    except OSError:
        return _NOTHING
    return seen.signature if stat.S_ISREG(seen.mode) else _NOTHING


def lies_as(place: str, signed: tuple[object, ...], made: str) -> bool:
    """Whether a file has this signature or, when that has changed, bytes of this digest."""
    found = signature_of(place)
    if found == signed and found[0]:
        return True
    try:
        return found != _NOTHING and digest(Path(place).read_bytes()) == made
    except OSError:
        return False
