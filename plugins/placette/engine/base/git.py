"""Calls of git that run no program of a repository, and the commit that a site is made from."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

_GIT = (
    *("git", "--no-optional-locks"),  # who ends a question to git leaves no lock behind
    *("-c", "core.quotepath=off", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"),
)


class GitError(Exception):
    """Git could not answer; the message is git's own."""


def run_git(
    repository: Path, *arguments: str, given: bytes = b"", environment: Mapping[str, str] | None = None
) -> bytes:
    """Return git's output; raises ``GitError``. Hooks, pagers and other programs are not run."""
    command = [*_GIT, *arguments]
    try:
        process = subprocess.run(
            command, cwd=repository, input=given, capture_output=True, check=False, env=environment
        )
    except OSError as error:
        raise GitError(str(error)) from error
    if process.returncode:
        raise GitError(process.stderr.decode(errors="replace").strip())
    return process.stdout


_COMMITTED = re.compile(r"^committer .* (\d+) [+-]\d{4}$", re.MULTILINE)


def commit_of(folder: Path) -> str:
    """Return the commit checked out in ``folder``, or empty; git reads two files and runs no program."""
    return _git(folder, "rev-parse", "--verify", "--quiet", "HEAD").strip()


def committed_at(folder: Path) -> datetime | None:
    """Return when that commit was made, in UTC; None without one."""
    head = _git(folder, "cat-file", "commit", "HEAD").partition("\n\n")[0]
    match = _COMMITTED.search(head)
    return datetime.fromtimestamp(int(match[1]), UTC) if match else None


def known_file(folder: Path) -> str:
    """Return a file below a folder that git keeps or would take up; empty without any, or without a repository."""
    listed = _git(folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ".")
    return listed.partition("\0")[0]


def _git(folder: Path, *arguments: str) -> str:
    """Return git's answer about the repository of ``folder``; empty where it fails."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        return run_git(folder, *arguments, environment=variables).decode(errors="replace")
    except GitError:
        return ""
