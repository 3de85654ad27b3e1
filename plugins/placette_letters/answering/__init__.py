"""What is written back to people, and what their answers say."""

from __future__ import annotations

from placette_letters.answering.mails import (
    ConnectParts,
    Correspondent,
    MailAddressError,
    OutboxError,
    connect_parts,
    is_loopback,
    may_answer,
    send,
)
from placette_letters.answering.questions import MINORS, PEOPLE, review_mail
from placette_letters.answering.reading import merged, read_answers
from placette_letters.answering.receipts import (
    acknowledgement_text,
    published_mail,
    receipt_mail,
    refusal_mail,
    scheduled_mail,
    statement_mail,
    statement_text,
    unusable_mail,
)

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
