"""The table of sites, a file of its own, can be used by everyone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from placette_network import network_tasks
from tests.browser.conftest import violations
from tests.placette_network.test_network_tasks import ALL, TODAY, rows


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_table_of_sites_is_accessible_and_asks_nobody(
    contexts: Callable[..., BrowserContext], axe: str, journal: list[str], tmp_path: Path, width: int, scheme: str
) -> None:
    file = tmp_path / "table.html"
    file.write_text(network_tasks._page(rows(*ALL), "fr", "Réseau", TODAY), encoding="utf-8")
    page = contexts(file.as_uri(), viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    page.goto(file.as_uri())
    page.evaluate(axe)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the table alone is moved sideways"
    assert journal == []
