"""The queue of mails leaves: each until a server has taken it, or has refused it for ever."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from placette.desks.letters.answering import OutboxError
from placette.desks.letters.store.opening import LetterStore


@dataclass(frozen=True, slots=True)
class Sent:
    """How many mails have left, how many were refused for ever, and why one that waits does (None: none does)."""

    left: int = 0
    refused: int = 0
    waits: OutboxError | None = None


def send_queue(store: LetterStore, send: Callable[[EmailMessage], None]) -> Sent:
    """Send what waits. A mail that was cut off goes again under the same Message-ID, by which servers know it.

    A recipient who can't be reached today holds nobody else up: senders choose their addresses.
    """
    left = refused = 0
    waits = None
    for mail in store.mails.waiting():
        message = message_from_bytes(mail.data, policy=SMTP)
        try:
            send(message)
        except OutboxError as error:
            if not error.alone:
                return Sent(left, refused, error)
            if error.permanent:
                store.mails.mark_refused(mail.identity, str(error))
                refused += 1
            else:
                waits = error
        else:
            store.mails.mark_sent(mail.identity, datetime.now(UTC))
            left += 1
    return Sent(left, refused, waits)
