"""Scans of a folder, once a build and without opening or following anything."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from placette.engine.base.files import digest

Signature = tuple[int, int, int, int]
"""Size, times of change of content and of anything (nanoseconds), number of a file: what changes when it does."""


class Seen(NamedTuple):
    """The stat of an entry: its mode, then the parts of its signature."""

    mode: int
    size: int
    written: int
    changed: int
    number: int

    @property
    def signature(self) -> Signature:
        """The values that change when the file does."""
        return self[1:]

    @property
    def latest(self) -> int:
        """When it last changed."""
        return max(self.written, self.changed)


Entries = list[tuple[str, Seen]]
"""Relative path, with slashes, of each file, folder and other entry, and its stat; folders come before their
contents."""


class Scan(NamedTuple):
    """A scanned folder: every entry, a digest of all that was seen, when anything last changed (nanoseconds)."""

    entries: Entries
    mark: str
    latest: int


class SeenFiles(NamedTuple):
    """Some files as they lie on the disk: a digest of what was seen of them, when any last changed (nanoseconds)."""

    mark: str
    latest: int


_DOUBT = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system still in use (FAT) ticks every two seconds."""


def scan_tree(root: str) -> Entries:
    """Return every entry below ``root``, each folder's in order of name; links are not followed. Raises ``OSError``.

    Without recursion: a stranger may nest folders deeper than Python calls functions.
    """
    entries: Entries = []
    waiting = _children(root, "")
    while waiting:
        path, place, facts = waiting.pop()
        entries.append((path, facts))
        if stat.S_ISDIR(facts.mode):
            waiting += _children(place, f"{path}/")
    return entries


def scan_folder(root: str) -> Scan:
    """Scan a folder; nothing where there is none."""
    entries = scan_tree(root) if Path(root).is_dir() else []
    return Scan(entries, *_facts(entries))


def seen_of(status: os.stat_result) -> Seen:
    """Return the stat of a file."""
    return Seen(status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def file_facts(paths: Iterable[str], *beside: str) -> SeenFiles:
    """Return the stat of some files, links followed; ``beside`` is part of the mark. Raises ``OSError``."""
    return SeenFiles(*_facts([(path, seen_of(os.stat(path))) for path in paths], *beside))  # noqa: PTH116 - a thousand


def _facts(entries: Entries, *beside: str) -> tuple[str, int]:
    """Return a digest of all that was seen, and when anything last changed."""
    columns = repr((beside, [(path, *seen) for path, seen in entries]))
    return digest(columns.encode("utf-8", "surrogateescape")), max((seen.latest for _, seen in entries), default=0)


def is_settled(latest: int, now: int) -> bool:
    """Return whether a later change would give a file another signature: not if it has just been changed.

    ``latest`` is when it last changed, ``now`` the present, in nanoseconds. On Windows the time of a change can be set
    at will: nothing is settled there.
    """
    return os.name != "nt" and latest <= now - _DOUBT


def _children(folder: str, prefix: str) -> list[tuple[str, str, Seen]]:
    """Return path, place and stat of a folder's entries, last name first."""
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name, reverse=True)
    return [(prefix + entry.name, entry.path, seen_of(entry.stat(follow_symlinks=False))) for entry in ordered]
