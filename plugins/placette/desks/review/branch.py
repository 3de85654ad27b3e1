"""What somebody has changed here since the trunk: their texts are those that advice and mending are about."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from placette.desks.review.git_index import without_hook_variables
from placette.engine.base.git import GitError, run_git

_TRUNKS = ("origin/HEAD", "upstream/HEAD", "origin/main", "origin/master", "main", "master")
"""Where texts are proposed to, the first that there is."""


def changed_here(content: Path) -> list[Path] | None:
    """The files of a content folder that differ from the trunk, committed or not; None outside a repository."""
    known = without_hook_variables(os.environ)
    try:
        top = Path(os.fsdecode(run_git(content, "rev-parse", "--show-toplevel", environment=known)).rstrip("\r\n"))
        names = {*_committed(top, known), *_uncommitted(top, known)}
    except (GitError, OSError):
        return None
    root = content.resolve()
    return sorted(path for name in names if (path := top.resolve() / name).is_relative_to(root) and path.is_file())


def _committed(top: Path, known: dict[str, str]) -> Iterator[str]:
    """The files that this branch changed; none where there is no trunk to compare with."""
    for trunk in _TRUNKS:
        try:
            run_git(top, "rev-parse", "--verify", "--quiet", f"{trunk}^{{commit}}", environment=known)
        except GitError:
            continue
        changed = run_git(top, "diff", "--name-only", "-z", "--no-renames", f"{trunk}...HEAD", "--", environment=known)
        yield from filter(None, os.fsdecode(changed).split("\0"))
        return


def _uncommitted(top: Path, known: dict[str, str]) -> Iterator[str]:
    status = run_git(
        top, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", environment=known
    )
    yield from (line[3:] for line in os.fsdecode(status).split("\0") if line)
