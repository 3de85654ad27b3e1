"""Texts that are ready and wait all the same: which ones a feature holds back, until when, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from placette.engine.library.options import ReadingOptions
from placette.engine.problems.problems import Problem

if TYPE_CHECKING:
    from placette.engine.library.library import Library


@dataclass(frozen=True, slots=True)
class Held:
    """A text that waits ``until`` a moment, whatever its date; ``reason`` is the advice that says why."""

    path: str
    until: datetime
    reason: Problem


Hold = Callable[["Library", datetime], Iterable[Held]]
"""From what was read and «now» to the texts that are held back. Workers get it by name: no lambda, no closure."""


def read_held(read: Callable[[ReadingOptions], Library], options: ReadingOptions) -> tuple[Library, tuple[Held, ...]]:
    """What ``read`` gives, and the texts in it that are held back.

    Where there are some it is read again, so that nothing links to what isn't shown: only texts that do are made anew.
    """
    library = read(options)
    held = tuple(one for hold in options.holds for one in hold(library, options.now))
    if held:
        library = read(replace(options, held=frozenset(one.path for one in held)))
    return library, held
