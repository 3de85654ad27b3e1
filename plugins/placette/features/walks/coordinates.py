"""Where a place is, as people write it and as phones read it."""

from __future__ import annotations

from collections.abc import Callable

from placette.engine.base.message import N_
from placette.features.walks.walk import Point

Say = Callable[[str], str]


def spoken_point(point: Point, say: Say) -> str:
    """«45° 46′ 35″ N, 3° 04′ 57″ E», with no-break spaces: a second is some thirty metres."""
    lat, lon = point
    north = say(N_("N")) if lat >= 0 else say(N_("S"))
    east = say(N_("E")) if lon >= 0 else say(N_("W"))
    return f"{_sexagesimal(lat)}\u00a0{north}, {_sexagesimal(lon)}\u00a0{east}"


def decimal_point(point: Point) -> str:
    """«45.7764, 3.0825», as maps and devices take it."""
    return f"{point[0]:.4f}, {point[1]:.4f}"


def geo_url(point: Point) -> str:
    """The address of a place (RFC 5870): a phone opens it with its map."""
    return f"geo:{point[0]:.5f},{point[1]:.5f}"


def _sexagesimal(degrees: float) -> str:
    seconds = round(abs(degrees) * 3600)
    return f"{seconds // 3600}°\u00a0{seconds // 60 % 60:02}′\u00a0{seconds % 60:02}″"
