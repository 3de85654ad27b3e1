"""The home page on every screen: short on a phone, whole on a tablet, its menu in words, its band low elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.addresses import ADDRESSES, SHORT
from tests.browser.conftest import Visit
from tests.browser.hosting import hosted
from tests.fixture_site import Site

pytestmark = pytest.mark.browser

PHONE_PAGE = 4500
"""CSS pixels that the home page may be high on a phone of 390."""
PHONE = {"width": 390, "height": 844}


def height(page: Page) -> int:
    """How high a page is once its letters and pictures have come."""
    page.evaluate("document.fonts.ready.then(() => 0)")
    page.evaluate("probe.scroll()")
    pixels: int = page.evaluate("document.documentElement.scrollHeight")
    print(f"{pixels} px high")
    return pixels


def test_the_demonstration_is_a_short_page_on_a_phone(visit: Visit) -> None:
    assert height(visit("", viewport=PHONE)) <= PHONE_PAGE


def test_a_site_with_a_bit_of_everything_is_a_short_page_on_a_phone(
    contexts: Callable[..., BrowserContext], kitchen_sink: Site, tmp_path: Path
) -> None:
    (tmp_path / "blog").symlink_to(kitchen_sink.output)
    with hosted(tmp_path) as address:
        page = contexts(address, viewport=PHONE).new_page()
        page.goto(f"{address}blog/")
        assert height(page) <= PHONE_PAGE


@pytest.mark.parametrize("width", [768, 928, 1280])
def test_the_words_of_the_menu_are_shown_in_a_line(visit: Visit, width: int) -> None:
    page = visit("", viewport={"width": width, "height": 900})
    words = [link for link in page.locator(".menu__link").all() if link.is_visible()]
    boxes = [box for link in words if (box := link.bounding_box())]
    assert len(boxes) >= 6
    assert len({box["y"] for box in boxes}) == 1
    assert max(box["x"] + box["width"] for box in boxes) <= width
    assert page.get_by_role("button", name="Menu").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "most"), [(1280, 185), (390, 176)])
def test_the_band_is_low_but_on_the_home_page(visit: Visit, width: int, most: int) -> None:
    page = visit(SHORT, viewport={"width": width, "height": 900})
    band = page.locator(".invitation").bounding_box()
    assert band
    assert 100 <= band["height"] <= most
    page = visit("", viewport={"width": width, "height": 900})
    at_home = page.locator(".invitation").bounding_box()
    assert at_home
    assert at_home["height"] > band["height"]
    below = page.evaluate(
        "document.querySelector('.invitation__links').getBoundingClientRect().bottom"
        " - document.querySelector('.invitation__near').getBoundingClientRect().top"
    )
    assert below <= 0, "its words stand above the ridge that has the page's colour"


def test_every_page_loads_three_sheets_at_the_most(visit: Visit) -> None:
    page = visit("")
    for address in ADDRESSES:
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/" + address)
        assert page.locator("link[rel=stylesheet]").count() <= 3, address
