"""How a process that was started for work begins, whoever started it: its job, its limits, its end with its parent."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from placette.engine.base.progress import be_silent

if sys.platform != "win32":
    import fcntl
    import resource

T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")

CORES = os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may use: seconds of processor, seconds of waiting, bytes beside the interpreter's own."""

    cpu: float
    wall: float
    memory: int


_job: tuple[Callable[[Any, Any], Any], Any, float]
"""A worker's own: a function, what its items share, and the seconds of processor for each (0: any number)."""


def take_job(function: Callable[[Any, Any], Any], shared: Any, limits: Limits | None = None) -> None:
    """What a worker of a pool does first."""
    global _job  # noqa: PLW0603 - set once, before the first item
    _job = (function, shared, limits.cpu if limits else 0)
    settle_in(limits)


def do_items(items: Sequence[Any]) -> list[Any]:
    """What a worker of a pool does with items that travel together."""
    function, shared, seconds = _job
    results = []
    try:
        for item in items:
            _limit_processor(seconds)
            results.append(function(item, shared))
    finally:
        _limit_processor(0)
    return results


def settle_in(limits: Limits | None = None) -> None:
    """What every process for work does first; without limits the work is our own.

    It leaves interruptions to its parent, and ends when that is killed (Linux can do that), for nobody would wait for
    its results: the pipe between the two is closed then, and the system sends a signal that ends this process.
    """
    be_silent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if sys.platform == "linux" and parent:
        fcntl.fcntl(parent.sentinel, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(parent.sentinel, fcntl.F_SETFL, os.O_ASYNC)
        if not parent.is_alive():
            os._exit(1)
    if limits is None:
        gc.disable()  # a collection would copy every page of the parent's memory that it looks at
    else:
        gc.freeze()  # so that a collection looks at what comes from now on alone
        gc.enable()
        _limit_memory(limits.memory)


def grouped(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """The items in groups of at most ``size``."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def _limit_memory(more: int) -> None:
    """Allow so many bytes beside what is mapped already, where Linux states it; a limit it was born with stays."""
    if sys.platform != "win32":
        with suppress(ValueError, OSError):
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            most = pages * os.sysconf("SC_PAGE_SIZE") + more
            soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_processor(seconds: float) -> None:
    """Have the system kill this process after so much processor time (SIGPROF); 0 lifts it."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)
