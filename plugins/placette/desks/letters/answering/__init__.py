"""What is written back to people, and what their answers say."""

from __future__ import annotations

from placette.desks.letters.answering.connecting import ConnectParts, MailAddressError, connect_parts, is_loopback
from placette.desks.letters.answering.consents import MINORS, PEOPLE
from placette.desks.letters.answering.correspondent import Correspondent
from placette.desks.letters.answering.envelope import may_answer
from placette.desks.letters.answering.merging import merged
from placette.desks.letters.answering.outbox import OutboxError, send
from placette.desks.letters.answering.outcomes import published_mail, refusal_mail, scheduled_mail
from placette.desks.letters.answering.reading import read_answers
from placette.desks.letters.answering.receipts import acknowledgement_text, receipt_mail, unusable_mail
from placette.desks.letters.answering.reviewing import review_mail
from placette.desks.letters.answering.statements import statement_mail, statement_text

__all__ = [
    "MINORS",
    "PEOPLE",
    "ConnectParts",
    "Correspondent",
    "MailAddressError",
    "OutboxError",
    "acknowledgement_text",
    "connect_parts",
    "is_loopback",
    "may_answer",
    "merged",
    "published_mail",
    "read_answers",
    "receipt_mail",
    "refusal_mail",
    "review_mail",
    "scheduled_mail",
    "send",
    "statement_mail",
    "statement_text",
    "unusable_mail",
]
