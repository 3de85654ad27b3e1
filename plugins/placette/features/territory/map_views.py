"""The theme's contract for maps: what is drawn, what leads on. Rules: ``engine/pages/views.py``."""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.pages.views import PlaceView


class PinView(NamedTuple):
    """A place on a map: its point, the pill with its name, a line between them where the point isn't in the pill.

    ``name_x`` is the middle of the name. ``badge`` says how many posts or, after a ``+``, further communes it stands
    for; ``said`` says it all.
    """

    url: str
    said: str
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
    here: bool = False
    """Whether it is the place that the page is about."""


class NameView(NamedTuple):
    """Words on a map, round the middle of them: of a département, of a commune without a page, or of a river."""

    kind: str
    x: float
    y: float
    text: str
    turn: int = 0
    """Degrees by which the words follow their river."""


class ScaleView(NamedTuple):
    """How long some kilometres are on a sheet."""

    length: float
    label: str


class SheetView(NamedTuple):
    """What lies on a map of that size: pins, names, and points (x, y) of communes without a page."""

    width: int
    height: int
    pins: tuple[PinView, ...]
    names: tuple[NameView, ...]
    points: tuple[tuple[float, float], ...]
    scale: ScaleView | None = None


class ClusterView(NamedTuple):
    """Communes that share a pill for want of room: its address on the page, the first one's name, all of them."""

    id: str
    name: str
    places: tuple[tuple[PlaceView, int], ...]


class PlaceMapView(NamedTuple):
    """A part of the territory, for wide screens and for phones: paths in the units of the wide one.

    ``factor`` makes of these units those of the narrow one. ``area`` is drawn under ``borders``, ``here`` over them.
    """

    label: str
    area: tuple[str, ...]
    borders: str
    here: str
    rivers: tuple[str, ...]
    wide: SheetView
    narrow: SheetView
    factor: float
    clusters: tuple[ClusterView, ...] = ()
    beyond: bool = False
    """Whether the land goes on beyond it: then its edge is among the borders."""
