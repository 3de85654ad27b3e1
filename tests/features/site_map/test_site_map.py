"""The site map for people: every page, on pages that a small device can bear."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.features import site_map
from tests.fixture_site import Site, build, copy_site

PLAN = "plan-du-site/"


def links_of(site: Site, path: str) -> list[str]:
    return [node.attributes["href"] or "" for node in site.page(path).css(".site-map a")]


def test_a_long_one_goes_on_at_other_pages(tmp_path: Path) -> None:
    content = copy_site("minimal", tmp_path)
    whole = links_of(build(content, tmp_path), PLAN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site_map, "_LINKS", len(whole) - 2)
        site = build(content, tmp_path)
    assert [*links_of(site, PLAN), *links_of(site, f"{PLAN}page/2/")] == whole
    assert len(links_of(site, PLAN)) == len(whole) - 2
    assert [node.attributes["href"] for node in site.page(PLAN).css(".pagination a")] == [f"/{PLAN}page/2/"]
    (title,) = site.texts_of(f"{PLAN}page/2/", "title")
    assert title.startswith("Plan du site, page\u00a02 ")


def test_it_begins_with_the_lists_and_ends_with_the_posts(kitchen_sink: Site) -> None:
    titles = kitchen_sink.texts_of(PLAN, ".site-map__title")
    assert (titles[0], titles[-1]) == ("Listes", "Billets")
