"""Links that leave the site are asked, on a real server; the dead ones are reported with their pages."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from plugins.building.outside import DeadLink, find_dead, outside_links

ANSWERS = {"/here": 200, "/gone": 410, "/absent": 404, "/shy": 405, "/private": 401, "/broken": 503}


class Handler(BaseHTTPRequestHandler):
    """Answers as its path says; ``/shy`` only answers GET."""

    def do_HEAD(self) -> None:
        self.send_response(ANSWERS[self.path])
        self.end_headers()

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Stay silent."""


@pytest.fixture
def server() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_only_links_of_texts_to_other_sites_are_asked(tmp_path: Path) -> None:
    texts = '<a href="http://a.example/x#y">a</a> <a href="https://site.example/z">b</a> <a href="/c">c</a>'
    page = f'<div class="prose">{texts}</div><a href="http://theme.example/">t</a>'
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    assert outside_links(tmp_path, "https://site.example") == {"http://a.example/x": ("index.html",)}


def test_dead_pages_are_told_apart_from_shy_or_private_ones(server: str) -> None:
    pages = ("a/index.html",)
    dead = find_dead({f"{server}{path}": pages for path in ANSWERS})
    assert dead == [
        DeadLink(f"{server}/absent", "404", pages),
        DeadLink(f"{server}/broken", "503", pages),
        DeadLink(f"{server}/gone", "410", pages),
    ]


def test_a_server_that_is_not_there_is_dead(server: str) -> None:
    (dead,) = find_dead({"http://127.0.0.1:9/": ("a/index.html",)})
    assert dead.why
