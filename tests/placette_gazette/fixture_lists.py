"""List servers: one that takes mails by SMTP and can fall silent at any step, one that answers as listmonk does."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

STEPS = ("EHLO", "MAIL", "RCPT", "DATA", "END", "TAKEN")
"""Where the line may be cut: ``END`` is the whole letter, not kept; ``TAKEN`` the same, kept by the server."""


@dataclass
class Lists:
    """What came, and what happens next: at ``cut`` the line is closed, or the process ``kill`` is killed first."""

    took: list[EmailMessage] = field(default_factory=list)
    cut: str = ""
    refuse: str = ""
    kill: int = 0
    port: int = 0

    async def at(self, step: str, server: SMTP) -> bool:
        """Close the line if it is to be cut here."""
        if step != self.cut:
            return False
        self.cut = ""
        if self.kill:
            os.kill(self.kill, signal.SIGKILL)
        assert isinstance(server.transport, asyncio.Transport)
        server.transport.abort()
        return True

    async def handle_EHLO(self, server: SMTP, session: Session, _envelope: Envelope, hostname: str) -> str:  # noqa: N802 - aiosmtpd's name
        await self.at("EHLO", server)
        session.host_name = hostname
        return "250 HELP"

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        await self.at("MAIL", server)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        await self.at("RCPT", server)
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if await self.at("END", server):
            return ""
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        assert envelope.rcpt_tos == [mail["To"].addresses[0].addr_spec]
        self.took.append(mail)
        await self.at("TAKEN", server)
        return "250 OK"


class _Server(SMTP):
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        """Close the line before the letter comes."""
        if not await self.event_handler.at("DATA", self):
            await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Server(self.handler, hostname="listes.example")


@contextmanager
def list_server() -> Iterator[Lists]:
    """A server for lists on a free port."""
    lists = Lists()
    with socket.create_server(("127.0.0.1", 0)) as free:
        lists.port = free.getsockname()[1]
    controller = _Controller(lists, hostname="127.0.0.1", port=lists.port)
    controller.start()
    try:
        yield lists
    finally:
        controller.stop()


@dataclass
class Listmonk:
    """The part of listmonk's API that letters use: campaigns. ``cut`` closes the line after one is kept."""

    campaigns: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    status: int = 200
    cut: bool = False
    port: int = 0


@contextmanager
def listmonk_server() -> Iterator[Listmonk]:
    """A server that answers as listmonk's documentation says (``/api/campaigns``)."""
    known = Listmonk()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self, data: object) -> None:
            known.tokens.append(base64.b64decode(self.headers["Authorization"].removeprefix("Basic ")).decode())
            body = json.dumps({"data": data}).encode()
            self.send_response(known.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            assert parts.path == "/api/campaigns"
            query = parse_qs(parts.query)["query"][0].casefold()
            self._answer({"results": [one for one in known.campaigns if query in one["name"].casefold()]})

        def do_POST(self) -> None:
            assert self.path == "/api/campaigns"
            given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if known.status == 200:
                known.campaigns.append(given)
            if known.cut:
                known.cut = False
                self.close_connection = True
                return
            self._answer({"id": len(known.campaigns), "status": "draft"})

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()
