"""Dates and walks in a real browser: the month on one sheet, the leaflet that folds, rows that scroll by themselves."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

LEAFLET, MONTH = "balades/clermont-de-pierre-noire/depliant/", "agenda/2026/12/"
NIGHT = "agenda/la-nuit-du-fil/"
_PLACES = """() => Object.fromEntries([...document.querySelectorAll(".leaflet__panel")].map(panel => {
  const { left, top } = panel.getBoundingClientRect(), sheet = panel.parentElement.getBoundingClientRect();
  const place = [left - sheet.left > 9, top - sheet.top > 9, getComputedStyle(panel).rotate];
  return [panel.className.split("--").at(-1), place];
}))"""
_CUT = """() => [...document.querySelectorAll(".leaflet__panel")]
  .filter(panel => panel.scrollHeight > panel.clientHeight + 1 || panel.scrollWidth > panel.clientWidth + 1).length"""


@pytest.mark.parametrize("address", [LEAFLET, MONTH, NIGHT])
def test_a_leaflet_a_month_and_a_programme_are_printed_on_one_sheet(visit: Visit, address: str) -> None:
    paper = visit(address).pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


def test_a_programme_of_forty_parts_is_printed_on_one_sheet_and_read_on_a_phone(visit: Visit) -> None:
    page = visit(NIGHT, viewport={"width": 390, "height": 844})
    page.evaluate(
        """() => {
          const list = document.querySelector(".programme ol"), parts = [...list.children];
          list.replaceChildren(...Array.from({ length: 40 }, (_, at) => parts[at % parts.length].cloneNode(true)));
          list.parentElement.classList.add("programme--long");
        }"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True))) == 1


def test_a_leaflet_folds_with_its_title_in_front_and_its_inside_upright(visit: Visit) -> None:
    """The upper half, folded back, stands on its head: so the map is left of the steps when the leaflet is opened."""
    page = visit(LEAFLET, viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    assert page.evaluate(_PLACES) == {
        "cover": [True, True, "none"],
        "back": [False, True, "none"],
        "map": [True, False, "180deg"],
        "steps": [False, False, "180deg"],
    }
    assert page.evaluate(_CUT) == 0
    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.locator(".leaflet-help")).to_be_hidden()


@pytest.mark.parametrize(("steps", "size"), [(6, "leaflet"), (11, "leaflet--small"), (24, "leaflet--least")])
def test_many_steps_fit_on_their_panel(visit: Visit, steps: int, size: str) -> None:
    page = visit(LEAFLET, viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    page.evaluate(
        """([steps, size]) => {
          const list = document.querySelector(".leaflet__steps"), one = list.firstElementChild;
          one.querySelector("bdi").textContent = "La fontaine de la place de l’Hôtel-de-Ville et de ses abords";
          list.replaceChildren(...Array.from({ length: steps }, () => one.cloneNode(true)));
          document.querySelector(".leaflet").classList.add(size);
        }""",
        [steps, size],
    )
    assert page.evaluate(_CUT) == 0


def test_on_a_phone_choices_fold_none_is_cut_and_days_fit_a_finger(visit: Visit) -> None:
    page = visit("agenda/", viewport={"width": 390, "height": 844})
    assert [page.get_by_role("link", name=name).count() for name in ("Ce week-end", "Musique")] == [1, 0]
    for label in ("Où", "Quoi"):
        page.locator(".choices__label", has_text=label).click()
    right = page.locator(".choices a").evaluate_all("links => links.map(link => link.getBoundingClientRect().right)")
    assert len(right) > 12
    assert max(right) <= 390 - 16
    page = visit("agenda/lieux/63430-thiers/", viewport={"width": 390, "height": 844})
    expect(page.locator(".choices [aria-current]")).to_be_visible()


def test_a_name_on_the_agenda_leads_to_one_page(visit: Visit) -> None:
    page = visit("agenda/")
    expect(page.get_by_role("link", name="Musique")).to_be_visible()
    named = page.locator("main a").evaluate_all("links => links.map(link => [link.innerText.trim(), link.href])")
    assert len({tuple(one) for one in named if one[0] == "Ambert"}) == 1


def test_on_a_phone_the_days_of_the_calendar_fit_a_finger(visit: Visit) -> None:
    page = visit("agenda/", viewport={"width": 390, "height": 844}, has_touch=True)
    assert page.evaluate("probe.small('.sheet td a', 39)") == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_day_of_the_calendar_leads_to_its_row(visit: Visit) -> None:
    page = visit(MONTH)
    page.locator(".sheet").get_by_role("link", name="12. Samedi 12").click()
    expect(page.locator(".date:target .date__title")).to_have_text("Compter les chênes en famille")
    # «Du 1er au 6 décembre»: the letters after a first stay with it.
    gap = """title => {
      const [before, raised] = [document.createRange(), title.querySelector("sup").getBoundingClientRect()];
      before.selectNodeContents(title.firstChild);
      return raised.left - before.getBoundingClientRect().right;
    }"""
    assert page.locator(".week__title:has(sup)").first.evaluate(gap) < 4
