"""A site whose every post has a photo, upright, wide, small, dark: none is enlarged, none loses what it is about."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import BrowserContext, Locator, Page

from tests.browser.conftest import LongVisits
from tests.browser.hosting import hosted
from tests.fixture_photos import MOTIF, SHOTS, photo_site
from tests.fixture_site import EPOCH, build

pytestmark = pytest.mark.browser

WIDTHS = (320, 768, 1280)
ARTICLES = ["", *(f"2026/{path.split('/')[0]}/" for path in SHOTS)]
_SCALES = """() => [...document.querySelectorAll('main img[src*="/photos/"]')].flatMap(image => {
  const {width, height} = image.getBoundingClientRect();
  const own = [+image.getAttribute('width'), +image.getAttribute('height')];
  if (!width) return [];
  const [across, down] = [width / own[0], height / own[1]], fit = getComputedStyle(image).objectFit;
  const least = Math.min(across, down), most = Math.max(across, down);
  return [[image.currentSrc, {'scale-down': Math.min(1, least), contain: least}[fit] ?? most]];
})"""
_COVERED = """() => [...document.querySelectorAll('.lead, .card')].flatMap(card => {
  const image = card.querySelector('img:not(.face img)')?.getBoundingClientRect();
  if (!image?.width) return [];
  return [...card.querySelectorAll('h2, h3, p, .byline')].filter(text => {
    const box = text.getBoundingClientRect();
    const across = Math.min(box.right, image.right) - Math.max(box.left, image.left);
    return across > 1 && Math.min(box.bottom, image.bottom) - Math.max(box.top, image.top) > 1;
  }).map(text => text.textContent.trim());
})"""


@dataclass(frozen=True)
class Photos:
    """The site of photos: its address and its folder; ``lead`` makes it again with another post at its head."""

    address: str
    lead: Callable[[str], None]


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Photos]:
    folder = tmp_path_factory.mktemp("photos")
    content = photo_site(folder)
    with hosted(folder / "output") as address:

        def lead(name: str) -> None:
            for path in content.glob("articles/2026/*/index.md"):
                source = path.read_text(encoding="utf-8").replace("featured: 2026-07-31\n", "")
                chosen = source.replace("category:", "featured: 2026-07-31\ncategory:", 1)
                path.write_text(chosen if path.parent.name == name else source, encoding="utf-8")
            build(content, folder, EPOCH, SITEURL=address.rstrip("/"), IDENTITY_WEB_FONTS=True)

        lead("huit-plumes")
        yield Photos(address, lead)


@pytest.fixture
def page(contexts: Callable[..., BrowserContext], photos: Photos) -> Page:
    return contexts(photos.address).new_page()


@pytest.fixture
def walk(long_visits: LongVisits, photos: Photos, journal: list[str]) -> Page:
    """A page that goes through the whole site as it is: for tests that don't make it again."""
    return long_visits.page(photos.address, journal.append)


def opened(page: Page, address: str, width: int) -> None:
    """Scroll through all of a page."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    page.evaluate("document.querySelectorAll('img').forEach(image => { image.loading = 'eager'; })")
    page.evaluate("Promise.all([...document.images].map(image => image.decode().catch(() => 0))).then(() => 0)")


def seen(picture: Locator) -> float:
    """How much of a picture, as shown, has the colour of its motif."""
    image = Image.open(io.BytesIO(picture.screenshot())).convert("RGB").resize((120, 120))
    near = [
        band.point([255 * (abs(light - wanted) < 60) for light in range(256)])
        for band, wanted in zip(image.split(), MOTIF, strict=True)
    ]
    return reduce(ImageChops.multiply, near).histogram()[255] / (120 * 120)


@pytest.mark.parametrize("address", ARTICLES)
def test_no_photo_is_enlarged(walk: Page, photos: Photos, journal: list[str], address: str) -> None:
    for width in WIDTHS:
        opened(walk, photos.address + address, width)
        scales = walk.evaluate(_SCALES)
        assert scales
        assert [(source, width, scale) for source, scale in scales if scale > 1.01] == []
        assert walk.evaluate("document.documentElement.scrollWidth") <= width
    assert journal == []


@pytest.mark.parametrize("lead", ["huit-plumes", "le-portrait", "le-panorama", "la-petite"])
def test_the_motif_of_every_photo_stays_in_sight_and_nothing_lies_over_it(
    page: Page, photos: Photos, lead: str
) -> None:
    photos.lead(lead)
    for width in WIDTHS:
        opened(page, photos.address, width)
        assert page.evaluate(_COVERED) == []
        assert page.locator(".lead .title a").get_attribute("href") == f"/2026/{lead}/"
        assert [scale for _source, scale in page.evaluate(_SCALES) if scale > 1.01] == []
        pictures = [page.locator(".lead .picture img"), *page.locator(".latest .card > .picture img").all()]
        shown = [picture for picture in pictures if picture.is_visible()]
        assert len(shown) >= 6
        assert [seen(picture) > 0.002 for picture in shown] == [True] * len(shown), width


@pytest.mark.parametrize(("width", "most"), [(320, 190), (390, 170)])
def test_eight_authors_find_room_on_a_phone(page: Page, photos: Photos, width: int, most: int) -> None:
    photos.lead("huit-plumes")
    for address, byline in (("", ".lead .byline"), ("2026/huit-plumes/", ".article__head .byline")):
        opened(page, photos.address + address, width)
        box = page.locator(byline).bounding_box()
        assert box
        assert box["x"] + box["width"] <= width
        assert box["height"] <= most
        assert page.locator(f"{byline} .byline__name").count() == 8
        assert page.locator(f"{byline} .face").count() == 4
