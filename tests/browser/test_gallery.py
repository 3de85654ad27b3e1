"""A gallery opens as large as the window, by mouse, keyboard and finger; without script its links show the files."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from placette.features.hosting import HEADERS
from tests.browser.addresses import ARTICLE
from tests.browser.conftest import Demonstration, Visit, violations

pytestmark = pytest.mark.browser

_PHONE = {"width": 390, "height": 844}
_NARROW = {"width": 320, "height": 640}
_TRUSTED = dict(HEADERS)["Content-Security-Policy"].replace("upgrade-insecure-requests; ", "")
"""The policy of a host that sends headers, but for what a preview without https can't have."""


def test_a_picture_opens_large_by_mouse_under_the_strictest_policy(visit: Visit, journal: list[str]) -> None:
    page = visit(ARTICLE)
    page.route("**/*", _send_policy)
    page.reload()
    link = _links(page).nth(6)
    link.click()
    expect(_viewer(page)).to_be_visible()
    expect(_position(page)).to_have_text("8 / 13")
    expect(page.get_by_role("button", name="Fermer").last).to_be_focused()
    figure = _shown(page)
    expect(figure.locator("figcaption")).to_have_text(link.locator("xpath=../figcaption").text_content() or "")
    box, window = figure.locator("img").bounding_box(), page.viewport_size
    assert box
    assert window
    assert box["width"] == window["width"] or box["height"] >= 0.85 * window["height"]
    _wait_for_picture(figure)
    assert _fetched_slides(page) == [6, 7, 8]
    page.get_by_role("button", name="Photo suivante").click()
    expect(_position(page)).to_have_text("9 / 13")
    page.get_by_role("button", name="Photo précédente").click()
    expect(_position(page)).to_have_text("8 / 13")
    page.get_by_role("button", name="Fermer").last.click()
    expect(_viewer(page)).to_be_hidden()
    expect(link).to_be_focused()
    assert journal == []


def test_everything_is_done_with_the_keyboard(visit: Visit, journal: list[str]) -> None:
    page = visit(ARTICLE)
    link = _links(page).nth(1)
    link.focus()
    page.keyboard.press("Enter")
    expect(_announced(page)).to_contain_text("Photo 3 sur 13\u00a0: 5\u00a0h\u00a020")
    for key, number in (("ArrowRight", 4), ("End", 13), ("ArrowRight", 13), ("ArrowLeft", 12), ("Home", 1)):
        page.keyboard.press(key)
        expect(_position(page)).to_have_text(f"{number} / 13")
        expect(_shown(page)).to_be_in_viewport(ratio=1, timeout=20_000)  # sliding takes its time
    page.keyboard.press("ArrowLeft")
    expect(_position(page)).to_have_text("1 / 13")
    expect(page.get_by_role("button", name="Photo précédente")).to_have_attribute("aria-disabled", "true")
    steps = [_tab(page) for _ in range(5)]
    assert [step["faults"] for step in steps if step and step["faults"]] == []
    assert len({step["name"] for step in steps if step}) >= 4
    page.keyboard.press("Escape")
    expect(_viewer(page)).to_be_hidden()
    expect(link).to_be_focused()
    assert journal == []


@pytest.mark.no_cover
def test_a_swipe_goes_to_the_next_picture_and_says_so(visit: Visit, journal: list[str]) -> None:
    page = visit(ARTICLE, viewport=_PHONE, has_touch=True, is_mobile=True)
    _links(page).first.tap()
    expect(_position(page)).to_have_text("2 / 13")
    for number in (3, 4):
        _swipe(page, -250)
        expect(_position(page)).to_have_text(f"{number} / 13")
        expect(_announced(page)).to_contain_text(f"Photo {number} sur 13")
        expect(_shown(page)).to_be_in_viewport(ratio=0.99)
    _swipe(page, 250)
    expect(_position(page)).to_have_text("3 / 13")
    assert journal == []


def test_a_click_that_asks_for_a_new_tab_gets_it(visit: Visit) -> None:
    page = visit(ARTICLE)
    with page.context.expect_page() as opened:
        _links(page).first.click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_url("**/*.jpg")
    expect(_viewer(page)).to_be_hidden()


def test_without_script_a_picture_leads_to_its_file(
    visit: Visit, demonstration: Demonstration, journal: list[str]
) -> None:
    page = visit(ARTICLE, java_script_enabled=False)
    targets = [link.get_attribute("href") or "" for link in _links(page).all()]
    assert len(targets) == 12
    for target in targets:
        with Image.open(BytesIO((demonstration.folder / target.lstrip("/")).read_bytes())) as image:
            image.load()
            assert max(image.size) >= 800
    assert journal == []
    _links(page).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/*.jpg")  # shown by the browser, which asks for an icon of the site's that isn't there
    page.go_back()
    expect(page.locator("h1")).to_be_visible()


def test_paper_shows_the_grid_alone_even_when_a_picture_is_open(visit: Visit) -> None:
    page = visit(ARTICLE)
    closed = _sheets(page)
    _links(page).first.click()
    assert _sheets(page) == closed
    page.emulate_media(media="print")
    expect(_viewer(page)).to_be_hidden()
    expect(_links(page).last).to_be_visible()
    gallery = page.locator(".gallery")
    assert len(gallery.evaluate("one => getComputedStyle(one).gridTemplateColumns").split()) == 3
    assert gallery.locator("figure").evaluate_all("all => all.map(one => getComputedStyle(one).breakInside)") == [
        "avoid"
    ] * len(_links(page).all())
    addresses = _links(page).evaluate_all("all => all.map(one => getComputedStyle(one, '::after').content)")
    assert set(addresses) == {"none"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_an_open_picture(visit: Visit, axe: str, scheme: str, width: int) -> None:
    page = visit(ARTICLE, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.evaluate(axe)
    _links(page).nth(2).click()
    _wait_for_picture(_shown(page))
    assert violations(page) == []
    assert page.evaluate("[...probe.wide(), ...probe.small('.viewer button', 44)]") == []


@pytest.mark.no_cover
def test_a_picture_slides_in_only_for_those_who_like_it(visit: Visit) -> None:
    for wish, expected in (("reduce", "auto"), ("no-preference", "smooth")):
        page = visit(ARTICLE, reduced_motion=wish)
        _links(page).nth(2).click()
        slides = page.locator(".viewer__slides")
        assert slides.evaluate("one => getComputedStyle(one).scrollBehavior") == expected
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        expect(_position(page)).to_have_text("7 / 13")
        expect(_shown(page)).to_be_in_viewport(ratio=1, timeout=20_000)  # sliding takes its time


def test_a_page_without_photos_carries_no_viewer_and_no_script_for_it(demonstration: Demonstration) -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in demonstration.folder.rglob("index.html")}
    with_viewer = {path for path, html in pages.items() if "data-gallery-viewer" in html}
    assert with_viewer == {path for path, html in pages.items() if "/theme/pictures-" in html}
    photos = {path for path, html in pages.items() if 'aria-label="Agrandir' in html}
    assert with_viewer == {path for path in photos if path.parent.name != "en-entier"}  # made to be printed
    assert 1 < len(with_viewer) < len(pages) / 10


def _links(page: Page) -> Locator:
    return page.locator(".gallery figure > a")


def _viewer(page: Page) -> Locator:
    return page.locator("dialog.viewer")


def _position(page: Page) -> Locator:
    return page.locator("dialog.viewer [data-gallery-position]")


def _announced(page: Page) -> Locator:
    return page.locator("dialog.viewer [aria-live]")


def _shown(page: Page) -> Locator:
    """The slide that the position names."""
    number = int((_position(page).text_content() or "0").partition(" ")[0])
    return page.locator(f".viewer__slides > :nth-child({number})")


def _wait_for_picture(figure: Locator) -> None:
    figure.locator("img").evaluate("one => one.decode()")


def _fetched_slides(page: Page) -> list[int]:
    """Which slides hold a picture."""
    found: list[int] = page.locator(".viewer__slides > *").evaluate_all(
        "all => all.flatMap((one, index) => one.querySelector('img') ? [index] : [])"
    )
    return found


def _tab(page: Page) -> Any:
    """Press Tab once: where the focus is then, and what is wrong with how it shows."""
    page.keyboard.press("Tab")
    return page.evaluate("probe.focus()")


def _swipe(page: Page, distance: int) -> None:
    """Draw a finger over the middle of the window, to the left for less than nothing."""
    session, start = page.context.new_cdp_session(page), 195 - distance // 2
    steps = [("touchStart", start), *(("touchMove", start + distance * step // 25) for step in range(1, 26))]
    for kind, x in steps:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": 420}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def _sheets(page: Page) -> int:
    """How many sheets of paper the page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


def _send_policy(route: Route) -> None:
    """Answer a page with the header of a host that sends it."""
    if route.request.resource_type != "document":
        route.continue_()
        return
    answer = route.fetch()
    route.fulfill(response=answer, headers=answer.headers | {"content-security-policy": _TRUSTED})
