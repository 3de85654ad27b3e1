"""A list server that takes mails by SMTP and can fall silent at any step."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.fixture_mail import mail_server

STEPS = ("EHLO", "DATA", "END", "TAKEN")
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

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
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


@contextmanager
def list_server() -> Iterator[Lists]:
    """A server for lists on a free port."""
    lists = Lists()
    with mail_server(lists, _Server) as lists.port:
        yield lists
