"""Mentions below a post, in a browser: for everybody, at any width, without script or a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import violations
from tests.browser.hosting import hosted
from tests.fixture_site import build, copy_site
from tests.placette_mentions.test_mentions import PLAIN, POST, write_mention

pytestmark = pytest.mark.browser
_LONG = "anticonstitutionnellement" * 6
_ANCHOR = "mention-2026-05-20-mastodon-1"


@pytest.fixture(scope="module")
def mentioned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with a post that is spoken of elsewhere."""
    folder = tmp_path_factory.mktemp("said")
    content = copy_site("minimal", folder)
    write_mention(content, text=f"J’y étais : {_LONG}\nVoir https://exemple.example/{'a' * 200}", author=_LONG[:130])
    write_mention(
        content, "2026-05-21-web-2", "Very well.", lang="en", url=f"https://{'a' * 60}.example/", source="web"
    )
    write_mention(content, "2026-05-22-web-3", "", author="", source="web")
    with hosted(folder / "output") as address:
        (folder / "output").mkdir()
        own = {"SITEURL": address.rstrip("/"), "MENTIONS_ENDPOINT": "https://mentions.example/"}
        build(content, folder, **PLAIN | own)
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_keeps_anybody_out(
    width: int, scheme: str, mentioned: str, axe: str, contexts: Callable[..., BrowserContext], journal: list[str]
) -> None:
    page = _opened(contexts, mentioned, POST, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.evaluate(axe)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert journal == []


def test_without_script_all_of_it_is_read_and_anchors_lead_there(
    mentioned: str, contexts: Callable[..., BrowserContext], journal: list[str]
) -> None:
    page = _opened(contexts, mentioned, f"{POST}#{_ANCHOR}", java_script_enabled=False)
    expect(page.locator(f"#{_ANCHOR}")).to_be_in_viewport()
    expect(page.get_by_role("heading", name="Ailleurs")).to_be_visible()
    expect(page.locator(f"#{_ANCHOR} a.u-url")).to_have_text("sur mastodon.example")
    assert journal == []


def _opened(contexts: Callable[..., BrowserContext], address: str, path: str, **options: Any) -> Page:
    page = contexts(address, **options).new_page()
    page.goto(address + path)
    return page
