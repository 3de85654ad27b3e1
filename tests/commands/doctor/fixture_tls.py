"""A site behind TLS on this machine, whose answers a test chooses.

The keys in ``certificates/`` guard nothing: one certificate is for ``localhost`` until 2126, one expired in 2021.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from placette.commands.status import Manner

_CERTIFICATES = Path(__file__).parent / "certificates"
VALID, EXPIRED = _CERTIFICATES / "valid.pem", _CERTIFICATES / "expired.pem"


@dataclass(frozen=True)
class Answer:
    """A status, the headers, the body."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"<p>x"


class Web(ThreadingHTTPServer):
    """Answers as ``answers`` says by path, else 404; ``asked`` are the paths that were asked for."""

    daemon_threads = True

    def __init__(self, answers: dict[str, Answer]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers, self.asked = answers, list[str]()

    def handle_error(self, *_args: object) -> None:
        """Stay silent: who refuses a certificate hangs up."""


class _Handler(BaseHTTPRequestHandler):
    server: Web

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        answer = self.server.answers.get(self.path, Answer(404))
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_args: object) -> None:
        """Stay silent."""


@contextmanager
def served(answers: dict[str, Answer], certificate: Path = VALID) -> Iterator[Web]:
    """A server with a certificate of ``certificates/``."""
    web = Web(answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    web.socket = context.wrap_socket(web.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=web.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield web
    finally:
        web.shutdown()
        web.server_close()


def manner(*trusted: Path) -> Manner:
    """How the tests ask: this machine may be asked, and the certificates ``trusted`` are."""
    trust = ssl.create_default_context()
    for certificate in trusted:
        trust.load_verify_locations(certificate)
    return Manner("placette-doctor", lambda _address, _port: "", 5.0, trust)
