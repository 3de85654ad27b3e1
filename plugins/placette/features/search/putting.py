"""Puts files of the index in place, unless they are there as they should be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from placette.engine.base.files import digest, write_new
from placette.engine.pages.workshop import Workshop


class PutFile(NamedTuple):
    """A file to put: a digest of what it is made of, and what makes its bytes, called only if it isn't there."""

    key: str
    make: Callable[[], bytes]


def put(path: str, data: bytes, workshop: Workshop) -> None:
    """Put a file whose bytes are at hand."""
    put_all({path: PutFile(digest(data), lambda: data)}, workshop)


def put_all(files: Mapping[str, PutFile], workshop: Workshop) -> None:
    """Put files, by their paths."""
    for path in workshop.ledger.needs_of({path: file.key for path, file in files.items()}):
        data = files[path].make()
        write_new(workshop.output, path, data)
        inspect = workshop.ledger.inspect
        workshop.ledger.note(path, digest(data), look=inspect(path, data) if inspect else None)
