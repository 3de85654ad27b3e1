"""The page for searching: results, filters, addresses, and how it looks to everyone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from placette.features.hosting import HEADERS
from tests.browser.conftest import Visit, moved_in, violations
from tests.browser.fixture_searching import SEARCH, field_of, options_of, results_of

pytestmark = pytest.mark.browser

_PHONE = {"width": 390, "height": 844}
_TRUSTED = dict(HEADERS)["Content-Security-Policy"].replace("upgrade-insecure-requests; ", "")
"""The policy of a host that sends headers, but for what a preview without https can't have."""


def test_results_come_as_one_types_and_the_address_says_it(visit: Visit, journal: list[str]) -> None:
    page = visit(SEARCH)
    page.route("**/*", _send_policy)
    page.reload()
    expect(page.get_by_role("heading", name="Index", exact=True)).to_be_visible()
    length = page.evaluate("history.length")
    field_of(page).click()
    page.keyboard.type("puy de dome", delay=15)
    expect(results_of(page).first).to_have_text("Puy-de-Dôme")
    expect(page.get_by_role("heading", name="Index", exact=True)).to_be_hidden()
    monter = page.locator(".found", has_text="Monter au puy de Dôme")
    expect(monter.locator(".found__kind")).to_have_text("Billet")
    expect(monter.locator("mark").first).to_have_text("puy de Dôme")
    expect(monter).to_contain_text("10 octobre 2026 · Orcines · Léa Montel")
    expect(page).to_have_url(re.compile(r"/recherche/\?q=puy\+de\+dome$"))
    assert page.evaluate("history.length") == length
    field_of(page).fill("")
    expect(page.get_by_role("heading", name="Index", exact=True)).to_be_visible()
    expect(page.locator("[data-search-results]")).to_be_hidden()
    expect(page).to_have_url(re.compile(r"/recherche/$"))
    assert journal == []


def test_filters_offer_what_is_there_and_back_takes_them_away(visit: Visit) -> None:
    page = visit(f"{SEARCH}?q=aurillac")
    expect(results_of(page).first).to_be_visible()
    kind = page.get_by_label("Nature")
    options = kind.locator("option").all_inner_texts()
    assert options[0] == "Toutes"
    found = {text.rpartition(" (")[0]: int(text.rpartition(" (")[2].rstrip(")")) for text in options[1:]}
    assert set(found) >= {"Personnes", "Communes et lieux", "Billets"}
    kind.focus()
    kind.select_option("post")
    expect(page.locator("[data-search-count]")).to_have_text(f"{found['Billets']} résultats")
    expect(kind).to_be_focused()
    assert set(page.locator(".found__kind").all_inner_texts()) == {"Billet"}
    expect(page).to_have_url(re.compile(r"\?q=aurillac&kind=post$"))
    shared, titles = page.url, results_of(page).all_inner_texts()
    assert moved_in(page) == []
    page.go_back()
    expect(kind).to_have_value("")
    expect(page.locator("[data-search-count]")).to_have_text(f"{sum(found.values())} résultats")
    page.goto(shared)
    expect(results_of(page)).to_have_text(titles)
    expect(page.get_by_label("Nature")).to_have_value("post")
    field_of(page).press("Enter")
    expect(page).to_have_url(shared)
    expect(results_of(page)).to_have_text(titles)


@pytest.mark.parametrize(
    "chosen", ["kind=rien", "kind=post&commune=Saint-Nulle-Part", "year=1066&category=&kind=__proto__"]
)
def test_a_filter_that_leaves_nothing_is_left_out(visit: Visit, journal: list[str], chosen: str) -> None:
    page = visit(f"{SEARCH}?q=aurillac&{chosen}")
    expect(results_of(page).first).to_be_visible()
    expect(page.get_by_label("Nature")).to_have_value("")
    expect(page).to_have_url(re.compile(r"\?q=aurillac$"))
    page.goto(page.url.replace("aurillac", f"zzxxyyqq&{chosen}"))
    expect(page.locator("[data-search-none]")).to_be_visible()
    assert journal == []


def test_more_results_follow_and_the_focus_goes_to_the_first_of_them(visit: Visit) -> None:
    page = visit(f"{SEARCH}?q=pu")
    expect(results_of(page)).to_have_count(10)
    more = page.get_by_role("button", name="La suite")
    more.focus()
    page.keyboard.press("Enter")
    expect(results_of(page)).to_have_count(20)
    expect(results_of(page).nth(10)).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?q=pu&n=20$"))
    titles = results_of(page).all_inner_texts()
    assert len(set(titles)) == 20
    page.reload()
    expect(results_of(page)).to_have_text(titles)
    page.go_back()
    expect(results_of(page)).to_have_count(10)


def test_corrected_words_are_said_and_nothing_found_comes_with_advice_or_the_index(visit: Visit) -> None:
    page = visit(f"{SEARCH}?q=vicy")
    expect(page.locator("[data-search-corrected]")).to_have_text(
        "Aucun résultat pour «\u00a0vicy\u00a0»\u00a0: voici «\u00a0vichy\u00a0»."
    )
    expect(results_of(page).first).to_have_text("Vichy")
    field_of(page).fill("v")
    expect(page.locator("[data-search-book]")).to_be_visible()
    field_of(page).fill("xylophone")
    advice = page.locator("[data-search-none]")
    expect(advice).to_contain_text("Aucun résultat pour «\u00a0xylophone\u00a0».")
    advice.get_by_role("link", name="Archives").click()
    page.wait_for_url("**/archives/")


@pytest.mark.parametrize(("scheme", "viewport"), [("light", {"width": 1280, "height": 900}), ("dark", _PHONE)])
def test_axe_finds_nothing(visit: Visit, axe: str, scheme: str, viewport: dict[str, int]) -> None:
    found: dict[str, list[str]] = {}
    page = visit(f"{SEARCH}?q=aurillac", color_scheme=scheme, viewport=viewport)
    for query in ("aurillac", "vicy", "xylophone"):
        page.goto(f"{page.url.split('?')[0]}?q={query}")
        page.locator("[data-search-results]:not([hidden]), [data-search-none]:not([hidden])").first.wait_for()
        page.evaluate(axe)
        found[query] = violations(page)
    assert page.evaluate("probe.small('main select, main input, main .chip, main .button', 44)") == []
    if viewport != _PHONE:
        page.goto(page.url.split("recherche/")[0])
        page.keyboard.press("/")
        page.keyboard.type("montel")
        expect(options_of(page).first).to_contain_text("Léa Montel")
        page.keyboard.press("ArrowDown")
        page.evaluate(axe)
        found["list"] = violations(page)
    assert {what: told for what, told in found.items() if told} == {}


def test_the_list_can_be_seen_in_forced_colours_and_paper_has_no_field(visit: Visit) -> None:
    page = visit("", forced_colors="active")
    page.keyboard.press("/")
    page.keyboard.type("montel")
    expect(options_of(page).first).to_contain_text("Léa Montel")
    page.keyboard.press("ArrowDown")
    expect(options_of(page).first).to_have_css("outline-style", "solid")
    page.emulate_media(media="print")
    expect(page.locator(".search-box")).to_be_hidden()
    page.goto(f"{page.url}{SEARCH}?q=montel")
    expect(results_of(page).first).to_be_visible()
    expect(field_of(page)).to_be_hidden()


def test_text_twice_as_large_fits(visit: Visit) -> None:
    page = visit(f"{SEARCH}?q=communaute", viewport={"width": 640, "height": 900})
    expect(results_of(page).first).to_be_visible()
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("[...probe.wide(), ...probe.cut()]") == []


def _send_policy(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, headers={**answer.headers, "Content-Security-Policy": _TRUSTED})


def test_a_text_on_another_site_says_so_and_leads_there(visit: Visit, journal: list[str]) -> None:
    page = visit(f"{SEARCH}?q=passerelle+rouvre")
    found = page.locator(".found", has_text="La passerelle rouvre samedi")
    expect(found.locator(".found__kind")).to_have_text("Sur un autre site")
    expect(found).to_contain_text("Thiers, le carnet de la ville (démonstration) · thiers.carnets.example")
    link = found.locator("a")
    expect(link).to_have_attribute("href", "https://thiers.carnets.example/la-passerelle-rouvre/")
    expect(link).to_have_attribute("rel", "nofollow ugc noopener")
    page = visit("")
    field_of(page).fill("passerelle rouvre")
    option = options_of(page).filter(has_text="La passerelle rouvre samedi")
    expect(option).to_have_attribute("href", "https://thiers.carnets.example/la-passerelle-rouvre/")
    assert journal == []
