"""Brings what a benchmark needs from npm, as locked."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.benchmarks.measuring import time_command

_LOCK = "package-lock.json"


def install(locked: Path, tools: Path, environment: dict[str, str]) -> None:
    """Copy ``locked`` to ``tools`` and install there what it locks, unless it is there; no package's script is run.

    Raises ``FailedError`` when npm doesn't succeed, ``FileNotFoundError`` where there is none.
    """
    shutil.copytree(locked, tools, dirs_exist_ok=True)
    wanted, marker = (locked / _LOCK).read_bytes(), tools / "installed"
    if not marker.is_file() or marker.read_bytes() != wanted:
        time_command("npm ci --ignore-scripts --no-audit --no-fund --silent".split(), tools, environment)
        marker.write_bytes(wanted)
