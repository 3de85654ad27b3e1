"""Many large files looked at with few of them in memory: a folder of photos may be larger than the computer's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from placette.engine.library.tree import SourceFile

T = TypeVar("T")

HELD = 128_000_000
"""Bytes of files that are in this process's memory at a time: a dozen of the largest photos, enough for every core."""


def portions(files: Iterable[SourceFile]) -> Iterator[list[SourceFile]]:
    """The files in order, in groups of at most ``HELD`` bytes or of one file."""
    return bounded(files, lambda file: file.seen.size, HELD)


def bounded(items: Iterable[T], size_of: Callable[[T], int], most: int) -> Iterator[list[T]]:
    """The items in order, in groups whose sizes are ``most`` together, or of one item."""
    group: list[T] = []
    held = 0
    for item in items:
        size = size_of(item)
        if group and held + size > most:
            yield group
            group, held = [], 0
        group.append(item)
        held += size
    if group:
        yield group
