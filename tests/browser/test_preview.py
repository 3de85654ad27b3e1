"""``invoke serve``: what an editor sees in the browser while texts change."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.fixture_site import EPOCH, copy_project, write_setting

pytestmark = pytest.mark.browser

_PATIENCE = 60_000
"""Milliseconds until a build that never comes is given up."""
_INVOKE = (
    "import signal; from invoke.main import program;"
    "signal.signal(signal.SIGINT, signal.default_int_handler); program.run()"
)
"""``invoke``, made to hear Ctrl+C even when the tests run in the background, where it is ignored."""
_PANEL, _COUNT, _CARDS = (f".placette-preview__part--{kind}" for kind in ("mend", "elsewhere", "cards"))

Contexts = Callable[..., BrowserContext]


@dataclass(frozen=True)
class Preview:
    """A running ``invoke serve``: its address, the post that changes, the process."""

    address: str
    post: Path
    process: subprocess.Popen[str]

    def change(self, old: str, new: str) -> None:
        text = self.post.read_text(encoding="utf-8")
        assert old in text
        self.post.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    project = copy_project("minimal", tmp_path, "IDENTITY_WEB_FONTS = False")
    port = _free_port()
    with subprocess.Popen(
        [sys.executable, "-c", _INVOKE, "serve", "--port", str(port)],
        cwd=project,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as process:
        address = f"http://127.0.0.1:{port}/"
        assert process.stdout
        told = ""
        while address.rstrip("/") not in told:
            line = process.stdout.readline()
            assert line, f"it ended early: {told}"
            told += line
        yield Preview(address, project / "content/articles/2026/bonjour/index.md", process)
        process.kill()


@pytest.fixture
def page(contexts: Contexts, preview: Preview) -> Page:
    """The post in the browser, once it listens to the preview."""
    page = contexts(preview.address).new_page()
    page.set_default_timeout(_PATIENCE)
    with page.expect_response("**/-/events?since=*"):
        page.goto(f"{preview.address}2026/bonjour/")
    return page


def test_the_page_follows_the_text(preview: Preview, page: Page, journal: list[str]) -> None:
    expect(page.locator(".prose")).to_contain_text("L’eau est revenue au lavoir.")
    preview.change("revenue au lavoir", "revenue à la fontaine")
    expect(page.locator(".prose")).to_contain_text("revenue à la fontaine", timeout=_PATIENCE)
    assert journal == []


def test_a_draft_is_shown_with_a_ribbon_and_output_is_left_alone(preview: Preview, page: Page) -> None:
    expect(page.locator(".ribbon")).to_have_count(0)
    preview.change("title: Bonjour", "title: Bonjour\nstatus: draft")
    expect(page.locator(".ribbon")).to_contain_text("Brouillon", timeout=_PATIENCE)
    assert not (preview.post.parents[4] / "output").exists()


def test_what_is_wrong_is_shown_over_the_last_good_page_until_it_is_mended(preview: Preview, page: Page) -> None:
    preview.change("authors: [lea]", "authors: [lae]")
    expect(page.locator(_PANEL)).to_contain_text("articles/2026/bonjour/index.md", timeout=_PATIENCE)
    expect(page.locator(_PANEL)).to_contain_text("lae")
    expect(page.locator(".prose")).to_contain_text("L’eau est revenue au lavoir.")
    page.reload()
    expect(page.locator(_PANEL)).to_contain_text("lae")
    home = page.context.new_page()
    home.goto(preview.address)
    expect(home.locator(_PANEL)).to_have_count(0)
    expect(home.locator(_COUNT)).not_to_have_attribute("open", "")
    home.locator(_COUNT).click()
    home.get_by_role("link", name="articles/2026/bonjour/index.md").click()
    expect(home.locator(_PANEL)).to_contain_text("lae")
    preview.change("authors: [lae]", "authors: [lea]")
    expect(page.locator(_PANEL)).to_have_count(0, timeout=_PATIENCE)
    expect(page.locator(".byline").first).to_contain_text("Léa Montel")


def test_words_that_look_like_a_program_are_shown_as_words(preview: Preview, page: Page, journal: list[str]) -> None:
    preview.change("authors: [lea]", 'authors: ["<img src=x onerror=alert(1)>"]')
    expect(page.locator(_PANEL)).to_contain_text("<img src=x onerror=alert(1)>", timeout=_PATIENCE)
    assert journal == []


def test_the_page_is_shown_as_others_will_and_stays_so_while_its_title_changes(
    preview: Preview, page: Page, journal: list[str]
) -> None:
    expect(page.locator(f"{_CARDS} .placette-preview__card").first).not_to_be_visible()
    page.locator(f"{_CARDS} > summary").click()
    write_setting(preview.post.parents[4], "SHARING_CARDS = True")
    picture = page.locator(f"{_CARDS} img")
    expect(picture).to_have_count(1, timeout=_PATIENCE)
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0
    preview.change("title: Bonjour", f"title: Bonjour {'et bonsoir ' * 9}")
    expect(page.locator(f"{_CARDS} .placette-preview__title")).to_contain_text("bonsoir", timeout=_PATIENCE)
    expect(page.locator(f"{_CARDS} img").first).to_be_visible()
    assert journal == []


def test_ctrl_c_ends_it_without_a_fuss(preview: Preview, page: Page) -> None:
    preview.process.send_signal(signal.SIGINT)
    told, _ = preview.process.communicate(timeout=_PATIENCE / 1000)
    assert preview.process.returncode == 0
    assert "Traceback" not in told


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_results_say_why_they_stand_where_they_do(preview: Preview, page: Page, journal: list[str]) -> None:
    page.goto(f"{preview.address}recherche/?q=bonjour&explain")
    expect(page.locator(".found__why").first).to_contain_text("score", timeout=_PATIENCE)
    page.goto(f"{preview.address}recherche/?q=bonjour")
    expect(page.locator(".found").first).to_be_visible(timeout=_PATIENCE)
    expect(page.locator(".found__why")).to_have_count(0)
    assert journal == []
