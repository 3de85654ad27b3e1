"""What git knows about the project that is published."""

from __future__ import annotations

import subprocess
from pathlib import Path

_NO_GIT = 127
"""What a shell says of a program that isn't there."""


def git(root: Path, *arguments: str, data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run git in ``root``; the caller looks at its exit code, which is that of a failure where git isn't installed."""
    command = ["git", *arguments]
    try:
        return subprocess.run(command, cwd=root, input=data, capture_output=True, check=False)
    except FileNotFoundError:
        return subprocess.CompletedProcess(command, _NO_GIT, b"", b"git: not found")


def uncommitted(root: Path) -> tuple[str, ...]:
    """Files of the project that differ from its commit, new ones included; none where there is no repository."""
    options = ("--porcelain", "-z", "--no-renames", "--untracked-files=normal")
    told = git(root, "status", *options, "--", ".").stdout.decode("utf-8", "replace")
    return tuple(entry[3:] for entry in told.split("\0") if entry)


def comes_before(root: Path, commit: str) -> bool:
    """Whether ``commit`` is later than what is checked out; False when git doesn't know it."""
    if not commit or commit.startswith("-"):
        return False
    head = git(root, "rev-parse", "HEAD").stdout.decode().strip()
    return head != commit and git(root, "merge-base", "--is-ancestor", "HEAD", commit).returncode == 0
