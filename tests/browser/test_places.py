"""Maps serve thumbs, keyboards, printers and those without script; a page of a place fits every screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

MAP, PUY = "carte/", "communes/43157-le-puy-en-velay/"
_REACH = """pins => pins.map(pin => pin.querySelector('.pin__reach').getBoundingClientRect())
  .map(box => [box.left, box.top, box.right, box.bottom])"""
_CONTRAST = """() => {
  const paint = document.createElement('canvas').getContext('2d', {willReadFrequently: true})
  const linear = part => (part /= 255) <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4
  const light = colour => {
    paint.fillStyle = colour
    paint.fillRect(0, 0, 1, 1)
    const [r, g, b] = [...paint.getImageData(0, 0, 1, 1).data].map(linear)
    return .2126 * r + .7152 * g + .0722 * b
  }
  const ratio = (one, other) => {
    const [less, more] = [light(one), light(other)].sort((x, y) => x - y)
    return (more + .05) / (less + .05)
  }
  const style = name => getComputedStyle(document.querySelector(name))
  const {stroke: line} = style('.terrain__border, .terrain__area:not(.terrain__area--open)')
  const {fill: land} = style('.terrain__area'), paper = style('body').backgroundColor
  const point = style('a.pin .pin__dot').fill, pill = style('a.pin .pin__pill').fill
  return Math.min(ratio(line, land), ratio(line, paper), ratio(point, land), ratio(point, pill))
}"""
_FILLS = """['.terrain__area', 'a.pin .pin__pill', 'a.pin text']
  .map(name => getComputedStyle(document.querySelector(name)).fill)"""


def pins(page: Page) -> list[list[float]]:
    found: list[list[float]] = page.locator("a.pin:visible").evaluate_all(_REACH)
    return found


@pytest.mark.parametrize("address", [MAP, PUY, "departements/63-puy-de-dome/"])
@pytest.mark.parametrize("width", [360, 390, 1280])
def test_every_name_on_a_map_fits_a_finger_and_stays_on_the_screen(visit: Visit, address: str, width: int) -> None:
    page = visit(address, viewport={"width": width, "height": 844})
    boxes = pins(page)
    assert boxes
    least = 44 if width < 600 else 36
    for left, top, right, bottom in boxes:
        assert (right - left >= least - 0.2, bottom - top >= least - 0.2) == (True, True), (width, bottom - top)
        assert (left >= -0.5, right <= width + 0.5) == (True, True)
    overlaps = [
        (a, b)
        for at, a in enumerate(boxes)
        for b in boxes[:at]
        if a[0] < b[2] - 1 and b[0] < a[2] - 1 and a[1] < b[3] - 1 and b[1] < a[3] - 1
    ]
    assert overlaps == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_touched_name_shows_its_newest_text_without_script(visit: Visit) -> None:
    page = visit(MAP, java_script_enabled=False)
    shown = page.locator(".chosen:visible")
    expect(shown).to_have_count(1)
    page.get_by_role("link", name=re.compile("^Aurillac")).first.click()
    expect(shown).to_have_count(1)
    expect(shown.locator("h2")).to_have_text("Aurillac")
    expect(shown.locator(".chosen__post").first).to_be_visible()
    shown.get_by_role("link", name="Aurillac", exact=True).click()
    expect(page.locator("h1")).to_have_text("Aurillac")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_card_that_is_open_first_is_of_a_place_that_the_map_names(visit: Visit, width: int) -> None:
    page = visit(MAP, viewport={"width": width, "height": 844})
    opened = page.locator(".chosen:visible")
    assert page.locator(f"a.pin:visible[href='#{opened.get_attribute('id')}']").count() == 1


def test_the_keyboard_reaches_every_name_and_shows_where_it_is(visit: Visit) -> None:
    page = visit(MAP)
    first = page.locator("a.pin:visible").first
    first.focus()
    page.keyboard.press("Tab")
    second = page.locator("a.pin:visible").nth(1)
    expect(second).to_be_focused()
    assert second.locator(".pin__pill").evaluate("one => getComputedStyle(one).strokeWidth") == "3px"
    page.keyboard.press("Enter")
    expect(page.locator(".chosen:visible")).to_have_count(1)
    assert "#place-" in page.url


def test_on_a_phone_no_commune_is_left_out(visit: Visit) -> None:
    page = visit(MAP, viewport={"width": 390, "height": 844})
    shared = page.locator("a.pin:visible", has_text="+").first
    expect(shared).to_be_visible()
    first = shared.locator("text").first.text_content()
    shared.click()
    listed = page.locator(".chosen:visible .places li > :first-child").all_inner_texts()
    assert len(listed) >= 2
    assert first in listed
    named = set(
        page.locator("a.pin:visible").evaluate_all("pins => pins.map(pin => pin.querySelector('text').textContent)")
    )
    clusters = page.locator(".chosen[id$='-360'] .places li > :first-child")
    everywhere = set(clusters.all_text_contents()) | named
    known = set(page.locator(".by-area .places li > :first-child").all_text_contents())
    unplaced = set(page.locator(".unplaced bdi").all_text_contents())
    assert known - unplaced <= everywhere
    lines = """name => {
      const words = document.createRange();
      name.textContent = "Plounévézel";
      name.after(" 10 billets");
      words.selectNodeContents(name);
      return words.getClientRects().length;
    }"""
    assert page.locator(".by-area .places li > :first-child").first.evaluate(lines) == 1, "no name is cut in its middle"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", [MAP, PUY])
def test_lines_and_points_stand_out(visit: Visit, address: str, scheme: str) -> None:
    assert visit(address, color_scheme=scheme).evaluate(_CONTRAST) >= 3


def test_forced_colours_keep_names_and_land_apart(visit: Visit) -> None:
    page = visit(MAP, forced_colors="active")
    colours = page.evaluate(_FILLS)
    assert colours[0] == colours[1] != colours[2]


def test_the_map_takes_one_page_of_paper(visit: Visit) -> None:
    printed = visit(MAP).pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
