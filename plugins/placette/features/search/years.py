"""Which years of the index are not as the last build left them: the pages of others need not be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from placette.engine.pages.ledger import Ledger
from placette.engine.pages.searched import Searched, SearchedYear
from placette.features.search.entries import IndexEntry, entries_of, fullest, room_for
from placette.features.search.facets import facts_of
from placette.features.search.kept import KeptYear
from placette.features.search.naming import page_file


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
