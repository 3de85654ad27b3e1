"""One function over many items in as many processes as the machine has cores, where the system can fork.

The work is ours, not a stranger's (``workers.py`` is for that): children inherit the parent's values, so only
items and results travel. Elsewhere, and for little work, it is done here.

The executor ``serial`` (``executors.py``) makes this serial too. With dask this work stays on this machine: printing
a page takes less time than sending the whole site that it is printed from.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from placette.engine.base.executors import Kind, current

T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")

_WORTH_A_FORK = 0.1
"""Seconds of work below which starting processes costs more than it saves."""
_WORTH_ONE = 0.03
"""Seconds of work below which not even one process is worth starting."""
_DEATH_SIGNAL = 1
"""``PR_SET_PDEATHSIG`` of prctl(2)."""
_CHUNK = 0.04
"""Seconds of work sent at a time: enough to be cheap to send, few enough to end together."""

_job: tuple[Callable[[Any, Any], Any], Any] | None = None


def spread(
    function: Callable[[T, S], R], items: Sequence[T], shared: S, *, cost: float = 0.001, processes: int = 0
) -> list[R]:
    """``function(item, shared)`` for every item, in order; ``shared`` is inherited, never copied.

    ``cost`` is about how many seconds an item takes; ``processes`` 0 means one a core, 1 means here. Raises
    what ``function`` raises.
    """
    return list(spread_out(function, items, shared, cost=cost, processes=processes))


def spread_out(
    function: Callable[[T, S], R], items: Sequence[T], shared: S, *, cost: float = 0.001, processes: int = 0
) -> Iterator[R]:
    """The same, one result after the other, for those who need not hold them all at once."""
    wanted = 1 if current().kind is Kind.SERIAL else processes or os.cpu_count() or 1
    if wanted == 1 or len(items) * cost < _WORTH_A_FORK or not _can_fork():
        yield from (function(item, shared) for item in items)
        return
    global _job  # noqa: PLW0603 - what the children inherit
    _job = (function, shared)
    _give_back_memory()
    gc.freeze()  # a collection in a child would copy every page it looks at
    try:
        fork = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(wanted, fork, initializer=_end_with, initargs=(os.getpid(),)) as pool:
            yield from pool.map(_run, items, chunksize=max(1, int(_CHUNK / cost)))
    finally:
        _job = None
        gc.unfreeze()


def begin(function: Callable[[S], R], shared: S, cost: float) -> Callable[[], R]:
    """Begin ``function(shared)`` in a process of its own, if its ``cost`` (seconds) is worth one; what waits for it.

    A process that fails or is killed has done nothing: then it is done here.
    """
    if current().kind is Kind.SERIAL or cost < _WORTH_ONE or (os.cpu_count() or 1) == 1 or not _can_fork():
        return partial(function, shared)
    fork, here = multiprocessing.get_context("fork"), partial(function, shared)
    receiver, sender = fork.Pipe(duplex=False)
    process = fork.Process(target=_tell, args=(sender, receiver, os.getpid(), here), daemon=True)
    with sender:
        try:
            process.start()
        except OSError:  # no room for one process more
            receiver.close()
            return here
    return partial(_wait_for, process, receiver, here)


def _tell(sender: Connection, receiver: Connection, parent: int, work: Callable[[], Any]) -> None:
    _end_with(parent)
    receiver.close()  # or a message that nobody reads would wait for this process to read it
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent tells
    gc.disable()
    with suppress(Exception):  # what it raises is raised where it is done again
        sender.send(work())


def _wait_for(process: BaseProcess, receiver: Connection, here: Callable[[], R]) -> R:
    try:
        with receiver:
            found: R = receiver.recv()
    except (EOFError, OSError):  # killed before it told all
        found = here()
    process.join()
    return found


def _end_with(parent: int) -> None:
    """Have this process end when its parent is killed: it would wait for work for ever (Linux can do that)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _can_fork() -> bool:
    """Forking is safe only while no other thread may hold a lock, and never on macOS (its libraries have threads)."""
    able = sys.platform != "darwin" and "fork" in multiprocessing.get_all_start_methods()
    return able and threading.active_count() == 1


def _give_back_memory() -> None:
    """Give the system what was freed and the C library kept: a third of a large build when it has read everything."""
    with suppress(OSError, AttributeError):  # other libraries have no such function
        ctypes.CDLL(None).malloc_trim(0)


def _run(item: Any) -> Any:
    if _job is None:
        raise RuntimeError("worker without a job")
    function, shared = _job
    return function(item, shared)
