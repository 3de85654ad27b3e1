"""The letters of a mailbox that haven't been fetched yet. Nothing in it is moved, marked or deleted."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxStartTls, MailBoxUnencrypted

from placette.desks.letters.answering import ConnectParts, is_loopback
from placette.desks.letters.arriving.arrival import Arrival

_PATIENCE = 60
"""Seconds that the server may be silent."""
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_DATE = re.compile(rb'INTERNALDATE "([^"]+)"')


class MailboxError(Exception):
    """The mailbox can't be read; the message is the server's or the system's."""


@dataclass(frozen=True, slots=True)
class OpenBox:
    """A mailbox whose folder is selected: a name of its own, and which generation of UIDs it has."""

    name: str
    validity: int
    client: imaplib.IMAP4

    def arrivals(self, after: int, largest: int) -> Iterator[Arrival]:
        """The letters with a UID above ``after``, in order; of those above ``largest`` bytes, the headers alone."""
        for uid in self._uids(after):
            if arrival := self._fetch(uid, largest):
                yield arrival

    def _uids(self, after: int) -> list[int]:
        found = _told(self.client.uid("SEARCH", f"UID {after + 1}:*"))
        words = found[0].split() if found and isinstance(found[0], bytes) else []
        return sorted(uid for uid in map(int, words) if uid > after)  # «n:*» gives the last one, whatever n is

    def _fetch(self, uid: int, largest: int) -> Arrival | None:
        """One letter; None if it has gone meanwhile."""
        facts = b" ".join(_parts(_told(self.client.uid("FETCH", str(uid), "(RFC822.SIZE INTERNALDATE)"))))
        size = _SIZE.search(facts)
        if not size:
            return None
        whole = int(size[1]) <= largest
        what = "(BODY.PEEK[])" if whole else "(BODY.PEEK[HEADER])"
        found = [part[1] for part in _told(self.client.uid("FETCH", str(uid), what)) if isinstance(part, tuple)]
        return Arrival(found[0], _moment(facts), self.name, self.validity, uid, whole) if found else None


def _moment(facts: bytes) -> datetime:
    """When the server took a letter (INTERNALDATE), in UTC."""
    found = _DATE.search(facts)
    written = found[1].decode("ascii", "replace").strip() if found else ""
    try:
        return datetime.strptime(written, "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
    except ValueError:
        return datetime.now(UTC).replace(microsecond=0)


def _parts(answer: list[object]) -> Iterator[bytes]:
    """The lines of an answer without their literals."""
    for part in answer:
        line = part[0] if isinstance(part, tuple) else part
        if isinstance(line, bytes):
            yield line


def _told(answer: tuple[str, list[object]]) -> list[object]:
    status, parts = answer
    if status != "OK":
        raise MailboxError(b" ".join(_parts(parts)).decode(errors="replace"))
    return [part for part in parts if part is not None]


@contextmanager
def open_mailbox(address: ConnectParts, password: str) -> Iterator[OpenBox]:
    """Log into a mailbox for reading only. Raises ``MailboxError``."""
    try:
        with _connect(address).login(address.user, password, initial_folder=None) as box:
            folder = address.folder or "INBOX"
            box.folder.set(folder, readonly=True)
            validity = _validity(box.client)
            name = f"{address.user}@{address.host}/{folder}"
            yield OpenBox(name, validity, box.client)
    except (ImapToolsError, imaplib.IMAP4.error, OSError) as error:
        raise MailboxError(str(error)) from error


def _validity(client: imaplib.IMAP4) -> int:
    """The generation of UIDs of the folder that was selected (RFC 9051, 2.3.1.1)."""
    _name, found = client.response("UIDVALIDITY")
    return int(found[-1]) if found and isinstance(found[-1], bytes) else 0


def _connect(address: ConnectParts) -> BaseMailBox:
    context = ssl.create_default_context()
    if address.scheme == "imaps":
        return MailBox(address.host, address.port, timeout=_PATIENCE, ssl_context=context)
    if is_loopback(address.host):
        return MailBoxUnencrypted(address.host, address.port, timeout=_PATIENCE)
    return MailBoxStartTls(address.host, address.port, timeout=_PATIENCE, ssl_context=context)
