"""What the last build knew of the index, in a SQLite file: so that the next one reads only the texts that changed.

Each row carries a checksum; of a damaged or foreign file nothing is believed, and the index is made anew.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from sqlite3 import Connection
from typing import Any, NamedTuple

from placette.engine.base.rows import DamagedError, checksum, open_rows
from placette.engine.pages.searched import SearchedKind
from placette.features.search.changing import Trees
from placette.features.search.facets import YearFacts
from placette.features.search.postings import heard

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
