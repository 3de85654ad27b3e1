"""What the tests of searching look at."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page

SEARCH = "recherche/"
_SEARCHING = re.compile(r"/recherche/data/|/theme/search-")


def field_of(page: Page) -> Locator:
    return page.locator("input[type=search]")


def results_of(page: Page) -> Locator:
    """The links of the results on a page."""
    return page.locator("[data-search-results] h3 a")


def answer_of(page: Page) -> Locator:
    """What a search has led to: results, or that there are none."""
    return page.locator("[data-search-results]:not([hidden]), [data-search-none]:not([hidden])").first


def options_of(page: Page) -> Locator:
    """What the field in the masthead proposes."""
    return page.get_by_role("option")


def fetched_by(page: Page) -> list[str]:
    """The addresses of what searching has fetched."""
    fetched: list[str] = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    return [url for url in fetched if _SEARCHING.search(url)]
