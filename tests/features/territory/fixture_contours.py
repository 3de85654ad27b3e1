"""Shapes of communes for tests: cells round points that share wavering borders, as GeoJSON from an authority would."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping

from placette.engine.base.geography import Point, bounds

Cell = list[Point]


def cells_around(points: Mapping[str, Point], margin: float = 0.03) -> dict[str, Cell]:
    """A cell for each point: all that is nearer to it than to others, within a frame; neighbours share each corner."""
    (south, west), (north, east) = bounds(points.values())
    frame = [
        (south - margin, west - margin),
        (south - margin, east + margin),
        (north + margin, east + margin),
        (north + margin, west - margin),
    ]
    found = {}
    for code, own in sorted(points.items()):
        cell = frame
        for other in points.values():
            if other != own:
                cell = _nearer(cell, own, other)
        found[code] = [corner for edge in zip(cell, [*cell[1:], cell[0]], strict=True) for corner in _wavering(*edge)]
    return found


def as_geojson(cells: Mapping[str, Cell]) -> str:
    """The cells as geo.api.gouv.fr gives contours."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "nom": f"Commune {code}"},
            "geometry": {"type": "Polygon", "coordinates": [[[lon, lat] for lat, lon in [*cell, cell[0]]]]},
        }
        for code, cell in cells.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def scattered(codes: list[str], known: Mapping[str, Point]) -> dict[str, Point]:
    """A point for each code: where it is known, or else somewhere among the known ones."""
    (south, west), (north, east) = bounds(known.values())
    chance = random.Random(7)
    return {c: known.get(c) or (chance.uniform(south, north), chance.uniform(west, east)) for c in sorted(codes)}


def _nearer(cell: Cell, own: Point, other: Point) -> Cell:
    """The part of a cell that is nearer to one point than to the other."""

    def away(corner: Point) -> float:
        return sum((corner[i] - (own[i] + other[i]) / 2) * (other[i] - own[i]) for i in (0, 1))

    kept = []
    for corner, following in zip(cell, [*cell[1:], cell[0]], strict=True):
        here, there = away(corner), away(following)
        if here <= 0:
            kept.append(corner)
        if here * there < 0:
            part = here / (here - there)
            kept.append((corner[0] + part * (following[0] - corner[0]), corner[1] + part * (following[1] - corner[1])))
    return kept


def _wavering(one: Point, other: Point, depth: int = 4) -> Cell:
    """The points from one corner to the next, without the last: the same on both sides of a border."""
    if depth == 0:
        return [_rounded(one)]
    low, high = sorted((_rounded(one), _rounded(other)))
    chance = random.Random(f"{low} {high}").uniform(-0.12, 0.12)
    middle = (
        (low[0] + high[0]) / 2 + chance * (high[1] - low[1]),
        (low[1] + high[1]) / 2 + chance * (high[0] - low[0]),
    )
    return [*_wavering(one, middle, depth - 1), *_wavering(middle, other, depth - 1)]


def _rounded(point: Point) -> Point:
    return round(point[0], 5), round(point[1], 5)
