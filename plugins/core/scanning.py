"""What lies in a folder, looked at once a build and without opening or following anything."""

from __future__ import annotations

import os
import stat

SCAN = "SCAN"
"""The key, in Pelican's settings, of the entries of the content folder."""

Entries = list[tuple[str, os.stat_result]]
"""Path, relative and with slashes, and status of each file, folder and other thing; folders before what they hold."""
Signature = tuple[int, int, int, int]
"""Size, times of change of content and of anything (nanoseconds), number of a file: what changes when it does."""

_DOUBT = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system still in use (FAT) ticks every two seconds."""


def scan_tree(root: str) -> Entries:
    """Every entry below ``root``, each folder's in order of name; links are not followed. Raises ``OSError``.

    Without recursion: a stranger may nest folders deeper than Python calls functions.
    """
    found: Entries = []
    waiting = _children(root, "")
    while waiting:
        path, place, status = waiting.pop()
        found.append((path, status))
        if stat.S_ISDIR(status.st_mode):
            waiting += _children(place, f"{path}/")
    return found


def _children(folder: str, prefix: str) -> list[tuple[str, str, os.stat_result]]:
    """Path, place and status of what lies in a folder, last name first."""
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name, reverse=True)
    return [(prefix + entry.name, entry.path, entry.stat(follow_symlinks=False)) for entry in ordered]


def signature(status: os.stat_result) -> Signature:
    """The signature of a file that was looked at."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def is_telling(status: os.stat_result, now: int) -> bool:
    """Whether a later change would give the file another signature: not if it has just been changed.

    ``now`` is the present in nanoseconds. On Windows the time of a change can be set at will, so nothing tells there.
    """
    return os.name != "nt" and max(status.st_mtime_ns, status.st_ctime_ns) <= now - _DOUBT
