"""An archive is opened from the disk, by a double click: what a visitor sees needs neither a server nor a network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from placette_archive.archive import ArchivePlan, make_archive
from tests.browser.conftest import Demonstration

pytestmark = pytest.mark.browser


def test_pages_open_from_the_disk_with_their_pictures_their_letters_and_their_looks(
    demonstration: Demonstration, contexts: Callable[..., BrowserContext], journal: list[str], tmp_path: Path
) -> None:
    origin, moment = demonstration.address.rstrip("/"), datetime(2026, 12, 1, tzinfo=UTC)
    plan = ArchivePlan(demonstration.folder, "Carnets", origin, "/", "fr", "", "", moment)
    make_archive(plan, tmp_path, str)
    home = (tmp_path / "carnets/index.html").as_uri()
    page = contexts(home.removesuffix("index.html")).new_page()
    page.goto(home)
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("[data-theme-choice=dark]")  # by the script
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != background
    page.locator('main h2 a[href^="2026/"], main h3 a[href^="2026/"]').first.click()
    page.wait_for_url("**/carnets/2026/*/index.html")
    assert page.locator("article .prose").count() == 1
    page.evaluate("probe.scroll()")
    loaded = page.evaluate("[...document.images].map((image) => [image.complete, image.naturalWidth > 0])")
    assert loaded
    assert {tuple(image) for image in loaded} == {(True, True)}
    fonts = page.evaluate("document.fonts.ready.then((all) => [...all].filter((f) => f.status === 'loaded').length)")
    assert fonts > 0
    assert page.url.startswith("file:")
    assert journal == []
