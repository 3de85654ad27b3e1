"""Words on a map that only say where one is: names of départements, of communes without a page, of rivers, a scale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from placette.engine.base.geography import Point
from placette.engine.library.models import Commune
from placette.features.territory.boxes import Box, holds, is_free, within
from placette.features.territory.frames import WIDTH, middle_of
from placette.features.territory.map_views import NameView, ScaleView
from placette.features.territory.pills import Pin
from placette.features.territory.river_names import river_names
from placette.features.territory.terrains import Terrain
from placette.features.territory.text_widths import text_width

_ROUND_LENGTHS = (1, 2, 5, 10, 20, 50, 100)
_SCALE_LENGTH = 44.0
"""Kilometres that a scale may show, and how long its line is at the least."""
_POINTS = 120
"""Communes without a page that a wide map shows, those with most inhabitants first."""
_AREA, _SPACED, _MEMBER = 11.5, 0.62, 12.5
"""Height of the letters of a département, half of the room that its spaced capitals take; of those of a commune."""


class QuietWords(NamedTuple):
    """Names, the points of communes that no shape shows, and a scale where it is needed and has room."""

    names: tuple[NameView, ...]
    points: tuple[Point, ...]
    scale: ScaleView | None


def quiet_words(
    terrain: Terrain, pins: list[Pin], size: int, height: int, members: Mapping[str, Commune]
) -> QuietWords:
    """What finds room between the pins: the ``members`` (by code) of an area, or without any the départements."""
    factor = size / WIDTH
    covered = [box for pin in pins for box in _covered(pin)]
    names, points = _members(terrain, covered, factor, members) if members else (_areas(terrain, covered, factor), [])
    if size == WIDTH:
        words = [(name.x - half, name.y - 12, name.x + half, name.y + 5) for name in names for half in [_half(name)]]
        names += river_names(terrain.courses, [*covered, *words], size, height)
    scale = _scale(terrain.frame.scale * factor, covered, height) if terrain.beyond else None
    return QuietWords(tuple(names), tuple(points), scale)


def _areas(terrain: Terrain, covered: list[Box], factor: float) -> list[NameView]:
    """The names of départements, where pins leave room for them."""
    taken = [_scaled(box, 1 / factor) for box in covered]
    found = []
    for name, shape in terrain.named:
        half = (text_width(name.upper(), _AREA) * _SPACED / factor, 9 / factor)
        at = middle_of(shape, terrain.frame, half, taken)
        if at:
            taken.append((at[0] - half[0], at[1] - half[1], at[0] + half[0], at[1] + half[1]))
            found.append(NameView("area", round(at[0] * factor, 1), round(at[1] * factor + 4, 1), name))
    return found


def _members(
    terrain: Terrain, covered: list[Box], factor: float, members: Mapping[str, Commune]
) -> tuple[list[NameView], list[Point]]:
    """Communes without a page: a point each where no shape says where they are, a name where there is room."""
    known = (code for code in terrain.points if code in members)
    largest = sorted(known, key=lambda code: (-members[code].population, code))[: round(_POINTS * factor**2)]
    spots = [(code, at) for code in largest if (at := terrain.frame.place(terrain.points[code]))]
    moved = [(code, round(x * factor, 1), round(y * factor, 1)) for code, (x, y) in spots]
    taken = list(covered)
    points = [
        (x, y) for code, x, y in moved if code not in terrain.shaped and is_free((x - 3, y - 3, x + 3, y + 3), taken)
    ]
    names = []
    for code, x, y in moved:
        half, above = text_width(members[code].name, _MEMBER) / 2, 0.0 if code in terrain.shaped else 11.0
        box = (x - half, y - above - 7, x + half, y - above + 7)
        wide = (box[0] - 2, box[1], box[2] + 2, box[3])
        if not within(box, round(WIDTH * factor), float("inf"), 2) or not is_free(box, taken):
            continue
        if not any(holds(wide, *at) for at in points if at != (x, y)):
            taken.append(box)
            names.append(NameView("member", x, round(y - above + 4, 1), members[code].name))
    return names, points


def _half(name: NameView) -> float:
    """Half of the width of words, of which capitals are spaced."""
    return text_width(name.text.upper(), _AREA) * _SPACED if name.kind == "area" else text_width(name.text, _MEMBER) / 2


def _scale(unit: float, taken: list[Box], height: int) -> ScaleView | None:
    """A line of so many kilometres below on the left, unless a pin is there; ``unit`` is the length of one."""
    km = next((km for km in _ROUND_LENGTHS if km * unit >= _SCALE_LENGTH), 0)
    length = round(km * unit, 1)
    box = (8.0, height - 34.0, 24.0 + length, float(height))
    fits = km and length < 3 * _SCALE_LENGTH and is_free(box, taken)
    return ScaleView(length, f"{km}\u00a0km") if fits else None


def _covered(pin: Pin) -> list[Box]:
    """What a pin covers: its pill, its point and the line between them."""
    if not pin.leader:
        return [pin.box]
    x, y, end_x, end_y = pin.leader
    return [pin.box, (min(x, end_x) - 6, min(y, end_y) - 6, max(x, end_x) + 6, max(y, end_y) + 6)]


def _scaled(box: Box, factor: float) -> Box:
    return box[0] * factor, box[1] * factor, box[2] * factor, box[3] * factor
