"""Walks: places in order, the way between them, files for devices."""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.translation import N_
from placette.engine.pages.desk import Desk, as_planned
from placette.engine.pages.features import Feature, PageKind, Slot
from placette.engine.pages.searched import Searched, SearchedKind, searched_text
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
    walk_marks,
    walk_requests,
    walk_sections,
    walks,
    walks_above,
    walks_through,
    write_gpx,
)
from placette.features.walks.walk import WALK, Walk

__all__ = ["FEATURE", "register"]


def _placed(desk: Desk) -> Iterator[str]:
    return (code for walk in walks(desk).values() for code in walk.communes)


_SEARCHED = SearchedKind("walk", N_("Walk"), N_("Walks"), 50)


def _searched(desk: Desk) -> Iterator[Searched]:
    for walk in walks(desk).values():
        steps = filter(None, (step.name for step in walk.steps))
        yield searched_text(
            _SEARCHED, walk, desk, date=walk.date, communes=walk.communes, authors=walk.authors, also=steps
        )


FEATURE = Feature(
    name="walks",
    order=90,
    kinds=(WALK,),
    addresses=(WALK_PAGE, WALK_LEAFLET, WALKS, WALK_GPX),
    pages=(
        PageKind("walk", compose_walk, "WebPage", above=walks_above, places=("aside", "foot")),
        PageKind(LEAFLET, compose_leaflet, "WebPage", above=walks_above),
    ),
    singles=(WALK_LIST,),
    requests=walk_requests,
    writers={GPX: write_gpx},
    slots=(Slot("commune", "below", "terms", "term_section", walks_through, as_planned, first=True),),
    marks=walk_marks,
    placed=_placed,
    listed=walk_listings,
    sections=walk_sections,
    described={Walk: describe_walk},
    invites=(WALK_LIST,),
    searched=_searched,
)
register = FEATURE.register
