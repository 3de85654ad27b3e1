"""A real mailbox: Dovecot on this computer, in a folder of its own."""

from __future__ import annotations

import imaplib
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep

NAME, PASSWORD = "lettres", "un secret de test"
_CONFIGURATION = Path(__file__).with_name("dovecot.conf").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Mailbox:
    """A mailbox that letters can be put into, and its address as settings write it."""

    port: int

    @property
    def address(self) -> str:
        return f"imap://{NAME}@127.0.0.1:{self.port}/INBOX"

    def put(self, *letters: bytes, moment: datetime | None = None) -> None:
        """Deliver letters, now or at another moment."""
        day = imaplib.Time2Internaldate(moment) if moment else ""
        with self.opened() as client:
            for letter in letters:
                status, answer = client.append("INBOX", "", day, letter)
                assert status == "OK", answer

    def flags(self) -> list[bytes]:
        """Return the flags of each letter."""
        with self.opened() as client:
            client.select("INBOX", readonly=True)
            return [part for part in client.fetch("1:*", "(UID FLAGS)")[1] if isinstance(part, bytes)]

    @contextmanager
    def opened(self) -> Iterator[imaplib.IMAP4]:
        client = imaplib.IMAP4("127.0.0.1", self.port)
        client.login(NAME, PASSWORD)
        try:
            yield client
        finally:
            client.logout()


def free_port() -> int:
    """Return a free port of this computer."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


@contextmanager
def mailbox(folder: Path) -> Iterator[Mailbox]:
    """Run an empty mailbox. ``folder`` has a short name, since sockets are in it."""
    folder.mkdir(mode=0o755)
    home = folder / "home"
    home.mkdir()
    shutil.chown(home, "nobody", "nogroup")
    port = free_port()
    settings = folder / "dovecot.conf"
    settings.write_text(_CONFIGURATION.format(folder=folder, port=port, password=PASSWORD), encoding="utf-8")
    with subprocess.Popen([os.environ["PLACETTE_DOVECOT"], "-F", "-c", settings], stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(port)
            yield Mailbox(port)
        finally:
            server.terminate()


def wait_for(port: int) -> None:
    """Wait until a server takes connections."""
    patience = monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert monotonic() < patience, "the server does not start"
            sleep(0.05)
        else:
            return
