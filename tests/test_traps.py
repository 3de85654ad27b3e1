"""Pelican's traps that this site relies on having closed (listed in the design), each on a real build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from jinja2 import TemplateNotFound
from pelican.generators import PelicanTemplateNotFound

from placette.features.posts.kind import POST
from tests.fixture_site import ROOT, Site, build, copy_site

pytestmark = [pytest.mark.no_cover, pytest.mark.everyday, pytest.mark.whole]

TEXT = """---
title: Billet {number}
summary: Le billet {number}.
date: 2026-05-{number:02}
authors: [sport]
category: Sport
tags: [{tags}]
---
Le texte {number}.
"""
PROFILE = "---\nname: Le Sport\nkind: association\n---\nDu sport.\n"


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Twenty-six posts of «sport» in «Sport», tagged «tag-4», one of them «tag-42» too."""
    folder = tmp_path_factory.mktemp("crowd")
    content = copy_site("minimal", folder)
    (content / "authors" / "sport.md").write_text(PROFILE, encoding="utf-8")
    for number in range(1, 27):
        post = content / "articles" / "2026" / f"billet-{number}"
        post.mkdir()
        tags = "tag-4, tag-42" if number == 1 else "tag-4"
        (post / "index.md").write_text(TEXT.format(number=number, tags=tags), encoding="utf-8")
    return build(
        content, folder, READING_CATEGORIES={"Sport": "Du sport.", "Nature": ""}, SITEURL="https://a.example/b"
    )


def titles(site: Site, path: str) -> list[str]:
    return site.texts_of(path, ".h-feed .p-name a[dir=auto]")


def test_page_two_of_a_tag_that_ends_in_a_digit_is_not_another_tags_page(crowd: Site) -> None:
    assert titles(crowd, "mots-cles/tag-4/") == [f"Billet {number}" for number in range(26, 12, -1)]
    assert titles(crowd, "mots-cles/tag-4/page/1/") == [f"Billet {number}" for number in range(12, 0, -1)]
    assert titles(crowd, "mots-cles/tag-42/") == ["Billet 1"]


def test_an_author_and_a_category_may_share_a_slug(crowd: Site) -> None:
    assert crowd.texts_of("auteurs/sport/", "h1") == ["Le Sport"]
    assert crowd.texts_of("rubriques/sport/", "h1") == ["Sport"]
    assert len(titles(crowd, "auteurs/sport/page/1/")) == len(titles(crowd, "rubriques/sport/page/1/")) == 12
    assert {"feeds/auteurs/sport.atom.xml", "feeds/rubriques/sport.atom.xml"} <= set(crowd.files())


@pytest.mark.parametrize("path", ["mots-cles/tag-4/", "auteurs/sport/", "rubriques/sport/", "2026/", "2026/05/"])
def test_every_page_of_a_list_names_itself_and_its_neighbours(crowd: Site, path: str) -> None:
    for own, other, rel in ((path, f"{path}page/1/", "next"), (f"{path}page/1/", path, "prev")):
        page = crowd.page(own)
        assert [n.attributes["href"] for n in page.css("link[rel=canonical]")] == [f"https://a.example/b/{own}"]
        assert [n.attributes["href"] for n in page.css(f".pagination a[rel={rel}]")] == [f"/b/{other}"]


@pytest.mark.parametrize("name", ["base.html", "article.html", "tags.html", "author.html", "sitemap.xml"])
def test_a_template_that_the_theme_lacks_stops_the_build(content: Path, tmp_path: Path, name: str) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "themes" / "placette", theme)
    (theme / "templates" / name).unlink()
    with pytest.raises((PelicanTemplateNotFound, TemplateNotFound), match=name.split(".", maxsplit=1)[0]):
        build(content, tmp_path, THEME=str(theme))
    assert not (tmp_path / "output").exists()


def test_what_waits_is_counted_and_never_in_the_output(kitchen_sink: Site) -> None:
    build_ = kitchen_sink.build
    assert [article.slug for article in build_.scheduled(POST)] == ["demain"]
    assert [article.slug for article in build_.drafts(POST)] == ["brouillon"]
    hidden = (b"mot-de-passe-du-brouillon", b"secret-de-demain", b"Un brouillon", b"/demain/")
    for path in kitchen_sink.files():
        data = (kitchen_sink.output / path).read_bytes()
        assert [word for word in hidden if word in data] == [], path


def test_a_scheduled_post_appears_when_its_day_has_come(tmp_path: Path) -> None:
    content = copy_site("kitchen-sink", tmp_path)
    demain = content / "articles/2026/demain/index.md"
    demain.write_text(demain.read_text(encoding="utf-8").replace("2026-07-02", "2026-07-01 14:00"), encoding="utf-8")
    site = build(content, tmp_path)
    assert "2026/demain/index.html" in site.files()


def test_a_site_may_be_empty(tmp_path: Path) -> None:
    content = copy_site("minimal", tmp_path)
    shutil.rmtree(content / "articles")
    site = build(content, tmp_path)
    assert site.texts_of("", ".empty h2, .empty__title") != []
    assert site.texts_of("archives/", ".standfirst") != []


def test_plugins_that_are_installed_and_not_listed_are_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pelican itself imports them all, to look for names: those of a few sites take a tenth of each build's start."""
    monkeypatch.setattr("pelican.plugins._utils.get_namespace_plugins", lambda: pytest.fail("looked for"))
    assert build(copy_site("minimal", tmp_path), tmp_path).files()
