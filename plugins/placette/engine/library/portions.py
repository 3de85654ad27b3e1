"""Many large files looked at with few of them in memory: a folder of photos may be larger than the computer's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from placette.engine.library.tree import SourceFile

HELD = 128_000_000
"""Bytes of files that are in this process's memory at a time: a dozen of the largest photos, enough for every core."""


def portions(files: Iterable[SourceFile]) -> Iterator[list[SourceFile]]:
    """The files in order, in groups of at most ``HELD`` bytes or of one file."""
    group: list[SourceFile] = []
    held = 0
    for file in files:
        if group and held + file.seen.size > HELD:
            yield group
            group, held = [], 0
        group.append(file)
        held += file.seen.size
    if group:
        yield group
