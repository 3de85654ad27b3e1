"""An authority's GeoJSON, read with care, for its origin is unknown: features, their codes, their points."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from math import cos, hypot, nan, radians
from typing import Any, NamedTuple

from placette.engine.base.geography import Outline, Point, Ring, bounds
from placette.engine.base.translation import N_, TranslatableError
from placette.engine.content.communes import FINE_SCALE, packed
from placette.features.territory.frames import clip_line, thinned

MOST_BYTES = 60_000_000  # more than the contours of a région's communes take, as geo.api.gouv.fr gives them
CODES = ("code", "insee", "code_insee", "codeinsee", "siren", "code_commune", "com")
"""The names, folded, under which files have the code of a place."""
_TOO_LARGE = N_("{file} is larger than {most} MB. Keep the communes of your territory alone, then try again.")
_NO_JSON = N_("{file} is no GeoJSON: it can't be read beyond line {line}, character {column}.")
_TOO_DEEP = N_("{file} is no GeoJSON: its brackets are nested too deeply, or its numbers are too long.")
_NO_FEATURES = N_("{file} is no GeoJSON: it has no list of “features”.")
_NO_PLACE = N_("{file}: {code} has a corner that is no place on Earth ({what}). Degrees are needed (WGS 84).")


class OwnFileError(TranslatableError):
    """A file of the authority's that can't be used."""


class OwnFeature(NamedTuple):
    """A feature that has a geometry: its number in the file, its properties by lower name, its geometry."""

    number: int
    properties: Mapping[str, Any]
    geometry: Mapping[str, Any]


def read_features(text: str, file: str) -> Iterator[OwnFeature]:
    """Yield the features of a GeoJSON; raises ``OwnFileError``."""
    for number, feature in enumerate(_read(text, file), 1):
        geometry = _dict(_dict(feature).get("geometry"))
        if geometry:
            properties = {str(key).lower(): value for key, value in _dict(_dict(feature).get("properties")).items()}
            yield OwnFeature(number, properties, geometry)


def parts_of(geometry: Mapping[str, Any], kind: str) -> list[Any]:
    """Return the shapes, lines or points of a geometry of a kind, simple or «multi»; none of another kind."""
    coordinates = list_of(geometry.get("coordinates"))
    return {kind: [coordinates], f"Multi{kind}": coordinates}.get(str(geometry.get("type")), [])


def line_of(line: Any, code: str, file: str) -> Ring:
    """Return points in degrees; longitude comes first in GeoJSON. Raises ``OwnFileError`` for a point off the Earth."""
    parts = []
    for corner in list_of(line):
        lon, lat = map(_degrees, corner[:2]) if isinstance(corner, list) and len(corner) > 1 else (nan, nan)
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # NaN compares as false
            raise OwnFileError(_NO_PLACE, file=file, code=code or "?", what=str(corner)[:60])
        parts.append((lat, lon))
    return tuple(parts)


def code_in(row: Mapping[str, Any]) -> str:
    """Return the code of a place, with the zero before it that tables lose; empty where there is none."""
    code = value_in(row, CODES).upper()
    return f"0{code}" if len(code) in (1, 4) and code.isdecimal() else code


def value_in(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """Return the first of these that has a value."""
    return next((str(row[name]).strip() for name in names if row.get(name)), "")


def list_of(value: Any) -> list[Any]:
    """Return a list, be it empty where there is none."""
    return value if isinstance(value, list) else []


def _read(text: str, file: str) -> list[Any]:
    if len(text) > MOST_BYTES:
        raise OwnFileError(_TOO_LARGE, file=file, most=str(MOST_BYTES // 1_000_000))
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise OwnFileError(_NO_JSON, file=file, line=str(error.lineno), column=str(error.colno)) from error
    except (ValueError, RecursionError) as error:
        raise OwnFileError(_TOO_DEEP, file=file) from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise OwnFileError(_NO_FEATURES, file=file)
    return features


def _degrees(number: Any) -> float:
    return float(number) if isinstance(number, int | float) and abs(number) < 1e9 and number is not True else nan


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


_NAMES = ("nom", "name", "toponyme", "nomentitehydrographique", "topooh")
_RIVERS, _BENDS, _LETTERS = 40, 3000, 60
"""Rivers that are kept, the longest first; their corners together; letters of a name."""
_FINENESS, _COARSEST = 0.0005, 0.02
"""How far a course may be from the true one, in degrees: some fifty metres, and two kilometres where there are many."""
_NONE = N_("{file} contains no line (LineString).")


def read_own_rivers(text: str, file: str) -> dict[str, list[Ring]]:
    """The lines of a GeoJSON in degrees, by the name of their river, which may be empty; raises ``OwnFileError``."""
    rivers: dict[str, list[Ring]] = {}
    for feature in read_features(text, file):
        name = " ".join(value_in(feature.properties, _NAMES).split())[:_LETTERS].replace("'", "’")
        lines = [line_of(line, name, file) for line in parts_of(feature.geometry, "LineString")]
        rivers.setdefault(name, []).extend(line for line in lines if len(line) > 1)
    if not any(rivers.values()):
        raise OwnFileError(_NONE, file=file)
    return rivers


def render_rivers(rivers: Mapping[str, list[Ring]], corners: tuple[Point, Point]) -> list[list[Any]]:
    """Return rivers as in the territory's file: their parts between two corners of the map, the longest first.

    A line without a name is a river of its own. Too many become coarser, then the shortest go.
    """
    alone = [("", [line]) for line in rivers.get("", ())]
    pairs = [(name, lines) for name, lines in rivers.items() if name]
    inside = [(name, [part for line in lines for part in _within(line, corners)]) for name, lines in alone + pairs]
    known = [river for river in inside if river[1]]
    ordered = sorted(known, key=lambda river: (-sum(map(_length, river[1])), river))[:_RIVERS]
    courses = thinned(ordered, _FINENESS, _COARSEST, _BENDS)
    return [
        [name, [packed([(round(lat * FINE_SCALE), round(lon * FINE_SCALE)) for lat, lon in line]) for line in lines]]
        for name, lines in courses
    ]


def _length(line: Ring) -> float:
    """Return the length in degrees of latitude."""
    width = cos(radians(line[0][0]))
    return sum(hypot(b[0] - a[0], (b[1] - a[1]) * width) for a, b in pairwise(line))


def _within(line: Ring, corners: tuple[Point, Point]) -> list[Ring]:
    """Return the parts of a line that are between two corners."""
    (south, west), (north, east) = corners
    moved = [(lat - south, lon - west) for lat, lon in line]
    parts = clip_line(moved, north - south, east - west)
    return [tuple((lat + south, lon + west) for lat, lon in part) for part in parts]


_COMMUNE = re.compile(r"(?:\d\d|2[AB])\d{3}", re.ASCII)
_NO_CODE = N_("{file}: feature {number} has no code. Each one needs its INSEE code in “code”.")
_ODD_CODE = N_("{file}: feature {number} has the code {code}, which is none of a commune (63113).")
_OWN_SHAPES_NONE = N_("{file} contains no shape (Polygon or MultiPolygon) with the code of a place.")


def read_own_shapes(text: str, file: str) -> dict[str, Outline]:
    """Return the shapes of communes in a GeoJSON, in degrees by code; raises ``OwnFileError``.

    Shells run one way round and holes the other, whichever way they did, so that neighbours cancel each other out where
    they touch; a ring that comes twice is there once.
    """
    shapes: dict[str, Outline] = {}
    for feature in read_features(text, file):
        polygons = parts_of(feature.geometry, "Polygon")
        if not polygons:
            continue
        code = code_in(feature.properties)
        if not code:
            raise OwnFileError(_NO_CODE, file=file, number=str(feature.number))
        if not _COMMUNE.fullmatch(code):
            raise OwnFileError(_ODD_CODE, file=file, number=str(feature.number), code=code[:20])
        rings = (_ring(ring, at == 0, code, file) for polygon in polygons for at, ring in enumerate(list_of(polygon)))
        shapes[code] = shapes.get(code, ()) + tuple(ring for ring in rings if len(ring) > 2)
    shapes = {code: tuple(dict.fromkeys(shape)) for code, shape in shapes.items() if shape}
    if not shapes:
        raise OwnFileError(_OWN_SHAPES_NONE, file=file)
    return shapes


def join_shapes(files: Iterable[Mapping[str, Outline]]) -> dict[str, Outline]:
    """Return the shapes of several files: a place that two of them have is there once."""
    joined: dict[str, Outline] = {}
    for code, shape in (pair for shapes in files for pair in shapes.items()):
        joined[code] = tuple(dict.fromkeys((*joined.get(code, ()), *shape)))
    return joined


def _ring(ring: Any, shell: bool, code: str, file: str) -> Ring:
    """Return a ring from its least corner on: shells with the land on their left (RFC 7946), holes the other way."""
    points = line_of(ring, code, file)
    points = points[:-1] if points and points[0] == points[-1] else points
    if len(points) < 3:
        return ()
    points = points if (_turn(points) < 0) == shell else points[::-1]
    least = points.index(min(points))
    return points[least:] + points[:least]


def _turn(ring: Ring) -> float:
    """Twice the area of a ring, negative for one that runs against the clock with north above."""
    south, west = ring[0]
    moved = [(lat - south, lon - west) for lat, lon in ring]
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(moved, (*moved[1:], moved[0]), strict=True))


_LATITUDES, _LONGITUDES = ("lat", "latitude", "y"), ("lon", "lng", "long", "longitude", "x")
_LACKS = N_("{file}: entry {number} has nothing usable in any of these: {names}.")


def read_own_points(text: str, file: str) -> dict[str, Point]:
    """Return the points of an authority's CSV (code, lat, lon) or GeoJSON, by code; raises ``OwnFileError``."""
    if file.lower().endswith((".json", ".geojson")):
        return _marked(text, file)
    delimiter = ";" if text.partition("\n")[0].count(";") else ","
    points = {}
    for number, row in enumerate(csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter), 1):
        cells = {key.strip().lower(): value for key, value in row.items() if key}
        code = _code(cells, number, file)
        place = [_number(cells, names, number, file) for names in (_LONGITUDES, _LATITUDES)]
        points[code] = line_of([place], code, file)[0]
    return points


def _marked(text: str, file: str) -> dict[str, Point]:
    """Return the middle of each feature that is made of points."""
    marks = {}
    for feature in read_features(text, file):
        if parts := parts_of(feature.geometry, "Point"):
            code = _code(feature.properties, feature.number, file)
            (south, west), (north, east) = bounds(line_of(parts, code, file))
            marks[code] = (south + north) / 2, (west + east) / 2
    return marks


def _code(row: Mapping[str, Any], number: int, file: str) -> str:
    if code := code_in(row):
        return code
    raise OwnFileError(_LACKS, file=file, number=str(number), names=", ".join(CODES))


def _number(row: Mapping[str, Any], names: tuple[str, ...], number: int, file: str) -> float:
    try:
        return float(value_in(row, names).replace(",", "."))
    except ValueError as error:
        raise OwnFileError(_LACKS, file=file, number=str(number), names=", ".join(names)) from error
