"""Our mails, in the store: made once, sent until they are taken."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from placette.desks.letters.letter import Gap


@dataclass(frozen=True, slots=True)
class QueuedMail:
    """A mail of ours: its Message-ID, its case, what it is (``receipt``, ``review-2`` …), the whole of it.

    ``asked`` are the gaps that it asks about, in the order of its questions.
    """

    identity: str
    number: str
    step: str
    recipient: str
    data: bytes
    asked: tuple[Gap, ...] = ()


class MailRows:
    """The mails of a store. Its methods raise ``sqlite3.Error`` for a disk that fails."""

    def __init__(self, rows: sqlite3.Connection) -> None:
        self._rows = rows

    def queue(self, mail: QueuedMail, made: datetime) -> bool:
        """Put a mail into the queue; False where this step of the case has its mail already."""
        asked = json.dumps([(gap.code, gap.about) for gap in mail.asked])
        values = (mail.identity, mail.number, mail.step, mail.recipient, mail.data, asked, made.isoformat())
        done = self._rows.execute("INSERT OR IGNORE INTO mails VALUES (?, ?, ?, ?, ?, ?, ?, '', '')", values)
        return done.rowcount > 0

    def waiting(self) -> list[QueuedMail]:
        """The mails that have not left yet, in the order they were made."""
        query = "SELECT * FROM mails WHERE sent = '' AND refused = '' ORDER BY rowid"
        return [_mail(row) for row in self._rows.execute(query)]

    def of(self, number: str) -> list[QueuedMail]:
        """All mails of a case, in the order they were made."""
        query = "SELECT * FROM mails WHERE number = ? ORDER BY rowid"
        return [_mail(row) for row in self._rows.execute(query, (number,))]

    def mark_sent(self, identity: str, moment: datetime) -> None:
        """Note that a mail has left."""
        self._rows.execute("UPDATE mails SET sent = ? WHERE identity = ?", (moment.isoformat(), identity))

    def mark_refused(self, identity: str, why: str) -> None:
        """Note that a mail will never be taken."""
        self._rows.execute("UPDATE mails SET refused = ? WHERE identity = ?", (why, identity))

    def refused(self) -> list[tuple[str, str]]:
        """Numbers of cases whose mails were refused for ever, with the server's reason."""
        return list(self._rows.execute("SELECT number, refused FROM mails WHERE refused != '' ORDER BY rowid"))

    def count_made(self, recipient: str, since: datetime) -> int:
        """How many mails were made since a moment for an address, whatever follows a plus in it (RFC 5233)."""
        rows = self._rows.execute("SELECT recipient FROM mails WHERE made >= ?", (since.isoformat(),))
        return sum(_mailbox(other) == _mailbox(recipient) for (other,) in rows)

    def number_of(self, identity: str) -> str:
        """The case that a mail of ours is about; empty for a mail that isn't ours."""
        return str(self._one("SELECT number FROM mails WHERE identity = ?", identity) or "")

    def numbers_with(self, step: str) -> set[str]:
        """The cases that were sent a mail of a step."""
        return {number for (number,) in self._rows.execute("SELECT number FROM mails WHERE step = ?", (step,))}

    def made_on(self, number: str, step: str) -> str:
        """The day (ISO) on which a case's mail of a step was made; empty where there is none."""
        made = self._one("SELECT made FROM mails WHERE number = ? AND step = ?", number, step)
        return str(made or "")[:10]

    def forget(self, number: str) -> None:
        """Forget all mails of a case."""
        self._rows.execute("DELETE FROM mails WHERE number = ?", (number,))

    def _one(self, query: str, *values: str) -> Any:
        row = self._rows.execute(query, values).fetchone()
        return row[0] if row else None


def _mailbox(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _mail(row: tuple[str, str, str, str, bytes, str, str, str, str]) -> QueuedMail:
    identity, number, step, recipient, data, asked, *_days = row
    return QueuedMail(identity, number, step, recipient, data, tuple(Gap(*gap) for gap in json.loads(asked)))
