"""Points and outlines of a territory: in degrees as the reference file has them, in kilometres as a map draws them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from math import atanh, cos, dist, exp, hypot, isqrt, radians, sin
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from zxingcpp import BarcodeFormat, create_barcode

Point = tuple[float, float]
"""Latitude and longitude in degrees, or a place on a plane: its two numbers are always in this order."""
Ring = tuple[Point, ...]
Outline = tuple[Ring, ...]
"""The rings of a shape, holes among them; the last point of a ring leads back to the first."""
Plane = Callable[[Point], Point]
"""From latitude and longitude to kilometres eastwards and southwards."""

_ECCENTRICITY = 0.0818191910428158
_EXPONENT = 0.7256077650532670
_CONSTANT = 11754.255426096
_EAST, _NORTH = 700.0, 12655.612049876
_MERIDIAN = 3.0
"""Lambert-93 on the GRS80 ellipsoid, in kilometres (IGN, «Projections cartographiques en France», NTG 71)."""
_METROPOLE = ((41.0, 51.6), (-5.7, 10.0))
"""Latitudes and longitudes of France in Europe."""
_SPAN = 1000
"""Points that are simplified at once, for a comb takes as long as the square of their number."""
_DEGREE = 111.2
"""Kilometres in a degree of latitude (mean radius of the Earth, 6,371 km)."""


def lambert93(point: Point) -> Point:
    """Return kilometres eastwards and southwards on the legal map of France in Europe."""
    sine = sin(radians(point[0]))
    isometric = atanh(sine) - _ECCENTRICITY * atanh(_ECCENTRICITY * sine)
    radius, angle = _CONSTANT * exp(-_EXPONENT * isometric), _EXPONENT * radians(point[1] - _MERIDIAN)
    return _EAST + radius * sin(angle), radius * cos(angle) - _NORTH


def plane_for(points: Iterable[Point]) -> Plane:
    """Return Lambert-93 where all points are in Europe; elsewhere a plane that touches the Earth at their middle."""
    pairs = list(points)
    (south, north), (west, east) = _METROPOLE
    if all(south <= lat <= north and west <= lon <= east for lat, lon in pairs):
        return lambert93
    middle = sum(lat for lat, _ in pairs) / len(pairs)
    width = _DEGREE * cos(radians(middle))
    return lambda point: (point[1] * width, -point[0] * _DEGREE)


def distance(one: Point, other: Point) -> float:
    """Return kilometres between two points in degrees; exact to 1 % over a territory."""
    width = cos(radians((one[0] + other[0]) / 2))
    return _DEGREE * hypot(one[0] - other[0], (one[1] - other[1]) * width)


def contains(outline: Outline, point: Point) -> bool:
    """Return whether a point is inside a shape, both in degrees or both on a plane (even-odd rule)."""
    return lies_inside(crossings(outline, point[1]), point[0])


def crossings(outline: Outline, y: float) -> list[float]:
    """Return where the lines of a shape cross a height, from left to right: many points of that height share them."""
    longitudes = []
    for ring in outline:
        last_x, last_y = ring[-1]
        for next_x, next_y in ring:
            if (next_y > y) != (last_y > y):
                longitudes.append((last_x - next_x) * (y - next_y) / (last_y - next_y) + next_x)
            last_x, last_y = next_x, next_y
    return sorted(longitudes)


def lies_inside(crossed: Sequence[float], x: float) -> bool:
    """Return whether a point of that height is inside the shape: an odd number of lines is beyond it."""
    return (len(crossed) - bisect_right(crossed, x)) % 2 == 1


def simplify(ring: Ring, tolerance: float) -> Ring:
    """Return the ring with as few of its points as stay within ``tolerance`` of it (Douglas and Peucker, 1973)."""
    if len(ring) < 4:
        return ring
    half = max(range(1, len(ring)), key=lambda at: dist(ring[0], ring[at]))
    indices = _kept((*ring, ring[0]), [(0, half), (half, len(ring))], tolerance)
    return tuple(ring[at] for at in sorted(indices - {len(ring)}))


def simplify_line(line: Ring, tolerance: float) -> Ring:
    """Simplify a line that doesn't close: its ends stay, so that lines which meet there still do."""
    indices = _kept(line, [(0, len(line) - 1)], tolerance)
    return tuple(line[at] for at in sorted(indices))


def _kept(points: Sequence[Point], spans: list[tuple[int, int]], tolerance: float) -> set[int]:
    spans = [(at, min(at + _SPAN, end)) for start, end in spans for at in range(start, max(end, start + 1), _SPAN)]
    indices = {end for span in spans for end in span}
    while spans:
        start, end = spans.pop()
        at, far = _farthest(points, start, end)
        if far > tolerance:
            indices.add(at)
            spans += [(start, at), (at, end)]
    return indices


def bounds(points: Iterable[Point]) -> tuple[Point, Point]:
    """Return the least and the greatest of both numbers; raises ``ValueError`` where there are no points."""
    first, second = zip(*points, strict=True)
    return (min(first), min(second)), (max(first), max(second))


def _farthest(points: Sequence[Point], start: int, end: int) -> tuple[int, float]:
    """Return the point between two that is farthest from the line between them, and how far."""
    (x0, y0), (x1, y1) = points[start], points[end]
    width, height, best, far = x1 - x0, y1 - y0, start, 0.0
    length = hypot(width, height)
    for at in range(start + 1, end):
        x, y = points[at][0] - x0, points[at][1] - y0
        off = abs(width * y - height * x) / length if length else hypot(x, y)
        if off > far:
            best, far = at, off
    return best, far


NAMESPACE = "http://www.topografix.com/GPX/1/1"
MOST_POINTS = 20_000
"""Points of a day's walk recorded each second; more is another kind of file."""
_DEGREES = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,20})?", re.ASCII)
_PLACES = 5
"""Decimals of a degree that are published: a metre."""


def parse_gpx(data: bytes | str) -> Element:
    """Return the root of an XML file of any kind.

    Raises ``DefusedXmlException`` for a document type declaration, before anything in it is expanded; ``ParseError``,
    ``ValueError`` or ``LookupError`` for what is no XML.
    """
    root: Element = fromstring(data, forbid_dtd=True)
    return root


def local_name(tag: object) -> str:
    """Return the name of an element without its namespace; empty for a comment."""
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def point_in(attributes: Mapping[str, str]) -> Point:
    """Return latitude and longitude in degrees, to a metre. Raises ``ValueError`` or ``KeyError``."""
    lat, lon = (attributes[name].strip() for name in ("lat", "lon"))
    if not (_DEGREES.fullmatch(lat) and _DEGREES.fullmatch(lon) and abs(float(lat)) <= 90 and abs(float(lon)) <= 180):
        raise ValueError(f"{lat}, {lon}"[:80])
    return round(float(lat), _PLACES), round(float(lon), _PLACES)


_MASK = 2
"""The pattern laid over the data (ISO/IEC 18004): all can be read; this one suits addresses best on average, and
choosing among the eight for each takes four times as long."""
_RUNS = re.compile(rb"([^\0]*)(\0+)")


def qr_rows(address: str) -> tuple[bytes, ...]:
    """Return the modules from top to bottom, a byte each, zero where dark; no quiet zone around them.

    Level M: 15 % of the code may be torn or stained. Raises ``ValueError`` for an address too long for any code.
    """
    code = create_barcode(address, BarcodeFormat.QRCode, ec_level="M", data_mask=_MASK)
    image = code.to_image(scale=1, add_quiet_zones=False)
    shades = bytes(memoryview(image))  # type: ignore[arg-type]
    size = isqrt(len(shades))
    return tuple(shades[start : start + size] for start in range(0, len(shades), size))


def qr_path(address: str) -> tuple[int, str]:
    """Return the modules of a side, and a path whose stroke, one module wide, covers the dark ones; see ``qr_rows``."""
    rows = qr_rows(address)
    return len(rows), "".join(f"M0 {y}.5{''.join(map(_steps, _RUNS.findall(row)))}" for y, row in enumerate(rows))


@lru_cache(4096)
def _steps(run: tuple[bytes, bytes]) -> str:
    """Return the steps over some light modules and along some dark ones; like runs have like texts."""
    light, dark = map(len, run)
    return f"m{light} 0" * bool(light) + f"h{dark}"
