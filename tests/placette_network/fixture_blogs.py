"""Blogs elsewhere: one real server that answers as many hosts on the loopback addresses, and runs that ask them."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from placette import Commune, Manner, asking
from placette_network.gathering import Contact, GatherResult, GatherRun, gather_sources, write_gathering
from placette_network.sources import Accept, Source, SourceKind
from tests.fixture_communes import index_communes
from tests.fixture_web import running

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 7, 1, 12, tzinfo=PARIS)
JSON = "application/feed+json"
COMMUNES = index_communes(
    [Commune("63430", "Thiers", "63", "Puy-de-Dôme"), Commune("63113", "Clermont-Ferrand", "63", "Puy-de-Dôme")]
)


@dataclass
class Page:
    """What an address answers; one that is ``tagged`` has an ETag."""

    body: bytes
    kind: str = JSON
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    tagged: bool = True


@dataclass
class Blogs:
    """The pages by host and path, and what was asked: host, path, headers, moment of the answer."""

    port: int = 0
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def address(self, number: int, path: str = "/") -> str:
        return f"http://{self.host(number)}:{self.port}{path}"

    @staticmethod
    def host(number: int) -> str:
        return f"127.0.{number // 250 + 1}.{number % 250 + 1}"

    def put(self, number: int, path: str, body: str | bytes, kind: str = JSON, **more: Any) -> str:
        data = body.encode() if isinstance(body, str) else body
        self.pages[self.host(number), path] = Page(data, kind, **more)
        return self.address(number, path)

    def feed(self, number: int, *items: dict[str, Any], path: str = "/feed", **more: Any) -> str:
        """A JSON feed of items, as ``item`` makes them."""
        value = {"version": "https://jsonfeed.org/version/1.1", "title": f"Blog {number}", "items": items, **more}
        return self.put(number, path, json.dumps(value))

    def item(self, number: int, name: str, day: str = "2026-06-01", **more: Any) -> dict[str, Any]:
        link = self.address(number, f"/{name}/")
        return {"id": link, "url": link, "title": f"Titre {name}", "summary": "Mots.", "date_published": day, **more}

    def paths(self, number: int) -> list[str]:
        """What a host was asked, but for its robots.txt."""
        return [path for host, path, _ in self.asked if host == self.host(number) and path != "/robots.txt"]


@contextmanager
def blogs() -> Iterator[Blogs]:
    """The server, while the test runs."""
    known = Blogs()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers["Host"].partition(":")[0]
            known.asked.append((host, self.path, dict(self.headers)))
            page = known.pages.get((host, self.path), Page(b"", "text/plain", 404, tagged=False))
            tag = f'"{sha256(page.body).hexdigest()[:16]}"'
            same = page.tagged and self.headers["If-None-Match"] == tag
            self.send_response(304 if same else page.status)
            headers = {"Content-Type": page.kind, "Content-Length": str(0 if same else len(page.body)), **page.headers}
            for name, value in (headers | ({"ETag": tag} if page.tagged else {})).items():
                self.send_header(name, value)
            self.end_headers()
            if not same and self.command == "GET":
                self.wfile.write(page.body)

        do_HEAD = do_GET  # noqa: N815 - so calls the library

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:  # who asked has heard enough
                return

    server = ThreadingHTTPServer(("0.0.0.0", 0), Handler)
    server.request_queue_size = 100
    known.port = server.server_port
    with running(server):
        yield known


def reach(address: str, _port: int) -> str:
    """The loopback addresses count as the web, but for one."""
    return "private" if address == "127.9.9.9" else ""


MANNER = Manner("tests", reach=reach, patience=5.0, trust=ssl.create_default_context())
PACE = asking.Pace(pause=0.0, longest=0.5, whole=60.0, servers=16)


def source(slug: str, site: str, feed: str = "", accept: Accept = Accept.ALL, **more: Any) -> Source:
    """A source that agreed."""
    given = {"kind": SourceKind.SITE, "since": date(2026, 1, 1), "agreed": "Léa", **more}
    return Source(f"sources/{slug}.md", slug, f"Le blog {slug}", site, feed, accept=accept, **given)


def run_of(folder: Path, *sources: Source, **more: Any) -> GatherRun:
    """A run of these sources for a site at carnets.example."""
    known = {one.slug for one in sources}
    given = {"kept": 50, "communes": COMMUNES, "now": NOW, "manner": MANNER, "pace": PACE, "exists": known.__contains__}
    return GatherRun(sources, folder / "gathered", site="https://carnets.example/", **{**given, **more})


@dataclass
class Site:
    """A site that gathers again and again, and remembers."""

    folder: Path
    contacts: dict[str, Contact] = field(default_factory=dict)

    def gathers(self, *sources: Source, **more: Any) -> GatherResult:
        done = gather_sources(run_of(self.folder, *sources, **more), self.contacts)
        write_gathering(done, self.folder / "cache")
        self.contacts = done.contacts
        return done

    def titles(self, slug: str) -> list[str]:
        """The titles of the texts of a source."""
        file = self.folder / "gathered" / f"{slug}.json"
        return [one["title"] for one in json.loads(file.read_text(encoding="utf-8"))["texts"]] if file.is_file() else []

    def files(self) -> dict[str, tuple[bytes, int]]:
        """Every gathered file, with the moment at which it was written."""
        found = sorted((self.folder / "gathered").glob("*"))
        return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in found}


def left(one: Source, day: date = date(2026, 6, 30)) -> Source:
    """A source that asked to be read no more."""
    return replace(one, left=day)
