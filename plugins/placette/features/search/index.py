"""The index as it is kept between builds and written: only what changed since the last one."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from placette.engine.base.files import Store, digest, write_new
from placette.engine.base.processes import spread, spread_out
from placette.engine.base.progress import follow
from placette.engine.base.translation import N_
from placette.engine.base.versions import code_version
from placette.engine.rendering.features import Site
from placette.engine.rendering.ledger import Workshop
from placette.engine.rendering.searched import searched_pages, year_of
from placette.features.search import entries, groups
from placette.features.search.entries import IndexEntry
from placette.features.search.page import SEARCH_ADDRESS, data_folder, script_of, script_path
from placette.features.search.words import SearchingSettings, synonyms_of

FORM = 4  # the version of the files: a script that doesn't know it says that it can't search
_TERMS, _ENDINGS, _SUMMARY = "t", "e", "s"  # the kinds of files of groups
_LAST = "\U0010ffff"  # no term has it: all that begin with something come before that and this
_COST = 0.002  # seconds that it takes to find the best terms of a group
_GATHERED = N_("Pages put into the search index")
_GATHERING_COST = 0.0005  # seconds that a page takes


class KeptIndex(NamedTuple):
    """The index of the last build.

    By address the mark of each page, its number and its terms as lines; the number from which on pages are apart; all
    other terms; by the digest of a group its best terms.
    """

    pages: dict[str, tuple[str, int, groups.Lines]]
    first: int
    terms: dict[str, groups.Term]
    best: dict[str, list[groups.BestTerm]]


def write_search(site: Site, workshop: Workshop) -> None:
    """Write the script and the files of the index that are not in place.

    Kept data only saves time: without them, all is made again.
    """
    if not site.addresses[SEARCH_ADDRESS]:
        return
    if script := script_path(site):
        entries.put(script, script_of(site), workshop)
    folder, years = data_folder(site), _entries_by_year(site)
    store, key = Store(workshop.cache / "search"), digest(_mark(site).encode(), folder.encode())
    last = KeptIndex(*json.loads(store.get(key) or b"[{}, 0, {}, {}]"))
    index = _updated(last, [entry for of_year in years.values() for entry in of_year], site, workshop)
    leaves = groups.term_groups(index.terms, groups.group_size(len(index.pages)))
    nodes, best = _write_terms(leaves, last.best, folder, workshop)
    ends = groups.ending_groups(index.terms)
    for leaf, steps in ends.items():
        path = folder + entries.group_file(_ENDINGS, leaf)
        words, often = " ".join(ending[::-1] for ending in steps), "".join(map(str, steps.values()))
        entries.put(path, entries.compact({"terms": words, "often": often}), workshop)
    with suppress(OSError):
        store.put(key, json.dumps(index._replace(best=best)).encode())
        store.prune()
    pages = [entry.page for of_year in years.values() for entry in of_year]
    langs = sorted({page.lang for page in pages})
    root = {
        "form": FORM,
        "docs": len(pages),
        "langs": langs,
        "kinds": [[kind.key, site.say(kind.many), site.say(kind.one)] for kind in entries.kinds_of(pages)],
        "leaves": sorted(leaves),
        "nodes": nodes,
        "ends": sorted(ends),
        "years": list(years),
        "apart": groups.encode_pages(
            (number, lines) for _, number, lines in index.pages.values() if number >= index.first
        ),
        "alike": synonyms_of(langs, site.options("SEARCHING", SearchingSettings).synonyms, site.lang),
    }
    for name, data in {entries.ROOT: entries.compact(root), **entries.facet_files(years)}.items():
        entries.put(folder + name, data, workshop)


def _mark(site: Site) -> str:
    """Return a digest of all that the entries of all pages have in common."""
    return digest(*(part.encode() for part in (code_version(), site.build.communes.mark, site.lang)))


def _entries_by_year(site: Site) -> Mapping[str, Sequence[IndexEntry]]:
    pages = searched_pages(site)
    room = entries.room_for(entries.fullest((page.date, page.url) for page in pages))
    years: defaultdict[str, list[IndexEntry]] = defaultdict(list)
    for entry in entries.entries_of(pages, room, _mark(site)):
        years[year_of(entry.page)].append(entry)
    return {year: years[year] for year in sorted(years)}


def _updated(kept: KeptIndex, pages: Sequence[IndexEntry], site: Site, workshop: Workshop) -> KeptIndex:
    """Return the index as it is now; the facts for results of pages that changed are written."""
    stale = []
    for entry in pages:
        path = data_folder(site) + entries.page_file(entry.number)
        is_needed = workshop.ledger.needs(path, entry.mark)  # asked of every page, so that each is wanted
        if is_needed or entry.mark != kept.pages.get(entry.page.url, ("",))[0]:
            stale.append(entry)
    fresh = dict(zip((entry.page.url for entry in stale), _gathered(stale, site, workshop), strict=True))
    now = {
        entry.page.url: (
            *(entry.mark, entry.number),
            fresh[entry.page.url] if entry.page.url in fresh else kept.pages[entry.page.url][2],
        )
        for entry in pages
    }
    first = groups.first_apart(sorted(entry.number for entry in pages if entry.page.date))
    before = {(number, lines) for _, number, lines in kept.pages.values() if number < kept.first}
    after = {(number, lines) for _, number, lines in now.values() if number < first}
    terms = dict(kept.terms)
    groups.mend(terms, before - after, after - before)
    return KeptIndex(now, first, terms, {})


Gathering = tuple[Sequence[IndexEntry], str, str, Path, Callable[[str, bytes], object] | None]
"""Pages, the index's folder, the language of dates, the output, the check of each file."""


def _gathered(pages: Sequence[IndexEntry], site: Site, workshop: Workshop) -> list[groups.Lines]:
    """Return the terms of each page as lines, in order; the facts for results are written and noted."""
    lines, ledger = [""] * len(pages), workshop.ledger
    shared: Gathering = (pages, data_folder(site), site.lang, workshop.output, ledger.inspect)
    results = spread_out(_gather, range(len(pages)), shared, cost=_GATHERING_COST)
    for place, path, terms, key, inspected in follow(_GATHERED, results, len(pages)):
        lines[place] = terms
        ledger.note(path, key, look=inspected)
    return lines


def _gather(place: int, shared: Gathering) -> tuple[int, str, groups.Lines, str, object]:
    """Return the place of a page among the requested ones, its file, its terms, a digest of the file, its facts."""
    pages, folder, lang, output, inspect = shared
    entry = pages[place]
    terms, markup = entries.contents_of(entry.page, entry.page.read(), lang)
    path = folder + entries.page_file(entry.number)
    write_new(output, path, markup)
    return place, path, groups.lines_of(terms), digest(markup), inspect(path, markup) if inspect else None


Leaves = Mapping[str, Mapping[str, groups.Term]]


def _write_terms(
    leaves: Leaves, kept_best: Mapping[str, list[groups.BestTerm]], folder: str, workshop: Workshop
) -> tuple[list[str], dict[str, list[groups.BestTerm]]]:
    """Write the groups of terms and the summaries; return the beginnings that have one, and the best terms of groups.

    The latter are kept by the digest of their group.
    """
    ordered, keys = sorted(leaves), {}
    for leaf in ordered:
        keys[leaf] = digest("\n".join(f"{term} {text}" for term, (_, text) in leaves[leaf].items()).encode())
        make = partial(_group, leaves[leaf])
        entries.put_made(folder + entries.group_file(_TERMS, leaf), keys[leaf], make, workshop)
    nodes = sorted(
        node for node in groups.nodes_of(leaves) if len(node) >= groups.SHORTEST and not node.startswith(entries.EXACT)
    )
    below = {node: ordered[bisect_left(ordered, node) : bisect_left(ordered, node + _LAST)] for node in nodes}
    summed = sorted({leaf for group in below.values() for leaf in group})
    fresh = [leaf for leaf in summed if keys[leaf] not in kept_best]
    best_of = dict(zip(fresh, spread(_best, fresh, leaves, cost=_COST), strict=True))
    best = {leaf: best_of[leaf] if leaf in best_of else kept_best[keys[leaf]] for leaf in summed}
    for node, group in below.items():
        key, make = digest("".join(map(keys.__getitem__, group)).encode()), partial(_summary, group, best)
        entries.put_made(folder + entries.group_file(_SUMMARY, node), key, make, workshop)
    return nodes, {keys[leaf]: best[leaf] for leaf in summed}


def _group(terms: Mapping[str, groups.Term]) -> bytes:
    return entries.compact({term: groups.published(postings) for term, postings in terms.items()})


def _best(leaf: str, leaves: Leaves) -> list[groups.BestTerm]:
    return groups.best_terms(leaves[leaf])


def _summary(leaves: Iterable[str], best: Mapping[str, list[groups.BestTerm]]) -> bytes:
    return entries.compact(groups.summary_of(best[leaf] for leaf in leaves))
