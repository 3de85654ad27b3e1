"""What a page asks for: nothing of others, little of us, and nothing that makes the text jump."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import NamedTuple

import pytest
from playwright.sync_api import BrowserContext, Page, Response, Route

from tests.browser.addresses import ADDRESSES, SHORT
from tests.browser.conftest import Demonstration, Visit

pytestmark = pytest.mark.browser

_KILO = 1000


class Fetched(NamedTuple):
    """A file that a page asked for: its suffix, its bytes, and what they weigh on the way (gzip)."""

    suffix: str
    size: int
    weight: int


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_asks_others_for_nothing_and_leaves_nothing_behind(visit: Visit, journal: list[str], address: str) -> None:
    page = visit(address)
    for height in range(0, page.evaluate("document.documentElement.scrollHeight"), 700):
        page.mouse.wheel(0, 700)
        page.wait_for_function("height => scrollY >= Math.min(height, document.documentElement.scrollHeight - innerHeight - 1)", arg=height)
    page.wait_for_load_state("networkidle")
    assert (page.context.cookies(), page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]")) == (
        [],
        ["", 0, 0],
    )
    assert journal == []


def test_an_address_that_leads_nowhere_gets_the_page_that_helps(visit: Visit, demonstration: Demonstration) -> None:
    page = visit("")
    answer = page.goto(f"{demonstration.address}2026/pas-ici/")
    assert answer is not None
    assert answer.status == 404
    assert "mène nulle part" in page.locator("main").inner_text()


def test_a_post_without_photos_is_light(contexts: Callable[..., BrowserContext], demonstration: Demonstration) -> None:
    fetched = _first_view(contexts, demonstration.address, SHORT)
    others = [file for file in fetched if file.suffix != ".woff2"]
    fonts = [file for file in fetched if file.suffix == ".woff2"]
    weights = {suffix: sum(f.weight for f in others if f.suffix == suffix) for suffix in sorted({f.suffix for f in others})}
    print(f"first view: {sum(weights.values())} B in {len(others)} requests {weights}; fonts: {[f.size for f in fonts]}")
    assert len(others) <= 6
    assert sum(weights.values()) <= 60 * _KILO
    assert len(fonts) <= 4
    assert sum(file.size for file in fonts) <= 100 * _KILO


def test_the_style_sheet_the_script_and_the_fonts_stay_small(demonstration: Demonstration) -> None:
    sizes: dict[str, list[int]] = {}
    for path in (demonstration.folder / "theme").iterdir():
        sizes.setdefault(path.suffix, []).append(path.stat().st_size)
    print(f"theme, in bytes: {sizes}")
    assert sum(sizes[".css"]) <= 25 * _KILO
    assert sum(sizes[".js"]) <= 15 * _KILO
    assert len(sizes[".woff2"]) <= 4
    assert sum(sizes[".woff2"]) <= 100 * _KILO


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_jumps_while_a_page_loads(visit: Visit, address: str, width: int) -> None:
    page = visit(address, viewport={"width": width, "height": 844})
    page.evaluate("document.fonts.ready.then(() => 0)")
    for _ in range(4):
        page.mouse.wheel(0, 800)
        page.wait_for_load_state("networkidle")
    assert _moved(page) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_letters_that_come_late_move_nothing(
    contexts: Callable[..., BrowserContext], demonstration: Demonstration, width: int
) -> None:
    context = contexts(demonstration.address, viewport={"width": width, "height": 844})
    late: list[Route] = []
    context.route("**/*.woff2", lambda route: late.append(route))
    page = context.new_page()
    page.goto(demonstration.address + SHORT, wait_until="domcontentloaded")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert late
    for route in late:
        route.continue_()
    page.evaluate("document.fonts.ready.then(() => 0)")
    assert _moved(page) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_font_announced_is_used(visit: Visit, address: str) -> None:
    page = visit(address)
    announced = page.locator("link[rel=preload][as=font]").evaluate_all("links => links.map(link => link.href)")
    used = page.evaluate(
        """() => document.fonts.ready.then(() => {
            const loaded = [...document.fonts].filter((face) => face.status === "loaded");
            const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
            const faces = rules.flatMap((rule) => rule instanceof CSSLayerBlockRule ? [...rule.cssRules] : [rule])
              .filter((rule) => rule instanceof CSSFontFaceRule);
            return faces.filter((rule) => loaded.some((face) => face.family.replaceAll('"', "") ===
                rule.style.getPropertyValue("font-family").replaceAll('"', "") && face.style === rule.style.getPropertyValue("font-style")
                && face.weight === rule.style.getPropertyValue("font-weight"))).map((rule) => rule.cssText);
        })"""
    )
    assert [url for url in announced if not any(PurePosixPath(url).name in rule for rule in used)] == []


def _moved(page: Page) -> list[str]:
    """What moved, when it adds up to more than nothing in the two decimals in which CLS is told."""
    shifts = page.evaluate("probe.shifts()")
    total = sum(value for value, _what in shifts)
    return [f"{value:.4f}: {what}" for value, what in shifts] if round(total, 2) else []


def _first_view(contexts: Callable[..., BrowserContext], site: str, address: str) -> list[Fetched]:
    """What a phone fetches before anyone touches it."""
    context = contexts(site, viewport={"width": 390, "height": 844}, device_scale_factor=2)
    answers: list[Response] = []
    context.on("response", lambda answer: answers.append(answer))
    page = context.new_page()
    page.goto(site + address)
    page.wait_for_load_state("networkidle")
    bodies = [(PurePosixPath(answer.url.removesuffix("/") + "/x.html" if answer.url.endswith("/") else answer.url), answer.body()) for answer in answers]
    return [Fetched(path.suffix, len(body), len(gzip.compress(body, 9, mtime=0))) for path, body in bodies]
