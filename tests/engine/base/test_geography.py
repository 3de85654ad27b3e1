"""Places of GPX files are on Earth, and declarations are refused before they are expanded."""

from __future__ import annotations

from io import BytesIO

import pytest
import resvg_py
import zxingcpp
from defusedxml import DefusedXmlException
from PIL import Image

from placette.engine.base.geography import local_name, parse_gpx, point_in, qr_path


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


SITE = "https://carnets.example/"
ADDRESSES = {
    "short": "https://a.fr/",
    "post": f"{SITE}blog/2026/monter-au-lavoir-de-saint-flour/",
    "accents": f"{SITE}l%C3%A9a-et-l%E2%80%99%C3%A9t%C3%A9/?a=1&b=2#d%C3%A9but",
    "unencoded accents": f"{SITE}léa-et-l’été/",
    "capitals": "HTTPS://CARNETS.EXAMPLE/2026",
    "digits": "20261124",
    "300 characters": (f"{SITE}blog/2026/" + "tres-long-" * 30)[:299] + "/",
    "the longest": f"{SITE}".ljust(2331, "b"),
}
_PIXELS = 4
_QUIET = 4


def drawn(address: str) -> Image.Image:
    """The code as an SVG renderer shows it, in the quiet zone that paper gives it."""
    size, path = qr_path(address)
    side = size + 2 * _QUIET
    box = f'viewBox="{-_QUIET} {-_QUIET} {side} {side}" width="{side * _PIXELS}" height="{side * _PIXELS}"'
    stroke = f'<path stroke="#000" d="{path}"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {box} shape-rendering="crispEdges">{stroke}</svg>'
    ink = Image.open(BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg)))).convert("RGBA")
    paper = Image.new("RGBA", ink.size, "white")
    return Image.alpha_composite(paper, ink).convert("L")


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES.keys())
def test_a_reader_finds_the_address_whole(address: str) -> None:
    (code,) = zxingcpp.read_barcodes(drawn(address))
    assert (code.valid, code.text) == (True, address)
    assert str(code.ec_level) == "M"


def test_a_stain_of_a_hundred_modules_does_no_harm() -> None:
    image = drawn(ADDRESSES["post"])
    start, end = (_QUIET + 14) * _PIXELS, (_QUIET + 24) * _PIXELS
    image.paste(0, (start, start, end, end))
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [ADDRESSES["post"]]


def test_one_byte_more_takes_the_next_size() -> None:
    sizes = [qr_path("a" * length)[0] for length in (84, 85)]
    assert sizes == [37, 41]


def test_an_address_beyond_the_largest_code_is_refused() -> None:
    with pytest.raises(ValueError, match=r"."):
        qr_path(SITE.ljust(2332, "b"))


def test_neighbours_in_a_row_are_one_stroke() -> None:
    # The top row of an upper left pattern: seven dark modules.
    assert qr_path(SITE)[1].startswith("M0 0.5h7m")
