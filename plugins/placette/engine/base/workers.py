"""Work in processes that can be killed, because what a stranger wrote must not stop a build.

Markdown can be made to take minutes by a page of brackets, a picture to take gigabytes. Each item
gets a limit of processor time, of memory and of patience; what passes them gives None, and the
other items go on. A site's settings say on which machines (``executors.py``).
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as PatienceError
from dataclasses import dataclass
from multiprocessing import forkserver
from pathlib import Path
from typing import Any, TypeVar

from pebble import CONSTS, ProcessExpired, ProcessPool

from placette.engine.base.executors import Executor, ForeignCodeError, Kind, current, send_out
from placette.engine.base.versions import code_version

if sys.platform != "win32":
    import resource

T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")

_PER_WORKER = 8
"""Items that make a second worker worth its start (some 0.3 s)."""
_PRELOADED = ["placette.engine.library.converting", "placette.engine.photos.photos", "placette.engine.photos.encoding"]
"""Imported once by the server that workers are forked from."""
CONSTS.sleep_unit = 0.01
"""Seconds between two looks of a pool at its state: with the library's 0.1, ending one takes longer than its work."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may use: seconds of processor, seconds of waiting, bytes beside the interpreter's own."""

    cpu: float
    wall: float
    memory: int


def run_bounded(
    function: Callable[[T, S], R],
    items: Sequence[T],
    shared: S,
    limits: Limits,
    at_once: int = 1,
    per_worker: int = _PER_WORKER,
) -> list[R | None]:
    """``function(item, shared)`` for every item, in order; None for an item that passed its limits.

    ``function`` is a module's own function and its values can be pickled. What it raises is raised here. ``at_once``
    items travel together; when one of them passes its limits, they are tried again one by one. ``per_worker`` is how
    many make one more process worth its start.

    The executor in use says where: in processes of this machine or of dask's workers, which are killed at their
    limits; or, ``serial``, in this process, where nothing can be killed: that is for finding a fault, not for what a
    stranger wrote. With dask, ``function`` must not look at the disk.
    """
    if not items:
        return []
    executor = current()
    if executor.kind is Kind.SERIAL:
        return [function(item, shared) for item in items]
    if executor.kind is Kind.DASK:
        return _run_far(executor, function, items, shared, limits, at_once, per_worker)
    workers = max(1, min(os.cpu_count() or 1, -(-len(items) // per_worker)))
    return _run_near(function, items, shared, limits, at_once, workers)


def _run_near(
    function: Callable[[T, S], R], items: Sequence[T], shared: S, limits: Limits, at_once: int, workers: int
) -> list[R | None]:
    """``run_bounded`` in so many processes of this machine."""
    size = at_once if len(items) > at_once * workers else 1
    groups = [items[start : start + size] for start in range(0, len(items), size)]
    setup = (function, shared, limits)
    with ProcessPool(max_workers=workers, context=_context(), initializer=_start, initargs=setup) as pool:
        outcomes = [_outcome(future) for future in [_schedule(pool, group, limits) for group in groups]]
        again = {i: [_schedule(pool, [item], limits) for item in groups[i]] for i in _failed(outcomes) if size > 1}
        for place, futures in again.items():
            outcomes[place] = [(_outcome(future) or [None])[0] for future in futures]
    return [outcome for group in outcomes for outcome in (group or [None])]


def _run_far(
    executor: Executor,
    function: Callable[[T, S], R],
    items: Sequence[T],
    shared: S,
    limits: Limits,
    at_once: int,
    per_worker: int,
) -> list[R | None]:
    """``run_bounded`` on dask's workers; a function travels as its module and name."""
    job = pickle.dumps((code_version(), pickle.dumps((function, shared, limits, at_once))))
    answers = send_out(executor, answer_group, [pickle.dumps(item) for item in items], job, per_worker)
    return [outcome for answer in answers for outcome in pickle.loads(answer)]  # noqa: S301 - from our own workers


def answer_group(group: bytes, shared: bytes) -> bytes:
    """What one of dask's workers does with a group of items: the same as here, in a process that can be killed.

    One process, because a slot of dask's is a core of the machine. Raises ``ForeignCodeError`` when this is not the
    code, or not with the libraries, of the machine that asks.
    """
    version, job = pickle.loads(shared)  # noqa: S301 - whoever reaches the scheduler may run anything anyway
    if version != code_version():
        raise ForeignCodeError("other code")
    function, known, limits, at_once = pickle.loads(job)  # noqa: S301
    items = [pickle.loads(item) for item in pickle.loads(group)]  # noqa: S301
    multiprocessing.current_process().daemon = False  # dask's nanny makes it one, which may not have children
    return pickle.dumps(_run_near(function, items, known, limits, at_once, 1))


def preload(module: str) -> None:
    """Have that server import ``module`` too, before it is started: for a process that needs workers again and again.

    Each worker begins with the imports of the script that began it all.
    """
    _PRELOADED.append(module)


def warm_up() -> None:
    """Have the server that workers come from import what they need, while this process does something else."""
    if current().kind is Kind.PROCESSES and "forkserver" in multiprocessing.get_all_start_methods():
        _context()
        with _told_where_modules_are():
            forkserver.ensure_running()


@contextlib.contextmanager
def _told_where_modules_are() -> Iterator[None]:
    """The server forgets our ``sys.path`` (CPython before 3.14) and, away from our folder, would import nothing."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    try:
        yield
    finally:
        del os.environ["PYTHONPATH"]
        if before is not None:
            os.environ["PYTHONPATH"] = before


def _schedule(pool: ProcessPool, group: Sequence[Any], limits: Limits) -> Any:
    return pool.schedule(_run, args=(group,), timeout=limits.wall)


def _failed(outcomes: list[Any]) -> list[int]:
    return [place for place, outcome in enumerate(outcomes) if outcome is None]


def _context() -> Any:
    """Workers come from a clean server process where there is one: forking a threaded parent is unsafe."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


def _outcome(future: Any) -> Any:
    try:
        return future.result()
    except (PatienceError, ProcessExpired, MemoryError):
        return None


_job: tuple[Callable[[Any, Any], Any], Any, Limits] | None = None


def _start(function: Callable[[Any, Any], Any], shared: Any, limits: Limits) -> None:
    global _job  # noqa: PLW0603 - a worker's own copy, set once before its first item
    _job = (function, shared, limits)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, _within(_address_space() + limits.memory))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _within(wanted: int) -> tuple[int, int]:
    """The soft and hard limit of memory: a stricter one that this process was born with stays."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    return (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)), hard


def _address_space() -> int:
    """Bytes this process has mapped already, where Linux tells."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _run(group: Sequence[Any]) -> list[Any]:
    if _job is None:
        raise RuntimeError("worker without a job")
    function, shared, limits = _job
    results = []
    try:
        for item in group:
            _limit_processor(limits.cpu)
            results.append(function(item, shared))
    finally:
        _limit_processor(0)
    return results


def _limit_processor(seconds: float) -> None:
    """Have the system kill this process after so much processor time (SIGPROF); 0 lifts it."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)
