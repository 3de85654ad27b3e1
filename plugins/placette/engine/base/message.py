"""What a message of the check is: how serious, what is wrong, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether a problem stops the publication."""

    BLOCKING = "blocks"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Message:
    """What a code means to the person who wrote the text."""

    what: str
    mend: str = ""
    severity: Severity = Severity.BLOCKING


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """Mark a sentence for the catalogues."""
    return text
