"""Calls of git that run no program of a repository, and the commit that a site is made from."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from placette.engine.base.translation import N_

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


def identity_for(folder: Path, name: str) -> tuple[str, ...]:
    """Return options of git that name a committer, where git knows none: ``name``, without an address."""
    try:
        run_git(folder, "var", "GIT_COMMITTER_IDENT")
    except GitError:
        return ("-c", f"user.name={name}", "-c", "user.email=placette@invalid")
    return ()


def new_files(folder: Path, inside: str) -> list[str]:
    """Return the files below a folder, but for those ``inside``, that git doesn't keep yet. Raises ``GitError``."""
    listed = run_git(folder, "ls-files", "-z", "--others", "--exclude-standard", "--", ".", f":!{inside}")
    return [os.fsdecode(path) for path in listed.split(b"\0") if path]


def record_changes(folder: Path, subject: str, name: str) -> str:
    """Commit what changed below a folder; returns the commit's short name, or "" for nothing. Raises ``GitError``."""
    run_git(folder, "add", "--all", "--", ".")
    if not run_git(folder, "diff", "--cached", "--name-only", "--", "."):
        return ""
    run_git(folder, *identity_for(folder, name), "commit", "--quiet", "-m", subject, "--", ".")
    return run_git(folder, "rev-parse", "--short", "HEAD").decode().strip()


def begin_history(folder: Path, sentence: str) -> str:
    """Put the site into a git repository of its own with a first commit; return what is left to do (a msgid).

    A folder within another repository is left to that one.
    """
    if _answers(folder.parent, "rev-parse", "--git-dir"):
        return N_("They are in another git repository: commit them there.")
    is_done = _answers(folder, "init", "-q", "-b", "main") and _answers(folder, "add", "-A")
    is_done = is_done and _answers(folder, *identity_for(folder, folder.name), "commit", "-q", "-m", sentence)
    return "" if is_done else N_("They are in no commit yet: git init, git add -A, git commit.")


def _answers(folder: Path, *arguments: str) -> bool:
    try:
        run_git(folder, *arguments)
    except GitError:
        return False
    return True


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
