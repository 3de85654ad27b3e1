"""Communes and what they are part of: their pages, the map, what lies around."""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.translation import N_
from placette.engine.library.kinds import Commune
from placette.engine.pages.entries import RIVERS, Subject
from placette.engine.pages.features import Feature, FileKind, PageKind, Request, SharedKind, Slot
from placette.engine.pages.lists import MOVED, Single, compose_moved
from placette.engine.pages.site import COMMUNE, Site, places_pattern
from placette.features.posts import of_communes
from placette.features.territory.areas import (
    AREA_FEEDS,
    AREA_PAGES,
    COMMUNE_FEED,
    COMMUNE_PAGES,
    COMMUNES,
    DEPARTMENT_LISTS,
    EPCI_LISTS,
    MAP_PAGE,
    former_feeds,
    map_content,
    moved_requests,
    places_content,
    refuse_wrong_map,
    shown_communes,
)
from placette.features.territory.place_maps import (
    GEOJSON,
    GEOJSON_FILE,
    geojson_requests,
    has_locator,
    locator_view,
    rivers_of,
    write_geojson,
)
from placette.features.territory.place_pages import (
    compose_commune,
    compose_map,
    compose_places,
    has_place,
    near_content,
    near_view,
    searched_places,
    spot_view,
)

__all__ = ["FEATURE", "register"]


def _requests(site: Site) -> Iterator[Request]:
    yield from moved_requests(site)
    yield from former_feeds(site)
    yield from geojson_requests(site)


def _places(site: Site) -> int:
    return len(shown_communes(site)) if places_pattern(site) else 0


def _subject(commune: Commune, _desk: Site) -> Subject:
    return Subject(commune.code, commune.name, commune.department)


def _carded(site: Site) -> Iterator[Commune]:
    return (site.build.communes.by_code[code] for code in shown_communes(site) if site.addresses[COMMUNE])


FEATURE = Feature(
    name="territory",
    order=30,
    addresses=(COMMUNE, COMMUNE_FEED, COMMUNES, MAP_PAGE, *AREA_PAGES.values(), *AREA_FEEDS.values(), GEOJSON_FILE),
    pages=(
        PageKind("commune", compose_commune, above=COMMUNES, places=("after", "below")),
        PageKind("communes", compose_places),
        PageKind("map", compose_map),
        PageKind(MOVED, compose_moved, "WebPage"),
        FileKind(GEOJSON, write_geojson),
    ),
    collections=(COMMUNE_PAGES, EPCI_LISTS, DEPARTMENT_LISTS),
    singles=(
        Single(COMMUNES, "communes", places_content, N_("Communes"), 50, 50, entries=_places, frame="communes"),
        Single(
            *(MAP_PAGE, "map", map_content, N_("The map"), 80, 90),
            entries=lambda site: len(of_communes(site)),
            frame="map",
        ),
    ),
    requests=_requests,
    slots=(
        Slot("article", "aside", "spot", "spot", has_place, spot_view),
        *(Slot(page, "aside", "locator", "where", has_locator, locator_view) for page in ("event", "walk")),
        Slot("index", "beside", "near", "near", near_content, near_view),
    ),
    offers={RIVERS: rivers_of},
    shared=(SharedKind(Commune, subject=_subject, carded=_carded),),
    check=refuse_wrong_map,
    searched=searched_places,
)
register = FEATURE.register
