"""A server on this machine that answers as its paths say, and remembers who asked what."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

from placette.commands.status.asking import Manner, public_reach
from tests.fixture_web import running

ROBOTS = b"User-agent: *\nDisallow: /barred\nDisallow: /*.secret$\nAllow: /barred/but-this\n"
STATUSES = {"/here": 200, "/gone": 410, "/absent": 404, "/login": 401, "/shield": 403, "/broken": 503, "/busy": 429}
REDIRECTS = {
    "/moved": (301, "/moved-again"),
    "/moved-again": (308, "/here"),
    "/elsewhere-today": (302, "/here"),
    "/moved-then-not": (301, "/elsewhere-today"),
    "/moved-to-nothing": (301, "/gone"),
    "/round": (302, "/and-round"),
    "/and-round": (302, "/round"),
    "/metadata": (302, "http://169.254.169.254/latest/"),
    "/mapped": (302, "http://[::ffff:10.0.0.1]/"),
    "/mail": (302, "http://127.0.0.1:25/"),
    "/script": (302, "javascript:alert(1)"),
    "/barred-in-the-end": (302, "/barred"),
}
_PATIENT = 20
"""Seconds after which a slow answer is whole: more than anybody who counts the time waits."""
_TOGETHER = 0.005
"""Seconds within which those who ask at once are here at once."""


def reach_here(address: str, port: int) -> str:
    """This machine's own addresses too, as tests need; else what is allowed everywhere."""
    return "" if ip_address(address).is_loopback and port >= 1024 else public_reach(address, port)


def manner(patience: float = 5.0) -> Manner:
    return Manner("placette-links (+https://carnets.example/)", reach_here, patience)


class Server(ThreadingHTTPServer):
    """Counts what it is asked; ``robots`` and ``rules_status`` are its robots.txt."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.robots, self.rules_status = ROBOTS, 200
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()
        self.meeting: threading.Barrier | None = None
        self.retry_after, self.rules_location = "3600", ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def paths(self) -> list[str]:
        """What was asked, but for robots.txt."""
        return [path for _method, path in self.asked if path != "/robots.txt"]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        with self.server.lock:
            self.server.asked.append((self.command, self.path))
            self.server.agents.add(self.headers["User-Agent"])
            self.server.at_once += 1
            self.server.most_at_once = max(self.server.most_at_once, self.server.at_once)
        time.sleep(_TOGETHER)
        with self.server.lock:  # before the answer: its reader may ask again
            self.server.at_once -= 1
        with suppress(OSError):
            self._speak()

    def _speak(self) -> None:
        if self.path == "/robots.txt":
            moved = {"Location": self.server.rules_location} if self.server.rules_location else {}
            self._send(self.server.rules_status, self.server.robots, **moved)
        elif self.path in REDIRECTS:
            status, target = REDIRECTS[self.path]
            self._send(status, Location=target)
        elif self.path == "/meet" and self.server.meeting:
            self.server.meeting.wait(_PATIENT)
            self._send(200)
        elif self.path in {"/shy", "/endless"} and self.command == "HEAD":
            self._send(405)
        elif self.path in {"/endless", "/drip"}:
            self._dawdle(b"HTTP/1.0 200 OK\r\n" + (b"\r\n" if self.path == "/endless" else b"X-Slow: "))
        elif self.path == "/nonsense":
            self.wfile.write(b"\x00\x01 this is not HTTP\r\n\r\n")
        elif self.path == "/later":
            self._send(503, **{"Retry-After": self.server.retry_after})
        elif self.path == "/soon":
            known = self.server.paths().count("/soon") > 1
            self._send(200 if known else 429, **({} if known else {"Retry-After": "0"}))
        else:
            self._send(STATUSES.get(self.path, 200))

    def _dawdle(self, beginning: bytes) -> None:
        self.wfile.write(beginning)
        until = time.monotonic() + _PATIENT
        while time.monotonic() < until:
            self.wfile.write(b"x" * (65536 if self.path == "/endless" else 1))
            time.sleep(0 if self.path == "/endless" else 0.05)

    def _send(self, status: int, body: bytes = b"", /, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Stay silent."""


@contextmanager
def served() -> Iterator[Server]:
    server = Server()
    with running(server):
        yield server
