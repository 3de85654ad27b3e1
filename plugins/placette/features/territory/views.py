"""The theme's contract for places: maps, locators, what lies around a place. Rules: ``engine/pages/views.py``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from placette.engine.pages.slots import SlotsView
from placette.engine.pages.views import CardView, HeadView, LinkView, PaginationView, PersonView, PlaceView, TermView
from placette.features.territory.map_views import NameView, PlaceMapView


@dataclass(frozen=True, slots=True)
class DotView:
    """A commune on a map: where its point lies, its radius, how many posts are about it, and where its name stands.

    ``anchor`` is SVG's ``text-anchor``, or empty where there is no room for the name.
    """

    x: float
    y: float
    radius: float
    place: PlaceView
    count: int
    label_x: float = 0
    label_y: float = 0
    anchor: str = ""


class DrawingView(NamedTuple):
    """The territory: its size and the paths of its shapes in the drawing's own units, and the communes on it."""

    width: int
    height: int
    paths: tuple[str, ...]
    dots: tuple[DotView, ...]


class LocatorView(NamedTuple):
    """A small drawing of the territory: one path, and points."""

    width: int
    height: int
    path: str
    dots: tuple[tuple[float, float], ...]


class WhereaboutsView(NamedTuple):
    """The territory beside a post: paths of what the post's communes are part of and of the rest, points, names.

    Names are of the kind ``here``, or ``area`` for what the communes are part of and what lies around.
    """

    width: int
    height: int
    land: str
    own: str
    dots: tuple[tuple[float, float], ...]
    names: tuple[NameView, ...]


class WhereView(NamedTuple):
    """Where a post takes place: on a small drawing, in its communes, at a place with coordinates or without."""

    locator: LocatorView | None
    places: tuple[PlaceView, ...]
    spot: str
    coordinates: str


@dataclass(frozen=True, slots=True)
class ChosenView:
    """A commune of the map with its newest post; ``id`` is its address on the page."""

    id: str
    place: PlaceView
    department: str
    count: int
    latest: CardView


class NeighbourView(NamedTuple):
    """A place nearby and the newest post about it."""

    place: PlaceView
    latest: CardView | None


class AroundView(NamedTuple):
    """What surrounds a place: its map, facts, what it is part of and made of, its communes that have something.

    ``heading`` is that of the next ones.
    """

    map: PlaceMapView | None
    facts: str
    areas: tuple[LinkView, ...]
    communes: tuple[tuple[PlaceView, int], ...]
    heading: str
    neighbours: tuple[NeighbourView, ...]
    parts: tuple[LinkView, ...] = ()
    parts_heading: str = ""


class PlaceGroupView(NamedTuple):
    """A département: its page or nothing, its intercommunalités and communes that have something.

    ``id`` is the address of its list on the page, ``sentence`` what stands there in the place of very many communes.
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
    """Where a post takes place, the address of the map (or nothing), and a drawing with names where one is shown."""

    where: WhereView
    map_url: str
    drawing: WhereaboutsView | None = None


class CommuneView(NamedTuple):
    """The page of a commune, an intercommunalité or a département: its posts, who lives there, what surrounds it."""

    head: HeadView
    kind: str
    """«Département», «Intercommunalité»; nothing for a commune."""
    title: str
    sentence: str
    written: str
    """The heading of its posts: «Écrit au Puy-en-Velay»."""
    write_label: str
    cards: tuple[CardView, ...]
    pagination: PaginationView
    people: tuple[PersonView, ...]
    around: AroundView
    communes_url: str
    subscribe: str
    """What its feeds are about: «Recevoir les prochains textes sur Le Puy-en-Velay»."""
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
    unplaced: tuple[PlaceView, ...]
    """Those that are in the list alone, for nobody knows where they lie."""
    data_url: str
    """The posts as GeoJSON, or empty."""
