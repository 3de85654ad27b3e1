"""What the last build knew of the index, in a SQLite file: so that the next one reads only the texts that changed.

Each row carries a checksum; of a damaged or foreign file nothing is believed, and the index is made anew.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from sqlite3 import Connection
from typing import Any, NamedTuple

from placette.engine.base.files import digest, write_new
from placette.engine.base.processes import spread, spread_out
from placette.engine.base.progress import follow
from placette.engine.base.rows import DamagedError, checksum, open_rows
from placette.engine.base.translation import N_
from placette.engine.base.versions import code_version
from placette.engine.library.traits import SearchedKind
from placette.engine.pages.desk import Desk
from placette.engine.pages.ledger import Ledger, Workshop
from placette.engine.pages.searched import Searched, SearchedYear, searched_years, year_of
from placette.features.search.entries import (
    EXACT,
    ROOT,
    IndexEntry,
    PutFile,
    YearFacts,
    compact,
    contents_of,
    entries_of,
    facet_files,
    facts_of,
    fullest,
    group_file,
    kinds_of,
    page_file,
    put,
    put_all,
    room_for,
)
from placette.features.search.groups import (
    MOST,
    SHORTEST,
    Tree,
    Trees,
    best_terms,
    group_size,
    heard,
    lines_of,
    nodes_of,
    published,
    summary_of,
    told,
)
from placette.features.search.page import SEARCH_ADDRESS, data_folder, script_of, script_path

TERMS, ENDINGS = "t", "e"
"""The two trees of an index."""
_FORM = 4
"""Raise it when the tables change."""
_TABLES = """
CREATE TABLE IF NOT EXISTS made (form INTEGER, mark TEXT);
CREATE TABLE IF NOT EXISTS years (year TEXT PRIMARY KEY, mark TEXT, most INTEGER, facts TEXT, sum INTEGER)
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS known (year TEXT, url TEXT, mark TEXT, number INTEGER, PRIMARY KEY (year, url))
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages (url TEXT PRIMARY KEY, terms TEXT, sum INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS groups (tree TEXT, leaf TEXT, size INTEGER, terms INTEGER, digest TEXT, sum INTEGER,
    best_sum INTEGER, body TEXT, best TEXT, PRIMARY KEY (tree, leaf)) WITHOUT ROWID;
"""
"""Long texts come last: what stands behind them in a row is read through them."""
_COLUMNS = ("tree", "leaf", "size", "terms", "digest")
_GROUPS = f"SELECT {', '.join(f'group_concat({name}, char(10))' for name in _COLUMNS)} FROM groups"  # noqa: S608 - ours
"""Each column as one text: rows would take twice as long to read."""


class KeptYear(NamedTuple):
    """A year as a build knew it: a mark of its pages, how many its fullest day has, what the index knows of it."""

    mark: str
    most: int
    facts: YearFacts


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
        """The pages of some years, by address. Raises ``DamagedError``."""
        question = "SELECT url, year, mark, number FROM known WHERE year IN (SELECT value FROM json_each(?))"
        found = {url: KeptPage(*own) for url, *own in self.base.execute(question, (json.dumps([*years]),))}
        if len(found) != sum(self.years[year].facts.pages for year in years if year in self.years):
            raise DamagedError(self.path, LookupError("pages"))
        return found

    def year(self, row: Sequence[Any]) -> KeptYear:
        """What a row tells of a year. Raises ``DamagedError``."""
        _, mark, most, told, total = row
        if _year_sum(row[:-1]) != total:
            raise DamagedError(self.path, ValueError("checksum"))
        pages, kinds, langs, categories, communes, faces = json.loads(told)
        known = tuple(SearchedKind(*kind) for kind in kinds)
        facts = YearFacts(pages, known, tuple(langs), tuple(categories), tuple(communes), faces)
        return KeptYear(mark, most, facts)

    def trees(self, size: int) -> Trees:
        """The groups of terms as the last build made them, of a size; their terms are read when they are asked for."""
        trees = Trees()
        trees.terms.most = size
        trees.terms.fetch, trees.endings.fetch = self._postings, partial(self.group, ENDINGS)
        for name, tree in ((TERMS, trees.terms), (ENDINGS, trees.endings)):
            tree.totals = {leaf: own[:2] for (tree_name, leaf), own in self.groups.items() if tree_name == name}
        return trees

    def terms(self, urls: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The terms of pages, as lines. Raises ``DamagedError``."""
        asked = json.dumps(list(urls))
        rows = self.base.execute(
            "SELECT url, terms, sum FROM pages WHERE url IN (SELECT value FROM json_each(?))", (asked,)
        )
        return ((url, self._believed(terms, total)) for url, terms, total in rows)

    def group(self, tree: str, leaf: str) -> dict[str, Any]:
        """What the file of a group holds of its terms. Raises ``DamagedError``."""
        return dict(json.loads(self._believed(*self._row("body, sum", tree, leaf))))

    def best(self, tree: str, leaf: str) -> list[Any]:
        """The best terms of a group. Raises ``DamagedError``."""
        return list(json.loads(self._believed(*self._row("best, best_sum", tree, leaf))))

    def _postings(self, leaf: str) -> dict[str, list[int]]:
        return {term: heard(text) for term, text in self.group(TERMS, leaf).items()}

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
        """Keep what is known of all years."""
        gone = self.years.keys() - years.keys()
        self.base.executemany("DELETE FROM years WHERE year = ?", ((year,) for year in gone))
        fresh = ((year, own) for year, own in years.items() if own is not self.years.get(year))
        rows = ((year, own.mark, own.most, json.dumps(own.facts)) for year, own in fresh)
        self.base.executemany("REPLACE INTO years VALUES (?, ?, ?, ?, ?)", ((*row, _year_sum(row)) for row in rows))

    def put_pages(
        self, before: Mapping[str, KeptPage], pages: Iterable[tuple[str, KeptPage, str]], gone: Iterable[str]
    ) -> None:
        """Keep pages (address, page, terms as lines), and forget others; ``before`` are those that it kept of them."""
        come, left = list(pages), list(gone)
        self.base.executemany("DELETE FROM pages WHERE url = ?", ((url,) for url in left))
        old = ((before[url].year, url) for url in (*left, *(url for url, *_ in come)) if url in before)
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
    """Each group with its tree and leaf; raises ``ValueError``."""
    texts = base.execute(_GROUPS).fetchone()
    if any(texts):
        for tree, leaf, size, terms, mark in zip(*(f"{text}".split("\n") for text in texts), strict=True):
            yield (tree, leaf), KeptGroup(int(size), int(terms), mark)


@contextmanager
def open_kept(path: Path, mark: str) -> Iterator[KeptIndex]:
    """What was kept of an index that was made with ``mark``; changes are kept as a whole at the end, or not at all.

    Raises ``OSError``, for a damaged file ``DamagedError``.
    """
    with open_rows(path, _TABLES) as base:
        kept = KeptIndex(path, base, mark)
        if base.execute("SELECT form, mark FROM made").fetchall() == [(_FORM, mark)]:
            kept.years = {row[0]: kept.year(row) for row in base.execute("SELECT * FROM years ORDER BY year")}
            try:
                kept.groups = dict(_groups_in(base))
            except ValueError as error:
                raise DamagedError(path, error) from error
        else:
            kept.forget()
        yield kept


_SUMMARY = "s"
_LAST = "\U0010ffff"
"""No term holds it: what begins with something comes before that and this."""
_COST = 0.002
"""Seconds that it takes to serialise a group and to find its best terms."""


def write_terms(tree: Tree[list[int]], kept: KeptIndex, folder: str, workshop: Workshop) -> list[str]:
    """Write the groups of terms and the summaries that are not in place; the beginnings that have a summary."""
    made = dict(zip(tree.fresh, spread(_made, list(tree.fresh), tree, cost=_COST), strict=True))
    rows = {leaf: row for leaf, (row, _) in made.items()}
    kept.put_groups(TERMS, rows, tree.gone)
    digests = _digests(TERMS, tree, rows, kept)
    leaves = list(digests)
    groups = {
        folder + group_file(TERMS, leaf): PutFile(mark, partial(_published, tree, leaf, made))
        for leaf, mark in digests.items()
    }
    put_all(groups, workshop)
    nodes = sorted(node for node in nodes_of(digests) if len(node) >= SHORTEST and not node.startswith(EXACT))
    summaries = {}
    for node in nodes:
        below = leaves[bisect_left(leaves, node) : bisect_left(leaves, node + _LAST)]
        key = digest("".join([digests[leaf] for leaf in below]).encode())
        summaries[folder + group_file(_SUMMARY, node)] = PutFile(key, partial(_summary, below, kept))
    put_all(summaries, workshop)
    return nodes


def write_endings(tree: Tree[int], kept: KeptIndex, folder: str, workshop: Workshop) -> None:
    """Write the groups of endings that are not in place."""
    rows = {leaf: _row(tree, leaf, tree.fresh[leaf], []) for leaf in tree.fresh}
    kept.put_groups(ENDINGS, rows, tree.gone)
    groups = {
        folder + group_file(ENDINGS, leaf): PutFile(mark, partial(_endings, tree, leaf))
        for leaf, mark in _digests(ENDINGS, tree, rows, kept).items()
    }
    put_all(groups, workshop)


def _endings(tree: Tree[int], leaf: str) -> bytes:
    terms = sorted(tree.terms(leaf).items())
    words, steps = " ".join(term[::-1] for term, _ in terms), "".join(f"{step}" for _, step in terms)
    return compact({"terms": words, "often": steps})


def _summary(leaves: Sequence[str], kept: KeptIndex) -> bytes:
    return compact(summary_of(kept.best(TERMS, leaf) for leaf in leaves))


def _published(tree: Tree[list[int]], leaf: str, made: Mapping[str, tuple[GroupRow, bytes]]) -> bytes:
    """The file of a group: what is kept of it, but for terms that are everywhere."""
    if leaf not in made:
        return _ordered({term: told(published(own)) for term, own in tree.terms(leaf).items()})
    row, file = made[leaf]
    return file or row.body.encode()


def _made(leaf: str, tree: Tree[list[int]]) -> tuple[GroupRow, bytes]:
    """What is kept of a group, and its file where that holds something else."""
    terms = tree.fresh[leaf]
    texts = {term: told(own) for term, own in terms.items()}
    row = _row(tree, leaf, texts, best_terms(terms, texts) if _is_in_summary(leaf, terms) else [])
    everywhere = {term: told(published(own)) for term, own in terms.items() if own[0] > MOST}
    return row, _ordered(texts | everywhere) if everywhere else b""


def _is_in_summary(leaf: str, terms: Collection[str]) -> bool:
    """Whether a summary may take a group in: one for less than its beginning, or for its only term."""
    return len(leaf) >= SHORTEST + (leaf not in terms) and not leaf.startswith(EXACT)


def _row(tree: Tree[Any], leaf: str, values: Mapping[str, Any], best: list[Any]) -> GroupRow:
    body = _ordered(values)
    return GroupRow(KeptGroup(*tree.totals[leaf], digest(body)), body.decode(), compact(best).decode())


def _digests(name: str, tree: Tree[Any], rows: Mapping[str, GroupRow], kept: KeptIndex) -> dict[str, str]:
    """A digest of each group, in order."""
    return {leaf: rows[leaf].group.digest if leaf in rows else kept.groups[name, leaf].digest for leaf in tree.leaves}


def _ordered(terms: Mapping[str, Any]) -> bytes:
    return compact(dict(sorted(terms.items())))


_GATHERED = N_("Pages put into the search index")
_GATHERING_COST = 0.0005
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
    read = spread_out(_gather, range(len(entries)), (entries, where), cost=_GATHERING_COST)
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


@dataclass(slots=True)
class Years:
    """The years of an index, and as the last build knew them.

    ``mark`` is what all pages have in common, ``folder`` where their files lie. ``fresh`` are the years to look at.
    """

    of: Mapping[str, SearchedYear]
    known: Mapping[str, KeptYear]
    mark: str
    folder: str
    room: int = 0
    fresh: set[str] = field(default_factory=set)
    _entries: dict[str, tuple[IndexEntry, ...]] = field(default_factory=dict)

    def entries(self, year: str) -> tuple[IndexEntry, ...]:
        """The pages of a year, in order."""
        if year not in self._entries:
            self._entries[year] = entries_of(self.of[year].pages(), self.room, self.mark)
        return self._entries[year]

    def file_of(self, entry: IndexEntry) -> str:
        """Where lies what results show of a page."""
        return self.folder + page_file(entry.number)

    def as_known(self) -> dict[str, KeptYear]:
        """What the next build has to know."""
        return {year: self._as_known(year) if year in self.fresh else self.known[year] for year in self.of}

    def look(self, ledger: Ledger) -> None:
        """Find the years to look at, and want the files of the others: what results show of the pages of each."""
        known = self.known
        self.fresh |= {year for year, own in self.of.items() if year not in known or known[year].mark != own.mark}
        most = {year: _fullest(self.of[year].pages()) if year in self.fresh else known[year].most for year in self.of}
        self.room = room_for(max(most.values(), default=0))
        if self.room != room_for(max((own.most for own in known.values()), default=0)):
            self.fresh |= self.of.keys()  # all have other numbers
        for year in self.fresh & self.of.keys():
            ledger.loosen(self._sheaf(year)[0])
        self.fresh |= {year for year in self.of.keys() - self.fresh if not ledger.keeps(*self._sheaf(year))}

    def bind(self, ledger: Ledger) -> None:
        """Let the next build want the files of each year as one."""
        for year in self.fresh & self.of.keys():
            ledger.bind(*self._sheaf(year), map(self.file_of, self.entries(year)))

    def _sheaf(self, year: str) -> tuple[str, str]:
        """The name and the mark of the files of a year."""
        return f"{self.folder} {year}", f"{self.mark} {self.room} {self.of[year].mark}"

    def _as_known(self, year: str) -> KeptYear:
        own = self.of[year]
        return KeptYear(own.mark, _fullest(own.pages()), facts_of(self.entries(year)))


def _fullest(pages: Iterable[Searched]) -> int:
    return fullest((page.date, page.url) for page in pages)


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
