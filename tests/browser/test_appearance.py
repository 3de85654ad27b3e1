"""Light, dark, still, on paper, without script: a page stays readable however it is shown."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import ARTICLE, ONE_EACH
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def test_the_device_decides_until_the_visitor_does(visit: Visit) -> None:
    page = visit("", color_scheme="light")
    light = _paper(page)
    page.emulate_media(color_scheme="dark")
    dark = _paper(page)
    assert light != dark
    _choose(page, "Clair")
    assert _paper(page) == light


def test_the_choice_is_remembered_on_the_next_pages(visit: Visit) -> None:
    page = visit("", color_scheme="light")
    light = _paper(page)
    _choose(page, "Sombre")
    dark = _paper(page)
    page.get_by_role("link", name="Auteurs et autrices").first.click()
    page.wait_for_url("**/auteurs/")
    expect(page.get_by_role("button", name="Sombre")).to_have_attribute("aria-pressed", "true")
    assert (_paper(page), dark != light) == (dark, True)
    _choose(page, "Automatique")
    page.reload()
    assert _paper(page) == light
    assert page.evaluate("localStorage.length") == 0


def test_another_open_page_follows_the_choice(visit: Visit) -> None:
    page = visit("")
    other = page.context.new_page()
    other.goto(f"{page.url}archives/")
    _choose(page, "Sombre")
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_choice_holds_for_the_page_when_storage_is_refused(visit: Visit, journal: list[str]) -> None:
    page = visit("")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('refused'); }; }")
    _choose(page, "Sombre")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert journal == []


@pytest.mark.parametrize("address", ONE_EACH)
def test_nothing_moves_for_those_who_asked_and_without_script_text_and_links_stay(stroll: Visit, address: str) -> None:
    page = stroll(address, reduced_motion="reduce")
    page.get_by_role("link").first.focus()
    page.locator("main").hover()
    assert page.evaluate("probe.moving()") == []
    for own in ("[data-search-key]", ".comfort", ".track"):  # they say what only a script does
        page.evaluate("own => document.querySelector(own)?.remove()", own)
    told = page.locator("main").inner_text()
    page = stroll(address, java_script_enabled=False)
    expect(page.locator("h1")).to_be_visible()
    assert set(page.locator("main").inner_text().split()) >= set(told.replace("Copier le lien", "").split())
    assert [b.inner_text() for b in page.get_by_role("button").all() if b.get_attribute("popovertarget") is None] == []


def test_the_menu_and_the_contents_open_without_script(visit: Visit) -> None:
    page = visit(ARTICLE, java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("navigation", name="Menu principal")).to_be_visible()
    page.get_by_role("button", name="Fermer").click()
    page.locator(".toc summary").click()
    expect(page.locator(".toc a").first).to_be_visible()


@pytest.mark.parametrize("width", [768, 1024, 1280])
def test_the_search_field_shows_its_word_and_links_of_the_menu_stand_apart(stroll: Visit, width: int) -> None:
    page = stroll("", viewport={"width": width, "height": 900})
    whole = """input => {
      const pen = document.createElement('canvas').getContext('2d'), {font, paddingLeft} = getComputedStyle(input)
      pen.font = font
      return pen.measureText(input.placeholder).width + parseFloat(paddingLeft) < input.clientWidth
    }"""
    assert page.locator(".search-box input").evaluate(whole)
    links = page.locator(".menu__link").evaluate_all("all => all.map(link => link.getBoundingClientRect().toJSON())")
    apart = [two["left"] - one["right"] for one, two in pairwise(links) if two["top"] == one["top"]]
    assert min(apart) >= 20


def test_the_register_is_read_along_its_lines(stroll: Visit) -> None:
    page = stroll("registre/", viewport={"width": 390, "height": 844})
    rows = page.locator("table:has(#by-month) tbody tr").evaluate_all("""rows => rows.map(row => {
      const bottoms = [...row.cells].map(cell => {
        const range = new Range()
        range.selectNode(document.createTreeWalker(cell, NodeFilter.SHOW_TEXT).nextNode())
        return range.getBoundingClientRect().bottom
      })
      return Math.max(...bottoms) - Math.min(...bottoms)
    })""")
    assert rows
    assert max(rows) < 2
    marks = page.locator(".chart__name").evaluate_all("""names => names.map(name => {
      const mark = name.querySelector('svg').getBoundingClientRect(), {top, bottom} = name.getBoundingClientRect()
      return Math.abs(mark.top + mark.bottom - top - bottom)
    })""")
    assert marks
    assert max(marks) < 4


def test_a_word_without_end_breaks_and_the_two_rows_of_the_masthead_stand_apart(stroll: Visit) -> None:
    page = stroll(ARTICLE, viewport={"width": 800, "height": 900})
    page.locator(".article__next .card__title a").first.evaluate("title => { title.textContent = 'x'.repeat(90); }")
    assert page.evaluate("probe.wide()") == []
    edges = "parts => parts.map(part => part.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom])"
    (_, field), (write, _) = page.locator(".search-box, .menu > a.button").evaluate_all(edges)
    assert write - field >= 4
    field_ends = page.locator(".search-box input").evaluate("input => getComputedStyle(input).textOverflow")
    assert field_ends == "ellipsis", "a placeholder that a long menu cuts shows that it goes on"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_shows_the_text_and_its_address_without_menus(visit: Visit, scheme: str) -> None:
    page = visit(ARTICLE, color_scheme=scheme)
    _choose(page, "Sombre")
    page.emulate_media(media="print")
    gone = "nav, button, .skip-link, .theme-switch, .share, .invitation"
    assert [each.inner_text() for each in page.locator(gone).all() if each.is_visible()] == []
    expect(page.locator(".print-address")).to_contain_text(page.url)
    expect(page.locator(".print-address svg")).to_be_visible()
    expect(page.locator(".prose--article")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    page.set_viewport_size({"width": 640, "height": 900})  # as wide as paper
    edges = "parts => new Set(parts.map(part => Math.round(part.getBoundingClientRect().left))).size"
    assert page.locator(".article__picture, .prose--article").evaluate_all(edges) == 1
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    assert paper.rstrip().endswith(b"%%EOF")


def test_paper_says_where_a_link_leads_unless_its_words_do(visit: Visit) -> None:
    page = visit(ARTICLE)
    page.emulate_media(media="print")
    printed = """prose => ["bare", ""].map(name => {
        const link = document.createElement("a");
        link.href = "https://exemple.example/page";
        link.className = name;
        prose.append(link);
        return getComputedStyle(link, "::after").content;
    })"""
    said = page.locator(".prose--article").evaluate(printed)
    assert said[0] == "none"
    assert "https://exemple.example/page" in said[1]


def _choose(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def _paper(page: Page) -> str:
    """The colour of the page, as shown."""
    colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour
