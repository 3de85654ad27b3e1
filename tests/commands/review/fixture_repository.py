"""Git and files, for tests that make a repository of their own."""

from __future__ import annotations

import subprocess
from pathlib import Path

IDENTITY = ("-c", "user.name=Test", "-c", "user.email=test@placette.example", "-c", "commit.gpgsign=false")


def git(folder: Path, *arguments: str) -> None:
    """Run git with a user who signs nothing."""
    subprocess.run(["git", *IDENTITY, *arguments], cwd=folder, check=True, capture_output=True)


def write(folder: Path, path: str, data: str | bytes = "") -> None:
    """Write a file, and the folders that it lies in."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(data.encode() if isinstance(data, str) else data)
