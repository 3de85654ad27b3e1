"""Memory that is managed less than usual, where managing it would take longer than the work itself."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

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
    """Let the C library keep blocks that are freed for the next ones of their size, here and in what is forked.

    glibc gives a large block back to the system, which must clear its pages for the next one: half of the time of
    painting. It stops when a larger one has been freed once (``mallopt(3)``, M_MMAP_THRESHOLD). Elsewhere, nothing.
    """
    bytes(_LARGE)
