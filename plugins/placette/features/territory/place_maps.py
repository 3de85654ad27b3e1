"""The map of a place, or of the whole territory: pins that are links, names for orientation."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from placette.engine.base.geography import Outline, Point, simplify
from placette.engine.rendering.addresses import FileAddress
from placette.engine.rendering.features import Lookup, Request, Site
from placette.engine.rendering.lists import FeedContent
from placette.engine.rendering.views import PlaceView
from placette.features.posts import Article, article_of, points_of, published
from placette.features.territory import frames, maps, views
from placette.features.territory.areas import WindowContent, chosen_id, cluster_id, list_id

NARROW = 360
"""Units across the map of a phone, which takes the whole screen: hardly any has fewer pixels, so 44 units are 44."""
_FACTOR = NARROW / frames.WIDTH
LEAST_PLACES = 3
"""Places that a map names at the least: one of fewer tells less than the words beside it."""
_LISTED = 12
"""Communes that share a pill and are listed for it alone: more are in the list of their département, below the map."""

Counts = Mapping[str, tuple[PlaceView, int]]
"""The communes that a map names, by code, and how many posts are about each."""


def spots_on(window: WindowContent, site: Site) -> list[maps.PinSpot]:
    """Return the communes that a map names and leads to, with their places on it: only those with a known place."""
    extent = maps.extent_of(window.area, site)
    if not extent:
        return []
    spots = (_spot(place, count, extent.points.get(place.code), extent.frame, site) for place, count in window.pinned)
    return [spot for spot in spots if spot]


def place_map(window: WindowContent, label: str, site: Site) -> views.PlaceMapView | None:
    """Return a map with its places; None for one that would name fewer than three."""
    terrain = maps.terrain_of(window.area, site)
    if not terrain:
        return None
    spots, contours = spots_on(window, site), site.build.communes.contours
    wide, narrow = (_sheet(size, spots, terrain, window, site) for size in (frames.WIDTH, NARROW))
    if len(spots) + len(wide[0].names) * bool(window.area) < LEAST_PLACES:
        return None
    labelled = [place.code for place, _ in window.pinned if place.code != window.here]
    return views.PlaceMapView(
        label=label,
        area=terrain.area,
        written=terrain.frame.joined(contours.edges(labelled), contours),
        borders=terrain.borders,
        parting=terrain.parting,
        around=terrain.around,
        here=terrain.frame.joined(contours.edges((window.here,)), contours),
        wide=wide[0],
        narrow=narrow[0],
        factor=round(_FACTOR, 4),
        clusters=(*wide[1], *narrow[1]),
    )


def _sheet(
    size: int, spots: list[maps.PinSpot], terrain: maps.Terrain, window: WindowContent, site: Site
) -> tuple[views.SheetView, list[views.ClusterView]]:
    """Return the content of the map at a size, and the communes that share a pill there."""
    height = round(terrain.frame.height * size / frames.WIDTH)
    pins = _pins(size, height, spots, window, site)
    counts = {place.code: (place, count) for place, count in window.pinned}
    pin_views = tuple(_pin_view(pin, counts, size, window, site) for pin in pins)
    quiet = _quiet(terrain, pins, size, window, site)
    shared = [pin for pin in pins if not window.area and 0 < len(pin.spot.others) < _LISTED]
    return views.SheetView(size, height, pin_views, quiet), [_cluster(pin, counts, size) for pin in shared]


def _pins(size: int, height: int, spots: list[maps.PinSpot], window: WindowContent, site: Site) -> list[maps.Pin]:
    """Return the pins of a map: laid out once for all pages of its area, but for the place of the page."""
    if not spots:
        return []
    factor = size / frames.WIDTH
    laid = site.kept.setdefault("pins", {})
    key = (window.area, size, bool(window.here))
    if key not in laid:
        moved = [replace(spot, x=round(spot.x * factor, 1), y=round(spot.y * factor, 1)) for spot in spots]
        laid[key] = moved, maps.place_pins(moved, size, height)
    moved, pins = laid[key]
    return maps.named_after(window.here, moved, pins, size, height)


def _quiet(
    terrain: maps.Terrain, pins: list[maps.Pin], size: int, window: WindowContent, site: Site
) -> tuple[views.NameView, ...]:
    """Return the names between the pins: found once for all maps of an area whose pins are the same."""
    quiet_words = site.kept.setdefault("quiet words", {})
    key = (window.area, size, tuple((pin.box, pin.leader) for pin in pins))
    if key not in quiet_words:
        pinned, communes = {place.code for place, _ in window.pinned}, site.build.communes.by_code
        members = {code: communes[code] for code in terrain.points if code not in pinned} if window.area else {}
        quiet_words[key] = maps.quiet_words(terrain, pins, size, members, site.build.communes.contours)
    names: tuple[views.NameView, ...] = quiet_words[key]
    return names


def _spot(place: PlaceView, count: int, point: Point | None, frame: frames.Frame, site: Site) -> maps.PinSpot | None:
    at = frame.place(point) if point else None
    size = site.build.communes.by_code[place.code].population
    return maps.PinSpot(place.code, *at, place.name, count, size) if at else None


def _cluster(pin: maps.Pin, counts: Counts, size: int) -> views.ClusterView:
    codes = (pin.spot.code, *pin.spot.others)
    return views.ClusterView(cluster_id(pin.spot.code, size), pin.spot.name, tuple(counts[code] for code in codes))


def _shared_url(pin: maps.Pin, size: int, window: WindowContent, site: Site) -> str:
    """Return the target of a pin for several communes: a list that has them all, or most of them."""
    if window.area:
        return window.list_url
    if len(pin.spot.others) < _LISTED:
        return f"#{cluster_id(pin.spot.code, size)}"
    communes = site.build.communes.by_code
    departments = Counter(communes[code].department_code for code in (pin.spot.code, *pin.spot.others))
    return f"#{list_id(departments.most_common(1)[0][0])}"


def _pin_view(pin: maps.Pin, counts: Counts, size: int, window: WindowContent, site: Site) -> views.PinView:
    place, number = counts[pin.spot.code]
    here, more = place.code == window.here, len(pin.spot.others)
    url = place.url if window.area else f"#{chosen_id(place.code)}"
    if more:
        others = site.words.ngettext("{number} more commune", "{number} more communes", more)
        label, url = f"{pin.name} {pin.badge}, {others.format(number=more)}", _shared_url(pin, size, window, site)
    elif number:
        posts = site.words.ngettext("%(num)s post", "%(num)s posts", number) % {"num": number}
        label = f"{pin.name} {posts}"
    else:
        label = pin.name
    left, top, right, bottom = pin.box
    return views.PinView(
        "" if here and not more else url,
        label,
        pin.spot.x,
        pin.spot.y,
        left,
        top,
        round(right - left, 1),
        round(bottom - top, 1),
        pin.name,
        round(pin.text_x + maps.text_width(pin.name) / 2, 1),
        pin.badge,
        pin.badge_x,
        pin.leader,
        here,
    )


_NAME, _AREA = 14.0, 11.5  # height of the letters of a commune, and of an area
DOT, _GAP = 5.0, 4.0  # radius of a point, and the gap between it and its name
_AREAS, _NAMED = 8, 3  # a territory of more parts has only those of the post named; the most communes that are named


class _Ground(NamedTuple):
    """The common part of all posts about the same areas: their paths, and where words may be in each area."""

    land: str
    own: str
    areas: tuple[tuple[str, tuple[Point, ...]], ...]


def locator_map_of(article: Article, site: Site) -> views.LocatorMapView | None:
    """Return the locator map of a post, or None without a known shape or point, or for a single commune."""
    spot, locators = article.spot, site.kept.setdefault("locators", {})
    key = (article.communes, spot.name, spot.point) if spot else article.communes
    if key not in locators:
        locators[key] = _drawn(article, site)
    view: views.LocatorMapView | None = locators[key]
    return view


def _drawn(article: Article, site: Site) -> views.LocatorMapView | None:
    index = site.build.communes
    atlas = frames.atlas_of(site) if len(index.by_code) > 1 else None
    if not atlas:
        return None
    sheet = atlas.sheet(frames.BESIDE)
    dots = [(name, at) for name, point in _points(article, site) if (at := sheet.place(point))]
    if not dots:
        return None
    codes = {atlas.part_of.get(code) for code in article.communes}
    drawn_codes = tuple(code for code in sheet.paths if code in codes)
    grounds = index.kept.setdefault("grounds", {})
    if drawn_codes not in grounds:
        grounds[drawn_codes] = _ground(drawn_codes, sheet, atlas, site)
    ground: _Ground = grounds[drawn_codes]
    names = tuple(_names(dots, ground, sheet))
    return views.LocatorMapView(sheet.width, sheet.height, ground.land, ground.own, tuple(at for _, at in dots), names)


def _points(article: Article, site: Site) -> Iterator[tuple[str, Point]]:
    """Yield the named points: the place of the post, or else its communes."""
    communes, spot = site.build.communes.by_code, article.spot
    if spot and spot.point:
        yield communes[article.communes[0]].name if len(article.communes) == 1 else spot.name, spot.point
        return
    for code in article.communes:
        if point := communes[code].point:
            yield communes[code].name, point


def _ground(own: tuple[str, ...], sheet: frames.Sheet, atlas: frames.Atlas, site: Site) -> _Ground:
    index = site.build.communes
    areas = {**index.epcis, **index.departments}
    codes_shown = [*own, *(code for code in sheet.paths if code not in own and len(sheet.paths) <= _AREAS)]
    return _Ground(
        "".join(path for code, path in sheet.paths.items() if code not in own),
        "".join(sheet.paths[code] for code in own),
        tuple((areas[c].name, _room(areas[c].name, atlas.shapes[c], sheet)) for c in codes_shown if c in areas),
    )


def _room(name: str, outline: Outline, sheet: frames.Sheet) -> tuple[Point, ...]:
    """Return the free places for the name of an area in it, its middle first."""
    shape = tuple(simplify(tuple(map(sheet.spot, ring)), 1) for ring in outline if len(ring) > 2)
    half = maps.text_width(name, _AREA) / 2, _AREA * 0.6
    return tuple(frames.middles_of(shape, half, sheet.width, sheet.height)) if shape else ()


def _names(dots: list[tuple[str, Point]], ground: _Ground, sheet: frames.Sheet) -> Iterator[views.NameView]:
    """Yield the communes, then the areas where these leave them room; each round the middle of its baseline."""
    boxes = [_box(at, DOT, DOT) for _, at in dots]
    yield from names_beside([(name, at, DOT) for name, at in dots[:_NAMED]], sheet.width, sheet.height, boxes)
    for name, room in ground.areas:
        half = maps.text_width(name, _AREA) / 2
        for at in room:
            box = _box(at, half, _AREA * 0.6)
            if frames.is_free(box, boxes):
                boxes.append(box)
                yield views.NameView("area", round(at[0], 1), round(at[1] + _AREA * 0.35, 1), name)
                break


def names_beside(
    dots: Iterable[tuple[str, Point, float]],
    width: float,
    height: float,
    taken: list[frames.Box],
    letter: float = _NAME,
) -> Iterator[views.NameView]:
    """Yield the names of points, each with its radius, where there is room; their boxes are ``taken`` then."""
    for name, at, radius in dots:
        text = maps.cut_text(name, width - 4)
        half = maps.text_width(text, letter) / 2
        for x, y in _beside(at, half, radius, letter, width):
            box = _box((x, y), half, letter * 0.6)
            if frames.within(box, width, height) and frames.is_free(box, taken):
                taken.append(box)
                yield views.NameView("here", round(x, 1), round(y + letter * 0.35, 1), text)
                break


def _beside(at: Point, half: float, radius: float, letter: float, width: float) -> Iterator[Point]:
    """Yield the middle of a name above a point, below, to the right, to the left; pushed inwards at an edge."""
    x, y = at
    off = radius + _GAP + half
    inside = min(max(x, half + 1), width - half - 1)
    yield from (
        (inside, y - radius - _GAP - letter / 2),
        (inside, y + radius + _GAP + letter / 2),
        (x + off, y),
        (x - off, y),
    )


def _box(middle: Point, half: float, tall: float) -> frames.Box:
    return middle[0] - half, middle[1] - tall, middle[0] + half, middle[1] + tall


GEOJSON_FILE = FileAddress("POSTS_GEOJSON_URL")
GEOJSON = "geojson"  # the kind of request
FEATURES = 50  # posts in a file, one a feature; 18 kB


def geojson_requests(site: Site) -> Iterator[Request]:
    """Yield the file of the newest posts, and those of older ones, each of which the one before leads to.

    They are numbered from the oldest, so that a new post changes the first alone, which has up to half more.
    """
    name, paths = site.addresses.file(GEOJSON_FILE), [article.path for article in published(site)]
    count, end = max(1, (len(paths) + FEATURES // 2) // FEATURES), len(paths)
    files = [name.replace(".", f"-{number}.") for number in range(1, count)]
    for number, file in enumerate([*files, name] if name else (), 1):
        start = 0 if file == name else end - number * FEATURES
        texts = tuple(paths[start : end - (number - 1) * FEATURES])
        yield Request(GEOJSON, file, file, FeedContent("", texts, files[number - 2] if number > 1 else ""))


def write_geojson(_request: Request, content: FeedContent, look: Lookup) -> str:
    """Return the posts as features, newest first; one whose place isn't known has no geometry.

    The link to what follows is that of OGC API – Features.
    """
    features = [_feature(article_of(path, look), look) for path in content.texts]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    link = {"rel": "next", "href": look.site.absolute(content.page), "type": "application/geo+json"}
    links = f'"links": [{json.dumps(link)}], ' if content.page else ""
    return f'{{"type": "FeatureCollection", {links}"features": [\n{lines}\n]}}\n'


def _feature(article: Article, look: Lookup) -> dict[str, Any]:
    site = look.site
    communes = [site.build.communes.by_code[code] for code in article.communes]
    values = {
        "title": article.title,
        "url": site.absolute(article.url),
        "date": article.date.isoformat(),
        "language": article.lang,
        "category": article.category.name,
        "authors": [person.name for person in look.people(article.authors)],
        "communes": [{"insee": commune.code, "name": commune.name} for commune in communes],
        "place": article.spot.name if article.spot else "",
    }
    properties = {name: value for name, value in values.items() if value}
    return {"type": "Feature", "geometry": _geometry(points_of(article, site)), "properties": properties}


def _geometry(points: list[Point]) -> dict[str, Any] | None:
    """Return points as GeoJSON, where longitude comes first."""
    turned = [[lon, lat] for lat, lon in points]
    if not turned:
        return None
    kind, place = ("Point", turned[0]) if len(turned) == 1 else ("MultiPoint", turned)
    return {"type": kind, "coordinates": place}
