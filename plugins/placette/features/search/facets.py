"""What results are filtered by: kind, category, commune, year. One file a year, fetched when there are results."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from placette.engine.base.files import digest
from placette.engine.pages.searched import SearchedKind
from placette.features.search.contents import compact
from placette.features.search.entries import IndexEntry
from placette.features.search.naming import FACETS, year_file
from placette.features.search.putting import PutFile

_NONE = -1


class YearFacts(NamedTuple):
    """What the index must know of a year whose pages are as they were; ``faces`` is a digest of what its file says."""

    pages: int
    kinds: tuple[SearchedKind, ...]
    langs: tuple[str, ...]
    categories: tuple[str, ...]
    communes: tuple[str, ...]
    faces: str


def facts_of(entries: Sequence[IndexEntry]) -> YearFacts:
    """The facts of the pages of a year."""
    pages = [entry.page for entry in entries]
    return YearFacts(
        len(pages),
        tuple(sorted({page.kind for page in pages})),
        tuple(sorted({page.lang for page in pages})),
        tuple(sorted({page.category for page in pages if page.category})),
        tuple(sorted({name for page in pages for name in page.communes})),
        digest("\n".join(map(_face, entries)).encode("utf-8", "replace")),
    )


def kinds_of(years: Mapping[str, YearFacts]) -> list[SearchedKind]:
    """The kinds of all pages, in the order of their groups."""
    return sorted({kind for facts in years.values() for kind in facts.kinds}, key=lambda kind: (kind.order, kind.key))


def facet_files(
    years: Mapping[str, YearFacts], entries_of: Callable[[str], Sequence[IndexEntry]]
) -> dict[str, PutFile]:
    """The files of the facets, by name; ``entries_of`` gives the pages of a year, if its file has to be made."""
    kinds = [kind.key for kind in kinds_of(years)]
    categories = sorted({name for facts in years.values() for name in facts.categories})
    communes = sorted({name for facts in years.values() for name in facts.communes})
    lists = compact({"kinds": kinds, "categories": categories, "communes": communes})
    files = {FACETS: PutFile(digest(lists), lambda: lists)}
    places = [{name: place for place, name in enumerate(names)} for names in (kinds, categories, communes)]
    for year, facts in years.items():
        files[year_file(year)] = PutFile(digest(lists, facts.faces.encode()), partial(_year, year, entries_of, places))
    return files


def _face(entry: IndexEntry) -> str:
    """All that a page is filtered by."""
    page = entry.page
    communes = "\t".join(page.communes)
    return f"{entry.number}\t{page.kind.key}\t{page.category}\t{communes}"


def _year(year: str, entries_of: Callable[[str], Sequence[IndexEntry]], places: Sequence[Mapping[str, int]]) -> bytes:
    return compact(_columns(entries_of(year), *places))


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
