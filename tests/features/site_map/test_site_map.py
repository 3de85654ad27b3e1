"""The site map for people: every page, on pages that a small device can bear."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from placette.features import site_map
from tests.fixture_site import Site, build, copy_site

pytestmark = pytest.mark.whole

PLAN = "plan-du-site/"


def links_of(site: Site, path: str) -> list[str]:
    return [node.attributes["href"] or "" for node in site.page(path).css(".site-map a")]


def test_a_long_one_goes_on_at_other_pages(tmp_path: Path) -> None:
    content = copy_site("minimal", tmp_path)
    whole = links_of(build(content, tmp_path), PLAN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site_map, "_LINKS", len(whole) - 2)
        site = build(content, tmp_path / "long")  # elsewhere: here it is up to date
    assert [*links_of(site, PLAN), *links_of(site, f"{PLAN}page/2/")] == whole
    assert len(links_of(site, PLAN)) == len(whole) - 2
    assert [node.attributes["href"] for node in site.page(PLAN).css(".pagination a")] == [f"/{PLAN}page/2/"]
    (title,) = site.texts_of(f"{PLAN}page/2/", "title")
    assert title.startswith("Plan du site, page\u00a02 ")


def test_that_for_robots_has_a_file_for_each_year_once_it_is_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = copy_site("minimal", tmp_path)
    whole = _addresses(build(content, tmp_path).text("sitemap.xml"))
    monkeypatch.setattr(site_map, "_ALONE", 3)
    site = build(content, tmp_path / "long")
    origin = f"{site.address}/"
    parts = _addresses(site.text("sitemap.xml"))
    assert parts == [f"{origin}sitemap-pages.xml", f"{origin}sitemap-2026.xml"]
    found = [_addresses(site.text(part.removeprefix(origin))) for part in parts]
    assert sorted(found[0] + found[1]) == sorted(whole)
    assert f"{origin}2026/bonjour/" in found[1]
    assert f"Sitemap: {origin}sitemap.xml" in site.text("robots.txt")


def _addresses(text: str) -> list[str]:
    return re.findall("<loc>(.*?)</loc>", text)


def test_it_begins_with_the_lists_and_ends_with_the_posts(kitchen_sink: Site) -> None:
    titles = kitchen_sink.texts_of(PLAN, ".site-map__title")
    assert (titles[0], titles[-1]) == ("Listes", "Billets")
