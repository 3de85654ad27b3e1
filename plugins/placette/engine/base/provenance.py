"""Which state of the project a site is made from."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path

from placette.engine.base.git import GitError, run_git

_COMMITTED = re.compile(r"^committer .* (\d+) [+-]\d{4}$", re.MULTILINE)


def commit_of(folder: Path) -> str:
    """The commit that git has checked out in ``folder``; empty where there is no repository, no commit or no git.

    Nothing of the repository's own is run: git reads two files.
    """
    return _git(folder, "rev-parse", "--verify", "--quiet", "HEAD").strip()


def committed_at(folder: Path) -> datetime | None:
    """When that commit was made, in UTC; None without one."""
    head = _git(folder, "cat-file", "commit", "HEAD").partition("\n\n")[0]
    found = _COMMITTED.search(head)
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None


def _git(folder: Path, *arguments: str) -> str:
    """What git answers of the repository that ``folder`` lies in; empty when it can't."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        return run_git(folder, *arguments, environment=known).decode(errors="replace")
    except GitError:
        return ""
