"""What git knows of texts: since when each is there, and who brought it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import NamedTuple

from placette.engine.base.git import GitError, run_git

_LOG = ("log", "--no-show-signature", "--no-color", "--no-ext-diff", "--format=%x00%ct%x00%an")
_FILES = ("--name-only", "-z", "--no-renames", "--relative")


class Commit(NamedTuple):
    """One commit: its day, its author's name, and the files below the content folder that it changes."""

    day: date | None
    by: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """What git knows. ``fault`` is why it knows nothing; a ``shallow`` clone doesn't know when its oldest files came.

    ``added`` is the day on which each file came, by path, and who brought it; another file isn't committed.
    """

    added: Mapping[str, tuple[date | None, str]] = field(default_factory=dict)
    fault: str = ""
    shallow: bool = False


def read_history(content: Path, zone: tzinfo | None) -> History:
    """Return the history of a content folder, with days in the site's time zone. Raises nothing."""
    try:
        shallow = _ask(content, "rev-parse", "--is-shallow-repository").strip() == "true"
        return History({} if shallow else _added(content, zone), shallow=shallow)
    except GitError as error:
        return History(fault=str(error).partition("\n")[0] or "git")


def parse_log(raw: bytes, zone: tzinfo | None) -> Iterator[Commit]:
    """Parse ``git log`` in our format: per commit an empty field, the time in seconds, the name, then the paths."""
    fields = [part.decode("utf-8", "surrogateescape") for part in raw.split(b"\0")]
    fields.append("")  # as if one more followed
    start = 0
    while start + 3 < len(fields):
        end = fields.index("", start + 3)
        paths = tuple(path.removeprefix("\n") for path in fields[start + 3 : end])
        yield Commit(day_of_commit(fields[start + 1], zone), fields[start + 2], paths)
        start = end


def day_of_commit(seconds: str, zone: tzinfo | None) -> date | None:
    """Return the day of a moment in seconds since 1970; None if no calendar has it: a commit may state any time."""
    try:
        return datetime.fromtimestamp(int(seconds), zone).date()
    except (ValueError, OverflowError, OSError):
        return None


def _added(content: Path, zone: tzinfo | None) -> dict[str, tuple[date | None, str]]:
    if not _has_commits(content):
        return {}
    commits = list(parse_log(run_git(content, *_LOG, "--diff-filter=A", *_FILES, "--", "."), zone))
    return {path: (commit.day, commit.by) for commit in reversed(commits) for path in commit.paths}  # newest first


def _has_commits(content: Path) -> bool:
    try:
        return bool(run_git(content, "rev-parse", "--verify", "--quiet", "HEAD"))
    except GitError:
        return False


def _ask(content: Path, *arguments: str) -> str:
    return os.fsdecode(run_git(content, *arguments))
