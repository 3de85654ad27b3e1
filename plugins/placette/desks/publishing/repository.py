"""What git knows about the project."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from placette.engine.base.programs import run_watched
from placette.engine.library.addresses import FILE

_NO_GIT = 127
"""A shell's exit code for a program that isn't installed."""


def _calmly() -> None:
    """What is done while git works here, which takes no time."""


def git(
    root: Path, *arguments: str, data: bytes | None = None, waiting: Callable[[], None] = _calmly
) -> subprocess.CompletedProcess[bytes]:
    """Run git in ``root``; ``waiting`` is called while it works.

    The caller checks the exit code; it is ``_NO_GIT`` if git isn't installed.
    """
    command = ["git", *arguments]
    try:
        return run_watched(command, waiting, data=data, folder=root)
    except FileNotFoundError:
        return subprocess.CompletedProcess(command, _NO_GIT, b"", b"git: not found")


def uncommitted(root: Path) -> tuple[str, ...]:
    """Files of the project that differ from its commit, new ones included; none if there is no repository."""
    options = ("--porcelain", "-z", "--no-renames", "--untracked-files=normal")
    status = git(root, "status", *options, "--", ".").stdout.decode("utf-8", "replace")
    paths = (entry[3:] for entry in status.split("\0") if entry)
    return tuple(path for path in paths if path != FILE)  # which publishing itself writes


def comes_before(root: Path, commit: str) -> bool:
    """Whether the project's commit comes before ``commit``, or ``commit`` isn't here yet.

    A shallow clone can't know; the answer is then False.
    """
    if not commit or commit.startswith("-"):
        return False
    head = git(root, "rev-parse", "--verify", "HEAD").stdout.decode().strip()
    if head and git(root, "cat-file", "-e", f"{commit}^{{commit}}").returncode:
        return git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"false"
    return head != commit and git(root, "merge-base", "--is-ancestor", "HEAD", commit).returncode == 0
