"""Work in forks, which inherit the parent's values: only items and results travel.

Where the system can't fork, and for little work, it is done here. With dask it stays on this machine too: printing a
page takes less time than sending the whole site that it is printed from.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import chain
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from placette.engine.base.processes.executors import ExecutorKind, current
from placette.engine.base.processes.starting import CORES, R, S, T, do_items, grouped, settle_in, take_job

_WORTH_MANY = 0.1
"""Seconds of work below which starting processes costs more than it saves."""
_WORTH_ONE = 0.03
"""Seconds of work below which not even one process is worth starting."""
_CHUNK = 0.04
"""Seconds of work sent at a time: enough to be cheap to send, few enough to end together."""


def spread(function: Callable[[T, S], R], items: Sequence[T], shared: S, *, cost: float = 0.001) -> list[R]:
    """``function(item, shared)`` for every item, in order; ``shared`` is inherited, never copied.

    ``cost`` is about how many seconds an item takes. Raises what ``function`` raises.
    """
    return list(spread_out(function, items, shared, cost=cost))


def spread_out(function: Callable[[T, S], R], items: Sequence[T], shared: S, *, cost: float = 0.001) -> Iterator[R]:
    """The same, one result after the other, for those who need not hold them all at once."""
    if not _may_fork(len(items) * cost, _WORTH_MANY):
        yield from (function(item, shared) for item in items)
        return
    with suppress(OSError, AttributeError):  # other C libraries have no such function
        ctypes.CDLL(None).malloc_trim(0)  # gives back what was freed: a third of a large build that has read everything
    fork, groups = multiprocessing.get_context("fork"), grouped(items, max(1, int(_CHUNK / cost)))
    with ProcessPoolExecutor(CORES, fork, initializer=take_job, initargs=(function, shared)) as pool:
        yield from chain.from_iterable(pool.map(do_items, groups))


def begin(function: Callable[[S], R], shared: S, cost: float) -> Callable[[], R]:
    """Begin ``function(shared)`` in a process of its own, if its ``cost`` (seconds) is worth one; what waits for it.

    A process that fails or is killed has done nothing: then it is done here.
    """
    here = partial(function, shared)
    child = _fork(here) if _may_fork(cost, _WORTH_ONE) else None
    return partial(_wait_for, *child, here) if child else here


def _fork(work: Callable[[], Any]) -> tuple[BaseProcess, Connection] | None:
    """A process that has begun to work, and where it will send the result; None where there is no room for one."""
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    process = fork.Process(target=_send, args=(sender, receiver, work), daemon=True)
    with sender:
        try:
            process.start()
        except OSError:
            receiver.close()
            return None
    return process, receiver


def is_fork_safe() -> bool:
    """Whether this process may fork: only while no other thread may hold a lock, never on macOS (its libraries do)."""
    able = sys.platform != "darwin" and "fork" in multiprocessing.get_all_start_methods()
    return able and threading.active_count() == 1


def _may_fork(cost: float, worth: float) -> bool:
    """Whether work of ``cost`` seconds is worth processes, and they may be forked."""
    return cost >= worth and CORES > 1 and current().kind is not ExecutorKind.SERIAL and is_fork_safe()


def _send(sender: Connection, receiver: Connection, work: Callable[[], Any]) -> None:
    settle_in()
    receiver.close()  # or a message that nobody reads would wait for this process to read it
    with suppress(Exception):  # what it raises is raised where it is done again
        sender.send(work())


def _wait_for(process: BaseProcess, receiver: Connection, here: Callable[[], R]) -> R:
    try:
        with receiver:
            found: R = receiver.recv()
    except (EOFError, OSError):  # killed before it sent all
        found = here()
    process.join()
    return found
