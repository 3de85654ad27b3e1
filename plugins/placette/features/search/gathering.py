"""Reads the pages that changed since the last build, and writes what results show of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from placette.engine.base.files import digest, write_new
from placette.engine.base.message import N_
from placette.engine.base.processes.forks import spread_out
from placette.engine.base.progress import follow
from placette.engine.pages.workshop import Workshop
from placette.features.search.contents import contents_of
from placette.features.search.entries import IndexEntry
from placette.features.search.naming import page_file
from placette.features.search.weighing import lines_of

_GATHERED = N_("Pages put into the search index")
_COST = 0.0005
"""Seconds that a page takes."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A page that was read: its place among those asked for, its terms as lines, a digest of what results show.

    ``look`` is what was seen in that file.
    """

    place: int
    terms: str
    digest: str
    look: object


@dataclass(frozen=True, slots=True)
class Gathering:
    """Where pages are put: the output, the folder of the index there, the language of dates.

    ``inspect`` looks at each file, as the ledger wants it.
    """

    output: Path
    folder: str
    lang: str
    inspect: Callable[[str, bytes], object] | None = None


def gather(entries: Sequence[IndexEntry], where: Gathering, workshop: Workshop) -> list[str]:
    """The terms of each page as lines, in order; what results show of them is written and noted."""
    found = [""] * len(entries)
    read = spread_out(_gather, range(len(entries)), (entries, where), cost=_COST)
    for one in follow(_GATHERED, read, len(entries)):
        found[one.place] = one.terms
        workshop.ledger.note(where.folder + page_file(entries[one.place].number), one.digest, look=one.look)
    return found


def _gather(place: int, how: tuple[Sequence[IndexEntry], Gathering]) -> Gathered:
    entries, where = how
    entry = entries[place]
    found = contents_of(entry.page, entry.page.read(), where.lang)
    path = where.folder + page_file(entry.number)
    write_new(where.output, path, found.shown)
    seen = where.inspect(path, found.shown) if where.inspect else None
    return Gathered(place, lines_of(found.terms), digest(found.shown), seen)
