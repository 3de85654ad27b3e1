"""What a browser makes of our letters and of a town's logo: a real semibold, and light or dark as the page is."""

from __future__ import annotations

import io
from base64 import b64encode
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from playwright.sync_api import Browser

from placette.features.look.cutting import read_source
from placette.features.look.fonts import FACES
from placette.features.look.logo import read_logo
from placette.features.look.settings import IdentitySettings
from tests.browser.conftest import Visit

SANS = next(face for face in FACES if face.bold[1])
WORD = "Réapprendre"
COLOURS = {"light": (27, 79, 138), "dark": (255, 208, 144)}


def test_semibold_labels_are_the_designers_and_not_thickened(visit: Visit) -> None:
    """A thickened regular is as wide as the regular; systems may fit letters to pixels."""
    page = visit("")
    measured = page.evaluate(
        """async word => {
            await document.fonts.load('600 100px "Placette Sans"')
            const pen = document.createElement('canvas').getContext('2d')
            return [400, 600].map(weight => {
                pen.font = `${weight} 100px "Placette Sans"`; pen.fontKerning = 'none'
                return pen.measureText(word).width
            })
        }""",
        WORD,
    )
    expected = [width(read_source(SANS)), width(read_source(SANS, SANS.bold[0]))]
    assert measured == pytest.approx(expected, abs=2)
    assert page.evaluate("[...document.fonts].filter(face => face.status == 'loaded').length") <= 4


def width(data: bytes) -> float:
    font = TTFont(io.BytesIO(data), lazy=True)
    return (
        float(sum(font["hmtx"][font.getBestCmap()[ord(letter)]][0] for letter in WORD))
        / float(font["head"].unitsPerEm)
        * 100
    )


@pytest.mark.parametrize("scheme", COLOURS)
@pytest.mark.parametrize("form", ["svg", "png"])
def test_a_logo_is_light_or_dark_as_its_page_is(chromium: Browser, tmp_path: Path, form: str, scheme: str) -> None:
    for name, colour in (("day", COLOURS["light"]), ("night", COLOURS["dark"])):
        Image.new("RGB", (400, 100), colour).save(tmp_path / f"{name}.png")
        fill = "#{:02x}{:02x}{:02x}".format(*colour)
        paint = f'<linearGradient id="a"><stop stop-color="{fill}"/></linearGradient>'
        paint += '<path fill="url(#a)" d="M0 0h40v10H0z"/>'
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10">{paint}</svg>'
        (tmp_path / f"{name}.svg").write_text(svg, encoding="utf-8")
    logo = read_logo(IdentitySettings(logo=f"day.{form}", logo_dark=f"night.{form}"), tmp_path)
    assert logo
    page = chromium.new_page()
    source = f"data:image/svg+xml;base64,{b64encode(logo.svg).decode()}"
    page.set_content(
        f'<body style="color-scheme:{scheme}"><img src="{source}" width="{logo.width}" height="{logo.height}">'
    )
    page.wait_for_function("document.images[0].complete")
    with Image.open(io.BytesIO(page.locator("img").screenshot())) as shown:
        found = shown.convert("RGB").getpixel((shown.width // 2, shown.height // 2))
    page.close()
    assert found == pytest.approx(COLOURS[scheme], abs=2)
