"""Everything can be done with the keyboard, and one always sees where one is."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import ARTICLE, ONE_EACH, with_everyday
from tests.browser.conftest import BROWSERS, Visit

pytestmark = pytest.mark.browser

_PHONE = {"width": 390, "height": 844}
_FRAMED = ONE_EACH[::4]
"""Enough for what a second browser does otherwise: how the focus comes and leaves depends on the frame of a page."""


@pytest.mark.parametrize(
    ("chromium", "address"),
    [*with_everyday(ONE_EACH, BROWSERS[0]), *((other, address) for other in BROWSERS[1:] for address in _FRAMED)],
    indirect=["chromium"],
)
def test_tab_goes_through_the_page_in_order_and_shows_where_it_is(visit: Visit, address: str) -> None:
    page = visit(address)
    steps = _walk(page)
    assert [f"{step['name']}: {step['faults']}" for step in steps if step["faults"]] == []
    places = [step["place"] for step in steps]
    assert places == sorted(places)
    assert len(steps) == page.evaluate("probe.stops()")


@pytest.mark.parametrize("address", ["", ARTICLE, "agenda/", "404.html"])
def test_the_first_tab_offers_to_skip_to_the_content(visit: Visit, address: str) -> None:
    page = visit(address)
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main, main ~ *') !== null")


def test_the_menu_of_a_phone_opens_leads_on_and_closes(visit: Visit) -> None:
    page = visit("", viewport=_PHONE)
    menu, button = page.locator("#menu"), page.get_by_role("button", name="Menu")
    expect(menu).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#menu') !== null")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    link = menu.get_by_role("link", name="Qui écrit ici")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_visible()
    assert page.url.endswith("/auteurs/")


def test_the_menu_of_a_phone_closes_when_the_focus_leaves_it(visit: Visit) -> None:
    page = visit("", viewport=_PHONE)
    page.get_by_role("button", name="Menu").click()
    page.locator("#menu a").last.focus()
    page.keyboard.press("Tab")
    expect(page.locator("#menu")).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('a, button, input')")
    page.get_by_role("button", name="Menu").click()
    page.locator("#menu a").first.focus()
    expect(page.locator("#menu")).to_be_visible()


def test_the_menu_of_a_wide_screen_is_a_row_of_links(visit: Visit) -> None:
    page = visit("auteurs/")
    expect(page.get_by_role("navigation", name="Menu principal").get_by_role("link")).to_have_count(7)
    expect(page.locator("[popovertarget]").first).to_be_hidden()
    expect(page.locator("#menu [aria-current=page]")).to_have_text("Qui écrit ici")


def test_the_address_of_a_post_is_copied_and_that_is_said(visit: Visit) -> None:
    page = visit(ARTICLE, permissions=["clipboard-read", "clipboard-write"])
    page.locator(".share summary").click()
    page.locator("[data-copy-link]").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Lien copié.")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_a_refused_clipboard_is_said_too(visit: Visit) -> None:
    page = visit(ARTICLE, permissions=[])
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    page.locator(".share summary").click()
    page.locator("[data-copy-link]").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Le lien n’a pas pu être copié.")


def test_the_contents_of_a_long_post_unfold_and_lead_to_their_heading(visit: Visit) -> None:
    page = visit(ARTICLE, viewport=_PHONE)
    page.locator(".toc summary").focus()
    page.keyboard.press("Enter")
    link = page.locator(".toc a").last
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(":target")).to_be_in_viewport()
    expect(page.locator(":target")).to_have_text(link.text_content() or "")


def _walk(page: Page) -> list[dict[str, Any]]:
    """Press Tab until the focus leaves the page, of which this must be the first in its window: where another was left
    that way, a browser may come back to the first stop at once."""
    steps: list[dict[str, Any]] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        step = page.evaluate("probe.focus()")
        if step is None:
            return steps
        steps.append(step)
    raise AssertionError(f"the focus never leaves the page: {steps[-3:]}")
