"""One mail as it came becomes a letter: who, what about, which text, which pictures."""

from __future__ import annotations

from placette_letters.mail import reading as _declared  # noqa: F401 - its remarks are declared by importing it
from placette_letters.mail.headers import message_id_of
from placette_letters.mail.reading import LARGEST, READING, read_mail, read_mails

__all__ = ["LARGEST", "READING", "message_id_of", "read_mail", "read_mails"]
