"""A site begun a minute ago can be used by everyone: of a village, an intercommunalité, a région, one in English."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from placette.desks.starting.planning import Wishes
from tests.browser.conftest import violations
from tests.browser.fixture_new_sites import new_site
from tests.desks.starting.fixture_wishes import ASSOCIATION, EPCI, REGION, VILLAGE

pytestmark = pytest.mark.browser

ADDRESSES = {"fr": ("", "2026/bienvenue/", "mentions-legales/"), "en": ("", "2026/welcome/", "legal/")}


@pytest.mark.parametrize("wishes", [VILLAGE, EPCI, REGION, ASSOCIATION], ids=lambda wishes: wishes.kind.value)
def test_axe_finds_nothing_in_a_new_site(
    wishes: Wishes, tmp_path: Path, contexts: Callable[..., BrowserContext], axe: str, journal: list[str]
) -> None:
    with new_site(wishes, tmp_path) as address:
        page = contexts(address).new_page()
        found = []
        for path in ADDRESSES[wishes.lang]:
            page.goto(address + path)
            page.evaluate(axe)
            for width in (320, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                found += [f"{path} {width}: {told}" for told in violations(page)]
    assert (found, journal) == ([], [])
