"""Search: an index made in the build, read by a script; without script, an index as in a book."""

from __future__ import annotations

from placette.engine.pages.features import Feature, PageKind
from placette.engine.pages.ports import SEARCH
from placette.features.search.access import access_of
from placette.features.search.page import SEARCH_ADDRESS, SEARCH_PAGE, compose_search
from placette.features.search.writing import write_search

__all__ = ["FEATURE", "register"]

FEATURE = Feature(
    name="search",
    order=185,
    addresses=(SEARCH_ADDRESS,),
    pages=(PageKind("search", compose_search, "SearchResultsPage"),),
    singles=(SEARCH_PAGE,),
    offers={SEARCH: access_of},
    files=write_search,
)
register = FEATURE.register
