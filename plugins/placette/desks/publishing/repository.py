"""What git knows about the project that is published."""

from __future__ import annotations

import subprocess
from pathlib import Path

from placette.engine.library.addresses import FILE

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
    paths = (entry[3:] for entry in told.split("\0") if entry)
    return tuple(path for path in paths if path != FILE)  # which publishing itself writes


def comes_before(root: Path, commit: str) -> bool:
    """Whether ``commit`` is later than what is checked out, or somebody's that isn't here yet.

    A clone without its whole history can't tell: False then.
    """
    if not commit or commit.startswith("-"):
        return False
    head = git(root, "rev-parse", "--verify", "HEAD").stdout.decode().strip()
    if head and git(root, "cat-file", "-e", f"{commit}^{{commit}}").returncode:
        return git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"false"
    return head != commit and git(root, "merge-base", "--is-ancestor", "HEAD", commit).returncode == 0
