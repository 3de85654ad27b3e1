"""What people come for takes a thumb one or two touches on a phone, of what it sees on the page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.addresses import ARTICLE, SHORT
from tests.browser.conftest import Demonstration, Visit

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
LEAST = 24
"""CSS pixels that a finger needs at the least (WCAG 2.5.8)."""
_HOLD_LETTERS = """addEventListener('click', event => {
  const letter = event.target.closest('a[href^="mailto:"]')
  if (letter) { event.preventDefault(); location.hash = decodeURIComponent(letter.href) }
})"""
"""Shows the letter that a program for mail would open as the page's address."""


def tap(page: Page, name: str) -> None:
    """Touch the first thing of that name that is shown: large enough, and covered by nothing."""
    target = _shown(page, name)
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= LEAST, (name, box)
    target.tap()


def _shown(page: Page, name: str) -> Locator:
    controls = page.locator("a, button, summary, [role=button]").locator("visible=true")
    labelled = page.get_by_label(name, exact=True).or_(page.get_by_text(name, exact=True))
    return controls.and_(labelled).or_(controls.filter(has=page.get_by_text(name, exact=True))).first


@pytest.mark.parametrize(
    ("start", "taps", "arrival"),
    [
        ("", ["Rechercher"], r"/recherche/#search$"),
        ("", ["Toutes les communes", "Yssingeaux"], r"/communes/43268-yssingeaux/$"),
        ("", ["Écrire", "Envoyer un texte"], r"#mailto:[^?]+\?subject=Un texte"),
        ("", ["Poser une question", "Écrire ma question"], r"#mailto:[^?]+\?subject=\[Question\]"),
        (SHORT, ["Corriger ce texte", "Demander une correction"], r"#mailto:[^?]+\?subject=\[Correction\]"),
        (ARTICLE, ["Répondre", "Demander une correction"], r"#mailto:[^?]+\?subject=\[Correction\]"),
    ],
    ids=["search", "my commune", "write by mail", "ask", "report", "report where replies are open"],
)
def test_an_errand_takes_few_touches(visit: Visit, start: str, taps: list[str], arrival: str) -> None:
    page = visit(start, viewport=PHONE, has_touch=True)
    page.add_init_script(_HOLD_LETTERS)
    page.reload()
    for name in taps:
        tap(page, name)
    page.wait_for_function("arrival => new RegExp(arrival).test(decodeURIComponent(location.href))", arg=arrival)


def test_the_newest_text_is_one_touch_away(visit: Visit, demonstration: Demonstration) -> None:
    newest = max(demonstration.build.texts["post"], key=lambda post: post.date)
    page = visit("", viewport=PHONE, has_touch=True)
    tap(page, newest.title)
    expect(page).to_have_url(re.compile(re.escape(newest.url)))


def test_what_is_looked_for_is_typed_without_another_touch(visit: Visit) -> None:
    page = visit("", viewport=PHONE, has_touch=True)
    tap(page, "Rechercher")
    page.wait_for_url("**/recherche/#search")
    page.keyboard.type("lavoir")
    expect(page.get_by_role("main").get_by_role("link", name="Mes lavoirs").first).to_be_visible()
