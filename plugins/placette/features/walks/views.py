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


class WayView(NamedTuple):
    """The way seen from above, north at the top: the path of its line, the steps, a bar for the distance."""

    width: int
    height: int
    path: str
    marks: tuple[MarkView, ...]
    bar: float
    """The length of the bar, in the drawing's units."""
    bar_label: str


class StepView(NamedTuple):
    """A step: its name, the post about it, where it is («45.7766, 3.0824»), how far the next one is."""

    number: int
    name: str
    lang: str
    url: str
    """The post's, or empty."""
    coordinates: str
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
    gpx_url: str
    """Empty where the settings leave it out."""
    index_url: str
    licence: LicenceView
    qr: QrView
    slots: SlotsView
