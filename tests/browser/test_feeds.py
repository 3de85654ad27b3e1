"""A feed is readable in a browser, and leads to its texts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, in_each_browser

pytestmark = pytest.mark.browser


@in_each_browser
def test_a_feed_is_legible_and_leads_to_its_texts(visit: Visit, journal: list[str]) -> None:
    page = visit("feeds/all.atom.xml")
    expect(page.locator("h1")).to_have_text("Carnets d’Auvergne")
    expect(page.get_by_text("Ceci est un flux.")).to_be_visible()
    for hidden in ("entry > content", "entry > id", "entry > updated", "feed > link"):
        expect(page.locator(hidden).first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.documentElement).fontFamily").startswith('"Placette Serif"')
    title = page.locator("entry > h2 a").first.inner_text()
    page.locator("entry > h2 a").first.click()
    expect(page.locator("h1")).to_have_text(title)
    assert journal == []
