"""Work in processes that can be killed, because what a stranger wrote must not stop a build.

Markdown can be made to take minutes by a page of brackets, a picture to take gigabytes. Each item gets a limit of
processor time, of memory and of patience; what passes them gives None, and the other items go on.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import forkserver
from typing import Any

from placette.engine.base.processes.executors import ExecutorKind, current
from placette.engine.base.processes.forks import is_fork_safe
from placette.engine.base.processes.starting import CORES, Limits, R, S, T
from placette.engine.base.processes.teams import Team

_preloaded: list[str] = []


def run_bounded(
    function: Callable[[T, S], R], items: Sequence[T], shared: S, limits: Limits, at_once: int = 1, per_worker: int = 8
) -> list[R | None]:
    """``function(item, shared)`` for every item, in order; None for an item that passed its limits.

    ``function`` is a module's own function and its values can be pickled; with dask it must not look at the disk. What
    it raises is raised here. ``at_once`` items travel together, and are tried again one by one when one of them passes
    its limits. ``per_worker`` is how many make one more process worth its start. With the executor
    ``serial`` nothing can be killed: that is for finding a fault, not for what a stranger wrote.
    """
    return list(bounded_out(function, items, shared, limits, at_once, per_worker))


def bounded_out(
    function: Callable[[T, S], R], items: Sequence[T], shared: S, limits: Limits, at_once: int = 1, per_worker: int = 8
) -> Iterator[R | None]:
    """The same, one result after the other, for those who keep each at once. With dask they come all together."""
    executor = current()
    if executor.kind is ExecutorKind.SERIAL or not items:
        yield from (function(item, shared) for item in items)
    elif executor.kind is ExecutorKind.DASK:
        from placette.engine.base.processes.scheduler import run_far  # noqa: PLC0415 - few sites need it

        yield from run_far(executor, items, per_worker, function, shared, limits, at_once)
    else:
        workers = min(CORES, -(-len(items) // per_worker))
        yield from near_out(items, function, shared, limits, at_once, workers=workers)


def near_out(
    items: Sequence[T], function: Callable[[T, S], R], shared: S, limits: Limits, at_once: int, *, workers: int
) -> Iterator[R | None]:
    """``bounded_out`` in so many processes of this machine; they end at once when no more results are wanted."""
    size = at_once if len(items) > at_once * workers else 1
    yield from Team((function, shared, limits), items, _context(), workers).results(size)


def preload(*modules: str) -> None:
    """Have workers come from a server that has imported these modules already, unless it runs by then.

    Each worker begins with the imports of the script that began it all.
    """
    _preloaded.extend(module for module in modules if module not in _preloaded)


def _context() -> Any:
    """Workers are forks, which have all that they need; of a clean server process where forking ourselves is unsafe.

    The server forgets our ``sys.path`` (CPython before 3.14) and, away from our folder, would import nothing.
    """
    if is_fork_safe():
        return multiprocessing.get_context("fork")
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context, before = multiprocessing.get_context("forkserver"), os.environ.get("PYTHONPATH")
    context.set_forkserver_preload(_preloaded)
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    try:
        forkserver.ensure_running()
    finally:
        del os.environ["PYTHONPATH"]
        if before is not None:
            os.environ["PYTHONPATH"] = before
    return context
