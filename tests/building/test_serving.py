"""The preview is a real server that shows the site, and nothing outside it."""

from __future__ import annotations

import http.client
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plugins.building.serving import EVENTS, SCRIPT, Bell, open_server
from plugins.core.files import write_atomic

PAGE = b"<!doctype html><html><head><title>x</title></head><body>x</body></html>"


@contextmanager
def serving(folder: Path, base: str = "/") -> Iterator[tuple[int, Bell]]:
    """A running server on a free port."""
    bell = Bell()
    server = open_server(folder, base, 0, bell)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1], bell
    finally:
        server.shutdown()
        server.server_close()


def get(port: int, path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest(method, path, skip_host=False)
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return found


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    files = {
        "index.html": PAGE,
        "2026/été/index.html": PAGE,
        "404.html": PAGE.replace(b"x", b"absent"),
        "a.css": b"p{}",
    }
    for path, data in files.items():
        write_atomic(folder / path, data)
    (tmp_path / "secret.html").write_bytes(b"secret")
    (tmp_path / "output2").mkdir()
    (tmp_path / "output2" / "secret.html").write_bytes(b"secret")
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
    with serving(site) as (port, _):
        status, headers, body = get(port, "/2026/%C3%A9t%C3%A9/")
        assert (status, headers["cache-control"]) == (200, "no-store")
        assert f'<script src="{SCRIPT}" defer></script></head>'.encode() in body
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
    "/../secret.html", "/%2e%2e/secret.html", "/..%2fsecret.html", "/2026/../../secret.html", "/../output2/secret.html",
    "//etc/passwd", "/%5c..%5csecret.html", "/a.css%00", "/link/secret.html", "etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_the_site_is_sent(site: Path, path: str) -> None:
    (site / "link").symlink_to(site.parent)
    with serving(site) as (port, _):
        status, _, body = get(port, path)
        assert (status, b"secret" in body, b"root:" in body) == (404, False, False)


def test_a_site_below_a_path_is_shown_there(site: Path) -> None:
    with serving(site, "/blog/") as (port, _):
        assert get(port, "/blog/")[0] == 200
        assert get(port, "/a.css")[0] == 404


def test_before_the_first_good_build_the_problems_are_the_page(tmp_path: Path) -> None:
    with serving(tmp_path / "nothing yet") as (port, bell):
        bell.ring("<b>à corriger</b>")
        status, _, body = get(port, "/")
        assert status == 404
        assert "&lt;b&gt;à corriger".encode() in body


def test_open_pages_are_told_of_problems_then_of_a_good_build(site: Path) -> None:
    with serving(site) as (port, bell):
        bell.ring("un problème\nligne 2")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", EVENTS)
        stream = connection.getresponse()
        assert stream.getheader("content-type") == "text/event-stream"
        assert [stream.readline() for _ in range(3)] == [
            b"event: problems\n",
            b'data: "un probl\\u00e8me\\nligne 2"\n',
            b"\n",
        ]
        bell.ring()
        assert [stream.readline() for _ in range(2)] == [b"event: reload\n", b'data: ""\n']
        connection.close()


def test_a_page_that_was_closed_is_forgotten() -> None:
    bell = Bell()
    listener = bell.listen()
    with pytest.raises(queue.Empty):
        listener.get_nowait()
    bell.leave(listener)
    bell.ring("x")
    assert listener.empty()


def test_a_port_that_is_taken_is_an_error(site: Path) -> None:
    with serving(site) as (port, bell), pytest.raises(OSError, match="in use"):
        open_server(site, "/", port, bell)
