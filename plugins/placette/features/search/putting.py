"""Puts a file of the index in place, unless it is there as it should be."""

from __future__ import annotations

from collections.abc import Callable

from placette.engine.base.files import digest, write_new
from placette.engine.pages.workshop import Workshop


def put(path: str, data: bytes, workshop: Workshop) -> None:
    """Put a file whose bytes are at hand."""
    put_made(path, digest(data), lambda: data, workshop)


def put_made(path: str, key: str, make: Callable[[], bytes], workshop: Workshop) -> None:
    """Put a file that is made of what ``key`` is a digest of; ``make`` is called only if it isn't there."""
    if workshop.ledger.needs(path, key):
        data = make()
        write_new(workshop.output, path, data)
        workshop.ledger.note(path, digest(data))
