"""How far long work has come, and how that is displayed."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from gettext import NullTranslations
from math import ceil
from typing import Any, Protocol, TextIO, TypeVar

from placette.engine.base.translation import N_

T = TypeVar("T")


class Progress(Protocol):
    """Callback: the work being done (a msgid, and the values it names), how much is done, of how much (0: unknown)."""

    def __call__(self, what: str, done: int = 0, total: int = 0, /, **values: object) -> None:
        """Take note of it; it may be the same as before, when time has passed."""


def unreported_progress(what: str, done: int = 0, total: int = 0, /, **values: object) -> None:
    """Ignore all progress."""


_heard: ContextVar[Progress] = ContextVar("progress", default=unreported_progress)


@contextmanager
def reporting(progress: Progress) -> Iterator[None]:
    """Send all progress of the work inside to ``progress``."""
    before = _heard.set(progress)
    try:
        yield
    finally:
        _heard.reset(before)


def report_nothing() -> None:
    """Report nothing from here on: what a process for work does, since only its parent has a line to show."""
    _heard.set(unreported_progress)


def report(what: str, done: int = 0, total: int = 0, /, **values: object) -> None:
    """Report progress to the current listener."""
    _heard.get()(what, done, total, **values)


def follow(what: str, results: Iterable[T], total: int, before: int = 0) -> Iterator[T]:
    """Yield the results, reporting each when its taker has finished; ``before`` of ``total`` were already there."""
    progress = _heard.get()
    if before < total:
        progress(what, before, total)
    for count, result in enumerate(results, before + 1):
        yield result
        progress(what, count, total)


_COUNTED, _UNCOUNTED = N_("{what}: {done} of {total} ({share} %)"), N_("{what}. {seconds} s so far.")
_SECONDS, _MINUTES, _HOURS = N_("{count} s left"), N_("{count} min left"), N_("{hours} h {minutes} min left")
_FIRST_LIVE, _NEXT_LIVE = 1.0, 0.1
"""Seconds before a terminal shows anything, and between two of its looks."""
_FIRST, _NEXT = 5.0, 60.0
"""Elsewhere: how long a kind of work must have lasted, and seconds between two lines."""
_TRUSTED = 2.0
"""Seconds of work after which its rate is meaningful."""


@dataclass(slots=True)
class ProgressLine:
    """A ``Progress`` on a stream, in the words of a catalogue; ``columns`` are those of a terminal, else 0."""

    stream: TextIO
    words: NullTranslations
    columns: int = 0
    clock: Callable[[], float] = time.monotonic
    _subject: object = field(default=None, init=False)
    _first: tuple[float, int] = field(default=(0.0, 0), init=False)
    _done: int = field(default=0, init=False)
    _next: float = field(default=0.0, init=False)
    _length: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._next = self.clock() + (_FIRST_LIVE if self.columns else 0.0)

    def __call__(self, what: str, done: int = 0, total: int = 0, /, **values: object) -> None:
        """Show this, if it is time to; nothing once all is done.

        What can't be counted is a sentence on a line of its own, on a terminal too: it may be a program that asks
        something there.
        """
        now, renewed = self.clock(), bool(self.columns and total)
        if (what, values) != self._subject or done < self._done:
            self._subject, self._first = (what, values), (now, done)
        self._done = done
        if total and done >= total:
            self.clear()
        elif now >= self._next and (renewed or now >= self._first[0] + _FIRST):
            self._next = now + (_NEXT_LIVE if renewed else _NEXT)
            self._show(self._sentence(self.words.gettext(what).format_map(values), now, done, total), renewed)

    def clear(self) -> None:
        """Give the terminal's line back."""
        if self._length:
            self._write(f"\r{' ' * self._length}\r")
        self._length = 0

    def _sentence(self, what: str, now: float, done: int, total: int) -> str:
        seconds, steps = now - self._first[0], done - self._first[1]
        if not total:
            return self.words.gettext(_UNCOUNTED).format(what=what, seconds=int(seconds))
        counted = self.words.gettext(_COUNTED).format(what=what, done=done, total=total, share=100 * done // total)
        if 100 * steps < total or seconds < _TRUSTED:  # the first one waited for processes to begin
            return counted
        return f"{counted}, {time_left(seconds * (total - done) / steps, self.words)}"

    def _show(self, text: str, renewed: bool) -> None:
        if not renewed:
            self.clear()
            self._write(f"{text}\n")
            return
        text = text[: self.columns - 1]  # a full line would begin another one
        self._write(f"\r{text.ljust(self._length)}")
        self._length = len(text)

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):  # who closed the pipe wants to know no more
            self.stream.write(text)
            self.stream.flush()


def time_left(seconds: float, words: NullTranslations) -> str:
    """Return the remaining time as people give it: to five seconds, then to a minute."""
    if seconds <= 55:
        return words.gettext(_SECONDS).format(count=5 * ceil(seconds / 5))
    minutes = ceil(seconds / 60)
    if minutes < 60:
        return words.gettext(_MINUTES).format(count=minutes)
    return words.gettext(_HOURS).format(hours=minutes // 60, minutes=f"{minutes % 60:02}")


@dataclass(frozen=True, slots=True)
class _Above:
    """A stream whose words come where the line was, and not after it."""

    stream: TextIO
    line: ProgressLine

    def write(self, text: str) -> int:
        self.line.clear()
        return self.stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextmanager
def progress_shown(words: NullTranslations) -> Iterator[None]:
    """Show on stderr how far the work inside has come."""
    line = ProgressLine(sys.stderr, words, columns_of(sys.stderr))
    with ExitStack() as stack:
        stack.callback(line.clear)
        stack.enter_context(reporting(line))
        if line.columns:
            stack.enter_context(redirect_stdout(_Above(sys.stdout, line)))  # type: ignore[type-var]
            stack.enter_context(redirect_stderr(_Above(sys.stderr, line)))  # type: ignore[type-var]
        yield


def columns_of(stream: TextIO) -> int:
    """Return the columns of a terminal whose line can be written again; 0 for anything else."""
    return shutil.get_terminal_size().columns if stream.isatty() and os.environ.get("TERM") != "dumb" else 0
