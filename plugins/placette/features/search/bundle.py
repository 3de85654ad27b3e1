"""Joins the modules of a script."""

from __future__ import annotations

from pathlib import Path


def join_modules(folder: Path) -> bytes:
    """The modules of a folder as one classic script."""
    return b"\n".join(path.read_bytes() for path in sorted(folder.glob("*.js")))
