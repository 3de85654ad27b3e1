"""The territory's rivers on maps of other features: within a window, in few corners, named where there is room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice, pairwise

from placette.engine.base.geography import Point, Ring, simplify_line
from placette.engine.library.communes import River
from placette.engine.pages.desk import Desk
from placette.engine.pages.waters import Course, Window
from placette.features.territory.clipping import clip_line
from placette.features.territory.river_names import river_names
from placette.features.territory.thinning import thinned

_RIVERS, _CORNERS = 8, 400
"""Rivers that a window shows, the longest first; their corners together."""
_FINENESS, _STRAIGHT = 0.8, 2.5
"""How far a line may be from the course that is known, in units: drawn; where words follow it."""


def waters_of(desk: Desk) -> Callable[[Window], tuple[Course, ...]]:
    """What finds the rivers of a window."""
    rivers = desk.build.communes.rivers
    return lambda window: courses_in(window, rivers)


def courses_in(window: Window, rivers: Iterable[River]) -> tuple[Course, ...]:
    """What a window shows of some rivers."""
    found = ((river.name, _parts(river, window)) for river in rivers)
    longest = list(islice(((name, parts) for name, parts in found if parts), _RIVERS))
    shown = thinned(longest, _FINENESS, _STRAIGHT, _CORNERS)
    named = [(name, simplify_line(max(parts, key=len), _STRAIGHT)) for name, parts in shown if name]
    written = {
        view.text: (view.x, view.y, view.turn) for view in river_names(named, window.taken, window.width, window.height)
    }
    return tuple(Course(name, "".join(map(_path, parts)), written.get(name)) for name, parts in shown)


def _parts(river: River, window: Window) -> list[Ring]:
    lines = (clip_line([window.place(point) for point in line], window.width, window.height) for line in river.lines)
    return [part for parts in lines for part in parts]


def _path(part: Sequence[Point]) -> str:
    """A line as a path, to a tenth of a unit."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in part]
    steps = (f"{(x - a) / 10:g} {(y - b) / 10:g}" for (a, b), (x, y) in pairwise(tenths))
    return f"M{tenths[0][0] / 10:g} {tenths[0][1] / 10:g}l" + " ".join(steps)
