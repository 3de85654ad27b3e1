"""Work without the collector of reference cycles, which would look at all that is made again and again for nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
