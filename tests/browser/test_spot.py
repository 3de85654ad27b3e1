"""The map beside a text says where it takes place: legible, in a free margin, never on anything else."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

FREE, NOTED = "2026/samedi-matin-place-du-plot/", "2026/une-porte-ouverte-deux-heures/"
"""The shortest text; one with notes. Neither has contents."""
TAKEN = "2026/monter-au-puy-de-dome/"
"""Contents on the left, notes on the right, a gallery."""
_WIDTHS = (1152, 1280, 1920)
_AROUND = (
    ".article__head, .article__picture, .article__side:not(:has(.spot)), .prose--article > *, .footnote li,"
    " .gallery, .to-top__link, .article__foot > *, .article__end > :not(.spot), .site-header, .neighbours, .card"
)
_MET = """(spot, names) => {
  const boxOf = node => node.getBoundingClientRect(), {left, top, right, bottom} = boxOf(spot)
  return [...document.querySelectorAll(names)].filter(node => !node.contains(spot)).map(node => [node, boxOf(node)])
    .filter(([, box]) => box.left < right - 1 && box.right > left + 1 && box.top < bottom - 1 && box.bottom > top + 1)
    .map(([node]) => node.className || node.tagName)
}"""
_LETTERS = """map => [...map.querySelectorAll('text')].map(text => [
  text.getBoundingClientRect(), parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a])"""


def met(page: Page) -> list[str]:
    found: list[str] = page.locator(".spot").evaluate(_MET, _AROUND)
    return found


@pytest.mark.parametrize("width", _WIDTHS)
@pytest.mark.parametrize("address", [FREE, NOTED])
def test_it_stands_in_the_margin_beside_the_text_where_nothing_else_does(
    visit: Visit, address: str, width: int
) -> None:
    page = visit(address, viewport={"width": width, "height": 900})
    drawn, text = page.locator(".spot__map").bounding_box(), page.locator(".prose--article").bounding_box()
    assert drawn
    assert text
    assert drawn["width"] >= 200
    assert drawn["x"] + drawn["width"] <= text["x"]
    assert abs(drawn["y"] - text["y"]) < 8, "both begin together"
    assert met(page) == []


@pytest.mark.parametrize(("address", "width"), [(TAKEN, 320), (TAKEN, 768), (TAKEN, 1280), (FREE, 390), (FREE, 1150)])
def test_where_the_margin_is_taken_words_at_the_foot_say_where(visit: Visit, address: str, width: int) -> None:
    page = visit(address, viewport={"width": width, "height": 900})
    expect(page.locator(".spot__map")).to_be_hidden()
    spot, text = page.locator(".spot").bounding_box(), page.locator(".prose--article").bounding_box()
    assert spot
    assert text
    assert spot["y"] >= text["y"] + text["height"]
    assert spot["height"] < 120
    expect(page.locator(".spot").get_by_role("link", name="La carte")).to_be_visible()
    assert met(page) == []


def test_the_whole_map_leads_to_the_map_but_for_the_commune(visit: Visit) -> None:
    page = visit(FREE)
    page.locator(".spot").get_by_role("link", name="Le Puy-en-Velay, Haute-Loire").click()
    expect(page).to_have_url(re.compile("communes/43157"))
    page.go_back()
    page.locator(".spot").click(position={"x": 100, "y": 100})
    expect(page).to_have_url(re.compile("/carte/$"))


@pytest.mark.parametrize("address", [FREE, TAKEN])
def test_it_is_printed_small_and_whole(visit: Visit, address: str) -> None:
    page = visit(address, viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    drawn, words = page.locator(".spot__map").bounding_box(), page.locator(".spot__map").evaluate(_LETTERS)
    assert drawn
    assert 200 <= drawn["width"] <= 230
    assert min(letter for _, letter in words) >= 11
    assert page.locator(".spot").evaluate("spot => getComputedStyle(spot).breakInside") == "avoid"
    assert met(page) == []
    expect(page.get_by_role("link", name="La carte")).to_be_hidden()
