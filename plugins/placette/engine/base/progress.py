"""How far long work has come: who works reports it, whoever started the work may show it.

Nobody listens unless a task asks for it (``reporting``). Then a report costs a look at a variable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

T = TypeVar("T")


class Progress(Protocol):
    """Told what is being done (a msgid, and the values it names), how much is done, and of how much (0: unknown)."""

    def __call__(self, what: str, done: int = 0, total: int = 0, /, **values: object) -> None:
        """Take note of it; it may be the same as before, when time has passed."""


def unheard(what: str, done: int = 0, total: int = 0, /, **values: object) -> None:
    """A progress that nobody wants to know."""


_heard: ContextVar[Progress] = ContextVar("progress", default=unheard)


@contextmanager
def reporting(progress: Progress) -> Iterator[None]:
    """Have ``progress`` told of all the work inside."""
    before = _heard.set(progress)
    try:
        yield
    finally:
        _heard.reset(before)


def be_silent() -> None:
    """Report nothing from here on: what a process for work does, since only its parent has a line to show."""
    _heard.set(unheard)


def report(what: str, done: int = 0, total: int = 0, /, **values: object) -> None:
    """Report to whoever listens."""
    _heard.get()(what, done, total, **values)


def follow(what: str, results: Iterable[T], total: int, before: int = 0) -> Iterator[T]:
    """The same results, each reported once its taker is done with it; ``before`` of ``total`` were there already."""
    progress = _heard.get()
    if before < total:
        progress(what, before, total)
    for done, result in enumerate(results, before + 1):
        yield result
        progress(what, done, total)
