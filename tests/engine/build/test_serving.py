"""The preview is a real server that shows the site, and nothing outside it."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.files import write_atomic
from placette.engine.base.translation import load_catalogue
from placette.engine.build.previews import Trouble, trouble_of
from placette.engine.build.serving import EVENTS, SCRIPT, Bell, Shown, keep_pages, open_server
from placette.engine.findings.problems import problem
from tests.fixture_site import only, write_file
from tests.fixture_web import running

PAGE = b"<!doctype html><html><head><title>x</title></head><body>x</body></html>"


@contextmanager
def serving(folder: Path, base: str = "/") -> Iterator[tuple[int, Bell]]:
    """A running server on a free port, which may be called «carnets.local»."""
    bell = Bell()
    shown = Shown(folder, base, load_catalogue("fr"), "fr", frozenset({"carnets.local"}))
    server = open_server(shown, ("127.0.0.1", 0), bell)
    with running(server):
        yield server.server_port, bell


def get(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return found


def ask(port: int, target: bytes) -> tuple[int, bytes]:
    """The status and the whole answer to a request with exactly these bytes as its target."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"GET " + target + b" HTTP/1.0\r\nHost: localhost\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    return int(answer.split(b" ", 2)[1]), answer


def panel(body: bytes) -> dict[str, str]:
    """What the panel of a page says, by part."""
    parts = LexborHTMLParser(body).css(".placette-preview__part")
    return {(part.attributes["class"] or "").rpartition("--")[2]: " ".join(part.text().split()) for part in parts}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    files = {
        "index.html": PAGE,
        "2026/été/index.html": PAGE,
        "404.html": PAGE.replace(b"x", b"absent"),
        "a.css": b"p{}",
        "a.ics": b"BEGIN:VCALENDAR",
    }
    for path, data in files.items():
        write_atomic(folder / path, data)
    (tmp_path / "secret.html").write_bytes(b"secret")
    write_file(tmp_path / "output2" / "secret.html", b"secret")
    return folder


def test_addresses_of_withdrawn_texts_are_gone_and_their_pages_say_so(site: Path) -> None:
    write_atomic(site / "gone.txt", b"/2026/%C3%A9t%C3%A9/\n/feeds/lea.xml\n")
    write_atomic(site / "410.html", PAGE.replace(b"x", b"retire"))
    with serving(site) as (port, _):
        status, _, body = get(port, "/2026/%C3%A9t%C3%A9/")
        assert (status, b"<body>x" in body) == (410, True)
        for path in ("/2026/%C3%A9t%C3%A9/page/2/", "/feeds/lea.xml"):
            status, _, body = get(port, path)
            assert (status, b"<body>retire" in body) == (410, True)
        assert get(port, "/feeds/lea.xml2")[0] == 404
        assert get(port, "/")[0] == 200


def test_pages_come_with_the_script_that_refreshes_them_and_files_as_they_are(site: Path) -> None:
    with serving(site) as (port, bell):
        status, headers, body = get(port, "/2026/%C3%A9t%C3%A9/")
        assert (status, headers["cache-control"]) == (200, "no-store")
        assert f'<script src="{SCRIPT}" data-number="{bell.number}" defer></script></head>'.encode() in body
        assert get(port, "/a.css")[2] == b"p{}"
        assert (site / "index.html").read_bytes() == PAGE
        assert b"EventSource" in get(port, SCRIPT)[2]
        assert b".placette-preview" in get(port, f"{SCRIPT}.css")[2]


def test_an_address_that_leads_nowhere_shows_the_sites_own_page(site: Path) -> None:
    with serving(site) as (port, _):
        status, _, body = get(port, "/absent/")
        assert (status, b"absent" in body) == (404, True)


def test_a_folder_without_its_slash_is_sent_there(site: Path) -> None:
    with serving(site) as (port, _):
        status, headers, _ = get(port, "/2026/%C3%A9t%C3%A9")
        assert (status, headers["location"]) == (301, "/2026/%C3%A9t%C3%A9/")
        assert get(port, "/2026/")[0] == 404


OUTSIDE = [
    b"/../secret.html", b"/%2e%2e/secret.html", b"/..%2fsecret.html", b"/2026/../../secret.html", b"/link/secret.html",
    b"/../output2/secret.html", b"//etc/passwd", b"/%5c..%5csecret.html", b"/..\\secret.html", b"/a.css%00", b"/%00",
    b"/%252e%252e/secret.html", b"/....//secret.html", b"/C:/Windows/win.ini", b"/c:%5cWindows%5cwin.ini", b"/%ff%fe/",
    b"/circle/", b"/" + b"a" * 300, b"/" + b"a/" * 3000, b"http://[/", b"//[", b"http://127.0.0.1/../secret.html",
    b"/link", b"etc/passwd",
]  # fmt: skip


def test_nothing_outside_the_site_is_sent(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (site / "link").symlink_to(site.parent)
    (site / "circle").symlink_to(site / "circle")
    with serving(site) as (port, _):
        answers = {target: ask(port, target) for target in OUTSIDE}
    assert {target: status for target, (status, _) in answers.items() if status != 404} == {}
    assert [target for target, (_, said) in answers.items() if b"secret" in said or b"root:" in said] == []
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1", 200), ("localhost:8000", 200), ("LOCALHOST", 200), ("carnets.local:80", 200), ("a.example", 421),
     ("127.0.0.1.a.example", 421), ("a.example:8000", 421), ("192.168.1.9", 421), ("", 421), ("[", 421)],
)  # fmt: skip
def test_only_who_asks_for_this_computer_gets_an_answer(site: Path, host: str, status: int) -> None:
    with serving(site) as (port, _):
        found, _, body = get(port, "/", Host=host)
        assert (found, b"<body>" in body) == (status, status == 200)
        assert get(port, EVENTS, "HEAD", Host=host)[0] == status


def test_a_head_has_no_body_and_a_file_that_a_browser_has_is_not_sent_again(site: Path) -> None:
    with serving(site) as (port, _):
        _, whole, body = get(port, "/")
        status, headers, none = get(port, "/", "HEAD")
        assert (status, headers["content-length"], none) == (200, whole["content-length"], b"")
        assert int(whole["content-length"]) == len(body)
        _, headers, data = get(port, "/a.css")
        assert (data, headers["cache-control"]) == (b"p{}", "no-store")  # it keeps its name
        assert get(port, "/a.css", "HEAD")[2] == b""
        _, headers, _data = get(port, "/a.ics")
        assert headers["content-type"] == "text/calendar; charset=utf-8"
        assert headers["cache-control"] == "no-cache"
        status, _, none = get(port, "/a.ics", If_Modified_Since=headers["last-modified"])
        assert (status, none) == (304, b"")


def test_the_way_to_a_folder_is_never_that_to_another_host(site: Path) -> None:
    with serving(site) as (port, _):
        status, answer = ask(port, b"http:////2026/%C3%A9t%C3%A9")
        assert (status, b"\r\nLocation: /2026/%C3%A9t%C3%A9/\r\n" in answer) == (301, True)


def test_a_site_below_a_path_is_shown_there(site: Path) -> None:
    with serving(site, "/blog/") as (port, _):
        assert get(port, "/blog/")[0] == 200
        assert get(port, "/a.css")[0] == 404


SUMMER = "articles/2026/été/index.md"
ADDRESSES = {SUMMER: "2026/été/", "articles/2026/hiver/index.md": "2026/hiver/", "series/x.md": ""}
WRONG = (
    problem("key-missing", "articles/2026/hiver/index.md", 3, missing="date"),
    problem(
        "choice-unknown",
        SUMMER,
        4,
        11,
        "category: <b>Natrue</b>",
        key="category",
        value="<b>Natrue</b>",
        choices="Nature",
    ),
    problem("summary-missing", SUMMER, 1),
    problem("photo-broken", "articles/2026/été/lavoir.jpg", reason="x"),
    problem("key-missing", "series/x.md", missing="title"),
)


def test_what_is_wrong_is_told_on_its_page_and_counted_on_the_others(site: Path) -> None:
    with serving(site) as (port, bell):
        bell.ring(trouble_of(WRONG, ADDRESSES))
        own = get(port, "/2026/%C3%A9t%C3%A9/")[2]
        assert panel(own).keys() == {"mend", "advice", "elsewhere"}
        assert panel(own)["mend"].startswith("2 ")
        assert f"{SUMMER}:4:11" in panel(own)["mend"]
        assert "<b>Natrue</b>" in panel(own)["mend"]
        assert b"<b>" not in own
        assert only(LexborHTMLParser(own), ".placette-preview mark").text() == "<"
        home = get(port, "/")[2]
        assert panel(home).keys() == {"elsewhere"}
        assert panel(home)["elsewhere"].startswith("3 ")
        links = [node.attributes["href"] for node in LexborHTMLParser(home).css(".placette-preview a")]
        assert sorted(filter(None, links)) == ["/2026/%C3%A9t%C3%A9/", "/2026/hiver/"]
        assert "series/x.md" in panel(home)["elsewhere"]
        bell.ring(trouble_of((), ADDRESSES))
        assert b"placette-preview__part" not in get(port, "/2026/%C3%A9t%C3%A9/")[2]


def test_a_text_that_has_no_page_yet_is_told_of_where_it_will_be(site: Path) -> None:
    with serving(site) as (port, bell):
        bell.ring(trouble_of(WRONG, ADDRESSES))
        status, _, body = get(port, "/2026/hiver/")
        assert (status, b"absent" in body) == (404, True)
        assert "articles/2026/hiver/index.md:3" in panel(body)["mend"]


def test_the_last_good_page_of_a_text_stays_as_long_as_it_cannot_be_built(site: Path) -> None:
    stuck = trouble_of(WRONG, ADDRESSES).stuck()
    removed = ("2026/été/index.html", "2026/autre/index.html", "a.css")
    kept = keep_pages({"2026/hiver/index.html": b"<body>neige</body>"}, stuck, removed, site)
    assert kept == {"2026/hiver/index.html": b"<body>neige</body>", "2026/été/index.html": PAGE, "a.css": b"p{}"}
    assert keep_pages(kept, frozenset(), removed, site) == {}
    with serving(site) as (port, bell):
        bell.kept = kept
        bell.ring(trouble_of(WRONG, ADDRESSES))
        status, _, body = get(port, "/2026/hiver/")
        assert (status, b"neige" in body) == (200, True)
        assert "mend" in panel(body)
        (site / "a.css").unlink()
        status, headers, data = get(port, "/a.css")
        assert (status, headers["content-type"], data) == (200, "text/css", b"p{}")


def listen(port: int, query: str = "") -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", EVENTS + query)
    return connection, connection.getresponse()


def test_open_pages_are_told_of_a_build(site: Path) -> None:
    with serving(site) as (port, bell):
        connection, stream = listen(port, f"?since={bell.number}")
        assert stream.getheader("content-type") == "text/event-stream"
        while not bell.listeners:
            time.sleep(0.01)
        bell.ring(Trouble())
        assert [stream.readline() for _ in range(3)] == [b"event: reload\n", b'data: ""\n', b"\n"]
        connection.close()


def test_a_page_from_before_a_build_is_told_at_once(site: Path) -> None:
    with serving(site) as (port, _bell):
        connection, stream = listen(port, "?since=12")
        assert stream.readline() == b"event: reload\n"
        connection.close()


def test_a_port_that_is_taken_is_an_error(site: Path) -> None:
    with serving(site) as (port, bell), pytest.raises(OSError, match="in use"):
        open_server(Shown(site, "/", load_catalogue("fr"), "fr"), ("127.0.0.1", port), bell)
