"""A store with letters in it, filled as a run fills it, and a site that answers."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

from placette_letters.answering.mails import Correspondent
from placette_letters.arriving import Arrival
from placette_letters.processing import Received, receive
from placette_letters.store import LetterStore

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
LEA = "lea@courrier.example"
WHO = Correspondent("Carnets", "https://carnets.example/", "lettres@carnets.example", str, "en", secret=b"a secret")


def mailed(sender: str, subject: str, body: str, answers: str = "") -> bytes:
    """A mail; ``answers`` is the Message-ID of ours that it answers."""
    mail = EmailMessage()
    mail["Subject"] = subject
    if answers:
        mail["In-Reply-To"] = f"<{answers}>"
    mail.set_content(body)
    return f"From: {sender}\n".encode() + mail.as_bytes()


def enclosing(sender: str, subject: str, name: str, data: bytes, answers: str = "") -> bytes:
    """A mail without words, with a file."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = sender, subject
    if answers:
        mail["In-Reply-To"] = f"<{answers}>"
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def take(store: LetterStore, *mails: bytes, who: Correspondent = WHO) -> list[Received]:
    """Return the results of mails that come in this order."""
    return list(receive([Arrival(mail, NOW) for mail in mails], store, who, 10_000_000))
