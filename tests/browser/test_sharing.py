"""Sharing contacts no company: the visitor's own Mastodon server, the device's own share sheet."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.addresses import ARTICLE
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

KEY = "placette-mastodon"
_NARROW = {"width": 320, "height": 640}
_CONTROLS = ".share a, .share button, .share input"

SERVERS = {
    "piaille.fr": "piaille.fr",
    "  Piaille.FR ": "piaille.fr",
    "@moi@piaille.fr": "piaille.fr",
    "moi@piaille.fr": "piaille.fr",
    "https://piaille.fr/@moi": "piaille.fr",
    "http://piaille.fr": "piaille.fr",
    "https://piaille.fr/@elle@mastodon.example": "piaille.fr",
    "été.example": "xn--t-9fab.example",
}
NO_SERVERS = [
    "",
    "piaille",
    "localhost",
    "192.168.0.1",
    "piaille.fr:8080",
    "javascript:alert(1)",
    "data:text/html,a",
    "https://evil.example@piaille.fr/",
    "https://piaille.fr?a",
    'evil"><img src=x onerror=alert(1)>',
    "piaille.fr piaille.fr",
    "-piaille.fr",
    "{server}",
    "a" * 64 + ".fr",
    "a." * 150 + "fr",
]
HOSTILE = [
    "javascript:alert(1)",
    'evil"><img src=x onerror=alert(1)>',
    "a" * 5000,
    "a." * 2500,
    "piaille.fr/elsewhere",
    "piaille.fr@evil.example",
    "//evil.example",
    "Piaille.fr",
]


def test_a_post_goes_to_the_visitors_own_server_by_keyboard_alone(visit: Visit, journal: list[str]) -> None:
    page = _away(visit(ARTICLE))
    _focus_by_tab(page, ".share summary")
    page.keyboard.press("Enter")
    _wait_for_script(page)
    home, title = page.url, page.locator("h1").inner_text()
    _focus_by_tab(page, "[data-mastodon]")
    page.keyboard.press("Enter")
    field = page.get_by_label("Votre serveur")
    expect(field).to_be_focused()
    page.keyboard.type("@moi@mastodon.example")
    page.keyboard.press("Enter")
    page.wait_for_url("https://mastodon.example/**")
    where = urlsplit(page.url)
    assert (where.netloc, where.path, where.fragment) == ("mastodon.example", "/share", "")
    assert parse_qs(where.query) == {"text": [f"{title}\n{home}"]}
    assert journal == [f"asks {page.url}"]


def test_the_server_is_remembered_then_changed_then_forgotten(visit: Visit, journal: list[str]) -> None:
    page = _away(visit(ARTICLE))
    home = page.url
    _choose(page, "mastodon.example")
    page.goto(home)
    link = page.locator("[data-mastodon]")
    _unfold(page)
    expect(link).to_have_text("Mastodon (mastodon.example)")
    assert page.evaluate("Object.entries(localStorage)") == [[KEY, "mastodon.example"]]
    assert page.context.cookies() == []
    link.click()
    page.wait_for_url("https://mastodon.example/share**")
    page.goto(home)
    _unfold(page)
    page.get_by_role("button", name="Changer de serveur Mastodon").click()
    expect(page.get_by_label("Votre serveur")).to_have_value("mastodon.example")
    page.keyboard.type("other.example")
    page.keyboard.press("Enter")
    page.wait_for_url("https://other.example/share**")
    page.goto(home)
    _unfold(page)
    page.get_by_role("button", name="Changer de serveur Mastodon").click()
    page.get_by_role("button", name="Oublier ce serveur").press("Enter")
    expect(link).to_be_focused()
    expect(link).to_have_text("Mastodon")
    expect(link).to_have_attribute("href", "/partager/")
    expect(page.get_by_role("status")).to_have_text("Serveur oublié.")
    expect(page.locator("[data-mastodon-change]")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0
    assert [urlsplit(told.removeprefix("asks ")).netloc for told in journal] == [
        "mastodon.example",
        "mastodon.example",
        "other.example",
    ]


def test_nothing_is_stored_before_the_visitor_chooses_and_escape_gives_up(visit: Visit, journal: list[str]) -> None:
    page = visit(ARTICLE)
    _unfold(page)
    page.locator("[data-mastodon]").click()
    page.keyboard.type("mastodon.example")
    page.keyboard.press("Escape")
    expect(page.locator("[data-mastodon-dialog]")).to_be_hidden()
    expect(page.locator("[data-mastodon]")).to_be_focused()
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert journal == []


def test_servers_are_understood_as_people_write_them_and_nothing_else_is(visit: Visit) -> None:
    page = _away(visit(ARTICLE))
    page.evaluate(
        "() => document.querySelector('[data-mastodon]').addEventListener('click', (e) => e.preventDefault())"
    )
    _unfold(page)
    link, fault = page.locator("[data-mastodon]"), page.locator("#share-fault")
    link.click()
    field = page.get_by_label("Votre serveur")
    for written in NO_SERVERS:
        field.fill(written)
        page.keyboard.press("Enter")
        expect(fault).to_contain_text("Ce n’est pas le nom d’un serveur")
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_be_focused()
    assert page.evaluate("localStorage.length") == 0
    for written, server in SERVERS.items():
        field.fill(written)
        page.keyboard.press("Enter")
        expect(page.locator("[data-mastodon-dialog]")).to_be_hidden()
        assert page.evaluate(f"localStorage.getItem('{KEY}')") == server
        assert urlsplit(link.get_attribute("href") or "").netloc == server
        page.locator("[data-mastodon-change]").click()
        expect(fault).to_be_hidden()


def test_a_hostile_memory_is_inert(visit: Visit, journal: list[str]) -> None:
    page = visit(ARTICLE)
    for stored in HOSTILE:
        page.evaluate("stored => localStorage.setItem('placette-mastodon', stored)", stored)
        page.reload()
        _unfold(page)
        link = page.locator("[data-mastodon]")
        expect(link).to_have_attribute("href", "/partager/")
        expect(link).to_have_text("Mastodon")
        link.click()
        expect(page.get_by_label("Votre serveur")).to_have_value("")
    assert journal == []


def test_a_refused_memory_serves_the_page_alone(visit: Visit) -> None:
    page = _away(visit(ARTICLE))
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('refused'); }; }")
    _choose(page, "mastodon.example")


def test_without_script_the_link_leads_to_a_page_that_explains(visit: Visit, journal: list[str]) -> None:
    page = visit(ARTICLE, java_script_enabled=False)
    expect(page.locator("[data-mastodon-dialog]")).to_be_hidden()
    page.locator(".share summary").click()
    expect(page.locator(".share a:visible")).to_have_text(["Courriel", "Mastodon", "WhatsApp", "Facebook"])
    page.get_by_role("link", name="Mastodon", exact=True).click()
    page.wait_for_url("**/partager/")
    expect(page.locator("h1")).to_have_text("Partager sur Mastodon")
    expect(page.locator("main ol li")).to_have_count(3)
    page.goto(page.url.replace("partager", "plan-du-site"))
    expect(page.locator("main").get_by_role("link", name="Partager sur Mastodon")).to_have_count(1)
    assert journal == []


def test_the_share_sheet_of_a_phone_gets_the_title_and_the_address(visit: Visit) -> None:
    page = visit("")
    page.context.add_init_script("navigator.share = async (given) => { globalThis.shared = given; };")
    page.goto(page.url + ARTICLE)
    page.locator(".share summary").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("shared") == {"title": page.locator("h1").inner_text(), "url": page.url}
    expect(page.locator(".share li").first).to_be_hidden()
    page.evaluate("() => { navigator.share = async () => { throw new DOMException('no', 'NotAllowedError'); }; }")
    page.keyboard.press("Enter")
    expect(page.locator(".share li").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_share_block_and_its_dialog_fit_a_narrow_phone(visit: Visit, scheme: str) -> None:
    page = visit(ARTICLE, viewport=_NARROW, color_scheme=scheme)
    page.evaluate(f"localStorage.setItem('{KEY}', 'un-tres-long-nom.' + 'x'.repeat(60) + '.example')")
    page.reload()
    _unfold(page)
    expect(page.locator("[data-mastodon]")).to_contain_text("xxx")
    assert page.evaluate("[...probe.wide(), ...probe.cut()]") == []
    page.locator("[data-mastodon-change]").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("non")
    page.keyboard.press("Enter")
    expect(page.locator("#share-fault")).to_be_visible()
    assert page.evaluate("[...probe.wide(), ...probe.cut()]") == []
    assert page.evaluate("selector => probe.small(selector, 44)", _CONTROLS) == []


def _away(page: Page) -> Page:
    """The page, in a visit where other servers answer, here."""

    def answer(route: Route) -> None:
        route.fulfill(body="<!DOCTYPE html><title>Elsewhere</title>", content_type="text/html")

    page.context.route(re.compile("^https:"), answer)
    return page


def _unfold(page: Page) -> None:
    """Show the links, where there is no sheet of the device, and wait for what they do."""
    page.locator(".share summary").click()
    _wait_for_script(page)


def _wait_for_script(page: Page) -> None:
    """What is fetched when the links are shown is there; without it they only lead on."""
    page.evaluate("import(document.querySelector('script[data-src]').dataset.src)")


def _choose(page: Page, server: str) -> None:
    _unfold(page)
    page.locator("[data-mastodon]").click()
    page.get_by_label("Votre serveur").fill(server)
    page.keyboard.press("Enter")
    page.wait_for_url(f"https://{server}/share**")


def _focus_by_tab(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")
