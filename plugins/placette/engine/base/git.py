"""Asking git, without letting anything that a repository holds run."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

_GIT = ("git", "-c", "core.quotepath=off", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")


class GitError(Exception):
    """Git could not answer; the message is git's own."""


def run_git(
    repository: Path, *arguments: str, given: bytes = b"", environment: Mapping[str, str] | None = None
) -> bytes:
    """Git's answer; raises ``GitError``. Hooks, pagers and other programs have no say."""
    command = [*_GIT, *arguments]
    try:
        done = subprocess.run(command, cwd=repository, input=given, capture_output=True, check=False, env=environment)
    except OSError as error:
        raise GitError(str(error)) from error
    if done.returncode:
        raise GitError(done.stderr.decode(errors="replace").strip())
    return done.stdout
