"""The index as it is kept between builds and written: only what changed since the last one."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from pathlib import Path
from sqlite3 import Connection
from typing import Any, NamedTuple

from placette.engine.base.files import digest, make_way, write_new
from placette.engine.base.processes import spread, spread_out
from placette.engine.base.progress import follow
from placette.engine.base.rows import DamagedError, checksum, open_rows
from placette.engine.base.translation import N_
from placette.engine.base.versions import code_version
from placette.engine.content.traits import SearchedKind
from placette.engine.rendering.entries import UNDATED, SearchedYear
from placette.engine.rendering.features import Site
from placette.engine.rendering.ledger import Ledger, Workshop
from placette.engine.rendering.searched import searched_years, year_of
from placette.features.search import entries, groups
from placette.features.search.groups import Trees
from placette.features.search.page import SEARCH_ADDRESS, data_folder, script_of, script_path
from placette.features.search.words import SearchingSettings, synonyms_of

TERMS, ENDINGS = "t", "e"  # the two trees of an index
_FORM = 4  # raise it when the tables change
_TABLES = """
CREATE TABLE IF NOT EXISTS made (form INTEGER, mark TEXT);
CREATE TABLE IF NOT EXISTS years (year TEXT PRIMARY KEY, mark TEXT, most INTEGER, facts TEXT, sum INTEGER)
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS known (year TEXT, url TEXT, mark TEXT, number INTEGER, PRIMARY KEY (year, url))
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages (url TEXT PRIMARY KEY, terms TEXT, sum INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS groups (tree TEXT, leaf TEXT, size INTEGER, terms INTEGER, digest TEXT, sum INTEGER,
    best_sum INTEGER, body TEXT, best TEXT, PRIMARY KEY (tree, leaf)) WITHOUT ROWID;
"""  # long texts come last: columns behind them are read through them
_COLUMNS = ("tree", "leaf", "size", "terms", "digest")
_GROUPS = f"SELECT {', '.join(f'group_concat({name}, char(10))' for name in _COLUMNS)} FROM groups"  # noqa: S608 - ours
"""Each column as one text: rows would take twice as long to read."""


class KeptYear(NamedTuple):
    """A year in a build: a mark of its pages, how many its fullest day has, its facts in the index."""

    mark: str
    most: int
    facts: entries.YearFacts


class KeptPage(NamedTuple):
    """A page in the index as a build knew it."""

    year: str
    mark: str
    number: int


class KeptGroup(NamedTuple):
    """A group of terms as the last build made it: its size, how many terms it has, a digest of them."""

    size: int
    terms: int
    digest: str


class GroupRow(NamedTuple):
    """A group to keep: its terms as the JSON of its file, but with all postings; the best of them as JSON."""

    group: KeptGroup
    body: str
    best: str


@dataclass(slots=True)
class KeptIndex:
    """An open file: ``years``, and ``groups`` by tree and leaf; empty where nothing can be used."""

    path: Path
    base: Connection
    mark: str
    years: dict[str, KeptYear] = field(default_factory=dict)
    groups: dict[tuple[str, str], KeptGroup] = field(default_factory=dict)

    def pages(self, years: Collection[str]) -> dict[str, KeptPage]:
        """Return the pages of some years, by address. Raises ``DamagedError``."""
        question = "SELECT url, year, mark, number FROM known WHERE year IN (SELECT value FROM json_each(?))"
        pages = {url: KeptPage(*columns) for url, *columns in self.base.execute(question, (json.dumps([*years]),))}
        if len(pages) != sum(self.years[year].facts.pages for year in years if year in self.years):
            raise DamagedError(self.path, LookupError("pages"))
        return pages

    def year(self, row: Sequence[Any]) -> KeptYear:
        """Return a year from its row. Raises ``DamagedError``."""
        _, mark, most, document, total = row
        if _year_sum(row[:-1]) != total:
            raise DamagedError(self.path, ValueError("checksum"))
        pages, kinds, langs, categories, communes, faces = json.loads(document)
        searched_kinds = tuple(SearchedKind(*kind) for kind in kinds)
        facts = entries.YearFacts(pages, searched_kinds, tuple(langs), tuple(categories), tuple(communes), faces)
        return KeptYear(mark, most, facts)

    def trees(self, size: int) -> Trees:
        """The groups of terms as the last build made them, of a size; their terms are read when they are asked for."""
        trees = Trees()
        trees.terms.most = size
        trees.terms.fetch, trees.endings.fetch = self._postings, partial(self.group, ENDINGS)
        for name, tree in ((TERMS, trees.terms), (ENDINGS, trees.endings)):
            tree.totals = {leaf: row[:2] for (tree_name, leaf), row in self.groups.items() if tree_name == name}
        return trees

    def terms(self, urls: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Return the terms of pages, as lines. Raises ``DamagedError``."""
        addresses = json.dumps(list(urls))
        rows = self.base.execute(
            "SELECT url, terms, sum FROM pages WHERE url IN (SELECT value FROM json_each(?))", (addresses,)
        )
        return ((url, self._believed(terms, total)) for url, terms, total in rows)

    def first_apart(self, pages: int) -> int:
        """Return the number from which on pages are apart (``groups.first_apart``), of so many in all.

        Raises ``DamagedError``.
        """
        rows = self.base.execute("SELECT year != ?, number FROM known", (UNDATED,)).fetchall()
        if len(rows) != pages:
            raise DamagedError(self.path, LookupError("pages"))
        return groups.first_apart(sorted(number for is_dated, number in rows if is_dated))

    def between(self, first: int, end: int) -> Iterator[tuple[str, int, str]]:
        """Yield the pages with a number from ``first`` to below ``end``, in order: address, number, terms as lines.

        Raises ``DamagedError``.
        """
        question = "SELECT url, number, terms, sum FROM known JOIN pages USING (url)"
        rows = self.base.execute(f"{question} WHERE number >= ? AND number < ? ORDER BY number", (first, end))
        return ((url, number, self._believed(terms, total)) for url, number, terms, total in rows)

    def group(self, tree: str, leaf: str) -> dict[str, Any]:
        """Return the terms in the file of a group. Raises ``DamagedError``."""
        return dict(json.loads(self._believed(*self._row("body, sum", tree, leaf))))

    def best(self, tree: str, leaf: str) -> list[Any]:
        """Return the best terms of a group. Raises ``DamagedError``."""
        return list(json.loads(self._believed(*self._row("best, best_sum", tree, leaf))))

    def _postings(self, leaf: str) -> dict[str, list[int]]:
        return {term: groups.decode_postings(text) for term, text in self.group(TERMS, leaf).items()}

    def _row(self, columns: str, tree: str, leaf: str) -> tuple[Any, ...]:
        question = f"SELECT {columns} FROM groups WHERE tree = ? AND leaf = ?"  # noqa: S608 - columns are ours
        for row in self.base.execute(question, (tree, leaf)):
            return tuple(row)
        raise DamagedError(self.path, KeyError(leaf))

    def _believed(self, text: str, total: int) -> str:
        if not isinstance(text, str) or checksum(text) != total:
            raise DamagedError(self.path, ValueError("checksum"))
        return text

    def forget(self) -> None:
        """Begin with nothing."""
        for table in ("made", "years", "known", "pages", "groups"):
            self.base.execute(f"DROP TABLE {table}")
        for table in filter(str.strip, _TABLES.split(";")):
            self.base.execute(table)
        self.base.execute("INSERT INTO made VALUES (?, ?)", (_FORM, self.mark))
        self.years.clear()
        self.groups.clear()

    def put_years(self, years: Mapping[str, KeptYear]) -> None:
        """Keep the facts of all years."""
        ended = self.years.keys() - years.keys()
        self.base.executemany("DELETE FROM years WHERE year = ?", ((year,) for year in ended))
        fresh = ((year, kept_year) for year, kept_year in years.items() if kept_year is not self.years.get(year))
        rows = ((year, kept_year.mark, kept_year.most, json.dumps(kept_year.facts)) for year, kept_year in fresh)
        self.base.executemany("REPLACE INTO years VALUES (?, ?, ?, ?, ?)", ((*row, _year_sum(row)) for row in rows))

    def put_pages(
        self, before: Mapping[str, KeptPage], pages: Iterable[tuple[str, KeptPage, str]], gone: Iterable[str]
    ) -> None:
        """Keep pages (address, page, terms as lines), and forget others; ``before`` are those that it kept of them."""
        come, leaving = list(pages), list(gone)
        self.base.executemany("DELETE FROM pages WHERE url = ?", ((url,) for url in leaving))
        old = ((before[url].year, url) for url in (*leaving, *(url for url, *_ in come)) if url in before)
        self.base.executemany("DELETE FROM known WHERE year = ? AND url = ?", old)
        known = ((page.year, url, page.mark, page.number) for url, page, _ in come)
        self.base.executemany("REPLACE INTO known VALUES (?, ?, ?, ?)", known)
        rows = ((url, terms, checksum(terms)) for url, _, terms in come)
        self.base.executemany("REPLACE INTO pages VALUES (?, ?, ?)", rows)

    def put_groups(self, tree: str, rows: Mapping[str, GroupRow], gone: Iterable[str]) -> None:
        """Keep groups of a tree, and forget others."""
        self.base.executemany("DELETE FROM groups WHERE tree = ? AND leaf = ?", ((tree, leaf) for leaf in gone))
        values = (
            (tree, leaf, *row.group, checksum(row.body), checksum(row.best), row.body, row.best)
            for leaf, row in rows.items()
        )
        self.base.executemany("REPLACE INTO groups VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)


def _year_sum(row: Sequence[Any]) -> int:
    return checksum("\n".join(map(str, row)))


def _groups_in(base: Connection) -> Iterator[tuple[tuple[str, str], KeptGroup]]:
    """Yield each group with its tree and leaf; raises ``ValueError``."""
    texts = base.execute(_GROUPS).fetchone()
    if any(texts):
        for tree, leaf, size, terms, mark in zip(*(f"{text}".split("\n") for text in texts), strict=True):
            yield (tree, leaf), KeptGroup(int(size), int(terms), mark)


@contextmanager
def open_kept(path: Path, mark: str) -> Iterator[KeptIndex]:
    """Open what was kept of an index made with ``mark``; changes are saved as a whole at the end, or not at all.

    Raises ``OSError``, and ``DamagedError`` for a damaged file.
    """
    make_way(path)
    with open_rows(path, _TABLES) as base:
        index = KeptIndex(path, base, mark)
        if base.execute("SELECT form, mark FROM made").fetchall() == [(_FORM, mark)]:
            index.years = {row[0]: index.year(row) for row in base.execute("SELECT * FROM years ORDER BY year")}
            try:
                index.groups = dict(_groups_in(base))
            except ValueError as error:
                raise DamagedError(path, error) from error
        else:
            index.forget()
        yield index


_SUMMARY = "s"
_LAST = "\U0010ffff"  # no term has it: all that begin with something come before that and this
_COST = 0.002  # seconds that it takes to serialise a group and to find its best terms


def write_terms(tree: groups.Tree[list[int]], kept: KeptIndex, folder: str, workshop: Workshop) -> list[str]:
    """Write the groups of terms and the summaries that are not in place; the beginnings that have a summary."""
    data_of = dict(zip(tree.fresh, spread(_made, list(tree.fresh), tree, cost=_COST), strict=True))
    rows = {leaf: row for leaf, (row, _) in data_of.items()}
    kept.put_groups(TERMS, rows, tree.gone)
    digests = _digests(TERMS, tree, rows, kept)
    leaves = list(digests)
    files = {
        folder + entries.group_file(TERMS, leaf): entries.PutFile(mark, partial(_published, tree, leaf, data_of))
        for leaf, mark in digests.items()
    }
    entries.put_all(files, workshop)
    nodes = sorted(
        node for node in groups.nodes_of(digests) if len(node) >= groups.SHORTEST and not node.startswith(entries.EXACT)
    )
    summaries = {}
    for node in nodes:
        below = leaves[bisect_left(leaves, node) : bisect_left(leaves, node + _LAST)]
        key = digest("".join([digests[leaf] for leaf in below]).encode())
        summaries[folder + entries.group_file(_SUMMARY, node)] = entries.PutFile(key, partial(_summary, below, kept))
    entries.put_all(summaries, workshop)
    return nodes


def write_endings(tree: groups.Tree[int], kept: KeptIndex, folder: str, workshop: Workshop) -> None:
    """Write the groups of endings that are not in place."""
    rows = {leaf: _row(tree, leaf, tree.fresh[leaf], []) for leaf in tree.fresh}
    kept.put_groups(ENDINGS, rows, tree.gone)
    files = {
        folder + entries.group_file(ENDINGS, leaf): entries.PutFile(mark, partial(_endings, tree, leaf))
        for leaf, mark in _digests(ENDINGS, tree, rows, kept).items()
    }
    entries.put_all(files, workshop)


def _endings(tree: groups.Tree[int], leaf: str) -> bytes:
    terms = sorted(tree.terms(leaf).items())
    words, steps = " ".join(term[::-1] for term, _ in terms), "".join(f"{step}" for _, step in terms)
    return entries.compact({"terms": words, "often": steps})


def _summary(leaves: Sequence[str], kept: KeptIndex) -> bytes:
    return entries.compact(groups.summary_of(kept.best(TERMS, leaf) for leaf in leaves))


def _published(tree: groups.Tree[list[int]], leaf: str, made: Mapping[str, tuple[GroupRow, bytes]]) -> bytes:
    """Return the file of a group: its terms, but for those that are everywhere."""
    if leaf not in made:
        return _ordered(
            {term: groups.encode_postings(groups.published(postings)) for term, postings in tree.terms(leaf).items()}
        )
    row, file = made[leaf]
    return file or row.body.encode()


def _made(leaf: str, tree: groups.Tree[list[int]]) -> tuple[GroupRow, bytes]:
    """Return the row of a group, and its file if that changed."""
    terms = tree.fresh[leaf]
    texts = {term: groups.encode_postings(postings) for term, postings in terms.items()}
    row = _row(
        tree,
        leaf,
        texts,
        groups.best_terms(terms, texts)
        if (len(leaf) >= groups.SHORTEST + (leaf not in terms) and not leaf.startswith(entries.EXACT))
        else [],
    )
    everywhere = {
        term: groups.encode_postings(groups.published(postings))
        for term, postings in terms.items()
        if postings[0] > groups.MOST
    }
    return row, _ordered(texts | everywhere) if everywhere else b""


def _row(tree: groups.Tree[Any], leaf: str, values: Mapping[str, Any], best: list[Any]) -> GroupRow:
    body = _ordered(values)
    return GroupRow(KeptGroup(*tree.totals[leaf], digest(body)), body.decode(), entries.compact(best).decode())


def _digests(name: str, tree: groups.Tree[Any], rows: Mapping[str, GroupRow], kept: KeptIndex) -> dict[str, str]:
    return {leaf: rows[leaf].group.digest if leaf in rows else kept.groups[name, leaf].digest for leaf in tree.leaves}


def _ordered(terms: Mapping[str, Any]) -> bytes:
    return entries.compact(dict(sorted(terms.items())))


_GATHERED = N_("Pages put into the search index")
_GATHERING_COST = 0.0005  # seconds that a page takes


@dataclass(frozen=True, slots=True)
class Gathering:
    """The places for pages: the output, the index's folder there, the language of dates, the check of each file."""

    output: Path
    folder: str
    lang: str
    inspect: Callable[[str, bytes], object] | None = None


def gather(pages: Sequence[entries.IndexEntry], where: Gathering, workshop: Workshop) -> list[str]:
    """Return the terms of each page as lines, in order; the facts for results are written and noted."""
    keys = [""] * len(pages)
    results = spread_out(_gather, range(len(pages)), (pages, where), cost=_GATHERING_COST)
    for place, terms, key, inspected in follow(_GATHERED, results, len(pages)):
        keys[place] = terms
        workshop.ledger.note(where.folder + entries.page_file(pages[place].number), key, look=inspected)
    return keys


def _gather(place: int, how: tuple[Sequence[entries.IndexEntry], Gathering]) -> tuple[int, str, str, object]:
    """Return the place of a page among the requested ones, its terms, a digest of its file, its facts."""
    pages, where = how
    entry = pages[place]
    terms, markup = entries.contents_of(entry.page, entry.page.read(), where.lang)
    path = where.folder + entries.page_file(entry.number)
    write_new(where.output, path, markup)
    inspected = where.inspect(path, markup) if where.inspect else None
    return place, groups.lines_of(terms), digest(markup), inspected


@dataclass(slots=True)
class Years:
    """The years of an index, and those of the last build.

    ``mark`` is common to all pages, ``folder`` is the folder of their files. ``fresh`` are the years to look at.
    """

    of: Mapping[str, SearchedYear]
    known: Mapping[str, KeptYear]
    mark: str
    folder: str
    room: int = 0
    fresh: set[str] = field(default_factory=set)
    _entries: dict[str, tuple[entries.IndexEntry, ...]] = field(default_factory=dict)

    def entries_in(self, year: str) -> tuple[entries.IndexEntry, ...]:
        """Return the pages of a year, in order."""
        if year not in self._entries:
            self._entries[year] = entries.entries_of(self.of[year].pages(), self.room, self.mark)
        return self._entries[year]

    def file_of(self, entry: entries.IndexEntry) -> str:
        """Return the path of a page's file for results."""
        return self.folder + entries.page_file(entry.number)

    def as_known(self) -> dict[str, KeptYear]:
        """Return the facts for the next build."""
        return {
            year: KeptYear(year_facts.mark, _fullest(year_facts), entries.facts_of(self.entries_in(year)))
            if year in self.fresh
            else self.known[year]
            for year, year_facts in self.of.items()
        }

    def look(self, ledger: Ledger) -> set[str]:
        """Find the years to look at, and want the facts for results of all pages: return the files to make."""
        earlier = self.known
        self.fresh |= {
            year for year, pages in self.of.items() if year not in earlier or earlier[year].mark != pages.mark
        }
        most = {year: _fullest(self.of[year]) if year in self.fresh else earlier[year].most for year in self.of}
        self.room = entries.room_for(max(most.values(), default=0))
        if self.room != entries.room_for(max((pages.most for pages in earlier.values()), default=0)):
            self.fresh |= self.of.keys()  # all have other numbers
        missing = set[str]()
        for year in self.of:
            paths = {self.file_of(entry): entry.mark for entry in self.entries_in(year)}
            stale = {path for path, mark in paths.items() if ledger.needs(path, mark)}
            self.fresh |= {year} if stale else set()
            missing |= stale
        return missing


def _fullest(year: SearchedYear) -> int:
    return entries.fullest((page.date, page.url) for page in year.pages())


FORM = 4  # the version of the files: a script that doesn't know it says that it can't search
_NOWHERE = Path(":memory:")  # SQLite's name for a database in memory
_WHOLE = 4  # from one changed page in so many on, starting again is faster than updating


def write_search(site: Site, workshop: Workshop) -> None:
    """Write the script and the files of the index that are not in place.

    Kept data only saves time: without them, all is made again.
    """
    if not site.addresses[SEARCH_ADDRESS]:
        return
    if script := script_path(site):
        entries.put(script, script_of(site), workshop)
    path = workshop.cache / "search.sqlite"
    try:
        _write(site, workshop, path)
    except DamagedError:
        with suppress(FileNotFoundError):
            path.unlink()
        _write(site, workshop, path)
    except OSError:
        _write(site, workshop, _NOWHERE)


def _write(site: Site, workshop: Workshop, memory: Path) -> None:
    mark = digest(*(part.encode() for part in (code_version(), site.build.communes.mark, site.lang)))
    of, folder = searched_years(site), data_folder(site)
    size = groups.group_size(sum(own.size for own in of.values()))
    with open_kept(memory, f"{mark} {size} {folder}") as index:
        years = Years(of, index.years, mark, folder)
        missing = years.look(workshop.ledger)
        fresh = {years.file_of(entry): entry for year in years.fresh for entry in years.entries_in(year)}
        before = index.pages(years.fresh | (index.years.keys() - years.of.keys()))
        changed = (one for path, one in fresh.items() if path in missing or before.get(one.page.url) != _known(one))
        stale = sorted(changed, key=attrgetter("number"))
        withdrawn = sorted(before.keys() - {entry.page.url for entry in fresh.values()})
        where = Gathering(workshop.output, folder, site.lang, workshop.ledger.inspect)
        terms = gather(stale, where, workshop)
        kept_years = years.as_known()
        facts = {year: own.facts for year, own in kept_years.items()}
        rows = [(entry.page.url, _known(entry), own) for entry, own in zip(stale, terms, strict=True)]
        trees, apart = _updated(index, kept_years, before, rows, withdrawn, size)
        nodes = write_terms(trees.terms, index, folder, workshop)
        write_endings(trees.endings, index, folder, workshop)
    langs = sorted({lang for own in facts.values() for lang in own.langs})
    root = {
        "form": FORM,
        "docs": sum(own.pages for own in facts.values()),
        "langs": langs,
        "kinds": [[kind.key, site.say(kind.many), site.say(kind.one)] for kind in entries.kinds_of(facts)],
        "leaves": trees.terms.leaves,
        "nodes": nodes,
        "ends": trees.endings.leaves,
        "years": list(facts),
        "apart": apart,
        "alike": synonyms_of(langs, site.options("SEARCHING", SearchingSettings).synonyms, site.lang),
    }
    entries.put(folder + entries.ROOT, entries.compact(root), workshop)
    files = entries.facet_files(facts, years.entries_in)
    entries.put_all({folder + name: file for name, file in files.items()}, workshop)


def _known(entry: entries.IndexEntry) -> KeptPage:
    return KeptPage(year_of(entry.page), entry.mark, entry.number)


def _updated(
    kept: KeptIndex,
    years: Mapping[str, KeptYear],
    before: Mapping[str, KeptPage],
    read: Sequence[tuple[str, KeptPage, groups.Lines]],
    gone: Sequence[str],
    size: int,
) -> tuple[Trees, dict[str, str]]:
    """Keep the pages of ``years``; return the groups as they are now, of a ``size``, and the terms of the pages apart.

    ``read`` are the pages that changed with their terms, ``gone`` the addresses of those that are no more, ``before``
    those that the last build knew in the years that were looked at.
    """
    come, pages = {url: (page.number, own) for url, page, own in read}, sum(own.facts.pages for own in years.values())
    is_whole = (len(come) + len(gone)) * _WHOLE > pages
    old = [] if is_whole else [*kept.terms([*(url for url in come if url in before), *gone])]
    first = kept.first_apart(sum(own.facts.pages for own in kept.years.values()))
    kept.put_years(years)
    kept.put_pages(before, read, gone)
    now, trees = kept.first_apart(pages), kept.trees(size)
    if is_whole:
        trees.fill((number, own) for _, number, own in kept.between(0, now))
    elif come or gone:
        lost = [(before[url].number, own) for url, own in old if before[url].number < first]
        got = [(number, own) for number, own in come.values() if number < now]
        shifted = [(number, own) for url, number, own in kept.between(*sorted((first, now))) if url not in come]
        (got if first < now else lost).extend(shifted)
        trees.change(lost, got)
    return trees, groups.encode_pages((number, own) for _, number, own in kept.between(now, groups.NEVER))
