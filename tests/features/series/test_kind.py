"""A series has a page, a feed, and on each episode the way to the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from placette.commands.build_summary_output import fates
from tests.fixture_site import Site, build, copy_site, only, write_file

EPISODE = """---
title: Bassin {n}
summary: Un billet.
date: 2026-01-{n:02}
authors: [lea]
category: Nature
series: Bassins
episode: {n}
---
Un mot.
"""


def hrefs(site: Site, path: str, selector: str) -> list[str]:
    return [str(node.attributes["href"]) for node in site.page(path).css(selector)]


def test_a_series_shows_its_published_episodes_in_order(kitchen_sink: Site) -> None:
    page = "series/eau/"
    assert kitchen_sink.texts_of(page, "main h1") == ["Au fil de l’eau"]
    assert hrefs(kitchen_sink, page, ".post-list .card__title a") == [
        "/blog/2025/premier-billet/",
        "/blog/2026/the-wash-house/",
    ]
    assert kitchen_sink.texts_of(page, ".post-list li > .meta") == ["Épisode\u00a01", "Épisode\u00a02"]
    assert "Série terminée · 2\u00a0épisodes" in kitchen_sink.texts_of(page, ".page-header .meta")
    assert hrefs(kitchen_sink, page, ".page-header .p-author") == [
        "/blog/auteurs/amis-du-lavoir/",
        "/blog/auteurs/hannah-price/",
    ]
    assert hrefs(kitchen_sink, page, ".page-header .prose a") == ["/blog/2025/premier-billet/"]
    assert "2026/the-wash-house" in kitchen_sink.text("feeds/series/eau.atom.xml")


def test_a_series_without_episodes_says_so_in_its_language(kitchen_sink: Site) -> None:
    assert "Pas encore d’épisode." in kitchen_sink.texts_of("series/a-venir/", "main p")
    assert only(kitchen_sink.page("series/a-venir/"), "h1").attributes["lang"] == "en"


def test_all_series_are_listed_and_mapped(kitchen_sink: Site) -> None:
    expected = ["/blog/series/eau/", "/blog/series/a-venir/"]
    assert hrefs(kitchen_sink, "series/", "div.section .term-list__link") == expected
    assert {*expected, "/blog/series/"} <= set(hrefs(kitchen_sink, "plan-du-site/", "main a"))
    for path in ("series/", "series/eau/"):
        assert f"<loc>https://carnets.example/blog/{path}</loc>" in kitchen_sink.text("sitemap.xml")


def test_an_episode_says_so_and_leads_to_the_one_before(kitchen_sink: Site) -> None:
    path = "2026/the-wash-house/"
    assert hrefs(kitchen_sink, path, ".article__head a[href*=series]") == ["/blog/series/eau/"]
    assert "Épisode\u00a02 de la série «\u00a0Au fil de l’eau\u00a0»" in kitchen_sink.texts_of(
        path, ".article__head .meta"
    )
    near = "section[aria-labelledby=series]"
    assert hrefs(kitchen_sink, path, f"{near} .neighbours a") == ["/blog/2025/premier-billet/"]
    assert kitchen_sink.page("2026/tout-le-markdown/").css(near) == []


def test_machines_are_told_of_the_whole(kitchen_sink: Site) -> None:
    data = only(kitchen_sink.page("2026/the-wash-house/"), "script[type='application/ld+json']").text()
    (posting, _crumbs) = json.loads(data)["@graph"]
    assert posting["position"] == 2
    assert posting["isPartOf"][1] == {
        "@type": "CreativeWorkSeries",
        "@id": "https://carnets.example/blog/series/eau/#series",
        "name": "Au fil de l’eau",
        "url": "https://carnets.example/blog/series/eau/",
    }


def test_an_author_page_names_their_series(kitchen_sink: Site) -> None:
    assert hrefs(kitchen_sink, "auteurs/hannah-price/", "section[aria-labelledby=series] a") == ["/blog/series/eau/"]
    assert kitchen_sink.page("auteurs/camille/").css("section[aria-labelledby=series]") == []


def test_series_are_counted_among_the_texts(kitchen_sink: Site) -> None:
    build_summary = kitchen_sink.outcome.build_summary
    assert build_summary.published["series"] == 2
    assert "2 séries" in fates(build_summary)


@pytest.mark.whole
def test_a_long_series_is_paged_and_its_episodes_lead_to_their_neighbours(content: Path, tmp_path: Path) -> None:
    write_file(content / "series/bassins.md", "---\ntitle: Bassins\nsummary: Un par jour.\n---\n")
    for n in range(1, 14):
        write_file(content / f"articles/2026/bassin-{n}" / "index.md", EPISODE.format(n=n))
    site = build(content, tmp_path)
    assert hrefs(site, "series/bassins/page/2/", ".post-list .card__title a") == ["/2026/bassin-13/"]
    assert site.texts_of("series/bassins/page/2/", ".pagination a") == ["Épisodes précédents"]
    near = "section[aria-labelledby=series]"
    assert hrefs(site, "2026/bassin-7/", f"{near} .neighbours a") == ["/2026/bassin-6/", "/2026/bassin-8/"]


@pytest.mark.whole
def test_a_site_without_series_has_no_page_of_them(content: Path, tmp_path: Path) -> None:
    assert [path for path in build(content, tmp_path).files() if path.startswith("series")] == []


@pytest.mark.whole
def test_a_site_may_do_without_pages_of_series(tmp_path: Path) -> None:
    site = build(copy_site("kitchen-sink", tmp_path), tmp_path, SERIES_URL="")
    assert [path for path in site.files() if "series" in path] == []
    assert "series/" not in "".join(site.text(path) for path in site.files() if path.endswith((".html", ".xml")))
