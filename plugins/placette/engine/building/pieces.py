"""The pages of the last build in pieces: their sizes in the state, their bytes in the output."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import accumulate, pairwise
from pathlib import Path
from sqlite3 import Connection

from placette.engine.base.files import digest
from placette.engine.base.rows import checksum
from placette.engine.pages.ledger import Pieces, Written

_SIZED = "SELECT path, digest, pieces FROM files WHERE pieces != ''"

PieceSizes = Mapping[str, tuple[str, str]]
"""For each page its digest, and the sizes of its pieces in bytes after a checksum."""


def sizes_of(path: str, written: Written) -> str:
    """What the state keeps of the pieces of a page; nothing for one that has none."""
    sizes = " ".join(map(str, written.pieces))
    return f"{checksum(path, written.digest, sizes)} {sizes}" if sizes else ""


def read_sizes(base: Connection) -> PieceSizes:
    """What a state keeps of all pages."""
    return {path: (made, sizes) for path, made, sizes in base.execute(_SIZED)}


def pieces_in(output: Path, sized: Callable[[], PieceSizes], path: str) -> Pieces:
    """A page as the last build left it in ``output``; nothing unless that is certain, byte for byte."""
    made, kept = sized().get(path, ("", ""))
    total, _, sizes = kept.partition(" ")
    if not sizes or total != str(checksum(path, made, sizes)):
        return ()
    try:
        data = (output / path).read_bytes()
    except OSError:
        return ()
    ends = [0, *accumulate(map(int, sizes.split(" ")))]
    return tuple(data[start:end] for start, end in pairwise(ends)) if digest(data) == made else ()
