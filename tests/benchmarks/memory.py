"""The memory of a command and its workers, on a build that isn't timed."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.measuring import refuse_failure

_INTERVAL = 0.05
"""Seconds between two looks at the memory."""


def peak_memory(command: Sequence[str], folder: Path, environment: dict[str, str]) -> int:
    """The most bytes that a command and all its children held at once, looked at twenty times a second.

    Memory that processes share is counted once (PSS) where the system tells. Not to be timed: looking takes time.
    """
    import psutil

    peak = 0
    with tempfile.TemporaryFile() as told:
        process = psutil.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=told, stderr=subprocess.STDOUT
        )
        while process.poll() is None:
            peak = max(peak, _tree_memory(process))
            time.sleep(_INTERVAL)
        told.seek(0)
        refuse_failure(command, process.returncode, told.read().decode("utf-8", "replace"))
    return peak


def _tree_memory(process: Any) -> int:
    """Bytes of a process and its descendants; those that ended meanwhile count nothing."""
    import psutil

    total = 0
    try:
        members = [process, *process.children(recursive=True)]
    except psutil.Error:
        return 0
    for member in members:
        try:
            total += _memory(member)
        except psutil.Error:
            continue
    return total


def _memory(process: Any) -> int:
    import psutil

    try:
        held = process.memory_full_info()
    except psutil.AccessDenied:
        held = process.memory_info()
    return next((getattr(held, kind) for kind in ("pss", "uss", "rss") if getattr(held, kind, 0)), 0)
