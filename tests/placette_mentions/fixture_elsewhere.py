"""The web as these tests see it: a real server on the loopback address, with pages and lists by path."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from placette.commands.status import Manner
from placette_mentions import MentionsSettings
from placette_mentions.files import AskedPost, MentionReport, MentionRun, run_mentions

SITE = "https://carnets.example"
TARGET = f"{SITE}/2026/le-lavoir/"
POST = "2026/le-lavoir"

_HTML = "text/html; charset=utf-8"


@dataclass
class Elsewhere:
    """A server: its address, what it answers by path (status, kind, bytes, further headers), what it was asked."""

    address: str = ""
    answers: dict[str, tuple[int, str, bytes, list[tuple[str, str]]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def page(self, path: str, html: str, status: int = 200, kind: str = "text/html; charset=utf-8") -> str:
        self.answers[path] = (status, kind, html.encode("utf-8", "surrogatepass"), [])
        return f"{self.address}{path}"

    def list(self, path: str, value: Any, status: int = 200) -> str:
        return self.page(path, json.dumps(value), status, "application/json")

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        self.answers[path] = (status, "text/html", b"", [("Location", to)])
        return f"{self.address}{path}"


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """A server while the test runs."""
    known = Elsewhere()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known.asked.append(self.path)
            path = self.path if self.path in known.answers else self.path.partition("?")[0]
            status, kind, body, more = known.answers.get(path, (404, "text/plain", b"", []))
            self.send_response(status)
            for name, value in [("Content-Type", kind), ("Content-Length", str(len(body))), *more]:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()


def anywhere(_address: str, _port: int) -> str:
    return ""


MANNER = Manner("tests", reach=anywhere, patience=5.0, trust=ssl.create_default_context())
"""The loopback address counts as the web."""


def site_run(folder: Path, announced: tuple[str, ...] = (), manner: Manner = MANNER, **own: Any) -> MentionRun:
    """A run for a site of one post."""
    content = folder / "content"
    content.mkdir(exist_ok=True)
    posts = (AskedPost(POST, TARGET, date(2026, 5, 1), announced),)
    today = date(2026, 7, 1)
    return MentionRun(content, posts, MentionsSettings(**own), "fr", ("fr", "en", "oc"), today, manner)


def happens(run: MentionRun) -> tuple[MentionReport, dict[str, str]]:
    """A run, what it reports, and the files that there are after it."""
    report = run_mentions(run)
    files = sorted((run.content / "mentions").rglob("*.md"))
    return report, {file.relative_to(run.content).as_posix(): file.read_text(encoding="utf-8") for file in files}


def status(number: int, content: str = "<p>Bien vu !</p>", **more: Any) -> dict[str, Any]:
    """An answer as Mastodon's API gives it."""
    account = {"acct": "lea@ailleurs.example", "display_name": "Léa M."}
    address = f"https://ailleurs.example/@lea/{number}"
    told = {"id": str(number), "url": address, "created_at": "2026-05-20T10:00:00.000Z", "content": content}
    return told | {"visibility": "public", "account": account, "language": "fr"} | more
