"""The hub is told of feeds that changed, once they are online: a real server on the loopback address is both."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from placette.commands.publishing import publish_tasks
from placette.commands.publishing.releases import BuiltSite, Changes
from placette.commands.status import Manner
from tests.commands.publishing.fixture_published import make_site

MANNER = Manner("Test", reach=lambda _address, _port: "", patience=2)
HUB = "https://hub.example/"
ATOM, JSON = "feeds/all.atom.xml", "feeds/all.json"
FILES = {
    ATOM: f'<feed><link rel="hub" href="{HUB}"/></feed>',
    JSON: f'{{"hubs": [{{"type": "WebSub", "url": "{HUB}"}}]}}',
    "feeds/lists/nature.atom.xml": f'<feed><link rel="hub" href="{HUB}"/></feed>',
    "data/a.json": f"[{'0, ' * 2000}{HUB!r}]",
    "index.html": HUB,
}


@dataclass
class Web:
    """A server: its address, the files online, what its hub was told and answers."""

    address: str = ""
    files: dict[str, str] = field(default_factory=dict)
    told: list[dict[str, list[str]]] = field(default_factory=list)
    status: int = 202


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    shown = Web()
    monkeypatch.setattr(publish_tasks, "_PAUSE", 0.01)
    monkeypatch.setattr(publish_tasks, "_LOOKS", 3)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text = shown.files.get(self.path.removeprefix("/"))
            self.send_response(404 if text is None else 200)
            self.end_headers()
            self.wfile.write((text or "").encode())

        def do_POST(self) -> None:
            shown.told.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.send_response(shown.status)
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Keep silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    shown.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield shown
    server.shutdown()
    server.server_close()


@pytest.fixture
def site(tmp_path: Path) -> BuiltSite:
    return make_site(tmp_path, FILES)


def told(web: Web, site: BuiltSite, *feeds: str, manner: Manner = MANNER) -> str:
    return publish_tasks.tell_hub(f"{web.address}/hub", web.address, site, [*feeds], manner).replace("\u00a0", " ")


def test_feeds_are_the_files_whose_head_names_the_hub(site: BuiltSite) -> None:
    assert publish_tasks.feeds_of(HUB, site, FILES) == [JSON, ATOM, "feeds/lists/nature.atom.xml"]
    assert publish_tasks.feeds_of(HUB, site, ["index.html"]) == []


def test_a_hub_is_told_of_each_feed_once_the_first_is_online(web: Web, site: BuiltSite) -> None:
    web.files = FILES
    assert "2" in told(web, site, ATOM, JSON)
    assert web.told == [{"hub.mode": ["publish"], "hub.url": [f"{web.address}/{feed}"]} for feed in (ATOM, JSON)]


@pytest.mark.parametrize("files", [{}, {ATOM: "<feed>yesterday's</feed>"}])
def test_a_feed_that_is_not_online_yet_is_not_told_of(web: Web, site: BuiltSite, files: dict[str, str]) -> None:
    web.files = files
    assert f"{web.address}/{ATOM}" in told(web, site, ATOM)
    assert web.told == []


def test_a_hub_that_refuses_is_asked_once_and_is_no_error(web: Web, site: BuiltSite) -> None:
    web.files, web.status = FILES, 500
    assert "500" in told(web, site, ATOM, JSON)
    assert len(web.told) == 1


def test_after_a_publication_the_hub_of_the_settings_is_told_of_what_changed(
    web: Web, site: BuiltSite, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = {"FEEDS_HUB": HUB, "SITEURL": f"{web.address}/"}
    monkeypatch.setattr(publish_tasks, "load_site", lambda _file: settings)
    publish_tasks._tell_hub(site, Changes(changed=(ATOM, "index.html")))
    assert "réseau privé" in capsys.readouterr().out, "tests have no web: it is asked as any other server"
    publish_tasks._tell_hub(site, Changes(changed=("index.html",), gone=(ATOM,)))
    settings["FEEDS_HUB"] = ""
    publish_tasks._tell_hub(site, Changes(changed=(ATOM,)))
    assert capsys.readouterr().out == "", "without a feed or a hub, there is nobody to tell"
