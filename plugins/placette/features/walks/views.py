"""The theme's contract for walks. See ``engine/pages/views.py`` for its rules."""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.pages.slots import SlotsView
from placette.engine.pages.views import DateView, HeadView, LicenceView, PersonView, PlaceView, QrView


class MarkView(NamedTuple):
    """One or more steps on the drawing of a walk: their numbers, and the rounded box around them (all in its units)."""

    label: str
    x: float
    y: float
    width: float
    height: float


class WaterView(NamedTuple):
    """A river under the way: its path, and its name (or nothing) round a point along it; ``turn`` in degrees."""

    path: str
    text: str = ""
    x: float = 0
    y: float = 0
    turn: int = 0


class WayView(NamedTuple):
    """The way seen from above, north at the top: the path of its line, the steps, a bar for the distance."""

    width: int
    height: int
    path: str
    marks: tuple[MarkView, ...]
    posts: tuple[tuple[float, float], ...]
    """A point after each kilometre of a recorded way, or after each ``stride``; none of one that is very long."""
    stride: int
    """Kilometres from point to point."""
    bar: float
    """The length of the bar, in the drawing's units."""
    bar_label: str
    rivers: tuple[WaterView, ...] = ()
    river_names: str = ""
    """«l’Allier, la Sioule»: those on the drawing that have a name."""


class HeightView(NamedTuple):
    """A step on a profile: where its number stands, how far along the way it is, how high."""

    number: int
    name: str
    x: float
    y: float
    far: str
    height: str


class ProfileView(NamedTuple):
    """The way from the side: the path of its line and of the ground below, its lowest and highest place, its steps."""

    width: int
    height: int
    line: str
    ground: str
    low: str
    high: str
    low_y: float
    high_y: float
    far: str
    up: str
    """Metres up in all."""
    down: str
    steps: tuple[HeightView, ...]


class StepView(NamedTuple):
    """A step: its name, the post about it, where it is («45° 46′ 35″ N, 3° 04′ 57″ E»), how far the next one is."""

    number: int
    name: str
    lang: str
    url: str
    """The post's, or empty."""
    coordinates: str
    decimal: str
    """«45.7764, 3.0825»."""
    geo_url: str
    """What a phone opens with its map."""
    next: str
    """As the crow flies; empty for the last."""


class WalkView(NamedTuple):
    """A walk: its steps in order, the drawing, what it is like, the file for devices."""

    head: HeadView
    title: str
    lang: str
    summary: str
    body_html: str
    distance: str
    tracked: bool
    """Whether the distance is that of a recorded way; else as the crow flies from step to step."""
    duration: str
    difficulty: str
    ascent: str
    date: DateView
    people: tuple[PersonView, ...]
    places: tuple[PlaceView, ...]
    steps: tuple[StepView, ...]
    drawing: WayView
    profile: ProfileView | None
    """None where nobody recorded the heights."""
    gpx_url: str
    """Empty where the settings leave it out."""
    leaflet_url: str
    """Its leaflet to fold, or empty."""
    index_url: str
    licence: LicenceView
    qr: QrView
    slots: SlotsView


class LeafletView(NamedTuple):
    """A walk on a sheet to fold in four. ``url`` is the walk's page; ``size`` says how small its steps have to be."""

    head: HeadView
    walk: WalkView
    url: str
    address: str
    """The same in full, to type."""
    size: str
