"""The preview: a real server on this computer that refreshes the browser and shows what is wrong.

The pages on disk stay as they are: the server adds one script tag to those it sends. The script listens to
a stream of events; «reload» reloads the page, «problems» shows them over it.
"""

from __future__ import annotations

import json
import queue
import threading
from dataclasses import dataclass, field
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

EVENTS, SCRIPT = "/-/events", "/-/preview.js"
"""Addresses of the preview's own; no page of a site can have them."""
_ASSETS = Path(__file__).parent / "preview"
_KINDS = {".ics": "text/calendar; charset=utf-8"}
"""Kinds of files of which systems know different things, or nothing."""
_SECONDS_BETWEEN_SIGNS_OF_LIFE = 15.0


@dataclass(slots=True)
class Bell:
    """Tells every open page what happened. ``report`` is what is wrong now, or empty."""

    report: str = ""
    listeners: list[queue.SimpleQueue[str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ring(self, report: str = "") -> None:
        """Note the report and wake every page: reload when all is well, show the problems otherwise."""
        with self.lock:
            self.report = report
            for listener in self.listeners:
                listener.put(self.event())

    def event(self) -> str:
        """The event that describes the present state, in the form of server-sent events."""
        kind = "problems" if self.report else "reload"
        return f"event: {kind}\ndata: {json.dumps(self.report)}\n\n"

    def listen(self) -> queue.SimpleQueue[str]:
        """A new listener, told at once when something is wrong already."""
        listener: queue.SimpleQueue[str] = queue.SimpleQueue()
        with self.lock:
            self.listeners.append(listener)
            if self.report:
                listener.put(self.event())
        return listener

    def leave(self, listener: queue.SimpleQueue[str]) -> None:
        """Forget a page that was closed."""
        with self.lock:
            self.listeners.remove(listener)


class PreviewHandler(SimpleHTTPRequestHandler):
    """Sends files of the site and nothing outside it."""

    def __init__(self, *args: Any, bell: Bell, base: str, **kwargs: Any) -> None:
        self.bell, self.base = bell, base
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """Answer one request."""
        path = unquote(urlsplit(self.path).path)
        if path == EVENTS:
            self._stream()
        elif path == SCRIPT:
            self._send(HTTPStatus.OK, "text/javascript", (_ASSETS / "preview.js").read_bytes())
        elif path == f"{SCRIPT}.css":
            self._send(HTTPStatus.OK, "text/css", (_ASSETS / "preview.css").read_bytes())
        else:
            self._send_page(path)

    def log_message(self, *_args: Any) -> None:
        """Keep the terminal for problems."""

    def _send_page(self, path: str) -> None:
        found = self._locate(path)
        gone = self._is_gone(path)
        if found is None:
            missing = Path(self.directory) / ("410.html" if gone else "404.html")
            body = missing.read_bytes() if missing.is_file() else _waiting_page(self.bell.report)
            self._send(
                HTTPStatus.GONE if gone else HTTPStatus.NOT_FOUND, "text/html; charset=utf-8", _with_script(body)
            )
        elif found.is_dir():
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"{urlsplit(self.path).path}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            kind, data = _KINDS.get(found.suffix) or self.guess_type(str(found)), found.read_bytes()
            status = HTTPStatus.GONE if gone else HTTPStatus.OK
            self._send(status, kind, _with_script(data) if found.suffix == ".html" else data)

    def _is_gone(self, path: str) -> bool:
        """Whether the site lists this address, or a folder above it, as that of a withdrawn text."""
        listed = Path(self.directory) / "gone.txt"
        gone = listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else []
        return any(path == unquote(line) or (line.endswith("/") and path.startswith(unquote(line))) for line in gone)

    def _locate(self, path: str) -> Path | None:
        """The file for an address, a folder whose slash is missing, or None; never outside the site."""
        root = Path(self.directory).resolve()
        if not path.startswith(self.base) or "\0" in path or "\\" in path:
            return None
        wanted = root / path.removeprefix(self.base).lstrip("/")
        if path.endswith("/") or not path.removeprefix(self.base):
            wanted = wanted / "index.html"
        resolved = wanted.resolve()
        if not resolved.is_relative_to(root) or not resolved.exists():
            return None
        return resolved if resolved.is_file() or (resolved / "index.html").is_file() else None

    def _send(self, status: HTTPStatus, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _stream(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        listener = self.bell.listen()
        try:
            while True:
                try:
                    message = listener.get(timeout=_SECONDS_BETWEEN_SIGNS_OF_LIFE)
                except queue.Empty:
                    message = ": still here\n\n"
                self.wfile.write(message.encode())
                self.wfile.flush()
        except (BrokenPipeError, ConnectionError):
            pass
        finally:
            self.bell.leave(listener)


def open_server(folder: Path, base: str, port: int, bell: Bell) -> ThreadingHTTPServer:
    """A server for ``folder`` on 127.0.0.1, published under ``base``; raises ``OSError`` if the port is taken."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = partial(PreviewHandler, directory=str(folder), bell=bell, base=base)
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    return server


def _with_script(page: bytes) -> bytes:
    tag = f'<link rel="stylesheet" href="{SCRIPT}.css"><script src="{SCRIPT}" defer></script></head>'.encode()
    return page.replace(b"</head>", tag, 1)


def _waiting_page(report: str) -> bytes:
    return f"<!doctype html><html><head><title>…</title></head><body><pre>{escape(report)}</pre></body></html>".encode()
