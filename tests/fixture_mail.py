"""A mail server on this machine, whose mind a test chooses."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class _MailServer(Controller):
    """Learns which port the system gave it before it makes itself known."""

    sessions: type[SMTP] = SMTP

    def factory(self) -> SMTP:
        return self.sessions(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def mail_server(mind: object, sessions: type[SMTP] = SMTP, **options: Any) -> Iterator[int]:
    """Run a server with this mind; gives its port."""
    server = _MailServer(mind, hostname="127.0.0.1", port=0, server_hostname="localhost", **options)
    server.sessions = sessions
    server.start()
    try:
        yield server.port
    finally:
        server.stop()
