"""What was left out of a letter or changed, in the sentences that its writer and the editor read."""

from __future__ import annotations

from placette.engine.base.message import Message, Severity

REMARKS: dict[str, Message] = {}
"""By code. ``BLOCKING``: this part of the letter could not be used, and ``mend`` says what to send instead."""


def declare_remarks(remarks: dict[str, Message]) -> None:
    """Add the remarks of one part of the desk; raises ``ValueError`` for a code that is there."""
    if twice := REMARKS.keys() & remarks.keys():
        raise ValueError(sorted(twice))
    REMARKS.update(remarks)


def blocks(code: str) -> bool:
    """Whether a remark says that something could not be used at all."""
    return REMARKS[code].severity is Severity.BLOCKING
