"""Knowing at a glance that nothing changed: a seal over all that a build reads, as the file system tells it.

For each file its size, its times of change and its number: a change alters one of them, and the time of a change can't
be set back. A file changed so lately that a further change might bear the same time makes no seal at all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from plugins.core.build import Build, Tally
from plugins.core.dates import build_moment
from plugins.core.files import digest
from plugins.core.problems import blocks
from plugins.core.versions import code_version, settings_mark

_DOUBT = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system still in use (FAT) ticks every two seconds."""


def seal_of(settings: dict[str, Any], now: int) -> str:
    """The seal of what a build reads; empty when it can't be told. ``now`` is the present in nanoseconds."""
    if os.name == "nt":  # there the time of a change can be set at will
        return ""
    roots = (settings["PATH"], settings["THEME"], settings.get("TERRITORY_FILE") or "")
    listed = sorted(line for root in roots for line in _signatures(str(root)))
    if any(latest > now - _DOUBT for _, latest, _ in listed):
        return ""
    told = (code_version(), settings_mark(settings), *map(str, roots), repr(listed))
    return digest(*(part.encode("utf-8", "surrogateescape") for part in told))


def make_note(seal: str, build: Build) -> dict[str, Any]:
    """What to keep with a seal; nothing for a build that another day, or an editor, could see otherwise."""
    if not seal or build.refused or blocks(build.problems):
        return {}
    due = min((article.date for article in build.scheduled), default=None)
    tally = {name: getattr(build.tally, name) for name in Tally.__dataclass_fields__}
    return {"seal": seal, "due": due.isoformat() if due else "", "tally": tally}


def unbroken(note: dict[str, Any], seal: str, timezone: str) -> Tally | None:
    """What the last build told, if nothing has changed since and no post is due."""
    try:
        due = note["due"] and datetime.fromisoformat(note["due"]) <= build_moment(timezone)
        return Tally(**note["tally"]) if seal and note["seal"] == seal and not due else None
    except (KeyError, TypeError, ValueError):
        return None


def _signatures(root: str) -> Iterator[tuple[str, int, tuple[int, ...]]]:
    """Path, latest change and signature of every entry below ``root``, or of the file that it is."""
    waiting = [root] if root else []
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    status = entry.stat(follow_symlinks=False)
                    yield _signed(entry.path, status)
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except NotADirectoryError:
            yield _signed(folder, os.lstat(folder))
        except FileNotFoundError:
            continue


def _signed(path: str, status: os.stat_result) -> tuple[str, int, tuple[int, ...]]:
    latest = max(status.st_mtime_ns, status.st_ctime_ns)
    signature = (status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    return path, latest, signature
