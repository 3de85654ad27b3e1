"""Whatever is typed, and however the index is damaged or absent: an answer in words, never an error."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Visit
from tests.browser.fixture_searching import SEARCH, field_of, results_of

pytestmark = pytest.mark.browser

_PHONE = {"width": 390, "height": 844}
_HOSTILE = (
    "puy " * 2_500,
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "(((.*+?[]{}^$|\\",
    "\u202emurol\u202c \u200f",
    "🏔️ 👩‍🚒 e\u0301\u0301\u0301",
    "\ud800 lone \udfff",
    "__proto__ constructor toString",
    "%00 %E0%A4%A &q=x#y",
    '" onfocus="alert(1)',
)


@pytest.mark.parametrize("query", _HOSTILE, ids=range(len(_HOSTILE)))
def test_whatever_is_typed_is_a_text(visit: Visit, journal: list[str], query: str) -> None:
    page = visit(SEARCH)
    before = page.evaluate("document.querySelectorAll('script, img').length")
    page.evaluate(
        "written => { const field = document.querySelector('input'); field.focus(); field.value = JSON.parse(written);"
        " field.dispatchEvent(new Event('input', { bubbles: true })); }",
        json.dumps(query),  # in ASCII: half a pair of surrogates can't travel otherwise
    )
    answer = page.locator("[data-search-results]:not([hidden]), [data-search-none]:not([hidden])")
    expect(answer.first).to_be_visible()
    page.reload()
    expect(answer.first).to_be_visible()
    assert page.evaluate("document.querySelectorAll('main script, main img').length") == 0
    assert page.evaluate("document.querySelectorAll('script, img').length") <= before + 1  # the script that searches
    assert page.evaluate("[...probe.wide()]") == []
    assert journal == []


def test_a_hostile_address_is_a_query_like_any_other(visit: Visit, journal: list[str]) -> None:
    page = visit(f"{SEARCH}?q=murol&n=1e99&kind=<b>&year=__proto__&commune=%FF&explain")
    expect(results_of(page).first).to_contain_text("Murol")
    expect(page.get_by_label("Nature")).to_have_value("")
    assert page.locator(".found__why").count() == 0  # in previews only
    assert journal == []


def test_an_answer_that_comes_late_is_dropped(visit: Visit) -> None:
    page = visit(SEARCH)
    held: list[Route] = []
    page.route("**/recherche/data/d-*.json", lambda route: route.continue_() if len(held) > 40 else held.append(route))
    field_of(page).click()
    page.keyboard.type("garabit")
    page.wait_for_timeout(500)
    late = list(held)
    held.extend([late[0]] * 50)
    field_of(page).fill("vichy")
    expect(results_of(page).first).to_have_text("Vichy")
    for route in late:
        route.continue_()
    page.wait_for_timeout(300)
    expect(results_of(page).first).to_have_text("Vichy")


@pytest.mark.parametrize(("broken", "body"), [("root", "{}"), ("root", "not JSON"), ("root", ""), ("t-v", "[]")])
def test_a_damaged_index_is_said(visit: Visit, broken: str, body: str) -> None:
    page = visit(SEARCH)
    page.route(
        f"**/recherche/data/{broken}*.json", lambda route: route.fulfill(body=body, content_type="application/json")
    )
    field_of(page).fill("vichy")
    damaged = page.locator("[data-search-failed], [data-search-damaged]").locator("visible=true")
    expect(damaged).to_have_count(1)
    page.unroute_all()
    page.keyboard.press("Enter")
    field_of(page).press("Enter")
    if broken == "root":
        expect(results_of(page).first).to_have_text("Vichy")
        expect(damaged).to_have_count(0)


def test_offline_it_says_what_to_do_and_tries_again(visit: Visit) -> None:
    page = visit(SEARCH)
    page.context.set_offline(True)
    field_of(page).click()
    expect(page.locator("[data-search-failed]")).to_contain_text("Vérifiez votre connexion")
    expect(page.get_by_role("heading", name="Index", exact=True)).to_be_visible()
    page.context.set_offline(False)
    page.keyboard.type("vichy")
    expect(results_of(page).first).to_have_text("Vichy")
    expect(page.locator("[data-search-failed]")).to_be_hidden()


def test_offline_the_masthead_says_so(visit: Visit) -> None:
    page = visit("")
    field_of(page).focus()
    expect(field_of(page)).to_have_attribute("aria-controls", "search-list")
    page.context.set_offline(True)
    page.keyboard.type("vichy")
    expect(page.locator(".search-list")).to_contain_text("Vérifiez votre connexion")
    expect(field_of(page)).to_be_focused()
