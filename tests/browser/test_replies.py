"""Answers, a right of reply and short replies, in a browser: for everybody, at any width, without script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import violations
from tests.browser.hosting import hosted
from tests.features.replies.fixture_replies import OPEN, ORIGINAL, write_post, write_profile, write_reply, write_team
from tests.fixture_site import build, copy_site

pytestmark = pytest.mark.browser
_LONG = "anticonstitutionnellement" * 6


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site where a post is answered in every way."""
    folder = tmp_path_factory.mktemp("exchange")
    content = copy_site("minimal", folder)
    write_team(content)
    write_profile(content, "camille", "Camille Aubier", "élue", "office: conseillère municipale\nside: opposition\n")
    write_post(
        content,
        "reponse",
        "answers: bonjour\n",
        author="camille",
        title="Une réponse à l’anticonstitutionnellement long titre",
    )
    write_post(content, "right", "answers: bonjour\nright_of_reply: 2026-06-08\nlang: en\n", "2026-06-10")
    write_reply(content, text=f"Merci, j'y étais : {_LONG}\nVoir https://exemple.example/{'a' * 200}")
    write_reply(content, "2026-05-21-mot", "Very well.", "author: camille\nread_by: equipe\nlang: en\n")
    with hosted(folder / "output") as address:
        (folder / "output").mkdir()
        build(content, folder, **OPEN | {"SITEURL": address.rstrip("/")})
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", [ORIGINAL, "2026/reponse/", "2026/right/"])
def test_nothing_keeps_anybody_out(
    path: str,
    width: int,
    scheme: str,
    exchange: str,
    axe: str,
    contexts: Callable[..., BrowserContext],
    journal: list[str],
) -> None:
    page = _opened(contexts, exchange, path, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.evaluate(axe)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert journal == []


def test_without_script_all_of_it_is_read_and_anchors_lead_there(
    exchange: str, contexts: Callable[..., BrowserContext], journal: list[str]
) -> None:
    page = _opened(contexts, exchange, f"{ORIGINAL}#reply-2026-05-21-mot", java_script_enabled=False)
    expect(page.locator("#reply-2026-05-21-mot")).to_be_in_viewport()
    expect(page.locator(".answer--right")).to_contain_text("Droit de réponse")
    page.locator(".answer__title a").first.click()
    expect(page.locator(".article__head")).to_contain_text("Droit de réponse à")
    page.locator("a.u-in-reply-to").click()
    expect(page.locator("h1")).to_have_text("Bonjour")
    assert journal == []


def _opened(contexts: Callable[..., BrowserContext], address: str, path: str, **options: Any) -> Page:
    page = contexts(address, **options).new_page()
    page.goto(address + path)
    return page
