"""Who used the processors while a command ran: it with all its descendants, or others."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_BLUR = 0.05
"""Seconds of processor that counts in hundredths can't tell from nothing."""
_PATIENCE = 5.0
"""Seconds to wait for descendants that outlive the command, such as what removes replaced files."""
_KERNEL = "2"
"""The process that all threads of Linux's kernel are children of."""
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(slots=True)
class Account:
    """Seconds of processor: those of a command and its descendants, and those of everyone else meanwhile.

    ``within`` are those of the former that were counted when the command ended; descendants may outlive it.
    """

    processor: float = 0.0
    within: float = 0.0
    strange: float = 0.0


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
        account.within = _of_children() - children
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
    try:
        import psutil
    except ImportError:
        return set()
    return {child.pid for child in psutil.Process().children()} if os.name == "posix" else set()


def _busy() -> float:
    """Seconds that all processors worked since the machine started, those that its host took from it included."""
    try:
        import psutil
    except ImportError:  # the other benchmarks do without
        return 0.0
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
