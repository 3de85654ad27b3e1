"""A site begun a minute ago can be used by everyone: of a village, an intercommunalité, a région, one in English."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from placette.desks.starting.planning import Wishes, plan_site
from placette.desks.starting.writing import write_site
from placette.plugin import build_site, load_site
from tests.browser.conftest import violations
from tests.browser.hosting import hosted
from tests.desks.starting.fixture_wishes import ASSOCIATION, DAY, EPCI, FRANCE, REGION, VILLAGE

pytestmark = pytest.mark.browser

ADDRESSES = {"fr": ("", "2026/bienvenue/", "mentions-legales/"), "en": ("", "2026/welcome/", "legal/")}


@pytest.mark.parametrize("wishes", [VILLAGE, EPCI, REGION, ASSOCIATION], ids=lambda wishes: wishes.kind.value)
def test_axe_finds_nothing_in_a_new_site(
    wishes: Wishes, tmp_path: Path, contexts: Callable[..., BrowserContext], axe: str, journal: list[str]
) -> None:
    write_site(tmp_path / "site", plan_site(wishes, FRANCE, DAY))
    output = tmp_path / "output"
    output.mkdir()
    with hosted(output) as address, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1796083200")
        patch.setattr(sys, "path", [*sys.path])  # a site's settings put its own folders before all others
        patch.delitem(sys.modules, "legalconf", raising=False)
        own = {"OUTPUT_PATH": str(output), "SITEURL": address.rstrip("/")}
        build_site(load_site(tmp_path / "site" / "pelicanconf.py", **own))
        sys.modules.pop("legalconf")
        page = contexts(address).new_page()
        found = []
        for path in ADDRESSES[wishes.lang]:
            page.goto(address + path)
            page.evaluate(axe)
            for width in (320, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                found += [f"{path} {width}: {told}" for told in violations(page)]
    assert (found, journal) == ([], [])
