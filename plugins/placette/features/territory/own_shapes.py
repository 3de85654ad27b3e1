"""The shapes and rivers that an authority gives as GeoJSON: read with care, for such files come from anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from math import nan
from typing import Any, NamedTuple

from placette.engine.base.geography import Outline, Point, Ring, simplify, simplify_line
from placette.engine.base.message import N_
from placette.engine.library.contours import FINE_SCALE, packed

MOST_BYTES = 60_000_000
"""More than the contours of a région's communes take, as geo.api.gouv.fr gives them."""
TOLERANCE = 0.002
"""How far a simplified shape of an area may be from the authority's own: degrees, some two hundred metres."""
_CODES = ("code", "insee", "code_insee", "codeinsee", "siren", "code_commune", "com")
_NAMES = ("nom", "name", "toponyme", "nomentitehydrographique", "topooh")
_COMMUNE = 5
"""Characters of a commune's code; those of départements have fewer, those of intercommunalités more."""
_RIVERS, _BENDS, _LETTERS = 40, 3000, 60
"""Rivers that are kept, the longest first; their corners together; letters of a name."""
_TOO_LARGE = N_("{file} is larger than {most} MB. Keep the communes of your territory alone, then try again.")
_NO_JSON = N_("{file} is no GeoJSON: {what}")
_NO_FEATURES = N_("{file} is no GeoJSON: it has no list of “features”.")
_NO_PLACE = N_("{file}: {code} has a corner that is no place on Earth ({what}). Degrees are needed (WGS 84).")
_NO_CODE = N_("{file}: feature {number} has no code. Each one needs its INSEE code or SIREN in “code”.")
_NONE = N_("{file} holds no {what}.")
_SHAPES, _LINES = N_("shape (Polygon or MultiPolygon) with the code of a place"), N_("line (LineString)")


class OwnFileError(Exception):
    """A file of the authority's that can't be used: ``sentence`` is a msgid, ``values`` are its placeholders."""

    def __init__(self, sentence: str, **values: str) -> None:
        self.sentence, self.values = sentence, values
        super().__init__(sentence.format_map(values))


class OwnShapes(NamedTuple):
    """Shapes in degrees by code: those of areas, simplified, and those of communes as they are."""

    areas: Mapping[str, Outline]
    communes: Mapping[str, Outline]


def read_own_shapes(text: str, file: str) -> OwnShapes:
    """The shapes of a GeoJSON; raises ``OwnFileError``."""
    found: dict[str, Outline] = {}
    for number, (properties, geometry) in enumerate(_features(text, file), 1):
        polygons = _parts(geometry, "Polygon")
        code = _first(properties, _CODES).upper()
        if polygons and not code:
            raise OwnFileError(_NO_CODE, file=file, number=str(number))
        rings = tuple(_ring(ring, code, file) for shell in polygons for ring in _list(shell))
        found[code] = found.get(code, ()) + tuple(ring for ring in rings if len(ring) > 2)
    found = {code: shape for code, shape in found.items() if shape}
    if not found:
        raise OwnFileError(_NONE, file=file, what=_SHAPES)
    areas = {code: _simple(shape) for code, shape in found.items() if len(code) != _COMMUNE}
    return OwnShapes(areas, {code: shape for code, shape in found.items() if len(code) == _COMMUNE})


def read_own_rivers(text: str, file: str) -> dict[str, list[Ring]]:
    """The lines of a GeoJSON in degrees, by the name of their river, which may be empty; raises ``OwnFileError``."""
    found: dict[str, list[Ring]] = {}
    for properties, geometry in _features(text, file):
        name = " ".join(_first(properties, _NAMES).split())[:_LETTERS].replace("'", "’")
        lines = [_points(line, name, file) for line in _parts(geometry, "LineString")]
        found.setdefault(name, []).extend(line for line in lines if len(line) > 1)
    if not any(found.values()):
        raise OwnFileError(_NONE, file=file, what=_LINES)
    return found


def render_rivers(rivers: Mapping[str, list[Ring]], corners: tuple[Point, Point]) -> list[list[Any]]:
    """Rivers as the territory's file has them: what runs between two corners of the map, as coarse as it must be."""
    inside = {name: [part for line in lines for part in _within(line, corners)] for name, lines in rivers.items()}
    ordered = sorted(inside.items(), key=lambda river: (-sum(map(len, river[1])), river[0]))[:_RIVERS]
    fineness = TOLERANCE / 4
    while True:
        thin = [(name, [simplify_line(line, fineness) for line in lines]) for name, lines in ordered if lines]
        if sum(len(line) for _, lines in thin for line in lines) <= _BENDS or fineness > 1:
            break
        fineness *= 1.5
    return [[name, [packed(_whole(line)) for line in lines]] for name, lines in thin]


def _whole(line: Ring) -> list[tuple[int, int]]:
    return [(round(lat * FINE_SCALE), round(lon * FINE_SCALE)) for lat, lon in line]


def _within(line: Ring, corners: tuple[Point, Point]) -> Iterator[Ring]:
    """The parts of a line that lie between two corners."""
    (south, west), (north, east) = corners
    part: list[Point] = []
    for point in line:
        if south <= point[0] <= north and west <= point[1] <= east:
            part.append(point)
            continue
        if len(part) > 1:
            yield tuple(part)
        part = []
    if len(part) > 1:
        yield tuple(part)


def _simple(shape: Outline) -> Outline:
    rings = (simplify(ring, TOLERANCE) for ring in shape)
    return tuple(ring for ring in rings if len(ring) > 2)


def _features(text: str, file: str) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The properties, by lower name, and the geometry of each feature that has one."""
    if len(text) > MOST_BYTES:
        raise OwnFileError(_TOO_LARGE, file=file, most=str(MOST_BYTES // 1_000_000))
    try:
        read = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise OwnFileError(_NO_JSON, file=file, what=str(error)) from error
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list):
        raise OwnFileError(_NO_FEATURES, file=file)
    for feature in features:
        geometry = _dict(_dict(feature).get("geometry"))
        if geometry:
            yield {str(key).lower(): value for key, value in _dict(_dict(feature).get("properties")).items()}, geometry


def _parts(geometry: Mapping[str, Any], kind: str) -> list[Any]:
    """The shapes or lines of a geometry of a kind, simple or «multi»; none of another kind."""
    held = _list(geometry.get("coordinates"))
    return {kind: [held], f"Multi{kind}": held}.get(str(geometry.get("type")), [])


def _ring(ring: Any, code: str, file: str) -> Ring:
    points = _points(ring, code, file)
    return points[:-1] if points and points[0] == points[-1] else points


def _points(line: Any, code: str, file: str) -> Ring:
    """Points in degrees; longitude comes first in GeoJSON."""
    found = []
    for corner in _list(line):
        lon, lat = map(_degrees, corner[:2]) if isinstance(corner, list) and len(corner) > 1 else (nan, nan)
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # what is no number compares as false
            raise OwnFileError(_NO_PLACE, file=file, code=code or "?", what=str(corner)[:60])
        found.append((lat, lon))
    return tuple(found)


def _degrees(number: Any) -> float:
    return float(number) if isinstance(number, int | float) and abs(number) < 1e9 and number is not True else nan


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _first(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((str(row[name]).strip() for name in names if row.get(name)), "")
