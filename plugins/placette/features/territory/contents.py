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


class WindowContent(NamedTuple):
    """What the map of a place shows: the area (code) that it is a window on, or nothing for the whole territory.

    ``pinned`` are the communes that it names and leads to, ``here`` is the one (code) that the page is about; those
    that have no room of their own lead to the list at ``list_url``.
    """

    area: str
    pinned: Counted
    posted: PostPoints
    here: str = ""
    list_url: str = ""


class AroundContent(NamedTuple):
    """What surrounds a place: its map, facts, the areas that it is part of, communes, neighbours.

    ``parts`` are the intercommunalités of a département.

    Of each neighbour: the source path of the newest post about it, or nothing.
    """

    window: WindowContent
    facts: str
    areas: tuple[LinkView, ...]
    communes: Counted
    heading: str = ""
    neighbours: tuple[tuple[PlaceView, str], ...] = ()
    parts: tuple[LinkView, ...] = ()


class PlaceWords(NamedTuple):
    """The words of a place: what kind of area it is, its name, a description, a sentence, its name in sentences.

    ``at`` and ``the`` hold their French article: «au Puy-en-Velay», «la Haute-Loire».
    """

    kind: str
    name: str
    description: str
    sentence: str
    at: str
    the: str


class PlaceContent(NamedTuple):
    """One page of a place: its words, who lives there, what surrounds it, its posts."""

    words: PlaceWords
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
    """The map: its communes, the one with the newest post first; of each the newest post, by commune (code)."""

    title: str
    introduction: str
    window: WindowContent
    newest: tuple[tuple[str, str], ...]
    groups: tuple[PlaceGroupView, ...]
    """The same communes by département."""


class NearContent(NamedTuple):
    """The communes that the home page names, the newest post of each (path), and the points that posts alone give."""

    places: Counted
    newest: tuple[str, ...]
    posted: PostPoints
