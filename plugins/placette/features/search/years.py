"""Which years of the index are not as the last build left them: the pages of others need not be looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from placette.engine.base.rows import DamagedError
from placette.engine.pages.ledger import Ledger
from placette.engine.pages.searched import Searched, SearchedYear
from placette.features.search.entries import IndexEntry, entries_of, fullest, room_for
from placette.features.search.facets import facts_of
from placette.features.search.kept import KeptIndex, KeptPage, KeptYear
from placette.features.search.naming import page_file


@dataclass(slots=True)
class Years:
    """The years of an index. ``mark`` is what all pages have in common, ``folder`` where their files lie.

    ``fresh`` are those to look at, the others are known as ``kept``.
    """

    of: Mapping[str, SearchedYear]
    kept: KeptIndex
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

    def as_known(self) -> dict[str, KeptYear]:
        """What the next build has to know."""
        return {year: self._as_known(year) if year in self.fresh else self.kept.years[year] for year in self.of}

    def look(self, ledger: Ledger) -> None:
        """Find the years to look at, and want the files of all pages of the others."""
        known = self.kept.years
        self.fresh |= {year for year, own in self.of.items() if year not in known or known[year].mark != own.mark}
        most = {year: _fullest(self.of[year].pages()) if year in self.fresh else known[year].most for year in self.of}
        self.room = room_for(max(most.values(), default=0))
        if self.room != room_for(max((own.most for own in known.values()), default=0)):
            self.fresh |= self.of.keys()  # all have other numbers
        same = self._same()
        missing = set(self.missing(((page.number, page.mark) for page in same.values()), ledger))
        self.fresh |= {page.year for page in same.values() if page.number in missing}

    def _same(self) -> dict[str, KeptPage]:
        """The pages of years that are as they were. Raises ``DamagedError`` when it isn't known of all."""
        years = self.of.keys() - self.fresh
        pages = self.kept.pages(years)
        if Counter(page.year for page in pages.values()) != {year: self.kept.years[year].facts.pages for year in years}:
            raise DamagedError(self.kept.path, LookupError("pages"))
        return pages

    def missing(self, pages: Iterable[tuple[int, str]], ledger: Ledger) -> list[int]:
        """Want the files of pages (numbers and marks); the numbers of those that have to be made."""
        files = {self.folder + page_file(number): (number, mark) for number, mark in pages}
        return [files[path][0] for path in ledger.needs_of({path: mark for path, (_, mark) in files.items()})]

    def _as_known(self, year: str) -> KeptYear:
        return KeptYear(self.of[year].mark, _fullest(self.of[year].pages()), facts_of(self.entries(year)))


def _fullest(pages: Iterable[Searched]) -> int:
    return fullest((page.date, page.url) for page in pages)
