"""What may be mined is said alike by pages, ``tdmrep.json``, ``robots.txt`` and servers; search engines always read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
from protego import Protego

from placette.engine.base.translation import SettingError
from placette.features.site_map import MiningSettings
from tests.fixture_site import ORIGIN, Site, build, copy_site, write_file

pytestmark = pytest.mark.whole

OPEN, RESERVED, LIST, FEED = "2026/bonjour/", "2026/a-moi/", "archives/", "feeds/all.atom.xml"
ENGINES = ("Googlebot", "Googlebot-Image", "bingbot", "Qwantbot", "DuckDuckBot", "Applebot", "bnf.fr_bot")
_RULE = {"location", "tdm-reservation", "tdm-policy"}


def site_with(folder: Path, rights: str, licence: str = "CC BY 4.0", **settings: Any) -> Site:
    """A site with an open post and one that reserves all rights."""
    content = copy_site("minimal", folder)
    first = (content / "articles/2026/bonjour/index.md").read_text(encoding="utf-8")
    (content / "articles/2026/a-moi").mkdir()
    for name, own in (("a-moi", "Tous droits réservés"), ("bonjour", "CC BY 4.0")):
        text = first.replace("title: Bonjour\n", f"title: {name}\nlicence: {own}\n")
        (content / f"articles/2026/{name}/index.md").write_text(text, encoding="utf-8")
    return build(content, folder, MINING_RIGHTS=rights, READING_LICENCE=licence, **settings)


def meta_of(site: Site, path: str) -> str:
    return "".join(node.attributes["content"] or "" for node in site.page(path).css("meta[name=tdm-reservation]"))


def told_by_file(site: Site, path: str) -> str:
    """What ``tdmrep.json`` says of an address: the first rule that matches counts (TDMRep, 6.2)."""
    if ".well-known/tdmrep.json" not in site.files():
        return ""
    rules = json.loads(site.text(".well-known/tdmrep.json"))
    assert isinstance(rules, list)
    for rule in rules:
        assert _RULE >= rule.keys() >= {"location", "tdm-reservation"}
        assert type(rule["tdm-reservation"]) is int
        assert rule["tdm-reservation"] in {0, 1}
        assert re.fullmatch(r"/[A-Za-z0-9._~/-]*", rule["location"]), "no character of a pattern"
        if f"/{path}".startswith(rule["location"]):
            return str(rule["tdm-reservation"])
    return ""


def lets(site: Site, crawler: str, path: str) -> bool:
    """Whether ``robots.txt`` lets a crawler read an address, as two parsers say."""
    text, url = site.text("robots.txt"), f"{ORIGIN}/{path}"
    plain = RobotFileParser()
    plain.parse(text.splitlines())
    known = Protego.parse(text)
    assert plain.can_fetch(crawler, url) == known.can_fetch(url, crawler)
    assert list(known.sitemaps) == [f"{ORIGIN}/sitemap.xml"]
    return bool(known.can_fetch(url, crawler))


@pytest.mark.parametrize(
    ("rights", "licence", "expected"),
    [
        ("allow", "CC BY 4.0", ("", "", "")),
        ("licence", "CC BY 4.0", ("", "1", "")),
        ("licence", "Tous droits réservés", ("0", "1", "1")),
        ("reserve", "CC BY 4.0", ("1", "1", "1")),
    ],
)
def test_what_is_reserved_is_said_alike_everywhere(
    tmp_path: Path, rights: str, licence: str, expected: tuple[str, str, str]
) -> None:
    site = site_with(tmp_path, rights, licence)
    for path, value in zip((OPEN, RESERVED, LIST), expected, strict=True):
        assert meta_of(site, path) == told_by_file(site, path) == value
        assert [name for name in MiningSettings().crawlers if lets(site, name, path) != (value != "1")] == []
        assert [name for name in (*ENGINES, "*") if not lets(site, name, path)] == []
    assert told_by_file(site, FEED) == ("1" if rights != "allow" else ""), "a reserved text is in it, whole"
    assert ("TDM-Reservation: 1" in site.text("_headers")) == (expected[2] == "1")


def test_without_a_reserved_text_nothing_is_said(content: Path, tmp_path: Path) -> None:
    site = build(content, tmp_path)
    assert site.text("robots.txt") == f"User-agent: *\nAllow: /\n\nSitemap: {ORIGIN}/sitemap.xml\n"
    assert ".well-known/tdmrep.json" not in site.files()


def test_a_site_below_a_path_reserves_its_own_addresses(tmp_path: Path) -> None:
    site = site_with(tmp_path, "reserve", SITEURL=f"{ORIGIN}/blog")
    assert json.loads(site.text(".well-known/tdmrep.json")) == [{"location": "/blog/", "tdm-reservation": 1}]
    assert "\nDisallow: /blog/\n" in site.text("robots.txt")


def test_a_whole_series_is_reserved_with_one_of_its_texts(tmp_path: Path) -> None:
    content = copy_site("minimal", tmp_path)
    write_file(content / "series/eaux.md", "---\ntitle: Eaux\nsummary: Une phrase.\n---\n")
    first = (content / "articles/2026/bonjour/index.md").read_text(encoding="utf-8")
    for number, own in ((1, ""), (2, "licence: Tous droits réservés\n")):
        folder = content / f"articles/2026/eau-{number}"
        folder.mkdir()
        text = first.replace("title: Bonjour\n", f"title: Eau {number}\nseries: eaux\nepisode: {number}\n{own}")
        (folder / "index.md").write_text(text, encoding="utf-8")
    site = build(content, tmp_path)
    assert (meta_of(site, "series/eaux/en-entier/"), meta_of(site, "2026/eau-1/")) == ("1", "")


def test_a_preview_is_closed_and_leaves_no_file(tmp_path: Path) -> None:
    site = site_with(tmp_path, "reserve", READING_PREVIEW=True)
    assert site.text("robots.txt") == "User-agent: *\nDisallow: /\n"
    assert ".well-known/tdmrep.json" not in site.files()


def test_crawlers_are_the_editors_to_choose(tmp_path: Path) -> None:
    assert site_with(tmp_path, "reserve", MINING_CRAWLERS=("A-Bot",)).text("robots.txt").count("User-agent:") == 2


@pytest.mark.parametrize("settings", [{"MINING_CRAWLERS": ("*",)}, {"MINING_CRAWLERS": ("A\nAllow: /",)}])
def test_a_crawler_that_is_no_name_is_refused(tmp_path: Path, settings: dict[str, Any]) -> None:
    with pytest.raises(SettingError, match="MINING_CRAWLERS"):
        site_with(tmp_path, "licence", **settings)
