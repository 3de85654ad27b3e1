"""What was costly to make, kept by content outside the output: renditions, cards, fonts.

A key is a digest of everything the value depends on. Each file begins with the SHA-256 of what
follows, so a damaged or foreign file is noticed, dropped and made again, never believed.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from placette.engine.base.files import read_sealed, write_sealed


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of values. ``used`` collects the keys of this build, so that the others can be pruned."""

    folder: Path
    used: set[str] = field(default_factory=set)

    def get(self, key: str) -> bytes | None:
        """The value of ``key``, or None when it isn't there or is not what was put."""
        self.used.add(key)
        with suppress(OSError, ValueError):
            return read_sealed(self.folder / key)[0]
        return None

    def put(self, key: str, value: bytes) -> None:
        """Keep ``value`` under ``key``."""
        self.used.add(key)
        path = self.folder / key
        if path.is_dir() and not path.is_symlink():  # somebody unpacked something there
            shutil.rmtree(path)
        write_sealed(path, value)

    def keep(self, key: str) -> None:
        """Spare the value of ``key`` from pruning without reading it."""
        self.used.add(key)

    def prune(self) -> int:
        """Remove what this build did not use; how many values went."""
        if not self.folder.is_dir():
            return 0
        values = (path for path in self.folder.iterdir() if not path.name.startswith("."))  # or somebody is writing it
        stale = [path for path in values if path.name not in self.used]
        for path in stale:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        return len(stale)
