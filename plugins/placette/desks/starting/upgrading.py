"""Decides what a newer version changes in a site: what nobody touched is renewed, what the town changed is merged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from placette.desks.starting.record import SiteRecord

Merge = Callable[[str, str, str], str | None]
"""Merges two changes of a text (the site's, the one both began with, the new one); None where they contradict."""
_VERSION = re.compile(r"##\s+\[?(?P<version>\d[\w.]*)\]?")


class Fate(StrEnum):
    """What becomes of a file."""

    ADDED = "added"
    RENEWED = "renewed"
    MERGED = "merged"
    REMOVED = "removed"
    KEPT = "kept"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Renewal:
    """A file, what becomes of it, and its text from now on (None: it goes); in a conflict the new one, for reading."""

    path: str
    fate: Fate
    text: str | None = None


def changes_of(record: SiteRecord, new: Mapping[str, str], now: Mapping[str, str], merge: Merge) -> Iterator[Renewal]:
    """What to do so that a site's files (``now``) become those of a new version (``new``), in order of path.

    A file that the site has removed stays removed. What the site has changed is never lost: where it and the new
    version changed the same lines, the site's text stays and the file is named. Line ends are no change: git writes
    those of Windows there, and a file keeps its own.
    """
    for path in sorted({*record.files, *new}):
        before = now.get(path)
        plain = before.replace("\r\n", "\n") if before else before
        change = _change(path, record.files.get(path), new.get(path), plain, merge)
        if change and before != plain:
            change = replace(change, text=change.text and change.text.replace("\n", "\r\n"))
        if change:
            yield change


def _change(path: str, base: str | None, new: str | None, now: str | None, merge: Merge) -> Renewal | None:
    if new in {now, base}:
        return None
    if now is None:
        return Renewal(path, Fate.ADDED, new) if base is None else None
    if new is None:
        return Renewal(path, Fate.REMOVED) if now == base else Renewal(path, Fate.KEPT, now)
    if now == base:
        return Renewal(path, Fate.RENEWED, new)
    merged = merge(now, base or "", new)
    return Renewal(path, Fate.CONFLICT, new) if merged is None else Renewal(path, Fate.MERGED, merged)


def entries_between(changelog: str, old: str, new: str) -> str:
    """What the change log says of the versions after ``old`` up to ``new``, newest first, as it stands there."""
    kept, inside = [], False
    for line in changelog.splitlines():
        if heading := _VERSION.match(line):
            inside = is_between(heading["version"], old, new)
        if inside:
            kept.append(line)
    return "\n".join(kept).strip()


def is_between(version: str, old: str, new: str) -> bool:
    """Whether a version came after ``old``, and is no later than ``new``."""
    return _number(old) < _number(version) <= _number(new)


def _number(version: str) -> tuple[tuple[int, ...], int, int]:
    """A version for comparing: 1.0.0rc1 comes before 1.0.0."""
    release, mark, candidate = version.partition("rc")
    numbers = tuple(int(part) for part in release.split(".") if part.isdigit())
    return numbers, 0 if mark else 1, int(candidate) if candidate.isdigit() else 0
