"""What a stranger wrote stays text in a real browser, with the page's policy and without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from playwright.sync_api import BrowserContext, Page

from placette.engine.texts.body import BodySource, convert_body
from placette.engine.texts.links import Surroundings
from tests.browser.hosting import hosted
from tests.fixture_site import ROOT, Site, build, copy_site

pytestmark = pytest.mark.browser

_PLANTED = "<img src='/no-such-file' onerror='alert(1)'><script>alert(2)</script>"
_POST = "articles/2026/code-hostile/index.md"

Contexts = Callable[..., BrowserContext]
with_and_without_policy = pytest.mark.parametrize("bypass_csp", [False, True])


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site whose title, summary, keywords, author and text look like programs; all of it is accepted, as text."""
    folder = tmp_path_factory.mktemp("hostile")
    return build(copy_site("hostile", folder), folder)


@with_and_without_policy
def test_no_page_of_a_hostile_site_does_anything(
    contexts: Contexts, journal: list[str], hostile: Site, bypass_csp: bool
) -> None:
    with hosted(hostile.output) as address:
        page = contexts(address, bypass_csp=bypass_csp).new_page()
        for path in hostile.files():
            if path.endswith(".html"):
                page.goto(address + path)
                page.evaluate("probe.provoke()")
    assert journal == []


def test_hostile_words_can_be_read_as_they_were_written(contexts: Contexts, hostile: Site) -> None:
    with hosted(hostile.output) as address:
        page = contexts(address).new_page()
        page.goto(f"{address}2026/code-hostile/")
        assert "<script>alert(10)</script>" in page.title()
        assert "<script>alert(20)</script>" in page.locator(".prose").inner_text()
        assert "{{ 7*7 }}" in page.locator("h1").inner_text()
        assert "<img src=x onerror=alert(1)>" in page.locator(".byline").first.inner_text()


@with_and_without_policy
@pytest.mark.parametrize("name", [path.stem for path in sorted((ROOT / "tests/engine/texts/hostile").glob("*.yml"))])
def test_what_the_reading_lets_through_does_nothing(
    contexts: Contexts, journal: list[str], hostile: Site, name: str, bypass_csp: bool
) -> None:
    payloads = yaml.safe_load((ROOT / f"tests/engine/texts/hostile/{name}.yml").read_bytes())
    texts = [f"[x]({text})\n\n![x]({text})\n\n<{text}>" for text in payloads] if name == "addresses" else payloads
    bodies = "".join(f"<section>{_converted(text)}</section>" for text in texts)
    page = _shown(contexts, hostile, bodies, bypass_csp=bypass_csp)
    assert page.locator("section.sown > section").count() == len(texts)
    assert journal == []


def test_without_the_policy_a_planted_script_runs_and_these_tests_see_it(
    contexts: Contexts, journal: list[str], hostile: Site
) -> None:
    _shown(contexts, hostile, _PLANTED, bypass_csp=True)
    assert {"dialog: 1", "dialog: 2"} <= set(journal)


def test_the_policy_alone_stops_a_planted_script(contexts: Contexts, journal: list[str], hostile: Site) -> None:
    _shown(contexts, hostile, _PLANTED, bypass_csp=False)
    assert [told for told in journal if told.startswith("dialog")] == []
    assert [told for told in journal if "Content Security Policy" in told]


def _converted(text: str) -> str:
    """The HTML that the reading makes of a text, also when it refuses it."""
    return convert_body(BodySource(_POST, text, "fr"), Surroundings(addresses={_POST: "2026/code-hostile/"})).body.html


def _shown(contexts: Contexts, site: Site, html: str, **options: Any) -> Page:
    """A page of the site with ``html`` sown into its text, opened and provoked."""
    path = "2026/code-hostile/index.html"
    page_text = site.text(path)
    sown = page_text.replace("</article>", f'<section class="sown">{html}</section></article>', 1)
    assert sown != page_text

    def answer(route: Any) -> None:
        route.fulfill(body=sown, content_type="text/html; charset=utf-8")

    with hosted(site.output) as address:
        context = contexts(address, **options)
        context.route(address + path, answer)
        page = context.new_page()
        page.goto(address + path)
        page.evaluate("probe.provoke()")
        page.wait_for_load_state("networkidle")
    return page
