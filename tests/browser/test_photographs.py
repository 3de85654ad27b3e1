"""What photos weigh on a phone, and how they look before they have come and where they are cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Response

from tests.browser.conftest import Demonstration, Visit
from tests.browser.hosting import hosted
from tests.fixture_site import build, write_file
from tests.placette_landscapes.painted import photograph, saved

pytestmark = pytest.mark.browser

FIRST_VIEW = 350_000
"""Bytes of an article with six photos, before the visitor scrolls."""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WIDE = {"viewport": {"width": 1280, "height": 900}}
MATTER = """---
title: Six photos du lac
summary: Un matin, six arrêts.
date: 2026-05-01
authors: [lea]
category: Nature
licence: CC BY 4.0
photographers: [lea]
minors: none
image: photo-0.jpg
image_alt: Le lac au matin.
focus: 90% 10%
---
"""
PARAGRAPH = "On marche longtemps, et l'eau est déjà là, entre deux arbres. " * 6


@dataclass(frozen=True)
class Walk:
    """A site with a post of seven photos: one at its head, three alone, three in a gallery."""

    address: str
    folder: Path
    weights: dict[str, int]


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    folder = tmp_path_factory.mktemp("walk")
    content = folder / "content"
    post = content / "articles" / "2026" / "six-photos"
    post.mkdir(parents=True)
    write_file(content / "authors" / "lea.md", "---\nname: Léa\nkind: habitante\n---\n")
    for number in range(7):
        image = photograph(f"arret-{number}", 1280, 853)
        (post / f"photo-{number}.jpg").write_bytes(saved(image, "JPEG", quality=88))
    alone = "\n\n".join(f"{PARAGRAPH}\n\n![Le lac, {number}.](photo-{number}.jpg)" for number in (1, 2, 3))
    together = "\n".join(f"![Le lac, {number}.](photo-{number}.jpg)" for number in (4, 5, 6))
    (post / "index.md").write_text(f"{MATTER}{PARAGRAPH}\n\n{alone}\n\n{together}\n", encoding="utf-8")
    site = build(content, folder, SHARING_CARDS=False)
    with hosted(site.output) as address:
        yield Walk(address, site.output, {path: (site.output / path).stat().st_size for path in site.files()})


def opened(contexts: Callable[..., BrowserContext], walk: Walk, path: str, **options: object) -> tuple[Page, list[str]]:
    """A page as it is before the visitor scrolls, and the files it asked for."""
    fetched: list[str] = []
    page = contexts(walk.address, **options).new_page()
    page.on("response", lambda answer: fetched.append(_path(answer, walk)))
    page.goto(walk.address + path, wait_until="networkidle")
    return page, fetched


def _path(answer: Response, walk: Walk) -> str:
    path = answer.url.removeprefix(walk.address).split("?")[0]
    return f"{path}index.html" if not path or path.endswith("/") else path


@pytest.mark.parametrize("density", [1, 2, 3])
def test_an_article_with_six_photos_is_light_on_a_phone(
    contexts: Callable[..., BrowserContext], walk: Walk, journal: list[str], density: int
) -> None:
    _, fetched = opened(contexts, walk, "2026/six-photos/", device_scale_factor=density, **PHONE)
    photos = [path for path in fetched if path.startswith("photos/")]
    assert photos
    assert sum(walk.weights[path] for path in fetched) <= FIRST_VIEW, {path: walk.weights[path] for path in fetched}
    assert {path.rsplit(".", 1)[1] for path in photos} == {"avif"}
    assert journal == []


def test_the_picture_a_browser_chooses_is_as_large_as_it_is_shown_and_hardly_larger(
    contexts: Callable[..., BrowserContext], walk: Walk
) -> None:
    for density, options in ((1, WIDE), (2, PHONE), (2, WIDE)):
        page, _ = opened(contexts, walk, "2026/six-photos/", device_scale_factor=density, **options)
        page.evaluate("probe.scroll()")
        page.evaluate("probe.until(() => [...document.querySelectorAll('main img')].every(image => image.complete))")
        shown = page.eval_on_selector_all(
            "article img", "all => all.map(image => [image.currentSrc, image.getBoundingClientRect().width])"
        )
        for source, width in shown:
            pixels = int(re.findall(r"-(\d+)\.avif", source)[0])
            needed = width * density
            assert pixels >= 0.85 * min(needed, 1280), (source, width, density)
            assert pixels <= max(800, 2.1 * needed), (source, width, density)


def test_a_colour_stands_in_the_place_of_a_photo_until_it_comes(
    contexts: Callable[..., BrowserContext], walk: Walk
) -> None:
    context = contexts(walk.address, **PHONE)
    page = context.new_page()
    page.route("**/photos/**", lambda route: None)
    page.goto(f"{walk.address}2026/six-photos/", wait_until="domcontentloaded")
    page.wait_for_selector(".figure--lead img.tint", state="attached")
    colour = page.eval_on_selector(".figure--lead img", "image => getComputedStyle(image).backgroundColor")
    box = page.eval_on_selector(".figure--lead img", "image => image.getBoundingClientRect().height")
    assert re.fullmatch(r"rgb\(\d+, \d+, \d+\)", colour)
    assert box > 200
    page.unroute_all(behavior="ignoreErrors")


def test_the_lead_photo_comes_first_and_the_others_wait(contexts: Callable[..., BrowserContext], walk: Walk) -> None:
    page, _ = opened(contexts, walk, "2026/six-photos/", **PHONE)
    ways = page.eval_on_selector_all("article img", "all => all.map(i => [i.loading, i.fetchPriority, i.decoding])")
    assert ways[0][:2] == ["auto", "high"] or ways[0][:2] == ["eager", "high"]
    assert {tuple(way) for way in ways[1:]} == {("lazy", "auto", "async")}


@pytest.mark.parametrize("options", [PHONE, WIDE], ids=["phone", "wide"])
def test_the_focus_stays_in_sight_where_the_picture_is_cut(
    contexts: Callable[..., BrowserContext], walk: Walk, options: dict[str, object]
) -> None:
    page, _ = opened(contexts, walk, "", **options)
    position = page.eval_on_selector(".lead .picture img", "image => getComputedStyle(image).objectPosition")
    assert position == "90% 10%"


def test_a_browser_that_knows_it_gets_the_small_format_alone(visit: Visit, demonstration: Demonstration) -> None:
    page = visit("2026/monter-au-puy-de-dome/", viewport={"width": 390, "height": 844}, device_scale_factor=2)
    page.evaluate("probe.scroll()")
    shown = "[...document.querySelectorAll('article img:not(.face)')]"  # faces of what to read next are not
    page.evaluate(f"probe.until(() => {shown}.every(image => image.complete))")
    sources = page.eval_on_selector_all("article img:not(.face)", "all => all.map(image => image.currentSrc)")
    photos = [source.removeprefix(demonstration.address) for source in sources if "/photos/" in source]
    weights = {path: (demonstration.folder / path).stat().st_size for path in photos}
    modern = sum(weight for path, weight in weights.items() if path.endswith(".avif"))
    assert len(photos) >= 12
    assert modern >= 0.95 * sum(weights.values())


def test_a_page_without_photos_gets_no_script_for_them(contexts: Callable[..., BrowserContext], walk: Walk) -> None:
    _, fetched = opened(contexts, walk, "", **WIDE)
    assert [path for path in fetched if "pictures" in path] == []
