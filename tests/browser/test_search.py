"""Searching in the masthead of every page, where one is lost, without script, from a disk."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from placette_archive.archive import ArchivePlan, make_archive
from tests.browser.conftest import Demonstration, Visit, in_each_browser, moved_in
from tests.browser.fixture_searching import SEARCH, fetched_by, field_of, options_of, results_of

pytestmark = pytest.mark.browser

_PHONE = {"width": 390, "height": 844}


def test_nothing_is_fetched_before_somebody_searches(visit: Visit) -> None:
    page = visit("")
    page.evaluate("probe.scroll()")
    assert fetched_by(page) == []
    field_of(page).focus()
    expect(field_of(page)).to_have_attribute("aria-controls", "search-list")
    page.evaluate(
        "probe.until(() => performance.getEntriesByType('resource').filter((one) => one.name.match('/search-'))[1])"
    )  # the sheet may come after the script
    assert [url.rpartition("/")[2][:7] for url in fetched_by(page)] == [
        "search-",
        "search-",
    ]  # the sheet and the script
    page.keyboard.type("m")
    page.wait_for_timeout(400)
    assert not any("/data/" in url for url in fetched_by(page))
    page.keyboard.type("u")
    expect(options_of(page).first).to_be_visible()
    assert any("/data/root.json" in url for url in fetched_by(page))


def test_the_field_takes_the_place_of_the_link_and_nothing_moves(visit: Visit) -> None:
    boxes = [
        visit("", java_script_enabled=script).locator(selector).bounding_box()
        for script, selector in ((False, ".search-box a"), (True, ".search-box input"))
    ]
    assert boxes[0] == boxes[1]
    page = visit("auteurs/")
    field_of(page).focus()
    page.keyboard.type("montel")
    expect(options_of(page).first).to_be_visible()
    assert round(sum(value for value, _what in page.evaluate("probe.shifts()")), 3) == 0  # a row of the list may


@pytest.mark.parametrize(("width", "most"), [(320, 74), (390, 74), (768, 114), (928, 114), (1280, 74)])
def test_the_masthead_stays_one_row_high_but_where_the_menu_has_its_own(visit: Visit, width: int, most: int) -> None:
    page = visit("", viewport={"width": width, "height": 800})
    height = page.locator(".site-header").evaluate("one => one.offsetHeight")
    assert height <= most
    box = page.locator(".search-box").bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 44


def test_the_list_is_a_combobox_that_keys_go_through(visit: Visit, journal: list[str]) -> None:
    page = visit("")
    page.keyboard.press("/")
    field = field_of(page)
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("puy de dome")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("combobox", name="Rechercher")).to_be_focused()
    expect(page.get_by_role("listbox").get_by_role("group").first).to_be_visible()
    texts = options_of(page).all_inner_texts()
    assert 2 <= len(texts) <= 11
    assert texts[-1].startswith("Tous les résultats")
    for key, at in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", None), ("ArrowUp", len(texts) - 1)):
        page.keyboard.press(key)
        expect(field).to_be_focused()
        active = field.get_attribute("aria-activedescendant")
        chosen = [
            one.get_attribute("id") for one in options_of(page).all() if one.get_attribute("aria-selected") == "true"
        ]
        assert chosen == ([] if at is None else [active])
        assert at is None or active == options_of(page).nth(at).get_attribute("id")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("puy de dome")
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    expect(field).to_be_focused()
    assert journal == []


def test_groups_come_in_one_order_with_their_names(visit: Visit) -> None:
    page = visit("")
    field_of(page).fill("montel")
    field_of(page).focus()
    expect(options_of(page).first).to_be_visible()
    names = page.get_by_role("listbox").get_by_role("group").evaluate_all("all => all.map((one) => one.ariaLabel)")
    order = ["Personnes", "Communes et lieux", "Billets", "Agenda", "Balades", "Séries", "Communautés"]
    assert names[0] == "Personnes"
    assert names == sorted(names, key=order.index)


@in_each_browser
def test_groups_have_names_in_the_accessibility_tree_and_hold_options_alone(visit: Visit) -> None:
    page = visit("")
    page.keyboard.press("/")
    page.keyboard.type("clermont")
    first = page.get_by_role("listbox").get_by_role("group").first
    expect(first).to_have_accessible_name("Communes et lieux")  # a place of that name comes first, once all is typed
    second = page.get_by_role("listbox").get_by_role("group").nth(1)
    expect(second).to_have_accessible_name("Personnes")
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    nodes = {node["nodeId"]: node for node in tree}
    (box,) = (node for node in tree if not node["ignored"] and node["role"]["value"] == "listbox")
    inside = [nodes[key] for key in box["childIds"]]
    groups = [node for node in inside if node["role"]["value"] == "group"]
    assert [node["name"]["value"] for node in groups][:2] == ["Communes et lieux", "Personnes"]
    assert {nodes[key]["role"]["value"] for one in groups for key in one["childIds"] if not nodes[key]["ignored"]} == {
        "option"
    }


def test_what_is_chosen_stays_chosen_when_more_is_found_and_is_given_up_by_typing(visit: Visit) -> None:
    page = visit("")
    page.keyboard.press("/")
    page.keyboard.type("teys")
    expect(options_of(page).first).to_be_visible()
    page.evaluate("document.querySelector('[role=listbox]').firstChild.dataset.early = ''")
    page.keyboard.type("so")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-early]")).to_have_count(0)
    expect(options_of(page).first).to_contain_text("Marc Teyssot")
    expect(options_of(page).and_(page.locator("[aria-selected=true]"))).to_have_count(1)
    page.keyboard.type("t")
    expect(options_of(page).and_(page.locator("[aria-selected=true]"))).to_have_count(0)


def test_enter_opens_what_is_chosen_or_all_results(visit: Visit) -> None:
    page = visit("")
    page.keyboard.press("/")
    page.keyboard.type("montel")
    expect(options_of(page).first).to_contain_text("Léa Montel")  # not yet, while less was typed
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/auteurs/lea-montel/")
    page.wait_for_load_state()
    page.keyboard.press("/")
    page.keyboard.type("garabit")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche/?q=garabit")
    expect(results_of(page).first).to_have_text("Garabit, côté rivière")


def test_an_option_is_a_link_for_the_mouse_and_the_list_closes_elsewhere(visit: Visit) -> None:
    page = visit("")
    field_of(page).click()
    page.keyboard.type("vichy")
    expect(options_of(page).first).to_be_visible()
    page.locator("h1, h2").first.click(position={"x": 2, "y": 2})
    expect(page.get_by_role("listbox")).to_be_hidden()
    field_of(page).click()
    page.keyboard.press("ArrowDown")
    options_of(page).filter(has_text=re.compile("^Vichy")).click()
    page.wait_for_url("**/03310-vichy/")


def test_the_key_is_a_letter_like_others_where_one_writes_and_can_be_turned_off(visit: Visit) -> None:
    page = visit("")
    page.keyboard.press("/")
    page.keyboard.type("a/b")
    expect(field_of(page)).to_have_value("a/b")
    page.goto(page.url + SEARCH)
    page.get_by_role("button", name="La désactiver").click()
    expect(page.locator("[data-search-key]")).to_contain_text("n’a pas d’effet")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(field_of(page)).not_to_be_focused()
    page.get_by_role("button", name="L’activer").click()
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(field_of(page)).to_be_focused()
    assert page.evaluate("localStorage.length") == 0


def test_numbers_are_said_once_typing_rests(visit: Visit) -> None:
    page = visit("")
    page.keyboard.press("/")
    page.keyboard.type("montel", delay=20)
    expect(page.get_by_role("status").last).to_have_text(re.compile(r"^\d+ résultats?$"))
    field_of(page).fill("xylophone")
    expect(page.get_by_role("status").last).to_have_text("Aucun résultat")
    expect(field_of(page)).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".search-list")).to_have_text("Aucun résultat")


def test_a_phone_has_a_link_to_the_page_where_the_field_has_the_focus(visit: Visit) -> None:
    page = visit("", viewport=_PHONE, has_touch=True)
    assert page.evaluate("probe.small('.search-box a', 44)") == []
    page.get_by_role("link", name="Rechercher").tap()
    page.wait_for_url("**/recherche/#search")
    field = field_of(page)
    expect(field).to_be_focused()
    assert [field.get_attribute(name) for name in ("type", "enterkeyhint")] == ["search", "search"]
    page.keyboard.type("montel")
    expect(results_of(page).first).to_have_text("Léa Montel")
    assert page.evaluate("[...probe.wide(), ...probe.cut()]") == []


def test_an_address_that_leads_nowhere_is_searched(visit: Visit, demonstration: Demonstration) -> None:
    page = visit("")
    page.goto(f"{demonstration.address}2026/monter-puys-dome.html")
    proposed = page.locator("[data-search-lost]")
    expect(proposed.get_by_role("heading", name="Cherchiez-vous ceci")).to_be_visible()
    assert 1 <= proposed.locator("li").count() <= 5
    expect(results_of(page).first).to_have_text("Monter au puy de Dôme avant le premier train")
    below = page.get_by_role("heading", name="Derniers billets").bounding_box()
    above = proposed.bounding_box()
    assert above
    assert below
    assert above["y"] < below["y"]
    assert moved_in(page) == []


@pytest.mark.parametrize("path", ["zzxxyyqq/", "2026/", "%E0%A4%A/", "404.html"])
def test_where_nothing_is_found_nothing_is_proposed(visit: Visit, demonstration: Demonstration, path: str) -> None:
    page = visit("")
    page.goto(demonstration.address + path, wait_until="networkidle")
    expect(page.locator("[data-search-lost]:not([hidden])")).to_have_count(0)


def test_without_script_the_link_leads_to_an_index_as_in_a_book(visit: Visit) -> None:
    page = visit("", java_script_enabled=False)
    page.get_by_role("link", name="Rechercher").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rechercher")
    expect(page.locator("main input, main button").locator("visible=true")).to_have_count(0)
    page.get_by_role("navigation", name="Lettres de l’index").get_by_role("link", name="G").click()
    page.wait_for_url("**/recherche/lettres/g/")
    word = page.locator("bdi", has_text=re.compile("^Garabit$"))
    page.locator(".book__lines > li", has=word).get_by_role("link", name="Garabit, côté rivière").click()
    page.wait_for_url("**/2026/garabit-cote-riviere/")


def test_an_archive_is_searched_from_the_disk(
    demonstration: Demonstration, contexts: Callable[..., BrowserContext], journal: list[str], tmp_path: Path
) -> None:
    origin, moment = demonstration.address.rstrip("/"), datetime(2026, 12, 1, tzinfo=UTC)
    folders = (("recherche/data/", "placetteIndex"),)
    plan = ArchivePlan(demonstration.folder, "Carnets", origin, "/", "fr", "", "", moment, folders=folders)
    make_archive(plan, tmp_path, str)
    home = (tmp_path / "carnets/index.html").as_uri()
    page = contexts(home.removesuffix("index.html")).new_page()
    page.goto(home)
    page.keyboard.press("/")
    page.keyboard.type("garabit")
    expect(options_of(page).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/carnets/recherche/index.html?q=garabit")
    results_of(page).filter(has_text="Garabit, côté rivière").click()
    page.wait_for_url("**/carnets/2026/garabit-cote-riviere/index.html")
    assert journal == []
