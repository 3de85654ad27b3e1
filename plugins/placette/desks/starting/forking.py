"""Asks git what a single-repository site holds, and what of it the town has changed."""

from __future__ import annotations

from pathlib import Path

from placette.desks.starting.converting import Fork
from placette.engine.base.git import GitError, run_git

_LINK = "120000"
_UPSTREAM = ("refs/remotes/upstream/HEAD", "refs/remotes/upstream/main", "refs/remotes/upstream/master")
"""Where a fork follows the software, by the name that forges propose."""


def read_fork(root: Path, base: str = "") -> Fork:
    """What git tracks below a folder. Raises ``GitError``, also for a base that is no commit.

    Args:
        base: the last commit of the software in the site's history; by default the last one that it shares with the
            remote called upstream, if there is one.
    """
    entries = [line.split("\t", 1) for line in _listed(run_git(root, "ls-files", "-s", "-z"))]
    commit = _commit(root, base) if base else _shared(root)
    return Fork(
        files=frozenset(path for _, path in entries),
        read=lambda path: (root / path).read_bytes(),
        links=frozenset(path for mode, path in entries if mode.startswith(_LINK)),
        changed=_changed(root, commit) if commit else None,
        began=lambda path: _text_in(root, commit, path) if commit else None,
    )


def in_the_way(root: Path, fork: Fork, paths: list[str]) -> list[str]:
    """Which of the files to be written would replace one that git doesn't have, or lie behind a link."""
    found = []
    for path in paths:
        place, real = root / path, root.resolve() / path
        taken = path not in fork.files and (place.exists() or place.is_symlink())
        if taken or place.parent.resolve() != real.parent:
            found.append(path)
    return found


def _listed(answer: bytes) -> list[str]:
    return answer.decode(errors="surrogateescape").split("\0")[:-1]


def _commit(root: Path, name: str) -> str:
    return run_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").decode().strip()


def _shared(root: Path) -> str:
    for upstream in _UPSTREAM:
        try:
            return run_git(root, "merge-base", "HEAD", upstream).decode().strip()
        except GitError:
            continue
    return ""


def _changed(root: Path, commit: str) -> frozenset[str]:
    return frozenset(_listed(run_git(root, "diff", "--name-only", "--no-renames", "--relative", "-z", commit, "HEAD")))


def _text_in(root: Path, commit: str, path: str) -> str | None:
    try:
        return run_git(root, "show", f"{commit}:./{path}").decode()
    except (GitError, UnicodeDecodeError):
        return None
