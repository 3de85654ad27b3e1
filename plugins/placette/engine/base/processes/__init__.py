"""The one door to other processes: what they are for, and who starts them.

- ``run_bounded`` and ``bounded_out`` (one result after the other), with ``Limits``, for what a stranger wrote: each
  item in a process that is killed when it takes too much. Where processes aren't forks, ``preload`` names a module
  that such work needs; ``keep_ready`` a function for which ``start_ready`` starts one before it is needed.
- ``spread`` and ``spread_out`` (one result after the other) for our own work: forks that inherit the whole build, or
  this process where forking isn't safe or isn't worth it.
- ``using(executor_of(settings))`` around either: the site's settings say who does the work.
- ``no_collection`` and ``collect_again`` for work in this process that makes much and throws little away;
  ``keep_freed_memory`` for work that makes and throws away large blocks.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import re
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import wait as wait_for
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from enum import StrEnum
from importlib.util import find_spec
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar

from placette.engine.base.progress import follow, report_nothing
from placette.engine.base.translation import N_, SettingError, TranslatableError, load_catalogue

_DASK = re.compile(r"dask://((?:[\w.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5})")
_FORMS = N_('BUILDING_EXECUTOR = {value}: write "processes", "serial" or "dask://HOST:PORT".')
_ABSENT = N_("BUILDING_EXECUTOR = {value} needs dask. Install it: pip install distributed")


class ExecutorKind(StrEnum):
    """Where work is done: in other processes, in this one, or by dask."""

    PROCESSES = "processes"
    SERIAL = "serial"
    DASK = "dask"


@dataclass(frozen=True, slots=True)
class Executor:
    """Where the work of a build is done, and the language of its error messages.

    ``address`` is that of dask's scheduler, which has ``patience`` seconds to answer, then as many to have a worker.
    """

    kind: ExecutorKind = ExecutorKind.PROCESSES
    address: str = ""
    lang: str = "en"
    patience: int = 5


_current: ContextVar[Executor] = ContextVar("executor", default=Executor())  # noqa: B039 - frozen


def executor_of(settings: Mapping[str, Any]) -> Executor:
    """Return the executor that a site's settings name; raises ``SettingError``, in the site's language."""
    value, lang = settings.get("BUILDING_EXECUTOR", ExecutorKind.PROCESSES), settings["DEFAULT_LANG"]
    if value in {ExecutorKind.PROCESSES, ExecutorKind.SERIAL}:
        return Executor(ExecutorKind(value), lang=lang)
    match = _DASK.fullmatch(value)
    if not match:
        raise refusal(_FORMS, value, lang)
    if find_spec("distributed") is None:
        raise refusal(_ABSENT, value, lang)
    return Executor(ExecutorKind.DASK, match[1], lang)


@contextmanager
def using(executor: Executor) -> Iterator[None]:
    """Have ``executor`` do the work that ``run_bounded`` and ``spread`` are given inside."""
    before = _current.set(executor)
    try:
        yield
    finally:
        _current.reset(before)


def current() -> Executor:
    """Return the executor in use; processes of this machine unless another was chosen."""
    return _current.get()


def refusal(sentence: str, written: str, lang: str, **values: object) -> SettingError:
    """Return the error for an executor that can't be used: a sentence of the catalogue with the setting's value."""
    return SettingError(load_catalogue(lang).gettext(sentence).format(value=repr(written), **values))


if sys.platform != "win32":
    import fcntl
    import resource

T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")

CORES = os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one item: seconds of processor, seconds of waiting, bytes beside the interpreter's own."""

    cpu: float
    wall: float
    memory: int


_job: tuple[Callable[[Any, Any], Any], Any, float]
"""A worker's own: a function, what its items share, and the seconds of processor for each (0: any number)."""


def take_job(function: Callable[[Any, Any], Any], shared: Any, limits: Limits | None = None) -> None:
    """Prepare a worker of a pool."""
    global _job  # noqa: PLW0603 - set once, before the first item
    _job = (function, shared, limits.cpu if limits else 0)
    settle_in(limits)


def do_items(items: Sequence[Any]) -> list[Any]:
    """Process a batch of items in a worker of a pool."""
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
    """Prepare any worker process; without limits the work is our own.

    It ignores interruptions, which its parent handles, and ends when its parent is killed (on Linux), since its results
    would not be read: the pipe between the two is closed then, and the system sends a signal that ends this process.
    """
    report_nothing()
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
    """Return the items in groups of at most ``size``."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def _limit_memory(more: int) -> None:
    """Allow so many bytes beside what is mapped already, where Linux reports it; a lower inherited limit stays."""
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


_WORTH_MANY = 0.1
"""Seconds of work below which starting processes costs more than it saves."""
_PATIENCE = 600.0
"""Seconds that a batch may take: some ten thousand times what it should."""
_STOPPED = N_(
    "A process that shared the work did nothing for {minutes} minutes, and was ended. Start the command again."
)
_KILLED = N_("The system ended a process that shared the work: memory may be short. Start the command again.")
_CHUNK = 0.04
"""Seconds of work sent at a time: enough to be cheap to send, few enough to end together."""


class StoppedError(TranslatableError):
    """A process that shared the work was stopped or ended from outside."""


def spread(function: Callable[[T, S], R], items: Sequence[T], shared: S, *, cost: float = 0.001) -> list[R]:
    """Return ``function(item, shared)`` for every item, in order, and raise what it raises; ``cost`` is its seconds."""
    return list(spread_out(function, items, shared, cost=cost))


def spread_out(function: Callable[[T, S], R], items: Sequence[T], shared: S, *, cost: float = 0.001) -> Iterator[R]:
    """Yield the same results one by one, for callers that need not keep them all in memory."""
    is_worth_it = len(items) * cost >= _WORTH_MANY and CORES > 1
    if not is_worth_it or current().kind is ExecutorKind.SERIAL or not is_fork_safe():
        yield from (function(item, shared) for item in items)
        return
    with suppress(OSError, AttributeError):  # other C libraries have no such function
        ctypes.CDLL(None).malloc_trim(0)  # gives back what was freed: a third of a large build that has read everything
    fork, groups = multiprocessing.get_context("fork"), grouped(items, max(1, int(_CHUNK / cost)))
    others = multiprocessing.active_children()
    with ProcessPoolExecutor(CORES, fork, initializer=take_job, initargs=(function, shared)) as pool:
        futures = deque(pool.submit(do_items, group) for group in groups)
        try:
            while futures:
                yield from _result(futures.popleft(), others)
        finally:
            pool.shutdown(cancel_futures=True)


def _result(future: Future[list[R]], others: Sequence[BaseProcess]) -> list[R]:
    """Return a batch's results. Raises ``StoppedError`` where its process is gone or stands still, and ends it."""
    if not wait_for((future,), _PATIENCE).done:
        for process in set(multiprocessing.active_children()).difference(others):
            process.kill()
        raise StoppedError(_STOPPED, minutes=round(_PATIENCE / 60))
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise StoppedError(_KILLED) from error


def is_fork_safe() -> bool:
    """Return whether this process may fork: never while a thread may keep a lock, as libraries of macOS do."""
    able = sys.platform != "darwin" and "fork" in multiprocessing.get_all_start_methods()
    return able and threading.active_count() == 1


_LARGE = 24 << 20
"""Bytes: more than any block that is freed and made again; glibc heeds at most 32 MiB."""


@contextmanager
def no_collection() -> Iterator[None]:
    """Collect nothing meanwhile."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()  # the next collection frees the last build, which refers to itself


def collect_again() -> None:
    """Collect from now on: what was imported counts as old, so that it isn't all looked at at once."""
    gc.freeze()
    gc.unfreeze()
    gc.enable()


def keep_freed_memory() -> None:
    """Let the C library keep freed blocks for the next ones of their size, here and in forks.

    glibc gives a large block back to the system, which must clear its pages for the next one: half of the time of
    painting. It stops when a larger one has been freed once (``mallopt(3)``, M_MMAP_THRESHOLD). Elsewhere, nothing.
    """
    bytes(_LARGE)


_STARTING = 60.0
"""Seconds that a process may take until it is ready: one that is no fork imports first what it needs."""
_AHEAD = 2
"""Stretches queued for a process: it goes on while its results wait to be read."""

Job = tuple[Callable[[Any, Any], Any], Any, Limits]
"""A function, what its items share, and what each of them may use."""
_Stretch = tuple[int, int]
"""Items that travel together: the first, and the one behind the last."""


@dataclass(slots=True)
class _Worker:
    """A process, the way to it, the moment by which it should be ready, then have done the first of its stretches."""

    process: BaseProcess
    way: Connection
    due: float
    is_ready: bool = False
    stretches: deque[_Stretch] = field(default_factory=deque)


@dataclass(slots=True)
class Team:
    """So many processes for a job, started through ``context`` (of ``multiprocessing``) as they are needed."""

    job: Job
    items: Sequence[Any]
    context: Any
    size: int
    workers: list[_Worker] = field(default_factory=list)
    waiting: deque[_Stretch] = field(default_factory=deque)
    done: dict[int, list[Any]] = field(default_factory=dict)
    """Results, by the first item of their stretch."""

    def results(self, at_once: int) -> Iterator[Any]:
        """Yield each item's result, in order; None where a limit was passed. ``at_once`` items travel together.

        The others of such a batch are done again, each alone. Raises what the function raises.
        """
        count, at = len(self.items), 0
        self.waiting.extend((start, min(start + at_once, count)) for start in range(0, count, at_once))
        try:
            while at < count:
                while at not in self.done:
                    self._look()
                self._hand_out()  # before the caller takes time over the results
                values = self.done.pop(at)
                yield from values
                at += len(values)
        finally:
            for worker in self.workers:
                _end(worker)

    def _hand_out(self) -> None:
        """Give every process enough to do; start those that are missing."""
        while self.waiting and len(self.workers) < self.size:
            self.workers.append(_start(self.job, self.items, self.context))
        for worker in self.workers:
            while self.waiting and len(worker.stretches) < _AHEAD:
                if worker.is_ready and not worker.stretches:
                    worker.due = time.monotonic() + self.job[2].wall
                stretch = self.waiting.popleft()
                worker.stretches.append(stretch)
                with suppress(OSError):  # it has ended, which is seen when its answer is looked for
                    worker.way.send(stretch)

    def _look(self) -> None:
        """Wait for what comes first, results or the end of patience."""
        self._hand_out()
        busy = {worker.way: worker for worker in self.workers if worker.stretches}
        patience = min(worker.due for worker in busy.values()) - time.monotonic()
        for way in wait([*busy], max(0.0, patience)):
            self._take(busy[way])  # type: ignore[index]
        for worker in [worker for worker in self.workers if worker.stretches and worker.due <= time.monotonic()]:
            if not worker.way.poll():  # or it is done, and its results have waited for long
                self._give_up(worker)

    def _take(self, worker: _Worker) -> None:
        try:
            results, error = worker.way.recv()
        except (EOFError, OSError):
            self._give_up(worker)
            return
        if error is not None:
            raise error
        if worker.is_ready:
            self.done[worker.stretches.popleft()[0]] = results
        worker.is_ready, worker.due = True, time.monotonic() + self.job[2].wall

    def _give_up(self, worker: _Worker) -> None:
        """End a process; its present batch is done again item by item, or has no answer if it was one item."""
        _end(worker)
        self.workers.remove(worker)
        (start, end), *others = worker.stretches
        self.waiting.extendleft(reversed(others))
        if end - start == 1:
            self.done[start] = [None]
        else:
            self.waiting.extendleft((number, number + 1) for number in reversed(range(start, end)))


def _start(job: Job, items: Sequence[Any], context: Any, *, waits: bool = False) -> _Worker:
    """Start a process for a job; one that ``waits`` does it alone, for the next of its kind."""
    here, there = context.Pipe()
    process = context.Process(target=_wait_for_job if waits else _work, args=(job, items, there, here), daemon=True)
    with there:
        process.start()
    return _Worker(process, here, time.monotonic() + _STARTING)


_ready: dict[Callable[..., Any], _Worker | None] = {}
"""For each function that waits for its next job, the process that was started for it."""
_last: dict[Callable[..., Any], tuple[Job, Sequence[Any]]] = {}
"""The last job of such a function, with its last item, until a process was started for the next."""


def keep_ready(function: Callable[[Any, Any], Any]) -> None:
    """Have a process ready for the next job of ``function``, in a program that runs for long.

    It does the last item of the job before once more, so that all that an item needs is imported and compiled.
    """
    _ready.setdefault(function, None)


def start_ready() -> None:
    """Start the processes for the next jobs, when nobody waits: what a job shares is long to send."""
    while _last:
        function, finish = _last.popitem()
        _ready[function] = _start(*finish, _clean_context(), waits=True)


def _hired(job: Job, items: Sequence[Any]) -> list[_Worker]:
    """Return the process that is ready for this job, if there is one; one that is not done yet is ended."""
    worker = _ready.get(job[0])
    if worker is None:
        return []
    _ready[job[0]] = None
    with suppress(EOFError, OSError):
        if worker.way.poll():
            worker.way.recv()
            worker.way.send((job, items))
            return [replace(worker, due=time.monotonic() + _STARTING)]
    _end(worker)
    return []


def _end(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.way.close()


def _work(job: Job, items: Sequence[Any], way: Connection, other: Connection) -> None:
    """Run a process of a team until it is ended."""
    other.close()
    take_job(*job)
    _take_items(items, way)


def _take_items(items: Sequence[Any], way: Connection) -> None:
    with suppress(EOFError, OSError, MemoryError):  # the parent is gone, or this has passed its limit
        way.send((None, None))  # it is ready
        while True:
            start, end = way.recv()
            way.send(_answer(items[start:end]))


def _wait_for_job(job: Job, items: Sequence[Any], way: Connection, other: Connection) -> None:
    """Run a process that does a job alone, then waits for the next of its kind."""
    other.close()
    take_job(*job)
    with suppress(EOFError, OSError, MemoryError):
        _answer(items)
        way.send(None)
        job, items = way.recv()
        take_job(*job)
        _take_items(items, way)


def _answer(items: Sequence[Any]) -> tuple[list[Any] | None, Exception | None]:
    """Return the results, or the function's error, which is raised where the results are read."""
    try:
        return do_items(items), None
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a fault of ours, of whatever kind
        return None, error


_preloaded: list[str] = []


def run_bounded(
    function: Callable[[T, S], R],
    items: Sequence[T],
    shared: S,
    limits: Limits,
    at_once: int = 1,
    per_worker: int = 8,
    *,
    here: bool = False,
) -> list[R | None]:
    """Return ``function(item, shared)`` for every item, in order; None for an item that passed its limits.

    ``function`` is a module's own function and its values can be pickled; with dask it must not look at the disk. What
    it raises is raised here. ``at_once`` items travel together, and are tried again one by one when one of them passes
    its limits. ``per_worker`` is how many make one more process worth its start. ``here`` is by processes of this
    machine, whatever else the site does. With the executor
    ``serial`` nothing can be killed: that is for finding a fault, not for what a stranger wrote.
    """
    return list(bounded_out(function, items, shared, limits, at_once, per_worker, here=here))


def bounded_out(
    function: Callable[[T, S], R],
    items: Sequence[T],
    shared: S,
    limits: Limits,
    at_once: int = 1,
    per_worker: int = 8,
    *,
    here: bool = False,
) -> Iterator[R | None]:
    """Yield the same results one by one, for callers that store each at once. With dask they come all together."""
    executor = Executor() if here else current()
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
    """Yield ``bounded_out`` in so many processes of this machine; they end at once when no more results are wanted."""
    size, job, context = at_once if len(items) > at_once * workers else 1, (function, shared, limits), _context()
    yield from Team(job, items, context, workers, _hired(job, items)).results(size)
    if function in _ready:
        _last[function] = job, items[-1:]


def preload(*modules: str) -> None:
    """Have workers come from a server that has imported these modules already, unless it runs by then.

    Each worker begins with the imports of the script that began it all.
    """
    _preloaded.extend(module for module in modules if module not in _preloaded)


def _context() -> Any:
    """Return how workers start: as forks, which have all that they need, or from a clean server."""
    return multiprocessing.get_context("fork") if is_fork_safe() else _clean_context()


def _clean_context() -> Any:
    """Return workers of a server, which is told our ``sys.path``: it forgets that (CPython before 3.14)."""
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


class Work:
    """What packages do in other processes, and how far it has come."""

    bounded = staticmethod(run_bounded)
    spread_out = staticmethod(spread_out)
    preload = staticmethod(preload)
    follow = staticmethod(follow)
