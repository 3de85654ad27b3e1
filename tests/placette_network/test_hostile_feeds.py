"""Feeds that servers make to harm: each is named, costs little, and the texts of the others stay as they are."""

from __future__ import annotations

import gzip
import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from placette import CommuneIndex, Manner, asking
from placette_network.gathered import read_gathered
from placette_network.gathering import GatherResult, GatherRun, gather_sources, write_gathering
from placette_network.sources import Source, SourceKind
from tests.commands.status.fixture_server import reach_here
from tests.fixture_web import Web, served

NOW = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Paris"))
SECRET = "root-of-all-evil"
"""Stands in a file of this machine that feeds try to show."""
RSS = "application/rss+xml"


@pytest.fixture
def web() -> Iterator[Web]:
    with served() as known:
        yield known


def rss(*items: str, head: str = "") -> str:
    body = f'<rss version="2.0"><channel><title>x</title>{"".join(items)}</channel></rss>'
    return f'<?xml version="1.0"?>{head}{body}'


def item(number: int, title: str = "", day: int = 10, more: str = "", host: str = "https://blog.example") -> str:
    title = title or f"Texte {number}"
    dated = f"<pubDate>{day:02} Jun 2026 10:00:00 GMT</pubDate>"
    return f"<item><guid>k{number}</guid><title>{title}</title><link>{host}/{number}</link>{dated}{more}</item>"


GOOD = rss(item(1), item(2))


def feed(web: Web, path: str, body: str) -> str:
    return web.page(path, body, kind=RSS)


def a_source(slug: str, feed: str, site: str = "https://blog.example/") -> Source:
    return Source(f"sources/{slug}.md", slug, slug, site, feed, SourceKind.SITE)


def gathered(folder: Path, web: Web, *sources: Source, patience: float = 5.0) -> GatherResult:
    """Gather from some sources and from one that behaves, and write; that one must be as ever."""
    good = a_source("good", feed(web, "/good", GOOD.replace("blog.example", "good.example")), "https://good.example/")
    run = GatherRun(
        sources=(good, *sources),
        folder=folder / "gathered",
        exists=lambda _slug: True,
        site="https://carnets.example/",
        kept=50,
        communes=CommuneIndex(),
        now=NOW,
        manner=Manner("placette-gather", reach_here, patience),
        pace=asking.Pace(pause=0, whole=60),
    )
    done = gather_sources(run, {})
    write_gathering(done, folder / "cache")
    assert done.news["good"].why == ""
    assert [one.title for one in read_gathered(run.file("good")).texts] == ["Texte 1", "Texte 2"]
    return done


def once(folder: Path, web: Web, body: bytes | str, kind: str = RSS, **headers: str) -> GatherResult:
    return gathered(folder, web, a_source("bad", web.page("/bad", body, 200, kind, **headers)))


def titles(folder: Path, slug: str = "bad") -> list[str]:
    return [one.title for one in read_gathered(folder / "gathered" / f"{slug}.json").texts]


def notices(done: GatherResult, slug: str = "bad") -> dict[str, int]:
    return {code: values["count"] for code, values in done.news[slug].notices}


def everything_in(folder: Path) -> str:
    files = (path for path in folder.rglob("*.json"))
    return "".join(path.read_text(encoding="utf-8") for path in files)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMBS = {
    "billion laughs": rss(item(1, "&l9;"), head=f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}]>'),
    "quadratic": rss(item(1, "&a;" * 40_000), head=f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>'),
    "a hundred thousand levels": "<rss version='2.0'><channel><item>" + "<b>" * 100_000,
    "json, deep": '{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * 900_000,
    "attributes": "<rss version='2.0'><channel><item "
    + " ".join(f'a{n}="x"' for n in range(100_000))
    + "/></channel></rss>",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_costs_little(bomb: str, tmp_path: Path, web: Web) -> None:
    before, began = os.times(), time.monotonic()
    once(tmp_path, web, BOMBS[bomb])
    spent = os.times()
    assert spent.user + spent.children_user - before.user - before.children_user < 30
    assert time.monotonic() - began < 120
    assert len(everything_in(tmp_path)) < 20_000


@pytest.mark.parametrize("address", ["file://{file}", "{file}", "{web}/inner"])
@pytest.mark.parametrize("form", ["entity", "parameter", "dtd", "xinclude", "stylesheet"])
def test_no_feed_reads_a_file_or_asks_an_address(form: str, address: str, tmp_path: Path, web: Web) -> None:
    file = tmp_path / "secret.txt"
    file.write_text(f"<!ENTITY all '{SECRET}'>{SECRET}", encoding="utf-8")
    named = address.format(file=file, web=web.address)
    web.page("/inner", SECRET)
    head = {
        "entity": f'<!DOCTYPE rss [<!ENTITY all SYSTEM "{named}">]>',
        "parameter": f'<!DOCTYPE rss [<!ENTITY % p SYSTEM "{named}"> %p;]>',
        "dtd": f'<!DOCTYPE rss SYSTEM "{named}">',
        "xinclude": "",
        "stylesheet": f'<?xml-stylesheet type="text/xsl" href="{named}"?>',
    }[form]
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{named}" parse="text"/>'
    once(tmp_path, web, rss(item(1, f"T &all; {include if form == 'xinclude' else ''}"), head=head))
    assert SECRET not in everything_in(tmp_path)
    assert "/inner" not in web.asked


def test_fifty_megabytes_are_not_read_to_their_end(tmp_path: Path, web: Web) -> None:
    done = once(tmp_path, web, rss(item(1, "x" * 50_000_000)))
    assert (done.news["bad"].why, titles(tmp_path)) == ("large", [])
    assert web.sent < 20_000_000  # what the system had taken already


@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_of_gzip_is_not_unpacked(layers: int, tmp_path: Path, web: Web) -> None:
    packed = rss(item(1, "x" * 200_000_000)).encode()
    for _layer in range(layers):
        packed = gzip.compress(packed, 9)
    done = once(tmp_path, web, packed, Content_Encoding=", ".join(["gzip"] * layers))
    assert (done.news["bad"].why in {"large", "odd", "no-feed"}, titles(tmp_path)) == (True, [])


def test_what_is_packed_honestly_is_read_and_a_lie_about_it_is_not(tmp_path: Path, web: Web) -> None:
    once(tmp_path, web, gzip.compress(GOOD.encode()), Content_Encoding="gzip")
    assert titles(tmp_path) == ["Texte 1", "Texte 2"]
    for body in (GOOD.encode(), gzip.compress(GOOD.encode())[:60], b""):
        done = once(tmp_path, web, body, Content_Encoding="gzip")
        assert (done.news["bad"].why != "", titles(tmp_path)) == (True, ["Texte 1", "Texte 2"])


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:25/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:10.0.0.1]/",
        "http://10.0.0.1/",
        "http://localhost:22/",
        "http://0.0.0.0:1/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://127.0.0.1/x",
        "data:application/rss+xml,<rss/>",
        "//[",
        "/bad",
        "http://a b/",
    ],
)
def test_a_redirect_leads_to_the_web_alone(target: str, tmp_path: Path, web: Web) -> None:
    done = gathered(tmp_path, web, a_source("bad", web.redirect("/bad", target)))
    assert (done.news["bad"].why != "", titles(tmp_path)) == (True, [])
    assert "root:" not in everything_in(tmp_path)


def test_a_page_names_no_feed_inside_this_network(tmp_path: Path, web: Web) -> None:
    page = '<!doctype html><link rel="alternate" type="application/rss+xml" href="{}">'
    for target in ("http://169.254.169.254/x", "file:///etc/passwd", "javascript:alert(1)", "http://127.0.0.1:25/"):
        site = web.page("/page", page.format(target))
        done = gathered(tmp_path, web, a_source("bad", "", site))
        assert (done.news["bad"].why != "", titles(tmp_path)) == (True, [])


def test_redirects_without_end_and_pages_that_name_each_other(tmp_path: Path, web: Web) -> None:
    for number in range(60):
        web.redirect(f"/r{number}", f"/r{number + 1}")
    page = '<!doctype html><link rel="alternate" type="application/rss+xml" href="{}">'
    web.page("/a", page.format("/b"))
    web.page("/b", page.format("/a"))
    chained, circle = a_source("bad", f"{web.address}/r0"), a_source("circle", "", f"{web.address}/a")
    done = gathered(tmp_path, web, chained, circle)
    assert done.news["bad"].why == "loop"
    assert done.news["circle"].why == "no-feed"
    assert len(web.asked) < 30


def test_a_drip_is_cut_off(tmp_path: Path, web: Web) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/rss+xml")
        handler.end_headers()
        for sign in GOOD * 100:
            handler.wfile.write(sign.encode())
            handler.wfile.flush()
            time.sleep(0.05)

    began = time.monotonic()
    done = gathered(tmp_path, web, a_source("bad", web.does("/bad", drip)), patience=1.0)
    assert (done.news["bad"].why, titles(tmp_path)) == ("timeout", [])
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("is_chunked", [False, True])
def test_half_an_answer_is_none(is_chunked: bool, tmp_path: Path, web: Web) -> None:
    """Or a server that breaks off makes texts disappear that are still there."""
    whole = rss(*(item(number, day=number) for number in range(1, 21)))  # the oldest first
    once(tmp_path, web, whole)
    assert len(titles(tmp_path)) == 20

    def half(handler: BaseHTTPRequestHandler) -> None:
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(200)
        handler.send_header("Content-Type", "application/rss+xml")
        name, value = ("Transfer-Encoding", "chunked") if is_chunked else ("Content-Length", str(len(whole)))
        handler.send_header(name, value)
        handler.end_headers()
        part = whole[: whole.index("<item>", len(whole) // 2)].encode()
        handler.wfile.write(b"%x\r\n%s" % (len(whole), part) if is_chunked else part)

    done = gathered(tmp_path, web, a_source("bad", web.does("/bad", half)))
    assert len(titles(tmp_path)) == 20
    assert done.news["bad"].why != ""


def test_a_feed_that_becomes_a_page_keeps_what_it_had(tmp_path: Path, web: Web) -> None:
    once(tmp_path, web, GOOD)
    before = everything_in(tmp_path / "gathered")
    for page, kind in (
        ("<!doctype html><title>Domaine à vendre</title><p>rss", "text/html"),
        ("<!doctype html><title>Domaine à vendre</title>", "application/rss+xml"),
        ("<html><body><item><title>x</title></item></body></html>", "text/xml"),
        ("", "application/rss+xml"),
        ("{}", "application/feed+json"),
        ("\x00" * 1000, "application/rss+xml"),
    ):
        done = once(tmp_path, web, page, kind)
        assert (done.news["bad"].why != "", everything_in(tmp_path / "gathered")) == (True, before), page


def test_dates_to_come_are_said_and_impossible_ones_are_today(tmp_path: Path, web: Web) -> None:
    odd = ("32 Jun 2026", "0000-00-00", "Mon, 01 Jan 99999 00:00:00 GMT", "-1", "", "9" * 5000, "0001-01-01T00:00:00Z")
    items = [item(n).replace("10 Jun 2026 10:00:00 GMT", day) for n, day in enumerate(odd)]
    items.append(item(50).replace("10 Jun 2026", "10 Jun 2027"))
    done = once(tmp_path, web, rss(*items))
    days = {one.title: one.day for one in read_gathered(tmp_path / "gathered" / "bad.json").texts}
    assert notices(done)["future"] == 1
    assert (len(days), "Texte 50" in days, {*days.values()}) == (len(odd), False, {NOW.date()})


LINKS: tuple[str, ...] = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "https://a@evil.example/",
    "https://evil.example\\@blog.example/",
    "//[",
    "https:///x",
    "http://",
    "mailto:a@a.example",
    "https://\u202eelpmaxe.live/",
    "https://" + "a" * 3000,
)


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_links_that_lead_elsewhere_than_the_web_are_none(form: str, tmp_path: Path, web: Web) -> None:
    links = ["https://blog.example/good", *LINKS]
    if form == "json":
        items = [{"id": f"k{n}", "url": link, "title": f"T{n}"} for n, link in enumerate(links)]
        body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": items})
    elif form == "rss":
        shown = (link.replace("&", "&amp;") for link in links)
        body = rss(
            *(
                f"<item><guid isPermaLink='false'>k{n}</guid><title>T{n}</title><link>{link}</link></item>"
                for n, link in enumerate(shown)
            )
        )
    else:
        entries = (
            f'<entry><id>k{n}</id><title>T{n}</title><link href="{link}"/></entry>' for n, link in enumerate(links)
        )
        body = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>{"".join(entries)}</feed>'
    once(tmp_path, web, body)
    found = read_gathered(tmp_path / "gathered" / "bad.json").texts
    led = {one.link for one in found if not one.link.startswith((web.address, "https://x"))}  # as browsers read them
    assert led == {"https://blog.example/good"}
    assert "T0" in {one.title for one in found}
    assert "script:" not in everything_in(tmp_path / "gathered").lower()


def test_of_two_texts_of_one_id_the_first_counts(tmp_path: Path, web: Web) -> None:
    done = once(tmp_path, web, rss(item(1, "A"), item(1, "B"), item(2, "C")))
    assert (sorted(titles(tmp_path)), notices(done)["twice"]) == (["A", "C"], 1)
    again = once(tmp_path, web, rss(item(1, "A"), item(1, "B"), item(2, "C")))
    assert (again.files, again.news["bad"].changed) == ({}, [])


@pytest.mark.parametrize(
    ("said", "real", "header"),
    [
        ("utf-8", "latin-1", ""),
        ("iso-8859-1", "utf-8", ""),
        ("utf-8", "cp1252", "text/xml; charset=utf-8"),
        ("utf-8", "utf-8", "text/xml; charset=iso-8859-1"),
        ("utf-16", "utf-8", ""),
        ("no-such-thing", "utf-8", ""),
        ("utf-7", "ascii", ""),
        ("unicode_escape", "ascii", ""),
        ("rot13", "ascii", ""),
        ("utf-8", "utf-16", ""),
    ],
)
def test_a_wrong_charset_breaks_nothing(said: str, real: str, header: str, tmp_path: Path, web: Web) -> None:
    title = "Fête au lavoir" if real != "ascii" else "+ADw-script+AD4- \\u003cscript\\u003e"
    text = rss(item(1, title)).replace('<?xml version="1.0"?>', f'<?xml version="1.0" encoding="{said}"?>')
    once(tmp_path, web, text.encode(real), header or "application/rss+xml")
    for one in titles(tmp_path):
        assert one.encode("utf-8")
        assert one.isprintable()
        assert "<script" not in one or real == "ascii"
    if (said, real) in {("utf-8", "latin-1"), ("utf-8", "cp1252"), ("no-such-thing", "utf-8")}:
        assert titles(tmp_path) == ["Fête au lavoir"]


def test_a_source_that_passes_for_another_shows_nothing_of_it(tmp_path: Path, web: Web) -> None:
    mine = a_source("town", feed(web, "/town", rss(item(1, host="https://town.example"))), "https://town.example/")
    items = [item(n, "Faux", host="https://town.example") for n in (2, 3)] + [item(4, "Vrai")]
    items += [item(5, "Nous", host="https://carnets.example")]
    done = gathered(tmp_path, web, mine, a_source("bad", feed(web, "/bad", rss(*items))))
    assert (titles(tmp_path), titles(tmp_path, "town")) == (["Vrai"], ["Texte 1"])
    assert notices(done)["claimed"] == 2


@pytest.mark.parametrize(
    "host", ["https://TOWN.example", "https://town.example.", "https://www.town.example", "http://town.example:443"]
)
def test_nor_by_another_spelling_of_its_host(host: str, tmp_path: Path, web: Web) -> None:
    mine = a_source("town", feed(web, "/town", rss(item(1, host="https://town.example"))), "https://town.example/")
    gathered(tmp_path, web, mine, a_source("bad", feed(web, "/bad", rss(item(2, "Faux", host=host)))))
    assert titles(tmp_path) == []


def test_a_text_takes_nothing_from_another_source_by_its_key(tmp_path: Path, web: Web) -> None:
    mine = a_source("town", feed(web, "/town", rss(item(1, host="https://town.example"))), "https://town.example/")
    stolen = item(7, "Faux").replace("<guid>k7</guid>", "<guid>https://town.example/1</guid>")
    real = item(1, host="https://town.example").replace("<guid>k1</guid>", "<guid>https://town.example/1</guid>")
    feed(web, "/town", rss(real))
    gathered(tmp_path, web, mine, a_source("bad", feed(web, "/bad", rss(stolen))))
    assert titles(tmp_path, "town") == ["Texte 1"]


def test_a_licence_that_changes_is_said(tmp_path: Path, web: Web) -> None:
    free = '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/"/>'
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><id>k1</id><title>A</title>'
    atom += '<link href="https://blog.example/1"/><updated>2026-06-10T10:00:00Z</updated>{}</entry></feed>'
    once(tmp_path, web, atom.format(free))
    (one,) = read_gathered(tmp_path / "gathered" / "bad.json").texts
    assert one.licence.startswith("CC BY")
    done = once(tmp_path, web, atom.format("<rights>Tous droits réservés</rights>"))
    (one,) = read_gathered(tmp_path / "gathered" / "bad.json").texts
    assert (one.licence, notices(done)["licence"]) == ("Tous droits réservés", 1)


def test_signs_that_trick_the_eye_or_a_terminal_go(tmp_path: Path, web: Web) -> None:
    trick = "A\u202eB\u200bC\x1b[31mD\u2066E\u2028F" + "Z" + "\u0301" * 200
    items = [
        {
            "id": f"k\x1b{trick}",
            "url": "https://blog.example/1",
            "title": trick,
            "summary": f"<script>alert(1)</script> {trick} " + "s" * 9999,
            "authors": [{"name": f"{trick} a@a.example"}, {"name": trick, "url": "javascript:alert(1)"}] * 50,
            "tags": [trick] * 50,
            "language": "fr\x1b",
            "_placette": {"places": [{"insee": "63430'", "name": trick}] * 99},
        }
    ]
    body = {"version": "https://jsonfeed.org/version/1.1", "title": trick, "items": items}
    once(tmp_path, web, json.dumps(body), "application/feed+json")
    (one,) = read_gathered(tmp_path / "gathered" / "bad.json").texts
    for text in (
        one.key,
        one.title,
        one.summary,
        one.spot,
        *one.categories,
        *(who.name for who in one.people),
    ):
        assert text.isprintable(), text
        assert "\u0301" * 4 not in text
    assert len(one.summary) <= 302
    assert (one.communes, one.lang) == ((), "")
    assert not any(who.url or "@" in who.name for who in one.people)
    assert len(one.people) + len(one.categories) <= 20


@pytest.mark.parametrize("value", [None, 3, [], "x", {"a": 1}, True, 1e999, "\ud800", [[[]]], {"name": {}}])
def test_values_of_any_other_shape_are_left_out(value: object, tmp_path: Path, web: Web) -> None:
    names = "id url title summary content_html content_text date_published authors tags language _placette".split()
    whole = {"id": "k", "url": "https://blog.example/1", "title": "T", "date_published": "2026-06-10"}
    items = [{**whole, "id": f"k{name}", name: value} for name in names] + [value]
    own = "places spot contributors license version".split()
    items += [{**whole, "id": f"own-{name}", "_placette": {name: value}} for name in own]
    for head in (
        {"items": items},
        {"items": value},
        {"items": items, "language": value, "authors": value, "title": value},
    ):
        body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "x", **head})
        once(tmp_path, web, body, "application/feed+json")
    assert "T" in titles(tmp_path)


def test_a_hundred_thousand_texts_are_bounded(tmp_path: Path, web: Web) -> None:
    once(tmp_path, web, rss(*(f"<item><guid>{n}</guid><title>{n}</title></item>" for n in range(40_000))))
    once(tmp_path, web, rss(*(item(n) for n in range(5_000))))
    assert len(titles(tmp_path)) <= 50


def test_a_server_that_fails_changes_no_byte_of_the_others(tmp_path: Path, web: Web) -> None:
    sources = [
        a_source(f"s{n}", feed(web, f"/s{n}", rss(item(n, host=f"https://s{n}.example"))), f"https://s{n}.example/")
        for n in range(3)
    ]
    gathered(tmp_path, web, *sources)
    before = {path.name: path.read_bytes() for path in (tmp_path / "gathered").iterdir()}
    del web.answers["/s1"]
    down = replace(sources[2], feed="http://10.0.0.1/")
    done = gathered(tmp_path, web, *sources[:2], down)
    assert {path.name: path.read_bytes() for path in (tmp_path / "gathered").iterdir()} == before
    assert (done.news["s1"].why != "", done.news["s2"].why) == (True, "private")
