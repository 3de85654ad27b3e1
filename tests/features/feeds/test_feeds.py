"""Feeds are read back by a reader: whole texts, every author, the subjects, absolute addresses, no clock."""

from __future__ import annotations

import json
import re
import shutil
import time
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest

from placette.features.authors.profile import PROFILE
from placette.features.communities import COMMUNITY
from placette.features.posts.kind import POST
from placette.features.series.kind import SERIES
from tests.fixture_site import EPOCH, ROOT, Site, build, write_file

BASE = "https://carnets.example/blog/"
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(site: Site, path: str) -> feedparser.FeedParserDict:
    read = feedparser.parse(site.text(path), sanitize_html=False, resolve_relative_uris=False)
    assert not read.bozo, read.get("bozo_exception")
    return read


def paths(site: Site) -> list[str]:
    return [path for path in site.files() if path.endswith(".atom.xml")]


def test_every_author_and_category_has_a_feed_with_an_address_of_its_own(kitchen_sink: Site) -> None:
    build_ = kitchen_sink.build
    expected = {f"feeds/auteurs/{profile.key}.atom.xml" for profile in build_.of(PROFILE)}
    expected |= {f"feeds/rubriques/{article.category.slug}.atom.xml" for article in build_.of(POST)}
    expected |= {f"feeds/communes/{slug}.atom.xml" for slug in ("15014-aurillac", "63113-clermont-ferrand")}
    expected |= {f"feeds/departements/{slug}.atom.xml" for slug in ("15-cantal", "63-puy-de-dome")}
    epcis = ("241500230-ca-du-bassin-d-aurillac", "246300701-clermont-auvergne-metropole")
    expected |= {f"feeds/intercommunalites/{slug}.atom.xml" for slug in epcis}
    expected |= {f"feeds/series/{series.slug}.atom.xml" for series in build_.of(SERIES)}
    expected |= {f"feeds/communautes/{community.slug}.atom.xml" for community in build_.of(COMMUNITY)}
    whole = ("all", "questions", "consultations", "registre", "reponses", "reponses/2026-the-wash-house")
    assert set(paths(kitchen_sink)) == expected | {f"feeds/{name}.atom.xml" for name in whole}
    for path in paths(kitchen_sink):
        read = feed(kitchen_sink, path).feed
        assert read.id == BASE + path
        assert [link.href for link in read.links if link.rel == "self"] == [BASE + path]


def test_an_entry_says_what_the_post_says(kitchen_sink: Site) -> None:
    newest = feed(kitchen_sink, "feeds/all.atom.xml").entries[0]
    assert newest.title == "Le lavoir\u00a0: ce qu’on y lavait"
    assert newest.link == f"{BASE}2026/tout-le-markdown/"
    assert [author.name for author in newest.authors] == ["Léa Montel", "Les Amis du lavoir"]
    assert [author.href for author in newest.authors] == [
        f"{BASE}auteurs/{k}/" for k in ("lea-montel", "amis-du-lavoir")
    ]
    assert [tag.term for tag in newest.tags] == ["Patrimoine", "eau", "métiers"]
    assert (newest.published, newest.updated) == ("2026-05-01T18:30:00+02:00", "2026-06-12T00:00:00+02:00")
    assert newest.rights == "CC BY-SA 4.0"
    assert newest.summary == "Tout ce que le Markdown permet, et l’eau en plus."
    assert "Là où l’on rince." in newest.content[0].value


def test_entries_come_newest_first_and_their_names_are_unique(kitchen_sink: Site) -> None:
    entries = feed(kitchen_sink, "feeds/all.atom.xml").entries
    assert [entry.published for entry in entries] == sorted((entry.published for entry in entries), reverse=True)
    assert len({entry.id for entry in entries}) == len(entries) == 3
    assert feed(kitchen_sink, "feeds/all.atom.xml").feed.updated == "2026-06-12T00:00:00+02:00"


def test_every_address_in_a_text_is_absolute(kitchen_sink: Site) -> None:
    for entry in feed(kitchen_sink, "feeds/all.atom.xml").entries:
        addresses = re.findall(r'(?:href|src|srcset)="([^"]*)"', entry.content[0].value)
        assert [a for a in addresses if not re.match(r"https://|mailto:", a)] == []
    assert f'href="{BASE}2026/tout-le-markdown/#texte-fn:1"' in entry_of(kitchen_sink, "tout-le-markdown")
    assert f'src="{BASE}photos/bassin-' in entry_of(kitchen_sink, "tout-le-markdown")


def test_the_feed_of_who_has_not_written_yet_is_valid_and_has_no_clock(kitchen_sink: Site) -> None:
    read = feed(kitchen_sink, "feeds/auteurs/camille.atom.xml")
    assert (read.entries, read.feed.title) == ([], "Camille Aubier – Carnets d’Auvergne")
    assert read.feed.updated == "1970-01-01T00:00:00+00:00"


def test_no_feed_says_when_it_was_built(kitchen_sink: Site) -> None:
    for path in paths(kitchen_sink):
        assert time.strftime("%Y-%m-%dT%H:", time.gmtime()) not in kitchen_sink.text(path)
        assert time.strftime("%Y-%m-%d", time.gmtime(int(EPOCH))) not in kitchen_sink.text(path)


@pytest.mark.whole
@pytest.mark.parametrize("what", ["title", "summary"])
def test_what_looks_like_html_in_a_title_or_summary_stays_text(content: Path, tmp_path: Path, what: str) -> None:
    post = content / "articles/2026/bonjour/index.md"
    hostile = f'{what}: "a < b & c <script>alert(1)</script>"'
    write_file(post, re.sub(rf"^{what}: .*", lambda _: hostile, post.read_text(encoding="utf-8"), flags=re.M))
    site = build(content, tmp_path)
    entry = ElementTree.fromstring(site.text("feeds/all.atom.xml")).find(f"{ATOM}entry")
    assert entry is not None
    element = entry.find(f"{ATOM}{what}")
    assert element is not None
    as_html = element.get("type") == "html"
    assert ("<script" in (element.text or "")) is not as_html


def entry_of(site: Site, slug: str) -> str:
    entries = feed(site, "feeds/all.atom.xml").entries
    return str(next(entry.content[0].value for entry in entries if f"/{slug}/" in entry.link))


def test_a_browser_shows_a_feed_in_the_look_of_the_site(kitchen_sink: Site) -> None:
    written = kitchen_sink.text("feeds/all.atom.xml")
    sheets = re.findall(r'<\?xml-stylesheet type="text/css" href="/blog/(theme/[a-z]+)-[0-9a-f]+\.css"\?>', written)
    assert sheets == ["theme/placette", "theme/feed"]
    entry = ElementTree.fromstring(written).find(f"{ATOM}entry")
    assert entry is not None
    (link,) = entry.iterfind("h:h2/h:a", {"h": "http://www.w3.org/1999/xhtml"})
    assert (link.text, link.get("href")) == (entry.findtext(f"{ATOM}title"), f"{BASE}2026/tout-le-markdown/")


@pytest.mark.whole
def test_a_theme_without_a_sheet_for_feeds_leaves_them_to_readers(content: Path, tmp_path: Path) -> None:
    theme = shutil.copytree(ROOT / "themes/placette", tmp_path / "theme")
    shutil.rmtree(theme / "static/css/feed")
    written = build(content, tmp_path, THEME=str(theme)).text("feeds/all.atom.xml")
    assert "<entry" in written
    assert "stylesheet" not in written
    assert "<h:" not in written


@pytest.mark.whole
def test_a_summary_is_plain_text_for_readers_and_browsers(content: Path, tmp_path: Path) -> None:
    post = next(content.glob("articles/*/*/index.md"))
    lines = post.read_text(encoding="utf-8").splitlines()
    shown = ["summary: Pain & vin, 3 < 4" if line.startswith(("summary", "résumé")) else line for line in lines]
    post.write_text("\n".join(shown), encoding="utf-8")
    site = build(content, tmp_path)
    summary = ElementTree.fromstring(site.text("feeds/all.atom.xml")).find(f"{ATOM}entry/{ATOM}summary")
    assert summary is not None
    assert (summary.text, summary.get("type")) == ("Pain & vin, 3 < 4", "text")
    assert feed(site, "feeds/all.atom.xml").entries[0].summary == "Pain & vin, 3 < 4"


def test_a_feed_leads_to_the_page_that_announces_it(kitchen_sink: Site) -> None:
    feeds = [
        path for path in kitchen_sink.files() if path.endswith((".atom.xml", ".json")) and path.startswith("feeds/")
    ]
    assert len(feeds) > 20
    led = {path: _page_of(kitchen_sink.text(path)).removeprefix(kitchen_sink.address) for path in feeds}
    assert led["feeds/all.atom.xml"] == led["feeds/all.json"] == "/"
    links = {path: kitchen_sink.page(page[1:]).css("link[rel=alternate], .answers a") for path, page in led.items()}
    known = {path: {str(link.attributes["href"]) for link in found} for path, found in links.items()}
    assert [path for path in feeds if f"/blog/{path}" not in known[path]] == []


def _page_of(feed: str) -> str:
    """Return the page of which an Atom or JSON feed is another form."""
    if feed.startswith("{"):
        return str(json.loads(feed)["home_page_url"])
    links = ElementTree.fromstring(feed).findall(f"{ATOM}link[@rel='alternate']")
    return links[0].attrib["href"]
