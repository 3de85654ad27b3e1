"""The nearest of many places, found without comparing each with every other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import cos, hypot, radians

from placette.engine.base.geography import Point

Cell = tuple[int, int]
_SIDE = 12.0
"""Kilometres of the side of a cell: a few communes."""
_DEGREE = 111.2
"""Kilometres in a degree of latitude."""


def nearest_places(points: Mapping[str, Point], count: int, within: float) -> dict[str, tuple[str, ...]]:
    """For each place by code the codes of up to ``count`` others, nearest first, at most ``within`` kilometres away.

    Points are in degrees. The places are laid in cells, and the cells around each are looked at ring by ring.
    """
    flat = _flat(points)
    cells: defaultdict[Cell, list[str]] = defaultdict(list)
    for code, (x, y) in flat.items():
        cells[int(x // _SIDE), int(y // _SIDE)].append(code)
    return {code: tuple(_around(code, flat, cells, count, within)) for code in flat}


def _around(
    code: str, flat: Mapping[str, Point], cells: Mapping[Cell, list[str]], count: int, within: float
) -> Iterable[str]:
    x, y = flat[code]
    found: list[tuple[float, str]] = []
    for ring in range(int(within // _SIDE) + 2):
        for cell in _ring(int(x // _SIDE), int(y // _SIDE), ring):
            others = (other for other in cells.get(cell, ()) if other != code)
            found += [(hypot(flat[other][0] - x, flat[other][1] - y), other) for other in others]
        found = sorted(near for near in found if near[0] <= within)
        if len(found) >= count and found[count - 1][0] <= ring * _SIDE:  # nothing farther out can be nearer
            break
    return [other for _, other in found[:count]]


def _ring(column: int, row: int, ring: int) -> Iterator[Cell]:
    """The cells at that many steps from one."""
    for x in range(column - ring, column + ring + 1):
        edge = abs(x - column) == ring
        yield from ((x, y) for y in (range(row - ring, row + ring + 1) if edge else {row - ring, row + ring}))


def _flat(points: Mapping[str, Point]) -> dict[str, Point]:
    """Kilometres east and north, true near the middle of all."""
    if not points:
        return {}
    middle = sum(lat for lat, _ in points.values()) / len(points)
    width = _DEGREE * cos(radians(middle))
    return {code: (lon * width, lat * _DEGREE) for code, (lat, lon) in sorted(points.items())}
