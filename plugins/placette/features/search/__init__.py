"""Search: an index made in the build, read by a script; without script, an index as in a book."""

from __future__ import annotations

from placette.engine.base.translation import N_
from placette.engine.rendering.features import Feature, PageKind, Stored
from placette.engine.rendering.ports import Ports
from placette.features.search.index import write_search
from placette.features.search.page import (
    LETTER_ADDRESS,
    SEARCH_ADDRESS,
    SEARCH_PAGE,
    above_search,
    access_of,
    compose_search,
    configure,
    letter_requests,
)
from placette.features.search.words import SearchingSettings

__all__ = ["FEATURE", "SearchingSettings", "register"]

_STORED = Stored("placette-search-key", N_("That the key / does nothing, if you turn it off; turning it on erases it"))
FEATURE = Feature(
    name="search",
    order=185,
    addresses=(SEARCH_ADDRESS, LETTER_ADDRESS),
    configure=configure,
    pages=(PageKind("search", compose_search, "SearchResultsPage", above_search),),
    settings={"SEARCHING": SearchingSettings},
    singles=(SEARCH_PAGE,),
    requests=letter_requests,
    offers={Ports.SEARCH: access_of},
    files=write_search,
    stores=lambda site: [_STORED] if access_of(site) else [],
)
register = FEATURE.register
