"""The theme's contract for places: maps, locators, neighbours. Rules: ``engine/rendering/views.py``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from placette.engine.rendering.site import SlotsView
from placette.engine.rendering.views import (
    CardView,
    HeadView,
    LinkView,
    OutsideView,
    PaginationView,
    PersonView,
    PlaceView,
    TermView,
)


class PinView(NamedTuple):
    """A place on a map: its point, the pill with its name, a line between them where the point isn't in the pill.

    ``name_x`` is the middle of the name. ``badge`` counts posts or, after a ``+``, further communes;
    ``label`` is its full text.
    """

    url: str
    label: str
    x: float
    y: float
    left: float
    top: float
    width: float
    height: float
    name: str
    name_x: float
    badge: str
    badge_x: float
    leader: tuple[float, ...]
    here: bool = False  # whether the page is about this place


class NameView(NamedTuple):
    """Words on a map, round the middle of them: of a département, or of a commune without a page."""

    kind: str
    x: float
    y: float
    text: str


class SheetView(NamedTuple):
    """The content of a map of that size: pins and names."""

    width: int
    height: int
    pins: tuple[PinView, ...]
    names: tuple[NameView, ...]


class ClusterView(NamedTuple):
    """Communes that share a pill for want of room: its address on the page, the first one's name, all of them."""

    id: str
    name: str
    places: tuple[tuple[PlaceView, int], ...]


class PlaceMapView(NamedTuple):
    """A part of the territory, for wide screens and for phones: paths in the units of the wide one.

    ``factor`` makes of these units those of the narrow one. Drawn one over the other: the borders ``around`` the area,
    the ``area`` itself, what is ``written`` about in it, its ``borders``, those ``parting`` its départements, ``here``.
    """

    label: str
    area: tuple[str, ...]
    written: str
    borders: str
    parting: str
    around: str
    here: str
    wide: SheetView
    narrow: SheetView
    factor: float
    clusters: tuple[ClusterView, ...] = ()


class DrawingView(NamedTuple):
    """The territory: its size and the paths of its shapes in the drawing's own units, communes on it and their names.

    A commune is a point from the left, from the top, and its radius.
    """

    width: int
    height: int
    paths: tuple[str, ...]
    dots: tuple[tuple[float, float, float], ...]
    names: tuple[NameView, ...]


class LocatorMapView(NamedTuple):
    """The territory beside a post: paths of the post's areas and of the rest, points, names.

    Names are of the kind ``here``, or ``area`` for the areas of the communes and those around.
    """

    width: int
    height: int
    land: str
    own: str
    dots: tuple[tuple[float, float], ...]
    names: tuple[NameView, ...]


@dataclass(frozen=True, slots=True)
class ChosenView:
    """A commune of the map with its newest post, and the newest text about it on another site; it has one of them.

    ``id`` is its address on the page.
    """

    id: str
    place: PlaceView
    department: str
    count: int
    latest: CardView | None
    elsewhere: OutsideView | None = None


class HallView(NamedTuple):
    """The town hall of a commune: its address in one line, its telephone, its site (as links), and who says so."""

    address: str
    links: tuple[LinkView, ...]
    source: str


class AroundView(NamedTuple):
    """The surroundings of a place: its map, facts, its areas and parts, its communes with a page.

    ``heading`` is that of the next ones.
    """

    map: PlaceMapView | None
    facts: str
    areas: tuple[LinkView, ...]
    communes: tuple[tuple[PlaceView, int], ...]
    heading: str
    neighbours: tuple[tuple[PlaceView, int], ...]
    parts: tuple[LinkView, ...] = ()
    parts_heading: str = ""
    hall: HallView | None = None


class PlaceGroupView(NamedTuple):
    """A département: its page or nothing, its intercommunalités and communes with a page.

    ``id`` is the address of its list on the page, ``sentence`` replaces a list of very many communes.
    """

    label: str
    url: str
    epcis: tuple[TermView, ...]
    communes: tuple[tuple[PlaceView, int], ...]
    id: str = ""
    sentence: str = ""


class PlacesView(NamedTuple):
    """Every place that has something, by département."""

    head: HeadView
    title: str
    introduction: str
    groups: tuple[PlaceGroupView, ...]


class NearPlaceView(NamedTuple):
    """A commune on the home page: how many posts are about it, and the newest."""

    place: PlaceView
    posts: int
    latest: CardView


class NearView(NamedTuple):
    """The home page's way to the places of the territory, on a map where its shape is known."""

    places: tuple[NearPlaceView, ...]
    drawing: DrawingView | None
    communes_url: str
    map_url: str


class SpotView(NamedTuple):
    """Where a post takes place: communes, a place with coordinates or without, a drawing with names where one is shown.

    ``map_url`` is the address of the map, or nothing.
    """

    places: tuple[PlaceView, ...]
    spot: str
    coordinates: str
    map_url: str
    drawing: LocatorMapView | None = None


class CommuneView(NamedTuple):
    """The page of a commune, an intercommunalité or a département: its posts, its people, its surroundings."""

    head: HeadView
    kind: str  # «Département», «Intercommunalité»; nothing for a commune
    title: str
    sentence: str
    written: str  # the heading of its posts: «Écrit au Puy-en-Velay»
    write_label: str
    cards: tuple[CardView, ...]
    pagination: PaginationView
    people: tuple[PersonView, ...]
    around: AroundView
    communes_url: str
    subscribe: str  # the subject of its feeds: «Recevoir les prochains textes sur Le Puy-en-Velay»
    feeds: tuple[LinkView, ...]
    slots: SlotsView


class MapView(NamedTuple):
    """The map, the newest post of each commune on it, and the same as a list: communes by département, or these."""

    head: HeadView
    title: str
    introduction: str
    map: PlaceMapView | None
    chosen: tuple[ChosenView, ...]
    groups: tuple[PlaceGroupView, ...]
    unplaced: tuple[PlaceView, ...]  # those in the list alone, for their place is unknown
    data_url: str  # the posts as GeoJSON, or empty
