"""What a browser makes of our letters and of a town's logo: a real semibold, and light or dark as the page is."""

from __future__ import annotations

import io
from base64 import b64encode
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from playwright.sync_api import Browser

from placette.features.appearance import IdentitySettings
from placette.features.appearance.cutting import read_source
from placette.features.appearance.fonts import FACES
from placette.features.appearance.logo import read_logo
from tests.browser.conftest import Visit
from tests.fixture_site import ROOT

pytestmark = pytest.mark.whole

SANS = next(face for face in FACES if face.family == "Placette Sans")
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


@pytest.mark.parametrize("form", ["svg", "png"])
def test_a_logo_is_light_or_dark_as_its_page_is(chromium: Browser, tmp_path: Path, form: str) -> None:
    for name, colour in (("day", COLOURS["light"]), ("night", COLOURS["dark"])):
        Image.new("RGB", (400, 100), colour).save(tmp_path / f"{name}.png")
        fill = "#{:02x}{:02x}{:02x}".format(*colour)
        paint = f'<style>.a{{fill:url(#a)}}</style><linearGradient id="a"><stop stop-color="{fill}"/></linearGradient>'
        paint += '<path class="a" d="M0 0h40v10H0z"/>'
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10">{paint}</svg>'
        (tmp_path / f"{name}.svg").write_text(svg, encoding="utf-8")
    logo = read_logo(IdentitySettings(logo=f"day.{form}", logo_dark=f"night.{form}"), tmp_path)
    assert logo
    urls = [f"data:image/png;base64,{b64encode(data).decode()}" for data in logo.files.values()]
    rules = (ROOT / "themes/placette/static/two-logos.css").read_text(encoding="utf-8")
    shown = '<img class="site-header__icon--{}" src="{}" alt="" width="176" height="44">'
    page = chromium.new_page()
    page.set_content(f"<style>{rules}</style>{shown.format('light', urls[0])}{shown.format('dark', urls[1])}")
    page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth)")
    cases = [(system, chosen, "screen", chosen or system) for system in COLOURS for chosen in ("", *COLOURS)]
    for system, chosen, media, expected in [*cases, ("dark", "dark", "print", "light")]:
        page.emulate_media(color_scheme=system, media=media)  # type: ignore[arg-type]
        page.evaluate(
            "([root, chosen]) => chosen ? root.dataset.theme = chosen : delete root.dataset.theme",
            [page.evaluate_handle("document.documentElement"), chosen],
        )
        (seen,) = [image for image in page.locator("img").all() if image.is_visible()]
        with Image.open(io.BytesIO(seen.screenshot())) as pixels:
            found = pixels.convert("RGB").getpixel((pixels.width // 2, pixels.height // 2))
        assert found == pytest.approx(COLOURS[expected], abs=2), (system, chosen, media)
    page.close()
