"""To write, to ask and to follow one's letter is found at once, on a phone and without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
ROAD = "contribuer/suivi/"


def test_to_write_is_on_the_first_screen_of_a_phone_and_first_in_its_menu(visit: Visit) -> None:
    page = visit("", viewport=PHONE)
    box = page.locator(".begin .button").bounding_box()
    assert box
    assert box["y"] + box["height"] < PHONE["height"]
    page.locator("[popovertarget]").first.click()
    links = page.locator(".menu a:visible")
    expect(links.first).to_have_text("Écrire")
    expect(links.nth(1)).to_have_text("Tous les billets")
    assert page.locator(".menu__button:visible").last.evaluate("e => getComputedStyle(e).backgroundColor") in {
        "rgba(0, 0, 0, 0)",
        "transparent",
    }


def test_a_wide_window_says_it_once(visit: Visit) -> None:
    page = visit("")
    expect(page.locator(".begin")).to_be_hidden()
    expect(page.locator(".menu__write")).to_be_visible()


def test_asking_takes_two_touches_from_the_home_page(visit: Visit) -> None:
    page = visit("", viewport=PHONE)
    page.get_by_role("link", name="Poser une question").click()
    button = page.get_by_role("link", name="Écrire ma question")
    assert "%5BQuestion%5D" in str(button.get_attribute("href"))


@pytest.mark.parametrize("address", ["contribuer/", ROAD])
@pytest.mark.parametrize("typed", ["2026-0042", "n° 2026-42", "2026 42"])
def test_a_number_leads_to_the_line_of_its_letter(visit: Visit, address: str, typed: str) -> None:
    page = visit(address, viewport=PHONE)
    page.get_by_label("Suivre mon texte n°").fill(typed)
    page.get_by_role("button", name="Voir où il en est").click()
    expect(page).to_have_url(re.compile(rf"/{ROAD}#n-2026-0042$"))
    expect(page.locator("#n-2026-0042:target")).to_be_in_viewport()


def test_a_number_that_no_letter_has_is_said(visit: Visit) -> None:
    page = visit("contribuer/")
    page.get_by_label("Suivre mon texte n°").fill("2026-9999")
    page.keyboard.press("Enter")
    expect(page.locator("[data-track] [role=status]")).to_contain_text("n’est pas dans la liste")


def test_without_script_a_sentence_says_how_and_a_link_leads_there(visit: Visit) -> None:
    page = visit("contribuer/", java_script_enabled=False)
    page.get_by_role("link", name="Suivre mon texte par son numéro").click()
    expect(page.locator("[data-track]")).to_contain_text("#n-2026-0042")
