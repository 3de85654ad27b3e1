"""From requests to views of places: communes and what they are part of, the index of all, the map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import sqrt

from placette.engine.base.geography import Point
from placette.engine.base.message import N_
from placette.engine.pages.contents import AroundContent, MapContent, MovedContent, PlacesContent
from placette.engine.pages.desk import Desk
from placette.engine.pages.heads import head_of
from placette.engine.pages.lookup import Lookup, places_of
from placette.engine.pages.requests import Request
from placette.engine.pages.views import PlaceView
from placette.features.posts.article import Article
from placette.features.territory.atlas import INSET, LOCATOR, MAP
from placette.features.territory.labels import Mark, place_labels
from placette.features.territory.views import (
    AroundView,
    DotView,
    DrawingView,
    LocatorView,
    MapView,
    MovedView,
    NeighbourView,
    PlacesView,
    WhereView,
)

_DRAWN = 250
"""Communes on the map, those of which most is told: more would weigh more than the page may, and hide each other."""
_LEAST, _STEP, _MOST = 4.0, 1.5, 13.0
"""The radius of a commune on the map: for one post, for each root of a post more, at the most."""

Counted = tuple[tuple[PlaceView, int], ...]
Told = tuple[tuple[str, Point], ...]


def where_view(article: Article, desk: Desk) -> WhereView | None:
    """Where a post takes place; None for one that names no place."""
    if not article.communes and not article.spot:
        return None
    point = article.spot.point if article.spot else None
    known = desk.build.communes.by_code
    points = [point] if point else [p for code in article.communes if (p := known[code].point)]
    locator = _locator(points, desk, LOCATOR)
    spot = article.spot.name if article.spot else ""
    return WhereView(locator, places_of(article.communes, desk), spot, _coordinates(point, desk) if point else "")


def around_view(content: AroundContent, look: Lookup) -> AroundView:
    """What surrounds a place."""
    return AroundView(
        facts=content.facts,
        locator=_locator(content.points, look.desk, INSET, content.shape),
        areas=content.areas,
        communes=content.communes,
        heading=content.heading,
        neighbours=tuple(NeighbourView(place, look.card(path) if path else None) for place, path in content.neighbours),
    )


def places_view(request: Request, content: PlacesContent, look: Lookup) -> PlacesView:
    """The index of every place that has something."""
    head = head_of(request, content.title, content.introduction, look)
    return PlacesView(head, content.title, content.introduction, content.groups)


def map_view(request: Request, content: MapContent, look: Lookup) -> MapView:
    """The page of the map."""
    drawing = drawing_of(content.places, content.told, look.desk, MAP)
    head = head_of(request, content.title, content.introduction, look)
    left = len(content.places) - len(drawing.dots if drawing else ())
    data = str(look.desk.urls.settings.get("POSTS_GEOJSON_SAVE_AS") or "")
    url = look.desk.build.base + data if data else ""
    return MapView(head, content.title, content.introduction, drawing, content.places, left, url)


def moved_view(request: Request, content: MovedContent, look: Lookup) -> MovedView:
    """The page at an address that moved: machines are told the new one alone."""
    head = head_of(request, content.title, content.title, look, robots="noindex")
    address = look.desk.urls.absolute(content.url.removeprefix(look.desk.build.base))
    return MovedView(head._replace(canonical_url=address), content.title, content.url, content.label)


def drawing_of(places: Counted, told: Told, desk: Desk, size: int) -> DrawingView | None:
    """The territory with the communes that most is told of, named if it is large; None where its shape isn't known.

    ``told`` are the points that the reference doesn't know.
    """
    if not desk.atlas:
        return None
    sheet, points = desk.atlas.sheets[size], {**desk.atlas.known, **dict(told)}
    weighty = sorted(places, key=lambda pair: -pair[1])  # those with as many stay in the order of their names
    places_on = ((place, count, points.get(place.code)) for place, count in weighty)
    drawn = [(at, place, count) for place, count, point in places_on if point and (at := sheet.place(point))]
    dots = [DotView(*at, _radius(count, size), place, count) for at, place, count in drawn[:_DRAWN]]
    paths = tuple(path for path in sheet.paths.values() if path)
    return DrawingView(sheet.width, sheet.height, paths, tuple(_named(dots, sheet.height, sheet.width)))


def _named(dots: list[DotView], height: int, width: int) -> Iterable[DotView]:
    """The dots of a large drawing with their names where there is room."""
    if max(height, width) < MAP:
        return dots
    marks = [Mark(dot.x, dot.y, dot.radius, dot.place.name) for dot in dots]
    labels = place_labels(marks, width, height)
    return (
        replace(dot, label_x=label.x, label_y=label.y, anchor=label.anchor) if label else dot
        for dot, label in zip(dots, labels, strict=True)
    )


def _radius(count: int, size: int) -> float:
    radius = min(_LEAST + _STEP * (sqrt(max(count, 1)) - 1), _MOST)
    return round(radius if size == MAP else radius * 0.7, 1)


def _locator(points: Iterable[Point], desk: Desk, size: int, shape: str = "") -> LocatorView | None:
    """The territory with some points and a shape; None where nothing could be shown on it."""
    if not desk.atlas:
        return None
    sheet = desk.atlas.sheets[size]
    dots, own = tuple(filter(None, map(sheet.place, points))), sheet.paths.get(shape, "")
    return LocatorView(sheet.width, sheet.height, sheet.path, own, dots) if dots or own else None


def _coordinates(point: Point, desk: Desk) -> str:
    """«45,68° N, 3,02° E», as exact as the author wrote it."""
    lat, lon = (f"{abs(number):g}".replace(".", "," if desk.lang == "fr" else ".") for number in point)
    north = desk.say(N_("N")) if point[0] >= 0 else desk.say(N_("S"))
    east = desk.say(N_("E")) if point[1] >= 0 else desk.say(N_("W"))
    return f"{lat}° {north}, {lon}° {east}"
