"""A site's own logo stands at the foot of its cards, in the version that its ground asks for, and keeps its shape."""

from __future__ import annotations

import pytest
from PIL import Image

from placette.engine.rendering.views import LogoDrawing
from placette.features.sharing.cards import MOST_BYTES
from placette.features.sharing.layout import BAND, BAND_BOX, Box, Layout, lay_out
from placette.features.sharing.publisher import WIDTH
from tests.features.sharing.test_cards import POST, ROLES, SITE, assert_all_inside, drawn, opened, within

BY_DAY, BY_NIGHT = (27, 79, 138), (255, 210, 40)
PAPER, GROUND = ROLES["paper"], ROLES["band"]
Colour = tuple[int, int, int]


def drawing(colour: Colour, ratio: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{ratio * 40}" height="40" viewBox="0 0 {ratio * 40} 40">'
        f'<path d="M0 0H{ratio * 40}V40H0z" fill="rgb{colour}"/></svg>'
    )


def logo(ratio: float = 1.0, *, dark: bool = True) -> LogoDrawing:
    night = drawing(BY_NIGHT, ratio) if dark else ""
    return LogoDrawing(drawing(BY_DAY, ratio), night, ratio, ratio > 1.25, f"{ratio} {dark}")


def laid_out(shown: LogoDrawing, site: str = SITE) -> Layout:
    return lay_out(POST, site, shown)


def painted(card: Image.Image, colour: Colour) -> Box:
    """The rectangle of the pixels that have a colour, but for what JPEG changes."""
    red, green, blue = (
        channel.point([255 * (abs(value - wanted) < 24) for value in range(256)])
        for channel, wanted in zip(card.split(), colour, strict=True)
    )
    alike = Image.composite(Image.composite(red, Image.new("L", card.size), green), Image.new("L", card.size), blue)
    found = alike.getbbox()
    assert found
    return Box(*found)


@pytest.mark.parametrize("ratio", [0.25, 1.0, 8.0])
def test_a_logo_is_painted_where_the_layout_has_it_and_keeps_its_shape(ratio: float) -> None:
    encoded = drawn(logo=logo(ratio))
    assert len(encoded) <= MOST_BYTES
    box, shown = laid_out(logo(ratio)).foot.logo, painted(opened(encoded), BY_NIGHT)
    assert box
    assert within(box)
    assert BAND_BOX.top < box.top < box.bottom < BAND_BOX.bottom
    assert box.size[0] <= WIDTH / 2
    assert (shown.left, shown.top, *shown.size) == pytest.approx((box.left, box.top, *box.size), abs=2)
    assert box.size[0] / box.size[1] == pytest.approx(ratio, rel=0.04)


@pytest.mark.parametrize("dark", [True, False], ids=["dark", "plated"])
def test_a_logo_stands_beside_the_name_or_in_its_place(*, dark: bool) -> None:
    beside, alone = (laid_out(logo(ratio, dark=dark)) for ratio in (1.0, 4.0))
    assert_all_inside(beside)
    assert beside.foot.logo
    assert beside.foot.lines[-1].text == SITE
    assert beside.foot.lines[-1].left > beside.foot.logo.right + BAND / 5
    assert alone.foot.lines == ()
    assert_all_inside(laid_out(logo(1.0, dark=dark), "Un territoire et son nom " * 9))


def test_a_logo_without_a_dark_version_stands_on_paper() -> None:
    card = opened(drawn(logo=logo(4.0, dark=False)))
    foot = laid_out(logo(4.0, dark=False)).foot
    assert foot.logo
    assert foot.plate
    middle = BAND_BOX.bottom - BAND // 2
    for across, colour in (
        (foot.logo.left - 20, PAPER),
        (foot.logo.right + 12, PAPER),
        (foot.plate.right + 20, GROUND),
    ):
        ground = Image.new("RGB", (1, 1), colour).getpixel((0, 0))
        assert card.getpixel((across, middle)) == pytest.approx(ground, abs=6), across
    assert card.getpixel((foot.logo.left + 30, middle)) == pytest.approx(BY_DAY, abs=6)
