"""GPX files as strangers send them: read without declarations, places that are on Earth."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from placette.engine.base.geography import Point

NAMESPACE = "http://www.topografix.com/GPX/1/1"
MOST_POINTS = 20_000
"""Points of a day's walk recorded each second; more is another kind of file."""
_DEGREES = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,20})?", re.ASCII)
_PLACES = 5
"""Decimals of a degree that are published: a metre."""


def parse_gpx(data: bytes | str) -> Element:
    """The root of a file, whatever it is.

    Raises ``DefusedXmlException`` for a document type declaration, before anything in it is expanded; ``ParseError``,
    ``ValueError`` or ``LookupError`` for what is no XML.
    """
    root: Element = fromstring(data, forbid_dtd=True)
    return root


def local_name(tag: object) -> str:
    """The name of an element without its namespace; empty for a comment."""
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def point_in(attributes: Mapping[str, str]) -> Point:
    """Latitude and longitude in degrees, to a metre. Raises ``ValueError`` or ``KeyError``."""
    lat, lon = (attributes[name].strip() for name in ("lat", "lon"))
    if not (_DEGREES.fullmatch(lat) and _DEGREES.fullmatch(lon) and abs(float(lat)) <= 90 and abs(float(lon)) <= 180):
        raise ValueError(f"{lat}, {lon}"[:80])
    return round(float(lat), _PLACES), round(float(lon), _PLACES)
