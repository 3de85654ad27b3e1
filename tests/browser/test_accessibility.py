"""One page of every kind can be used by everyone: axe, narrow windows, large or loose text, fingers."""

from __future__ import annotations

from typing import Literal

import pytest

from tests.browser.addresses import ADDRESSES, ARTICLE, PAGES, with_everyday
from tests.browser.conftest import Visit, in_each_browser, violations
from tests.fixture_site import ROOT

pytestmark = pytest.mark.browser

PHONE = {"width": 320, "height": 640}
_CONTROLS = ".site-header a, .menu a, .share a, .pagination a, .site-footer a, .chip, .button, button, summary"
_ROWS = "a, button, summary"
_ELSEWHERE = ".to-top__link, .facts a, .event-box a, .page-header .p-category"
"""What floats, and what pages of events still owe to fingers."""
_LOOSE = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }"""
"""The spacings of WCAG 1.4.12 (RGAA 10.12)."""

_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_UNFIT = "[...probe.wide(), ...probe.cut()]"

each_page = pytest.mark.parametrize("address", ADDRESSES)


def test_every_template_has_a_page_to_look_at() -> None:
    templates = {path.stem for path in (ROOT / "themes/placette/templates").glob("*.html")} - {"base"}
    assert set(PAGES) == templates | {"gazette", "issue", "network"}  # which come with their packages


@pytest.mark.parametrize("address", with_everyday(ADDRESSES))
def test_axe_finds_nothing(stroll: Visit, axe: str, address: str) -> None:
    page = stroll(address)
    page.evaluate(axe)
    found: list[str] = []
    widths = (1280, 320) if ADDRESSES.index(address) % 2 else (320, 1280)  # each scheme sees both, on other pages
    for scheme, width in zip(_SCHEMES, widths, strict=True):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{scheme} {width}: {told}" for told in violations(page)]
    assert found == []


def test_axe_finds_nothing_in_the_open_menu_of_a_phone(visit: Visit, axe: str) -> None:
    page = visit("", viewport=PHONE)
    page.evaluate(axe)
    page.locator("[popovertarget]").first.click()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_sharing_opens(visit: Visit, axe: str, scheme: str) -> None:
    page = visit(ARTICLE, viewport=PHONE, color_scheme=scheme, permissions=["clipboard-write"])
    page.evaluate(axe)
    page.evaluate("() => getSelection().selectAllChildren(document.querySelector('.prose > p'))")
    page.locator(".quotation button").wait_for()
    found = violations(page)
    page.locator(".share summary").click()
    page.locator("[data-mastodon]").click()
    page.get_by_role("button", name="Continuer vers Mastodon").click()
    page.locator("#share-fault").wait_for()
    page.keyboard.press("Control+A")
    page.keyboard.type("pas un serveur")
    page.keyboard.press("Enter")
    assert found + violations(page) == []


def test_axe_sees_what_is_wrong_and_says_so_in_french(visit: Visit, axe: str) -> None:
    page = visit("")
    page.evaluate(axe)
    page.evaluate("document.querySelector('.site-header img').removeAttribute('alt')")
    assert any(told.startswith("image-alt (Les images doivent") for told in violations(page))


@in_each_browser
@pytest.mark.parametrize("width", [320, 340, 360, 400, 430])
def test_lines_of_links_above_a_title_leave_each_other_room_for_a_finger(stroll: Visit, width: int) -> None:
    page = stroll("2026/l-arret-la-canne-et-le-cabas/", viewport={"width": width, "height": 900}, has_touch=True)
    assert page.locator(".article__head .u-in-reply-to").count() == 1
    assert page.evaluate("probe.missed('.article__head a', '.person a', 44)") == []


@each_page
def test_text_fits_whether_narrow_large_or_loose_and_controls_fit_a_finger(stroll: Visit, address: str) -> None:
    page = stroll(address, viewport=PHONE, has_touch=True)
    found = {"narrow": page.evaluate(_UNFIT), "controls": page.evaluate("asked => probe.small(asked, 44)", _CONTROLS)}
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for width in (640, 320):
        page.set_viewport_size({"width": width, "height": 900})
        found[f"twice as large, {width}"] = page.evaluate(_UNFIT)
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.evaluate("rules => probe.impose(rules)", _LOOSE)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found[f"loose, {width}"] = page.evaluate(_UNFIT)
    page.evaluate("document.adoptedStyleSheets = []")
    page.set_viewport_size({"width": 320, "height": 640})
    page.locator("[popovertarget]").first.click()
    found["menu"] = page.evaluate("probe.small('.menu a, .menu button', 44)")
    page.reload()
    page.set_viewport_size({"width": 390, "height": 640})
    found["rows"] = page.evaluate("asked => probe.missed(...asked)", [_ROWS, _ELSEWHERE, 44])
    assert {how: what for how, what in found.items() if what} == {}
