"""What the pages of places show, as plain values."""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.base.geography import Point
from placette.engine.library.models import Commune
from placette.engine.pages.views import LinkView, PaginationView, PlaceView
from placette.features.territory.views import PlaceGroupView

Counted = tuple[tuple[PlaceView, int], ...]
"""Communes, and how many posts are about each."""
PostPoints = tuple[tuple[str, Point], ...]
"""The points (degrees) of communes (codes) that posts alone give."""


class AroundContent(NamedTuple):
    """What surrounds a place: points to mark (degrees), a shape (code), facts, areas, communes, neighbours.

    Of each neighbour: the source path of the newest post about it, or nothing.
    """

    points: tuple[Point, ...]
    shape: str
    facts: str
    areas: tuple[LinkView, ...]
    communes: Counted
    heading: str = ""
    neighbours: tuple[tuple[PlaceView, str], ...] = ()


class PlaceContent(NamedTuple):
    """One page of a place: its overline, title and description, who lives there, what surrounds it, its posts."""

    words: tuple[str, str, str]
    commune: Commune | None
    """None for a département or an intercommunalité."""
    people: tuple[str, ...]
    around: AroundContent
    articles: tuple[str, ...]
    pagination: PaginationView


class PlacesContent(NamedTuple):
    """Every place that has something, by département."""

    title: str
    introduction: str
    groups: tuple[PlaceGroupView, ...]


class MapContent(NamedTuple):
    """The communes of the map, by name, and the points that posts alone give."""

    title: str
    introduction: str
    places: Counted
    posted: PostPoints


class NearContent(NamedTuple):
    """The communes that the home page names, the newest post of each (path), and the points that posts alone give."""

    places: Counted
    newest: tuple[str, ...]
    posted: PostPoints
