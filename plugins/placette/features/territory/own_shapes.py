"""The shapes that an authority gives as GeoJSON: of communes as they are, of areas simplified."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from placette.engine.base.geography import Outline, Ring, simplify
from placette.engine.base.message import N_
from placette.features.territory.own_geojson import OwnFileError, code_in, line_of, list_of, parts_of, read_features

TOLERANCE = 0.002
"""How far a simplified shape of an area may be from the authority's own: degrees, some two hundred metres."""
_COMMUNE = re.compile(r"(?:\d\d|2[AB])\d{3}", re.ASCII)
_AREA = re.compile(r"\d\d|2[AB]|9[78]\d|\d{9}", re.ASCII)
"""Codes of départements and of intercommunalités."""
_NO_CODE = N_("{file}: feature {number} has no code. Each one needs its INSEE code or SIREN in “code”.")
_ODD_CODE = N_(
    "{file}: feature {number} has the code {code}, which is none of a commune (63113), a département (63) or an"
    " intercommunalité (246300701)."
)
_NONE = N_("{file} holds no shape (Polygon or MultiPolygon) with the code of a place.")


class OwnShapes(NamedTuple):
    """Shapes in degrees by code: those of areas, simplified, and those of communes as they are."""

    areas: Mapping[str, Outline]
    communes: Mapping[str, Outline]


def read_own_shapes(text: str, file: str) -> OwnShapes:
    """The shapes of a GeoJSON; raises ``OwnFileError``.

    Shells run one way round and holes the other, whichever way they did, so that neighbours cancel each other out where
    they touch; a ring that comes twice is there once.
    """
    found: dict[str, Outline] = {}
    for feature in read_features(text, file):
        polygons = parts_of(feature.geometry, "Polygon")
        if not polygons:
            continue
        code = code_in(feature.properties)
        if not code:
            raise OwnFileError(_NO_CODE, file=file, number=str(feature.number))
        if not (_COMMUNE.fullmatch(code) or _AREA.fullmatch(code)):
            raise OwnFileError(_ODD_CODE, file=file, number=str(feature.number), code=code[:20])
        rings = (_ring(ring, at == 0, code, file) for polygon in polygons for at, ring in enumerate(list_of(polygon)))
        found[code] = found.get(code, ()) + tuple(ring for ring in rings if len(ring) > 2)
    found = {code: tuple(dict.fromkeys(shape)) for code, shape in found.items() if shape}
    if not found:
        raise OwnFileError(_NONE, file=file)
    areas = {code: _simple(shape) for code, shape in found.items() if _AREA.fullmatch(code)}
    return OwnShapes(areas, {code: shape for code, shape in found.items() if code not in areas})


def join_shapes(files: Iterable[OwnShapes]) -> OwnShapes:
    """The shapes of several files: a place that two of them have is there once."""
    areas: dict[str, Outline] = {}
    communes: dict[str, Outline] = {}
    for shapes in files:
        for joined, own in ((areas, shapes.areas), (communes, shapes.communes)):
            for code, shape in own.items():
                joined[code] = tuple(dict.fromkeys((*joined.get(code, ()), *shape)))
    return OwnShapes(areas, communes)


def _simple(shape: Outline) -> Outline:
    rings = (simplify(ring, TOLERANCE) for ring in shape)
    return tuple(ring for ring in rings if len(ring) > 2)


def _ring(ring: Any, shell: bool, code: str, file: str) -> Ring:
    """A ring from its least corner on: shells with the land on their left (RFC 7946), holes the other way."""
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
