"""Reading a text: notes beside their text, letters in the chosen size, a way back to the top."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Demonstration, Visit

pytestmark = pytest.mark.browser

NOTED = "2026/gergovie-ce-que-dit-le-plateau/"
"""A long text with ten notes."""
_WIDE, _PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
_BOXES = "nodes => nodes.map(node => node.getBoundingClientRect().toJSON())"


def _boxes(page: Page, selector: str) -> list[dict[str, float]]:
    found: list[dict[str, float]] = page.eval_on_selector_all(selector, _BOXES)
    return found


def _size(page: Page) -> str:
    size: str = page.eval_on_selector(".prose", "node => getComputedStyle(node).fontSize")
    return size


def test_notes_stand_beside_their_marks_on_a_wide_screen_and_never_on_each_other(visit: Visit) -> None:
    page = visit(NOTED, viewport=_WIDE)
    marks, notes = _boxes(page, ".footnote-ref"), _boxes(page, ".footnote li")
    (text,) = _boxes(page, ".prose--article")
    paragraph = _boxes(page, ".prose--article > p")[0]
    assert len(marks) == len(notes) == 10
    for mark, note in zip(marks, notes, strict=True):
        assert note["left"] >= paragraph["right"]
        assert note["right"] <= text["right"]
        assert mark["top"] - 20 <= note["top"] <= mark["top"] + 400
    assert all(one["bottom"] <= other["top"] for one, other in pairwise(notes))


def test_more_notes_than_have_names_stay_a_list_at_the_end(visit: Visit) -> None:
    page = visit(NOTED, viewport=_WIDE)
    page.evaluate("""() => {
      const list = document.querySelector('.footnote ol')
      while (list.children.length < 21) list.append(list.lastElementChild.cloneNode(true))
    }""")
    last = _boxes(page, ".prose--article > p")[-1]
    assert all(note["top"] > last["bottom"] for note in _boxes(page, ".footnote li"))


def test_notes_are_a_list_at_the_end_on_a_phone(visit: Visit) -> None:
    page = visit(NOTED, viewport=_PHONE)
    last = _boxes(page, ".prose--article > p")[-1]
    assert all(note["top"] > last["bottom"] for note in _boxes(page, ".footnote li"))


def test_the_way_back_to_the_top_is_there_once_the_text_has_gone_by(visit: Visit) -> None:
    page = visit(NOTED, viewport=_PHONE)
    link = page.get_by_role("link", name="Revenir en haut de la page")
    expect(link).not_to_be_in_viewport()
    page.evaluate("scrollTo(0, 2600)")
    expect(link).to_be_in_viewport()
    link.click()
    page.evaluate("probe.until(() => scrollY < 200)")


def test_on_a_wide_screen_the_way_back_stands_beside_the_text(visit: Visit) -> None:
    page = visit(NOTED, viewport=_WIDE)
    page.evaluate("scrollTo(0, 2600)")
    (link,), text = _boxes(page, ".to-top__link"), _boxes(page, ".prose--article > p")[0]
    assert link["right"] <= text["left"]
    assert link["bottom"] <= 900


def test_letters_stay_as_they_were_chosen(visit: Visit) -> None:
    page = visit(NOTED)
    usual = _size(page)
    page.locator(".comfort summary").click()
    button = page.get_by_role("button", name="Lettres plus grandes")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    larger = _size(page)
    assert float(larger.removesuffix("px")) > float(usual.removesuffix("px"))
    page.reload()
    assert _size(page) == larger
    page.locator(".comfort summary").click()
    button.click()
    assert _size(page) == usual
    page.reload()
    assert _size(page) == usual


def test_nothing_flashes_what_was_chosen_is_there_before_the_rest_of_the_script(
    contexts: Callable[..., BrowserContext], demonstration: Demonstration
) -> None:
    context = contexts(demonstration.address, color_scheme="light")
    context.add_init_script(
        "localStorage.setItem('placette-theme', 'dark'); localStorage.setItem('placette-comfort', 'spaced plain')"
    )
    context.route("**/placette-*.js", lambda route: route.abort())
    page = context.new_page()
    page.goto(demonstration.address + NOTED, wait_until="domcontentloaded")
    chosen = page.evaluate("(({ theme, comfort }) => [theme, comfort])(document.documentElement.dataset)")
    assert chosen == ["dark", "spaced plain"]


def test_without_script_nothing_is_offered_that_cannot_be_done(
    contexts: Callable[..., BrowserContext], demonstration: Demonstration
) -> None:
    page = contexts(demonstration.address, java_script_enabled=False).new_page()
    page.goto(demonstration.address + NOTED)
    expect(page.locator(".comfort")).to_be_hidden()


def test_notes_of_a_whole_series_stay_the_lists_below_its_texts(visit: Visit) -> None:
    page = visit("series/le-tour-de-main/en-entier/", viewport={"width": 1400, "height": 900})
    notes = page.locator(".footnote li").evaluate_all(
        "notes => notes.map(note => [getComputedStyle(note).position, note.getBoundingClientRect().top])"
    )
    assert len(notes) > 1
    assert {position for position, _ in notes} == {"static"}
    assert [top for _, top in notes] == sorted({top for _, top in notes})
