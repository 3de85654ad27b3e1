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
    "": 75,  # seven posts, four events, six places, six faces
    PAGES["article"][0]: 71,  # a gallery of nine, a table, notes
    PAGES["article"][1]: 68,  # the longest text of all
    PAGES["whole_series"][0]: 76,  # three texts on a page
    PAGES["map"][0]: 66,  # each commune's newest text beside the map, without script
    PAGES["agenda"][0]: 73,  # six weeks, a month as a table, all parts to choose from
    PAGES["agenda_part"][0]: 79,  # a month, the same: on the edge
}
"""Pages that get no A, and the score that they keep."""
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
