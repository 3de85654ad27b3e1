"""A recording is played on its page, and nothing of it is fetched before it is started."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import violations
from tests.browser.hosting import hosted
from tests.features.documents.fixture_recordings import make_mp3
from tests.features.posts.test_kind import URL, write_post
from tests.fixture_site import build

pytestmark = pytest.mark.browser


def test_it_plays_when_asked_and_is_fetched_only_then(
    contexts: Callable[..., BrowserContext], axe: str, journal: list[str], content: Path, tmp_path: Path
) -> None:
    write_post(content, "audio: lecture.mp3", lecture=make_mp3(6))
    output = tmp_path / "output"
    output.mkdir()
    with hosted(output) as address:
        build(content, tmp_path, SITEURL=address.rstrip("/"))
        page = contexts(address).new_page()
        fetched: list[str] = []
        page.on("request", lambda asked: fetched.append(asked.url))
        page.goto(f"{address}{URL}")
        page.evaluate(axe)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert violations(page) == []
            assert page.evaluate("probe.wide()") == []
        assert not [url for url in fetched if url.endswith(".mp3")]
        length = page.locator("audio").evaluate(
            """audio => new Promise(heard => {
                 audio.onloadedmetadata = () => heard(audio.duration);
                 audio.muted = true;
                 audio.play();
               })"""
        )
        assert 5 < length < 7
        assert [url for url in fetched if url.endswith(".mp3")]
    assert journal == []
