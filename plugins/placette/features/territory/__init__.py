"""Communes and their areas: their pages, the map, their neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from math import sqrt

from placette.engine.base.dates import long_date
from placette.engine.base.geography import Point
from placette.engine.base.translation import N_
from placette.engine.content.communes import AreaKind, Commune
from placette.engine.content.kinds import SearchedKind
from placette.engine.rendering.entries import Searched, Writing, numbered
from placette.engine.rendering.features import Feature, FileKind, Lookup, PageKind, Request, Single, Site, Slot
from placette.engine.rendering.lists import MOVED, compose_moved, head_of, list_url
from placette.engine.rendering.searched import place_names
from placette.engine.rendering.site import COMMUNE, place_slug, places_of, places_pattern, slot_views
from placette.engine.rendering.views import LinkView
from placette.features.posts import Article, calendar_url, card_of, cards_of, feed_url, of_communes
from placette.features.territory import areas, views
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
    shown_communes,
)
from placette.features.territory.frames import MAP, atlas_of
from placette.features.territory.place_maps import (
    GEOJSON,
    GEOJSON_FILE,
    LEAST_PLACES,
    geojson_requests,
    locator_map_of,
    names_beside,
    place_map,
    spots_on,
    write_geojson,
)

__all__ = ["FEATURE", "register"]


_LEAST, _STEP, _MOST = 4.0, 1.5, 13.0
"""The radius of a commune on the map: for one post, for each root of a post more, at the most."""
_LETTER, _TRIED = 13.0, 40
"""Height of names on the home page's map; the most that are tried, which may cover points of less weight."""


def has_place(article: Article, _desk: Site) -> bool:
    """Return whether a post names a place."""
    return bool(article.communes or article.spot)


def spot_view(article: Article, _content: bool, look: Lookup) -> views.SpotView:
    """Return the place of a post, with the way to the map."""
    site, spot = look.site, article.spot
    coordinates = _coordinates(spot.point, site) if spot and spot.point else ""
    places, name = places_of(article.communes, site), spot.name if spot else ""
    return views.SpotView(places, name, coordinates, list_url(areas.MAP_PAGE, site), locator_map_of(article, site))


def _hall(code: str, site: Site) -> views.HallView | None:
    """Return the town hall of a commune, as far as it is known."""
    index = site.build.communes
    hall = index.halls.get(code)
    if not hall:
        return None
    commune, telephone = index.by_code[code], hall.telephone.replace(" ", "")
    codes = commune.postal_codes.split()
    town = f"{codes[0]} {commune.name}" if len(codes) == 1 else commune.name
    links = (
        LinkView(hall.telephone.replace(" ", "\u00a0"), f"tel:{telephone}"),
        LinkView(hall.site.partition("://")[2].removeprefix("www.").partition("/")[0], hall.site),
    )
    day = long_date(datetime.fromisoformat(index.halls_day), site.lang)
    source = site.say(N_("from the register of administrations, {day}")).format(day=day)
    return views.HallView(f"{hall.street}, {town}" if hall.street else town, tuple(x for x in links if x.label), source)


def _around(content: areas.AroundContent, label: str, look: Lookup) -> views.AroundView:
    """Return the surroundings of a place."""
    return views.AroundView(
        map=place_map(content.window, label, look.site) if content.window else None,
        facts=content.facts,
        areas=content.areas,
        parts=content.parts,
        parts_heading=look.site.say(N_("Intercommunalités")) if content.parts else "",
        communes=content.communes,
        hall=_hall(content.window.here, look.site) if content.window else None,
        heading=content.heading,
        neighbours=content.neighbours,
    )


def compose_commune(request: Request, content: areas.PlaceContent, look: Lookup) -> views.CommuneView:
    """Return one page of a commune, an intercommunalité or a département."""
    words, say = content.words, look.site.say
    title = numbered(words.name, content.pagination, say)
    feeds = (
        LinkView(say(N_("the web feed")), feed_url(request)),
        LinkView(say(N_("the agenda")), calendar_url(request)),
    )
    return views.CommuneView(
        head=head_of(request, title, words.description, look, content.commune),
        kind=words.kind,
        title=words.name,
        sentence=words.sentence,
        written=say(N_("Written in {place}")).format(place=words.at),
        write_label=say(N_("Write from {place}")).format(place=words.name)
        if content.commune
        else say(N_("Write from here")),
        cards=cards_of(content.articles, look),
        pagination=content.pagination,
        people=look.people(content.people),
        around=_around(content.around, words.name, look),
        communes_url=list_url(areas.COMMUNES, look.site),
        subscribe=say(N_("Receive the next texts about {place}")).format(place=words.the),
        feeds=tuple(feed for feed in feeds if feed.url),
        slots=slot_views(request, content.commune, look),
    )


def compose_places(request: Request, content: tuple[views.PlaceGroupView, ...], look: Lookup) -> views.PlacesView:
    """Return the index of every place that has something."""
    title, introduction = look.site.say(N_("Communes")), look.site.say(N_("The posts about each place."))
    return views.PlacesView(head_of(request, title, introduction, look), title, introduction, content)


def compose_map(request: Request, content: areas.MapContent, look: Lookup) -> views.MapView:
    """Return the page of the map."""
    site, newest, elsewhere = look.site, dict(content.newest), dict(content.elsewhere)
    title = site.say(N_("The map"))
    map_view = place_map(content.window, title, site)
    sentence = N_("Touch a name: its newest text opens.") if map_view else N_("Here are the places as a list.")
    introduction = site.say(sentence)
    placed = {spot.code for spot in spots_on(content.window, site)}
    linked = (
        Counter(pin.url for sheet in (map_view.wide, map_view.narrow) for pin in sheet.pins) if map_view else Counter()
    )
    rows = ((linked[f"#{areas.chosen_id(place.code)}"], place, count) for place, count in content.window.pinned)
    pins = sorted((row for row in rows if row[0]), key=lambda row: -row[0])  # the first is open: named on both sheets
    listed = [place for group in content.groups for place, _ in group.communes]
    communes = site.build.communes.by_code
    data = site.addresses.file(GEOJSON_FILE)
    return views.MapView(
        head=head_of(request, title, introduction, look),
        title=title,
        introduction=introduction,
        map=map_view,
        chosen=tuple(
            views.ChosenView(
                areas.chosen_id(place.code),
                place,
                communes[place.code].department,
                count,
                card_of(newest[place.code], look) if place.code in newest else None,
                elsewhere.get(place.code),
            )
            for _, place, count in pins
        ),
        groups=content.groups,
        unplaced=tuple(place for place in listed if map_view and place.code not in placed),
        data_url=site.base + data if data else "",
    )


def drawing_of(places: areas.Counted, site: Site) -> views.DrawingView | None:
    """Return the territory with the communes of most posts, named where there is room; None for fewer than three."""
    atlas = atlas_of(site)
    if not atlas:
        return None
    sheet, by_code = atlas.sheet(MAP), site.build.communes.by_code
    weighty = sorted(places, key=lambda pair: -pair[1])  # equals stay in the order of their names
    places_on = ((place, count, by_code[place.code].point) for place, count in weighty)
    spots = [
        (place.name, at, round(min(_LEAST + _STEP * (sqrt(max(count, 1)) - 1), _MOST), 1))
        for place, count, point in places_on
        if point and (at := sheet.place(point))
    ]
    if len(spots) < LEAST_PLACES:
        return None
    boxes = [(x - radius, y - radius, x + radius, y + radius) for _, (x, y), radius in spots[:_TRIED]]
    names = names_beside(spots[:_TRIED], sheet.width, sheet.height, boxes, _LETTER)
    paths, dots = (path for path in sheet.paths.values() if path), ((*at, radius) for _, at, radius in spots)
    return views.DrawingView(sheet.width, sheet.height, tuple(paths), tuple(dots), tuple(names))


def _coordinates(point: Point, site: Site) -> str:
    """Return «45,68° N, 3,02° E», as exact as the author wrote it."""
    lat, lon = (f"{abs(number):g}".replace(".", "," if site.lang == "fr" else ".") for number in point)
    north = site.say(N_("N")) if point[0] >= 0 else site.say(N_("S"))
    east = site.say(N_("E")) if point[1] >= 0 else site.say(N_("W"))
    return f"{lat}° {north}, {lon}° {east}"


_PLACES = 6  # communes that the home page names


def near_content(_about: None, site: Site) -> areas.NearContent | None:
    """Return the communes with most posts; None for fewer than two, where nothing is nearer."""
    posts = of_communes(site)
    if len(posts) < 2:
        return None
    most = tuple(
        sorted(areas.counted(posts, site), key=lambda pair: -pair[1])[:_PLACES]
    )  # as many: by name, as they come
    return areas.NearContent(most, tuple(posts[place.code][0] for place, _ in most))


def near_view(_about: None, content: areas.NearContent, look: Lookup) -> views.NearView:
    """Return the view of the surroundings."""
    site = look.site
    places = tuple(
        views.NearPlaceView(place, count, card_of(path, look))
        for (place, count), path in zip(content.places, content.newest, strict=True)
    )
    drawing = drawing_of(content.places, site)
    return views.NearView(places, drawing, list_url(areas.COMMUNES, site), list_url(areas.MAP_PAGE, site))


_PLACE = SearchedKind("place", N_("Locality"), N_("Places"), 20)


def searched_places(site: Site) -> Iterator[Searched]:
    """Yield the communes, intercommunalités and départements that have a page, none of which has a date."""
    address = site.addresses[COMMUNE]
    for commune in map(site.build.communes.by_code.__getitem__, areas.shown_communes(site) if address else ()):
        writing, url = partial(_commune, commune, site), address.path(place_slug(commune))
        yield Searched(_PLACE, url, commune.name, "", writing, site.lang, communes=(commune.name,))
    for kind in AreaKind:
        if pattern := areas.area_pattern(kind, site):
            for code in areas.areas_with(areas.shown_communes(site), kind, site):
                area = areas.areas_of(kind, site)[code]
                names, url = partial(Writing, names=(area.name,)), pattern.format(slug=areas.area_slug(area))
                yield Searched(_PLACE, url, areas.area_name(area), "", names, site.lang)


def _commune(commune: Commune, site: Site) -> Writing:
    pattern = site.say(N_("What residents, associations and services write {place}."))
    return Writing(
        summary=pattern.format(place=areas.at_place(commune.name, site.lang)),
        places=place_names(commune, site),
        subjects=(commune.postal_codes,),
        place=commune.department,
    )


def _requests(site: Site) -> Iterator[Request]:
    yield from moved_requests(site)
    yield from former_feeds(site)
    yield from geojson_requests(site)


def _places(site: Site) -> int:
    return len(shown_communes(site)) if places_pattern(site) else 0


def _mapped(site: Site) -> int:
    """Return how many places the map names."""
    return len(spots_on(site.once(map_content).window, site))


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
        Single(
            COMMUNES, "communes", places_content, N_("Communes"), 50, 50, entries=_places, least=2, frame="communes"
        ),
        Single(
            *(MAP_PAGE, "map", map_content, N_("The map"), 80, 90), entries=_mapped, least=LEAST_PLACES, frame="map"
        ),
    ),
    requests=_requests,
    slots=(
        Slot("article", "aside", "spot", "spot", has_place, spot_view),
        Slot("index", "beside", "near", "near", near_content, near_view),
    ),
    searched=searched_places,
)
register = FEATURE.register
