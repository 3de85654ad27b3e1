"""Places of GPX files are on Earth, and declarations are refused before they are expanded."""

from __future__ import annotations

import pytest
from defusedxml import DefusedXmlException

from placette.engine.base.gpx import local_name, parse_gpx, point_in


def test_a_point_is_read_to_a_metre() -> None:
    assert point_in({"lat": " +45.1234567 ", "lon": "-3.1"}) == (45.12346, -3.1)


@pytest.mark.parametrize("lat", ["91", "", "NaN", "1e1", "45,1", "٤٥", "inf"])
def test_a_place_that_is_not_on_earth_is_none(lat: str) -> None:
    with pytest.raises(ValueError, match=", 3"):
        point_in({"lat": lat, "lon": "3"})


def test_names_lose_their_namespace() -> None:
    assert local_name(parse_gpx('<gpx xmlns="http://www.topografix.com/GPX/1/1"/>').tag) == "gpx"


def test_a_declaration_is_refused() -> None:
    with pytest.raises(DefusedXmlException):
        parse_gpx(b'<!DOCTYPE gpx [<!ENTITY a "b">]><gpx>&a;</gpx>')
