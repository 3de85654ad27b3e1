"""Rivers on a map that isn't the territory's own: who draws one asks for them here, whichever feature knows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from placette.engine.base.geography import Point
from placette.engine.pages.ports import Port


class Window(NamedTuple):
    """A map in its own units, north at the top.

    ``place`` says where a point in degrees lies on it, ``taken`` what no name may cover (left, top, right, bottom).
    """

    place: Callable[[Point], Point]
    width: float
    height: float
    taken: Sequence[tuple[float, float, float, float]]


class Course(NamedTuple):
    """A river in a window: its name or nothing, its path, the middle of its written name and its slope in degrees."""

    name: str
    path: str
    written: tuple[float, float, int] | None = None


def _none(_window: Window) -> tuple[Course, ...]:
    return ()


WATERS: Port[Callable[[Window], tuple[Course, ...]]] = Port("waters", lambda _desk: _none)
"""The rivers that a window shows, the longest first."""
