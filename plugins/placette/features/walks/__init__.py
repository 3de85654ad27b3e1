"""Walks: places in order, the way between them, files for devices."""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.translation import N_
from placette.engine.library.traits import SearchedKind
from placette.engine.pages.features import Feature, FileKind, PageKind, SharedKind, Slot
from placette.engine.pages.searched import Searched, searched_text
from placette.engine.pages.site import Site, as_planned
from placette.features.walks.pages import (
    GPX,
    LEAFLET,
    WALK_GPX,
    WALK_LEAFLET,
    WALK_LIST,
    WALK_PAGE,
    WALKS,
    compose_leaflet,
    compose_walk,
    describe_walk,
    walk_listings,
    walk_requests,
    walk_sections,
    walks_through,
    write_gpx,
)
from placette.features.walks.walk import WALK, Walk

__all__ = ["FEATURE", "register"]


_SEARCHED = SearchedKind("walk", N_("Walk"), N_("Walks"), 50)


def _searched(site: Site) -> Iterator[Searched]:
    for walk in site.texts(WALK).values():
        steps = filter(None, (step.name for step in walk.steps))
        yield searched_text(
            _SEARCHED, walk, site, date=walk.date, communes=walk.communes, authors=walk.authors, also=steps
        )


FEATURE = Feature(
    name="walks",
    order=90,
    kinds=(WALK,),
    addresses=(WALK_PAGE, WALK_LEAFLET, WALKS, WALK_GPX),
    pages=(
        PageKind("walk", compose_walk, "WebPage", above=WALKS, places=("aside", "foot")),
        PageKind(LEAFLET, compose_leaflet, "WebPage", above=WALKS),
        FileKind(GPX, write_gpx),
    ),
    singles=(WALK_LIST,),
    requests=walk_requests,
    slots=(Slot("commune", "below", "terms", "term_section", walks_through, as_planned, first=True),),
    listed=walk_listings,
    sections=walk_sections,
    shared=(SharedKind(Walk, describe_walk),),
    searched=_searched,
)
register = FEATURE.register
