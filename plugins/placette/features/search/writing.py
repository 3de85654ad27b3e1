"""Writes the index: what changed since the last build, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from placette.engine.base.files import digest
from placette.engine.base.rows import DamagedError
from placette.engine.base.versions import code_version
from placette.engine.pages.desk import Desk
from placette.engine.pages.workshop import Workshop
from placette.features.search.access import data_folder, script_of, script_path
from placette.features.search.changing import Trees, group_size
from placette.features.search.contents import compact
from placette.features.search.entries import IndexEntry, entries_of
from placette.features.search.facets import by_year, facet_files, year_of
from placette.features.search.gathering import Gathering, gather
from placette.features.search.grouping import write_endings, write_terms
from placette.features.search.kept import KeptIndex, KeptPage, open_kept
from placette.features.search.naming import ROOT, page_file
from placette.features.search.page import SEARCH_ADDRESS
from placette.features.search.putting import put, put_all

FORM = 3
"""The form of the files: a script that doesn't know it says that it can't search."""
_NOWHERE = Path(":memory:")
"""SQLite's name for a file that lies on no disk."""
_WHOLE = 4
"""When one page in so many changed, mending takes longer than beginning anew."""


@dataclass(frozen=True, slots=True)
class _Change:
    """What differs from the last build: the pages to read, and the addresses of those that are no more."""

    stale: Sequence[IndexEntry]
    gone: Sequence[str]


def write_search(desk: Desk, workshop: Workshop) -> None:
    """Write the script and the files of the index that are not in place.

    What is kept between builds saves time alone: without it, all is made again.
    """
    if not desk.addresses[SEARCH_ADDRESS]:
        return
    if script := script_path(desk):
        put(script, script_of(desk), workshop)
    path = workshop.cache / "search.sqlite"
    try:
        _write(desk, workshop, path)
    except DamagedError:
        with suppress(FileNotFoundError):
            path.unlink()
        _write(desk, workshop, path)
    except OSError:
        _write(desk, workshop, _NOWHERE)


def _write(desk: Desk, workshop: Workshop, memory: Path) -> None:
    mark = digest(*(part.encode() for part in (code_version(), desk.build.communes.mark, desk.lang)))
    entries, folder = entries_of(desk, mark), data_folder(desk)
    size = group_size(len(entries))
    years = by_year(entries)
    digests = {year: digest("".join([entry.mark for entry in own]).encode()) for year, own in years.items()}
    with open_kept(memory, f"{mark} {size}") as kept:
        change = _changed(years, kept.differing(digests), kept, folder, workshop)
        terms = gather(change.stale, Gathering(workshop.output, folder, desk.lang), workshop)
        trees = _trees(entries, change, terms, kept.trees(size), kept)
        kept.put_years(digests)
        kept.put_pages(zip(map(_url, change.stale), map(_known, change.stale), terms, strict=True), change.gone)
        nodes = write_terms(trees.terms, kept, folder, workshop)
        write_endings(trees.endings, kept, folder, workshop)
    kinds = sorted({entry.page.kind for entry in entries}, key=lambda kind: (kind.order, kind.key))
    root = {
        "form": FORM,
        "docs": len(entries),
        "langs": sorted({entry.page.lang for entry in entries}),
        "kinds": [[kind.key, desk.say(kind.many), desk.say(kind.one)] for kind in kinds],
        "leaves": trees.terms.leaves,
        "nodes": nodes,
        "ends": trees.endings.leaves,
        "years": list(years),
    }
    put(folder + ROOT, compact(root), workshop)
    facets = facet_files(years, [kind.key for kind in kinds])
    put_all({folder + name: file for name, file in facets.items()}, workshop)


def _changed(
    years: Mapping[str, Sequence[IndexEntry]],
    differing: Sequence[str],
    kept: KeptIndex,
    folder: str,
    workshop: Workshop,
) -> _Change:
    """The pages of differing years that are not as the last build knew them, and those whose file isn't in place."""
    paths = {folder + page_file(entry.number): entry for entries in years.values() for entry in entries}
    missing = workshop.ledger.needs_of({path: entry.mark for path, entry in paths.items()})
    looked_at = {_url(entry): entry for year in differing for entry in years.get(year, ())}
    gone = sorted(kept.pages.keys() - looked_at.keys())
    stale = {_url(paths[path]): paths[path] for path in missing}
    kept.pages |= {
        url: _known(entry) for url, entry in stale.items() if url not in looked_at
    }  # as the others of its year
    stale |= {url: entry for url, entry in looked_at.items() if kept.pages.get(url) != _known(entry)}
    return _Change(sorted(stale.values(), key=_number), gone)


def _known(entry: IndexEntry) -> KeptPage:
    return KeptPage(year_of(entry), entry.mark, entry.number)


def _url(entry: IndexEntry) -> str:
    return entry.page.url


def _number(entry: IndexEntry) -> int:
    return entry.number


def _trees(
    entries: Sequence[IndexEntry], change: _Change, terms: Sequence[str], trees: Trees, kept: KeptIndex
) -> Trees:
    """The groups of terms as they are now; ``trees`` are as they were."""
    come = {entry.page.url: own for entry, own in zip(change.stale, terms, strict=True)}
    if (len(come) + len(change.gone)) * _WHOLE > len(entries):
        lines = come | dict(kept.terms(entry.page.url for entry in entries if entry.page.url not in come))
        trees.fill((entry.number, lines[entry.page.url]) for entry in entries)
    elif come or change.gone:
        before = kept.terms([*(url for url in come if url in kept.pages), *change.gone])
        trees.change(
            ((kept.pages[url].number, own) for url, own in before),
            ((entry.number, come[entry.page.url]) for entry in change.stale),
        )
    return trees
