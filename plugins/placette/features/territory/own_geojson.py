"""An authority's GeoJSON, read with care, for such files come from anywhere: features, their codes, their points."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from math import nan
from typing import Any, NamedTuple

from placette.engine.base.geography import Ring
from placette.engine.base.message import N_
from placette.engine.base.said_errors import SaidError

MOST_BYTES = 60_000_000
"""More than the contours of a région's communes take, as geo.api.gouv.fr gives them."""
CODES = ("code", "insee", "code_insee", "codeinsee", "siren", "code_commune", "com")
"""The names, folded, under which files have the code of a place."""
_TOO_LARGE = N_("{file} is larger than {most} MB. Keep the communes of your territory alone, then try again.")
_NO_JSON = N_("{file} is no GeoJSON: it can't be read beyond line {line}, character {column}.")
_TOO_DEEP = N_("{file} is no GeoJSON: its brackets lie too deep in each other, or its numbers are too long.")
_NO_FEATURES = N_("{file} is no GeoJSON: it has no list of “features”.")
_NO_PLACE = N_("{file}: {code} has a corner that is no place on Earth ({what}). Degrees are needed (WGS 84).")


class OwnFileError(SaidError):
    """A file of the authority's that can't be used."""


class OwnFeature(NamedTuple):
    """A feature that has a geometry: its number in the file, its properties by lower name, its geometry."""

    number: int
    properties: Mapping[str, Any]
    geometry: Mapping[str, Any]


def read_features(text: str, file: str) -> Iterator[OwnFeature]:
    """The features of a GeoJSON; raises ``OwnFileError``."""
    for number, feature in enumerate(_read(text, file), 1):
        geometry = _dict(_dict(feature).get("geometry"))
        if geometry:
            properties = {str(key).lower(): value for key, value in _dict(_dict(feature).get("properties")).items()}
            yield OwnFeature(number, properties, geometry)


def parts_of(geometry: Mapping[str, Any], kind: str) -> list[Any]:
    """The shapes, lines or points of a geometry of a kind, simple or «multi»; none of another kind."""
    held = list_of(geometry.get("coordinates"))
    return {kind: [held], f"Multi{kind}": held}.get(str(geometry.get("type")), [])


def line_of(line: Any, code: str, file: str) -> Ring:
    """Points in degrees; longitude comes first in GeoJSON. Raises ``OwnFileError`` for what is no place on Earth."""
    found = []
    for corner in list_of(line):
        lon, lat = map(_degrees, corner[:2]) if isinstance(corner, list) and len(corner) > 1 else (nan, nan)
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # what is no number compares as false
            raise OwnFileError(_NO_PLACE, file=file, code=code or "?", what=str(corner)[:60])
        found.append((lat, lon))
    return tuple(found)


def code_in(row: Mapping[str, Any]) -> str:
    """The code of a place, with the zero before it that tables lose; empty where there is none."""
    code = value_in(row, CODES).upper()
    return f"0{code}" if len(code) in (1, 4) and code.isdecimal() else code


def value_in(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first of these that has a value."""
    return next((str(row[name]).strip() for name in names if row.get(name)), "")


def list_of(value: Any) -> list[Any]:
    """A list, be it empty where there is none."""
    return value if isinstance(value, list) else []


def _read(text: str, file: str) -> list[Any]:
    if len(text) > MOST_BYTES:
        raise OwnFileError(_TOO_LARGE, file=file, most=str(MOST_BYTES // 1_000_000))
    try:
        read = json.loads(text)
    except json.JSONDecodeError as error:
        raise OwnFileError(_NO_JSON, file=file, line=str(error.lineno), column=str(error.colno)) from error
    except (ValueError, RecursionError) as error:
        raise OwnFileError(_TOO_DEEP, file=file) from error
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list):
        raise OwnFileError(_NO_FEATURES, file=file)
    return features


def _degrees(number: Any) -> float:
    return float(number) if isinstance(number, int | float) and abs(number) < 1e9 and number is not True else nan


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
