"""What a proposal changes, as git tells it: one value a file, nothing executed, nothing followed."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

_NONE = "0" * 6


class GitError(Exception):
    """Git could not answer; the message is git's own."""


@dataclass(frozen=True, slots=True)
class Change:
    """One changed file: its path from the repository's root, what happened (A, M, D, T), its new mode."""

    path: str
    status: str
    mode: str


def list_changes(repository: Path, base: str) -> tuple[Change, ...]:
    """The changes between the common ancestor with ``base`` and the proposal's last commit.

    A renamed file is a removal and an addition. Raises ``GitError``.
    """
    return parse_changes(run_git(repository, "diff", "--raw", "-z", "--no-renames", "--no-ext-diff", f"{base}...HEAD"))


def parse_changes(raw: bytes) -> tuple[Change, ...]:
    """Read ``git diff --raw -z``: ``:oldmode newmode oldsha newsha status NUL path NUL``."""
    fields = raw.split(b"\0")
    changes = []
    for head, path in zip(fields[0::2], fields[1::2], strict=False):
        _old, new, _from, _to, status = head.decode("ascii").removeprefix(":").split(" ")
        changes.append(Change(path.decode("utf-8", "surrogateescape"), status[:1], new))
    return tuple(changes)


def base_files(repository: Path, base: str, folder: str) -> dict[str, bytes]:
    """The Markdown files of ``folder`` as they stand in ``base``, by path from the repository's root."""
    ancestor = run_git(repository, "merge-base", base, "HEAD").decode().strip()
    listed = run_git(repository, "ls-tree", "-r", "-z", "--name-only", ancestor, "--", folder)
    names = [name.decode("utf-8", "surrogateescape") for name in listed.split(b"\0") if name.endswith(b".md")]
    return {name: run_git(repository, "cat-file", "blob", f"{ancestor}:{name}") for name in names}


def run_git(repository: Path, *arguments: str) -> bytes:
    """Git's answer; raises ``GitError``. Hooks, pagers and the user's settings have no say."""
    command = ["git", "-c", "core.quotepath=off", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", *arguments]
    done = subprocess.run(command, cwd=repository, capture_output=True, check=False)
    if done.returncode:
        raise GitError(done.stderr.decode(errors="replace").strip())
    return done.stdout
