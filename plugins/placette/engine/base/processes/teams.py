"""A team of processes for what a stranger wrote: each takes some items at a time, and is killed when it takes too long.

Items are known by their place in a sequence that every process has from its start, so that only numbers travel to it
and only results come back. What one process was at when it ended has no answer; another takes its place.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from placette.engine.base.processes.starting import Limits, do_items, take_job

_STARTING = 60.0
"""Seconds that a process may take until it is ready: one that is no fork imports first what it needs."""
_AHEAD = 2
"""Stretches that a process has before it: it goes on while nobody looks at its results."""

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
        """The result of each item, in order, ``at_once`` of which travel together; None where a limit was passed.

        Those that travelled with such a one are done again, each alone. Raises what the function raises.
        """
        count, at = len(self.items), 0
        self.waiting.extend((start, min(start + at_once, count)) for start in range(0, count, at_once))
        try:
            while at < count:
                while at not in self.done:
                    self._look()
                self._hand_out()  # before anybody takes time over the results
                found = self.done.pop(at)
                yield from found
                at += len(found)
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
            if not worker.way.poll():  # or it is done, and nobody has looked for so long
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
        """End a process; what it was at goes alone, or has no answer if it did."""
        _end(worker)
        self.workers.remove(worker)
        (start, end), *others = worker.stretches
        self.waiting.extendleft(reversed(others))
        if end - start == 1:
            self.done[start] = [None]
        else:
            self.waiting.extendleft((number, number + 1) for number in reversed(range(start, end)))


def _start(job: Job, items: Sequence[Any], context: Any) -> _Worker:
    here, there = context.Pipe()
    process = context.Process(target=_work, args=(job, items, there, here), daemon=True)
    with there:
        process.start()
    return _Worker(process, here, time.monotonic() + _STARTING)


def _end(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.way.close()


def _work(job: Job, items: Sequence[Any], way: Connection, other: Connection) -> None:
    """What a process of a team does until it is ended."""
    other.close()
    take_job(*job)
    with suppress(EOFError, OSError, MemoryError):  # nobody is there any more, or it has passed its limit
        way.send((None, None))  # it is ready
        while True:
            start, end = way.recv()
            way.send(_answer(items[start:end]))


def _answer(items: Sequence[Any]) -> tuple[list[Any] | None, Exception | None]:
    """The results, or what the function raised, which is raised where the results are looked for."""
    try:
        return do_items(items), None
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a fault of ours, of whatever kind
        return None, error
