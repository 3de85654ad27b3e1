"""The rivers that an authority gives as GeoJSON: those of the territory's map, the longest first, within bounds."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from math import cos, hypot, radians
from typing import Any

from placette.engine.base.geography import Point, Ring
from placette.engine.base.message import N_
from placette.engine.library.contours import FINE_SCALE, packed
from placette.features.territory.clipping import clip_line
from placette.features.territory.own_geojson import OwnFileError, line_of, parts_of, read_features, value_in
from placette.features.territory.thinning import thinned

_NAMES = ("nom", "name", "toponyme", "nomentitehydrographique", "topooh")
_RIVERS, _BENDS, _LETTERS = 40, 3000, 60
"""Rivers that are kept, the longest first; their corners together; letters of a name."""
_FINENESS, _COARSEST = 0.0005, 0.02
"""How far a course may be from the true one, in degrees: some fifty metres, and two kilometres where there are many."""
_NONE = N_("{file} holds no line (LineString).")


def read_own_rivers(text: str, file: str) -> dict[str, list[Ring]]:
    """The lines of a GeoJSON in degrees, by the name of their river, which may be empty; raises ``OwnFileError``."""
    found: dict[str, list[Ring]] = {}
    for feature in read_features(text, file):
        name = " ".join(value_in(feature.properties, _NAMES).split())[:_LETTERS].replace("'", "’")
        lines = [line_of(line, name, file) for line in parts_of(feature.geometry, "LineString")]
        found.setdefault(name, []).extend(line for line in lines if len(line) > 1)
    if not any(found.values()):
        raise OwnFileError(_NONE, file=file)
    return found


def render_rivers(rivers: Mapping[str, list[Ring]], corners: tuple[Point, Point]) -> list[list[Any]]:
    """Rivers as the territory's file has them: what runs between two corners of the map, the longest first.

    A line without a name is a river of its own. What there is too much of becomes coarser, then the shortest go.
    """
    alone = [("", [line]) for line in rivers.get("", ())]
    named = [(name, lines) for name, lines in rivers.items() if name]
    inside = [(name, [part for line in lines for part in _within(line, corners)]) for name, lines in alone + named]
    known = [river for river in inside if river[1]]
    ordered = sorted(known, key=lambda river: (-sum(map(_length, river[1])), river))[:_RIVERS]
    kept = thinned(ordered, _FINENESS, _COARSEST, _BENDS)
    return [[name, [packed(_whole(line)) for line in lines]] for name, lines in kept]


def _length(line: Ring) -> float:
    """In degrees of latitude."""
    width = cos(radians(line[0][0]))
    return sum(hypot(b[0] - a[0], (b[1] - a[1]) * width) for a, b in pairwise(line))


def _within(line: Ring, corners: tuple[Point, Point]) -> list[Ring]:
    """The parts of a line that lie between two corners."""
    (south, west), (north, east) = corners
    moved = [(lat - south, lon - west) for lat, lon in line]
    parts = clip_line(moved, north - south, east - west)
    return [tuple((lat + south, lon + west) for lat, lon in part) for part in parts]


def _whole(line: Ring) -> list[tuple[int, int]]:
    return [(round(lat * FINE_SCALE), round(lon * FINE_SCALE)) for lat, lon in line]
