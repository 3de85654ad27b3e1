"""What results are filtered by: kind, category, commune, year. One file a year, fetched when there are results."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise

from placette.engine.base.files import digest
from placette.features.search.contents import compact
from placette.features.search.entries import IndexEntry
from placette.features.search.naming import FACETS, year_file
from placette.features.search.putting import PutFile

UNDATED = "0"
"""The year of pages without a date."""
_NONE = -1


def year_of(entry: IndexEntry) -> str:
    """The year of a page."""
    return f"{entry.page.date.year}" if entry.page.date else UNDATED


def by_year(entries: Iterable[IndexEntry]) -> dict[str, list[IndexEntry]]:
    """The pages of each year, in the order of years; those without a date come first."""
    found: defaultdict[str, list[IndexEntry]] = defaultdict(list)
    for entry in entries:
        found[year_of(entry)].append(entry)
    return dict(sorted(found.items()))


def facet_files(years: Mapping[str, Sequence[IndexEntry]], kinds: Sequence[str]) -> dict[str, PutFile]:
    """The files of the facets, by name; ``kinds`` are the keys of all kinds, in order."""
    pages = [entry.page for entries in years.values() for entry in entries]
    categories = sorted({page.category for page in pages if page.category})
    communes = sorted({name for page in pages for name in page.communes})
    lists = compact({"kinds": kinds, "categories": categories, "communes": communes})
    files = {FACETS: PutFile(digest(lists), lambda: lists)}
    places = [{name: place for place, name in enumerate(names)} for names in (kinds, categories, communes)]
    for year, entries in years.items():
        key = digest(lists, "\n".join(map(_face, entries)).encode("utf-8", "replace"))
        files[year_file(year)] = PutFile(key, partial(_year, entries, places))
    return files


def _face(entry: IndexEntry) -> str:
    """All that a page is filtered by."""
    page = entry.page
    communes = "\t".join(page.communes)
    return f"{entry.number}\t{page.kind.key}\t{page.category}\t{communes}"


def _year(entries: Sequence[IndexEntry], places: Sequence[Mapping[str, int]]) -> bytes:
    return compact(_columns(entries, *places))


def _columns(
    entries: Sequence[IndexEntry], kinds: Mapping[str, int], categories: Mapping[str, int], communes: Mapping[str, int]
) -> dict[str, list[object]]:
    """The pages of a year as columns: differences of numbers, kinds, categories, communes."""
    numbers = [0, *(entry.number for entry in entries)]
    return {
        "n": [after - before for before, after in pairwise(numbers)],
        "k": [kinds[entry.page.kind.key] for entry in entries],
        "c": [categories.get(entry.page.category, _NONE) for entry in entries],
        "m": [_one_or_many([communes[name] for name in entry.page.communes]) for entry in entries],
    }


def _one_or_many(found: list[int]) -> int | list[int]:
    return found if len(found) > 1 else next(iter(found), _NONE)
