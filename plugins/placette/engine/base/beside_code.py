"""What was made of our own files, kept where Python keeps the bytecode of our modules, and under its rule.

Whoever can write there can change our code anyway. A site's cache may come from elsewhere: we vouch less for it.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from placette.engine.base.store import Store


def kept_beside(module: str, name: str) -> bytes | None:
    """What was kept under a name beside the bytecode of a module (its ``__file__``), unless it was damaged since."""
    return _beside(module).get(name)


def keep_beside(module: str, name: str, data: bytes) -> None:
    """Keep data there, unless no bytecode is to be written (``PYTHONDONTWRITEBYTECODE``) or none can be."""
    if not sys.dont_write_bytecode:
        with suppress(OSError):  # installed by somebody else
            _beside(module).put(name, data)


def _beside(module: str) -> Store:
    return Store(Path(cache_from_source(module)).parent)
