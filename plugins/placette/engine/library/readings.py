"""Where what was read is remembered: a file for each purpose, in the site's cache."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any


def memory_path(settings: Mapping[str, Any], purpose: str) -> Path:
    """The file of one purpose.

    A reading forgets what it did not use, and a check uses more than a build, so each has a memory of its own.
    """
    return Path(settings["CACHE_PATH"]) / f"readings-{purpose}.sqlite"


def forget_readings(settings: Mapping[str, Any]) -> None:
    """Remove them all: the next reading reads everything."""
    for path in Path(settings["CACHE_PATH"]).glob("readings-*.sqlite"):
        path.unlink()
