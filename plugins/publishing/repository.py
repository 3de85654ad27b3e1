"""What git knows about the project that is published."""

from __future__ import annotations

import subprocess
from pathlib import Path

from plugins.core.addresses import FILE


def git(root: Path, *arguments: str, data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run git in ``root``; the caller looks at its exit code."""
    return subprocess.run(["git", *arguments], cwd=root, input=data, capture_output=True, check=False)


def uncommitted(root: Path) -> tuple[str, ...]:
    """Files of the project that differ from its commit, new ones included; none where there is no repository."""
    told = git(root, "status", "--porcelain", "-z", "--no-renames", "--", ".").stdout.decode("utf-8", "replace")
    paths = (entry[3:] for entry in told.split("\0") if entry)
    return tuple(path for path in paths if path != FILE)  # which publishing itself writes


def comes_before(root: Path, commit: str) -> bool:
    """Whether ``commit`` is later than what is checked out; False when git doesn't know it."""
    if not commit or commit.startswith("-"):
        return False
    head = git(root, "rev-parse", "HEAD").stdout.decode().strip()
    return head != commit and git(root, "merge-base", "--is-ancestor", "HEAD", commit).returncode == 0
