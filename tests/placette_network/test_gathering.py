"""A run asks each source politely, keeps what it may show, and lets no source spoil another's file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from placette_network.gathered import read_gathered
from placette_network.gathering import accept_texts, read_contacts, write_files
from placette_network.sources import Accept, SourceKind
from tests.placette_network.fixture_blogs import NOW, Blogs, Site, blogs, left, source


@pytest.fixture
def web() -> Iterator[Blogs]:
    with blogs() as known:
        yield known


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def notices(done: object, slug: str) -> list[str]:
    return [code for code, _values in done.news[slug].notices]  # type: ignore[attr-defined]


def test_a_file_has_a_value_a_line_and_neither_body_nor_picture(web: Blogs, site: Site) -> None:
    words = "Un lavoir. " * 100
    item = web.item(
        1, "a", content_html=f"<p>{words}</p>", image="https://x.example/p.jpg", summary="", tags=["Thiers"]
    )
    site.gathers(source("thiers", web.address(1), web.feed(1, item)))
    text = (site.folder / "gathered" / "thiers.json").read_text(encoding="utf-8")
    (kept,) = json.loads(text)["texts"]
    assert '"title": "Titre a",\n' in text
    assert (len(kept["summary"]) <= 300, "p.jpg" in text, kept["communes"]) == (True, False, ["63430"])
    assert sorted(kept) == ["categories", "communes", "day", "key", "link", "summary", "title"]


def test_a_second_run_without_news_writes_nothing_and_is_told_so_in_few_bytes(web: Blogs, site: Site) -> None:
    sources = [source(f"s{n}", web.address(n), web.feed(n, web.item(n, "a"), web.item(n, "b"))) for n in range(4)]
    assert len(site.gathers(*sources).files) == 4
    before = site.files()
    again = site.gathers(*sources)
    assert (again.files, site.files() == before, again.feeds) == ({}, True, {})
    assert [headers.get("If-None-Match", "")[:1] for _h, path, headers in web.asked if path == "/feed"][4:] == ['"'] * 4
    assert {headers["User-Agent"] for _h, _p, headers in web.asked} == {"tests"}
    site.contacts = {}
    assert site.gathers(*sources).files == {}, "the state is lost, nothing else"


def test_what_changes_or_goes_there_changes_or_goes_here_and_what_fell_off_stays(web: Blogs, site: Site) -> None:
    days = {"new": "2026-06-20", "mid": "2026-06-10", "old": "2026-05-01", "older": "2026-04-01"}
    web.put(1, "/old/", "", "text/html")
    web.put(1, "/older/", "", "text/html")
    one = source("s", web.address(1), web.feed(1, *(web.item(1, name, day) for name, day in days.items())))
    site.gathers(one)
    web.feed(1, web.item(1, "newest", "2026-06-21"), {**web.item(1, "new", "2026-06-20"), "title": "Autrement"},
             web.item(1, "old", "2026-05-01"))  # fmt: skip
    done = site.gathers(one)
    assert site.titles("s") == ["Titre newest", "Autrement", "Titre old", "Titre older"]
    told = done.news["s"]
    assert [[text.title for text in texts] for texts in (told.new, told.changed, told.gone)] == [
        ["Titre newest"],
        ["Autrement"],
        ["Titre mid"],
    ]
    assert web.paths(1)[-1] == "/older/", "the page of one that fell off the end is asked for"
    web.put(1, "/older/", "", "text/html", status=410)
    assert "Titre older" in site.titles("s")
    assert [text.title for text in site.gathers(one).news["s"].gone] == ["Titre older"], "though the feed is as it was"
    assert "Titre older" not in site.titles("s")


def test_only_so_many_are_kept_and_a_text_without_day_keeps_its_first(web: Blogs, site: Site) -> None:
    items = [web.item(1, f"t{n}", f"2026-05-{n + 1:02}") for n in range(9)]
    one = source("s", web.address(1), web.feed(1, *items, {**web.item(1, "sans"), "date_published": None}))
    site.gathers(one, kept=4)
    assert site.titles("s") == ["Titre sans", "Titre t8", "Titre t7", "Titre t6"]
    site.contacts = {}
    site.gathers(one, kept=4, now=NOW + timedelta(days=3))
    assert read_gathered(site.folder / "gathered" / "s.json").texts[0].day == date(2026, 7, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"summary": "Tout autre chose."},
        {"date_published": "2026-06-02"},
        {"tags": ["Thiers"]},
        {"tags": ["Fête"]},
        {"_placette": {"spot": {"name": "Le lavoir du bas"}}},
        {"authors": [{"name": "Camille"}]},
        {"language": "oc"},
    ],
    ids=str,
)
def test_each_text_waits_for_an_editor_and_waits_again_when_anything_of_it_changes(
    change: dict[str, Any], web: Blogs, site: Site
) -> None:
    one = source("s", web.address(1), web.feed(1, web.item(1, "a"), web.item(1, "b")), Accept.EACH)
    assert [text.title for text in site.gathers(one).news["s"].waiting] == ["Titre a", "Titre b"]
    assert '"accepted": false' in (site.folder / "gathered" / "s.json").read_text(encoding="utf-8")
    address = web.address(1, "/a/").replace("http://", "https://").rstrip("/")
    files, unknown = accept_texts([one], site.folder / "gathered", [address, "https://nulle.example/"])
    assert unknown == {"https://nulle.example/"}
    write_files(files)
    web.feed(1, web.item(1, "a", content_text="Plus bas."), web.item(1, "b"))
    assert [text.title for text in site.gathers(one).news["s"].waiting] == ["Titre b"]
    web.feed(1, {**web.item(1, "a"), **change}, web.item(1, "b"))
    assert [text.title for text in site.gathers(one).news["s"].waiting] == ["Titre a", "Titre b"]


def test_a_source_that_fails_keeps_its_bytes_and_the_others_go_on(web: Blogs, site: Site) -> None:
    sources = [source(f"s{n}", web.address(n), web.feed(n, web.item(n, "a"))) for n in range(9)]
    site.gathers(*sources)
    before = site.files()
    faults = {0: ("", 500), 1: ("<html>En travaux</html>", 200), 2: ("x" * 3_000_000, 200), 3: ("{", 200)}
    for number, (body, status) in faults.items():
        web.put(number, "/feed", body, "text/html", status=status)
    web.put(4, "/feed", "", status=302, headers={"Location": "http://127.9.9.9:80/feed"})
    web.put(5, "/feed", "", status=302, headers={"Location": "file:///etc/passwd"})
    web.put(6, "/feed", "", status=302, headers={"Location": web.address(6, "/feed")})
    web.put(7, "/robots.txt", "User-agent: placette-gather\nDisallow: /", "text/plain")
    web.feed(8, web.item(8, "a"), web.item(8, "b"))
    done = site.gathers(*sources)
    assert {slug: news.why for slug, news in done.news.items()} == {
        "s0": "status",
        "s1": "no-feed",
        "s2": "large",
        "s3": "no-feed",
        "s4": "private",
        "s5": "scheme",
        "s6": "loop",
        "s7": "robots",
        "s8": "",
    }
    after = site.files()
    assert [name for name in before if before[name] != after[name]] == ["s8.json"]
    assert {one.since for slug, one in site.contacts.items() if slug != "s8"} == {date(2026, 7, 1)}
    web.feed(0, web.item(0, "a"))
    later = site.gathers(*sources, now=NOW + timedelta(days=9))
    assert (later.contacts["s0"].since, later.contacts["s1"].since) == (None, date(2026, 7, 1))
    assert read_contacts(site.folder / "cache") == site.contacts


def test_a_page_leads_to_its_feed_which_is_remembered_until_it_fails(web: Blogs, site: Site) -> None:
    feed = web.feed(1, web.item(1, "a"), path="/all.json")
    page = f'<!doctype html><link rel="alternate" type="application/feed+json" href="{feed}">'
    web.put(1, "/", page, "text/html")
    one = source("s", web.address(1))
    site.gathers(one)
    site.gathers(one)
    assert (web.paths(1), site.titles("s")) == (["/", "/all.json", "/all.json"], ["Titre a"])
    web.put(1, "/all.json", "", status=404)
    assert site.gathers(one).news["s"].why == "status"
    web.put(1, "/", page.replace("all.json", "new.json"), "text/html")
    web.feed(1, web.item(1, "b"), path="/new.json")
    assert site.gathers(one).news["s"].why == ""


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("is_named", [False, True], ids=["the feed", "the page that names it"])
def test_no_redirect_is_remembered_and_a_lasting_one_is_shown(
    status: int, is_named: bool, web: Blogs, site: Site
) -> None:
    feed = web.feed(2, web.item(2, "a"))
    link = f'<!doctype html><link rel="alternate" type="application/feed+json" href="{feed}">'
    there = web.put(2, "/", link, "text/html") if is_named else feed
    one = source("s", web.put(1, "/", "", status=status, tagged=False, headers={"Location": there}))
    site.gathers(one)
    site.gathers(one)
    is_lasting, contact = status in {301, 308}, site.contacts["s"]
    assert contact.moved == (there if is_lasting else "")
    assert (contact.found, len(web.paths(1))) == ((feed, 1) if is_named and is_lasting else ("", 2))


def test_feeds_on_dead_servers_are_no_sign_of_having_no_network(web: Blogs, site: Site) -> None:
    for number in (1, 2):
        link = f'<link rel="alternate" type="application/feed+json" href="http://{web.host(number)}:1/feed">'
        web.put(number, "/", f"<!doctype html>{link}", "text/html")
    done = site.gathers(*(source(f"s{number}", web.address(number)) for number in (1, 2)))
    assert [news.why for news in done.news.values()] == ["connection", "connection"]


def test_a_feed_that_is_a_page_now_leads_on_and_a_feed_that_moved_to_another_host_is_named(
    web: Blogs, site: Site
) -> None:
    feed = web.feed(2, web.item(1, "a"))
    web.put(1, "/feed", f'<html><link rel="alternate" type="application/feed+json" href="{feed}">', "text/html")
    done = site.gathers(source("s", web.address(1), web.address(1, "/feed")))
    assert (site.titles("s"), notices(done, "s")) == (["Titre a"], ["moved"])
    assert site.gathers(source("s", web.address(1), web.address(1, "/feed"))).files == {}


def test_a_server_that_asks_to_be_left_alone_is_left_alone(web: Blogs, site: Site) -> None:
    other = source("t", web.address(2), web.feed(2, web.item(2, "a")))
    one = source("s", web.address(1), web.address(1, "/feed"))
    until = format_datetime((NOW + timedelta(days=900)).astimezone())
    web.put(1, "/feed", "", status=429, headers={"Retry-After": "90000"})
    assert site.gathers(one, other).news["s"].why == "status"
    web.feed(1, web.item(1, "a"))
    asked = len(web.paths(1))
    assert site.gathers(one, other, now=NOW + timedelta(hours=24)).news["s"].why == "later"
    assert len(web.paths(1)) == asked
    assert site.gathers(one, other, now=NOW + timedelta(hours=26)).news["s"].why == ""
    web.put(1, "/feed", "", status=503, headers={"Retry-After": until})
    site.gathers(one, other)
    assert site.contacts["s"].until == NOW + timedelta(days=7), "but not for ever"


def test_a_text_that_a_parent_lists_too_stands_once_with_whose_it_is(web: Blogs, site: Site) -> None:
    town = web.item(1, "a", id="tag:thiers.example,2026:a")
    parent = source("a-parent", web.address(2), web.feed(2, town, web.item(2, "own")))
    child = source("thiers", web.address(1), web.feed(1, town))
    site.gathers(parent, child)
    assert (site.titles("a-parent"), site.titles("thiers")) == (["Titre own"], ["Titre a"])
    web.put(1, "/feed", "", status=500)
    site.contacts = {}
    site.gathers(parent, child)
    assert (site.titles("a-parent"), site.titles("thiers")) == (["Titre own"], ["Titre a"])


def test_of_a_text_of_no_source_that_two_list_the_first_is_kept(web: Blogs, site: Site) -> None:
    far = web.item(9, "far", id="tag:far.example,2026:1")
    moved = {**far, "url": web.address(8, "/elsewhere/")}
    site.gathers(source("b", web.address(1), web.feed(1, far)), source("a", web.address(2), web.feed(2, moved)))
    assert (site.titles("a"), site.titles("b")) == (["Titre far"], [])
    numbered = {**web.item(9, "x"), "id": "1"}, {**web.item(8, "y"), "id": "1"}
    feeds = [web.feed(n, item) for n, item in enumerate(numbered, 3)]
    site.gathers(*(source(f"n{n}", web.address(n), feed) for n, feed in enumerate(feeds, 3)))
    assert (site.titles("n3"), site.titles("n4")) == (["Titre x"], ["Titre y"]), "a number names nothing elsewhere"


def test_a_source_cannot_speak_for_another_nor_for_this_site(web: Blogs, site: Site) -> None:
    ours = {**web.item(2, "x"), "url": "https://carnets.example/2026/x/"}
    liar = source("liar", web.address(2), web.feed(2, web.item(1, "invented"), web.item(2, "own"), ours))
    town = source("thiers", web.address(1), web.feed(1, web.item(1, "a")))
    done = site.gathers(liar, town)
    assert (site.titles("liar"), site.titles("thiers")) == (["Titre own"], ["Titre a"])
    assert done.news["liar"].notices == [("claimed", {"count": 1, "host": web.host(1)})]
    web.put(1, "/feed", "", status=500)
    (site.folder / "gathered" / "thiers.json").unlink()
    site.contacts = {}
    site.gathers(liar, town)
    assert site.titles("liar") == ["Titre own"], "nor while the other cannot be asked"


def test_blogs_on_one_host_are_told_apart_by_their_folder(web: Blogs, site: Site) -> None:
    a = source("a", web.address(1, "/a/"), web.feed(1, web.item(1, "a/un"), web.item(1, "b/deux"), path="/a/feed"))
    b = source("b", web.address(1, "/b"), web.feed(1, web.item(1, "b/trois"), path="/b/feed"))
    done = site.gathers(a, b)
    assert (site.titles("a"), site.titles("b"), notices(done, "a")) == (["Titre a/un"], ["Titre b/trois"], ["claimed"])


def test_who_left_leaves_nothing_even_in_what_others_list(web: Blogs, site: Site) -> None:
    town = source("thiers", web.address(1), web.feed(1, web.item(1, "a")))
    parent = source("parent", web.address(2), web.feed(2, web.item(1, "a"), web.item(2, "own")))
    site.gathers(town, parent)
    asked = len(web.asked)
    site.gathers(left(town), parent)
    assert (sorted(site.files()), site.titles("parent")) == (["parent.json"], ["Titre own"])
    assert [path for host, path, _ in web.asked[asked:] if host == web.host(1)] == []


def test_files_go_with_their_source_but_not_when_it_cannot_be_read(web: Blogs, site: Site) -> None:
    one = source("s", web.address(1), web.feed(1, web.item(1, "a")))
    site.gathers(one)
    other = source("t", web.address(2), web.feed(2, web.item(2, "a")))
    site.gathers(other, exists=lambda _slug: True)
    assert sorted(site.files()) == ["s.json", "t.json"]
    site.gathers(other)
    assert sorted(site.files()) == ["t.json"]


def test_a_file_that_cannot_be_read_is_left_to_the_editors(web: Blogs, site: Site) -> None:
    one = source("s", web.address(1), web.feed(1, web.item(1, "a")), Accept.EACH)
    site.gathers(one)
    file = site.folder / "gathered" / "s.json"
    file.write_text("<<<<<<< HEAD\n", encoding="utf-8")
    assert (site.gathers(one).news["s"].why, file.read_text(encoding="utf-8")) == ("file", "<<<<<<< HEAD\n")


def test_what_an_editor_should_know_is_named(web: Blogs, site: Site) -> None:
    one = source("s", web.address(1), web.feed(1, web.item(1, "a"), web.item(1, "demain", "2027-01-01")))
    assert notices(site.gathers(one), "s") == ["future"]
    licence: dict[str, Any] = {"_placette": {"license": {"name": "CC BY 4.0"}}}
    web.feed(1, web.item(1, "a", **licence), web.item(1, "b"), {**web.item(1, "b"), "title": "Autre"}, {"id": "x"})
    done = site.gathers(one)
    assert sorted(notices(done, "s")) == ["licence", "odd", "twice"]
    assert read_gathered(site.folder / "gathered" / "s.json").texts[0].licence == "CC BY 4.0"


def test_a_text_of_a_day_to_come_is_gathered_on_its_day_though_its_feed_is_as_it_was(web: Blogs, site: Site) -> None:
    one = source("s", web.address(1), web.feed(1, web.item(1, "a"), web.item(1, "demain", "2026-07-02")))
    site.gathers(one)
    assert site.titles("s") == ["Titre a"]
    site.gathers(one, now=NOW + timedelta(days=1))
    assert site.titles("s") == ["Titre demain", "Titre a"]
    assert site.gathers(one, now=NOW + timedelta(days=1)).feeds == {}


def test_links_that_a_proposal_left_lead_no_file_elsewhere(web: Blogs, site: Site) -> None:
    for name in ("gathered", "cache/network"):
        (site.folder / f"away-{name.partition('/')[0]}").mkdir()
        (site.folder / name).parent.mkdir(exist_ok=True)
        (site.folder / name).symlink_to(site.folder / f"away-{name.partition('/')[0]}")
    site.gathers(source("t", web.address(1), web.feed(1, web.item(1, "a"))))
    assert [*site.folder.glob("away-*/*")] == []
    assert (site.titles("t"), read_contacts(site.folder / "cache")) == (["Titre a"], site.contacts)


def test_a_watch_is_asked_but_leaves_no_file(web: Blogs, site: Site) -> None:
    site.gathers(source("presse", web.address(1), web.feed(1, web.item(1, "a"))))
    assert [*site.files()] == ["presse.json"]
    site.contacts = {}
    press = source("presse", web.address(1), web.address(1, "/feed"), kind=SourceKind.WATCH)
    done = site.gathers(press, source("t", web.address(2), web.feed(2, web.item(1, "a"))))
    assert (list(done.feeds), sorted(site.files())) == (["presse", "t"], ["t.json"])


def test_one_source_can_be_asked_alone_and_a_source_of_tomorrow_is_not(web: Blogs, site: Site) -> None:
    sources = [source(f"s{n}", web.address(n), web.feed(n, web.item(n, "a"))) for n in range(3)]
    site.gathers(sources[0], replace(sources[1], since=date(2026, 7, 2)), sources[2], only=("s0", "s1"))
    assert sorted(site.files()) == ["s0.json"]
    assert (web.paths(1), web.paths(2)) == ([], [])


def test_two_requests_never_reach_one_host_at_once(web: Blogs, site: Site) -> None:
    feeds = [web.feed(1, web.item(1, f"a{n}"), path=f"/{n}") for n in range(6)]
    site.gathers(*(source(f"s{n}", web.address(1, f"/a{n}"), feed) for n, feed in enumerate(feeds)))
    assert web.paths(1) == [f"/{n}" for n in range(6)]
