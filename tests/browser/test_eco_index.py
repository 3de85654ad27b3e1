"""Every kind of page is light: an A of EcoIndex, but where what it tells needs more, which must not grow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.addresses import ONE_EACH, PAGES, SHORT
from tests.browser.conftest import Demonstration
from tests.browser.eco_index import GRADE_A, SCREEN, eco_index, measured

pytestmark = pytest.mark.browser

HEAVY = {
    PAGES["article"][0]: 76,  # a gallery of twelve, a table, notes: 175 elements of the text’s own
    PAGES["article"][1]: 73,  # the longest text of all, with 21 notes: 246
    PAGES["article"][4]: 78,  # a table, and below it a right of reply: 82
    PAGES["whole_series"][0]: 78,  # all the parts of a series
    PAGES["map"][0]: 78,  # nineteen names, on a sheet for wide screens and on one for phones: 230
}
"""Pages that get no A, for the text itself is what they are made of, and the score that they keep."""
LIGHT = [
    address for address in [*ONE_EACH, SHORT, *PAGES["agenda_part"][1:], *PAGES["search"][1:]] if address not in HEAVY
]


@pytest.mark.parametrize("address", [*LIGHT, *HEAVY])
def test_a_page_is_light(contexts: Callable[..., BrowserContext], demonstration: Demonstration, address: str) -> None:
    burden = measured(contexts(demonstration.address, viewport=SCREEN).new_page(), demonstration.address + address)
    print(burden)
    assert burden.score > HEAVY.get(address, GRADE_A), burden


def test_eco_index_is_what_its_authors_compute() -> None:
    assert round(eco_index(100, 100, 100)) == 72
