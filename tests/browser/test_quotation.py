"""A selected part of a post is copied with its title and link, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import ARTICLE
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

_PHONE = {"width": 390, "height": 844}
_CLIPBOARD = ["clipboard-read", "clipboard-write"]


def test_a_quotation_is_copied_with_the_mouse(visit: Visit, journal: list[str]) -> None:
    page = visit(ARTICLE, permissions=_CLIPBOARD)
    page.clock.install()
    page.reload()
    paragraph = page.locator(".prose > p").nth(1)
    paragraph.click(click_count=3)
    page.get_by_role("button", name="Copier la citation").click()
    expect(page.locator(".quotation p")).to_have_text("Citation copiée, avec le lien.")
    expect(page.locator(".quotation button")).to_be_hidden()
    title, text = page.locator("h1").inner_text(), paragraph.text_content() or ""
    page.clock.fast_forward(10_000)
    expect(page.locator(".quotation p")).to_be_empty()
    assert _clipboard(page) == f"«\u00a0{' '.join(text.split(' ')).strip()}\u00a0» — {title}, {page.url}"
    assert journal == []


def test_a_quotation_is_copied_with_the_keyboard_and_tab_goes_on_from_it(visit: Visit) -> None:
    page = visit(ARTICLE, permissions=_CLIPBOARD)
    words = _select_by_keyboard(page, 24)
    expect(page.locator(".quotation p")).to_contain_text("la touche Tabulation mène à")
    button = page.get_by_role("button", name="Copier la citation")
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".quotation p")).to_have_text("Citation copiée, avec le lien.")
    assert _clipboard(page).startswith(f"«\u00a0{words}\u00a0» — ")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement === document.querySelector('.prose > p ~ p a, .prose > p ~ * a')")


def test_tab_leaves_an_offer_that_is_not_wanted_and_is_not_held_again(visit: Visit) -> None:
    page = visit(ARTICLE, permissions=_CLIPBOARD)
    _select_by_keyboard(page, 24)
    button = page.locator(".quotation button")
    expect(button).to_be_visible()
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Tab")
    expect(button).to_be_hidden()
    assert page.evaluate("document.activeElement.closest('.prose') !== null")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.prose') !== null")


def test_the_offer_neither_covers_what_is_selected_nor_moves_the_text(visit: Visit) -> None:
    page = visit(ARTICLE, permissions=_CLIPBOARD, viewport=_PHONE, has_touch=True)
    paragraph = page.locator(".prose > p").nth(1)
    button, below = page.locator(".quotation button"), page.locator(".prose > h2").first
    for block in ("start", "center", "end"):
        page.evaluate("() => getSelection().removeAllRanges()")
        expect(button).to_be_hidden()
        paragraph.evaluate("(p, block) => p.scrollIntoView({ block })", block)
        before = below.bounding_box()
        paragraph.evaluate("p => getSelection().setBaseAndExtent(p.lastChild, 0, p.lastChild, 20)")
        expect(button).to_be_visible()
        offered, chosen = (
            button.bounding_box(),
            page.evaluate(
                "() => { const { x, y, width, height } = getSelection().getRangeAt(0).getBoundingClientRect();"
                " return { x, y, width, height }; }"
            ),
        )
        assert offered
        assert offered["y"] >= chosen["y"] + chosen["height"] or chosen["y"] >= offered["y"] + offered["height"]
        assert page.evaluate("selector => probe.small(selector, 44)", ".quotation button") == []
        assert below.bounding_box() == before
    page.emulate_media(media="print")
    expect(button).to_be_hidden()


def test_nothing_is_offered_outside_a_text_or_without_a_clipboard(visit: Visit) -> None:
    page = visit(ARTICLE, permissions=_CLIPBOARD)
    page.locator("h1").click(click_count=3)
    page.wait_for_timeout(400)
    expect(page.locator(".quotation button")).to_be_hidden()
    page.context.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined });")
    page.reload()
    _select_by_keyboard(page, 24)
    page.wait_for_timeout(400)
    expect(page.locator(".quotation button")).to_be_hidden()
    page.locator(".share summary").click()
    expect(page.locator("[data-copy-link]")).to_be_hidden()


def _select_by_keyboard(page: Page, count: int) -> str:
    """Select the first characters of the second paragraph with the arrow keys; gives them."""
    page.locator(".prose > p").nth(1).evaluate(
        "p => { p.scrollIntoView(); getSelection().setBaseAndExtent(p.firstChild, 0, p.firstChild, 1); }"
    )
    for _ in range(count):
        page.keyboard.press("Shift+ArrowRight")
    words: str = page.evaluate("getSelection().toString().trim()")
    assert words
    return words


def _clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text
