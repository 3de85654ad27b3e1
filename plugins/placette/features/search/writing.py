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
from placette.engine.pages.ledger import Ledger
from placette.engine.pages.searched import searched_years, year_of
from placette.engine.pages.workshop import Workshop
from placette.features.search.access import data_folder, script_of, script_path
from placette.features.search.changing import Trees, group_size
from placette.features.search.contents import compact
from placette.features.search.entries import IndexEntry
from placette.features.search.facets import facet_files, kinds_of
from placette.features.search.gathering import Gathering, gather
from placette.features.search.grouping import write_endings, write_terms
from placette.features.search.kept import KeptIndex, KeptPage, open_kept
from placette.features.search.naming import ROOT
from placette.features.search.page import SEARCH_ADDRESS
from placette.features.search.putting import put, put_all
from placette.features.search.years import Years

FORM = 3
"""The form of the files: a script that doesn't know it says that it can't search."""
_NOWHERE = Path(":memory:")
"""SQLite's name for a file that lies on no disk."""
_WHOLE = 4
"""When one page in so many changed, mending takes longer than beginning anew."""


@dataclass(frozen=True, slots=True)
class _Change:
    """What differs from the last build: the pages to read, and the addresses of those that are no more.

    ``before`` are the pages that it knew in the years that were looked at.
    """

    stale: Sequence[IndexEntry]
    gone: Sequence[str]
    before: Mapping[str, KeptPage]


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
    of, folder = searched_years(desk), data_folder(desk)
    size = group_size(sum(own.size for own in of.values()))
    with open_kept(memory, f"{mark} {size} {folder}") as kept:
        years = Years(of, kept.years, mark, folder)
        years.look(workshop.ledger)
        change = _changed(years, kept, workshop.ledger)
        where = Gathering(workshop.output, folder, desk.lang, workshop.ledger.inspect)
        terms = gather(change.stale, where, workshop)
        years.bind(workshop.ledger)
        known = years.as_known()
        facts = {year: own.facts for year, own in known.items()}
        trees = _trees(change, terms, kept, sum(own.pages for own in facts.values()), size)
        kept.put_years(known)
        read = zip(map(_url, change.stale), map(_known, change.stale), terms, strict=True)
        kept.put_pages(change.before, read, change.gone)
        nodes = write_terms(trees.terms, kept, folder, workshop)
        write_endings(trees.endings, kept, folder, workshop)
    root = {
        "form": FORM,
        "docs": sum(own.pages for own in facts.values()),
        "langs": sorted({lang for own in facts.values() for lang in own.langs}),
        "kinds": [[kind.key, desk.say(kind.many), desk.say(kind.one)] for kind in kinds_of(facts)],
        "leaves": trees.terms.leaves,
        "nodes": nodes,
        "ends": trees.endings.leaves,
        "years": list(facts),
    }
    put(folder + ROOT, compact(root), workshop)
    files = facet_files(facts, years.entries)
    put_all({folder + name: file for name, file in files.items()}, workshop)


def _changed(years: Years, kept: KeptIndex, ledger: Ledger) -> _Change:
    """The pages of the years to look at that are not as the last build knew them or whose file isn't in place."""
    fresh = {years.file_of(entry): entry for year in years.fresh for entry in years.entries(year)}
    before = kept.pages(years.fresh | (kept.years.keys() - years.of.keys()))
    missing = set(ledger.needs_of({path: entry.mark for path, entry in fresh.items()}))
    stale = [entry for path, entry in fresh.items() if path in missing or before.get(_url(entry)) != _known(entry)]
    gone = sorted(before.keys() - set(map(_url, fresh.values())))
    return _Change(sorted(stale, key=_number), gone, before)


def _known(entry: IndexEntry) -> KeptPage:
    return KeptPage(year_of(entry.page), entry.mark, entry.number)


def _url(entry: IndexEntry) -> str:
    return entry.page.url


def _number(entry: IndexEntry) -> int:
    return entry.number


def _trees(change: _Change, terms: Sequence[str], kept: KeptIndex, pages: int, size: int) -> Trees:
    """The groups of terms as they are now, of a size; ``pages`` is how many there are."""
    trees = kept.trees(size)
    come = {entry.page.url: own for entry, own in zip(change.stale, terms, strict=True)}
    if (len(come) + len(change.gone)) * _WHOLE > pages:
        others = {url: page.number for url, page in kept.pages(kept.years).items() if url not in come}
        numbers = {url: others[url] for url in others.keys() - set(change.gone)}
        lines = come | dict(kept.terms(numbers))
        numbers |= {entry.page.url: entry.number for entry in change.stale}
        trees.fill((numbers[url], lines[url]) for url in sorted(numbers, key=numbers.__getitem__))
    elif come or change.gone:
        before = kept.terms([*(url for url in come if url in change.before), *change.gone])
        trees.change(
            ((change.before[url].number, own) for url, own in before),
            ((entry.number, come[entry.page.url]) for entry in change.stale),
        )
    return trees
