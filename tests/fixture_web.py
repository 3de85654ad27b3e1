"""A server on this machine, with TLS or without, whose answers a test chooses."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HTML = "text/html; charset=utf-8"
_CHUNK = 65536


@dataclass(frozen=True)
class Answer:
    """A status, the headers, the body."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b"<p>x"


class Web(ThreadingHTTPServer):
    """Answers as ``answers`` says by path, with its query or without, else 404, by a value or by what answers.

    ``asked`` are the paths that were asked for, ``sent`` is how many bytes of bodies left.
    """

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, Answer | Callable[[BaseHTTPRequestHandler], None]] = dict(answers)
        self.asked, self.sent = list[str](), 0
        self.address = f"http://127.0.0.1:{self.server_port}"

    def page(self, path: str, body: str | bytes, status: int = 200, kind: str = HTML, **headers: str) -> str:
        """Answer with a page; gives its address."""
        data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
        own = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = Answer(status, {"Content-Type": kind, **own}, data)
        return f"{self.address}{path}"

    def list(self, path: str, value: Any, status: int = 200) -> str:
        return self.page(path, json.dumps(value), status, "application/json")

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        return self.page(path, "", status, Location=to)

    def does(self, path: str, answer: Callable[[BaseHTTPRequestHandler], None]) -> str:
        self.answers[path] = answer
        return f"{self.address}{path}"

    def handle_error(self, *_args: object) -> None:
        """Stay silent: who refuses a certificate hangs up."""


class _Handler(BaseHTTPRequestHandler):
    server: Web

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        answers = self.server.answers
        answer = answers.get(self.path) or answers.get(self.path.partition("?")[0], Answer(404))
        with suppress(OSError):
            if isinstance(answer, Answer):
                self._send(answer)
            else:
                answer(self)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in {**answer.headers, "Content-Length": str(len(answer.body))}.items():
            self.send_header(name, value)
        self.end_headers()
        for start in range(0, len(answer.body), _CHUNK):
            self.wfile.write(answer.body[start : start + _CHUNK])
            self.server.sent += _CHUNK

    def log_message(self, *_args: object) -> None:
        """Stay silent."""


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[str]:
    """Have a server answer while the test runs; gives its address."""
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def served(answers: Mapping[str, Answer] | None = None, certificate: Path | None = None) -> Iterator[Web]:
    """A server, while the test runs; with a certificate it speaks TLS."""
    web = Web(answers or {})
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        web.socket = context.wrap_socket(web.socket, server_side=True, do_handshake_on_connect=False)
    with running(web):
        yield web
