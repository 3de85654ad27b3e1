"""A letter that has arrived and that nobody has looked at yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

CUT_SHORT = "X-Letter-Cut-Short"
"""The header before those of a mail that was not fetched whole: its bytes, and the most that are; 0 for broken ones."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """The bytes of a mail, and when it came.

    ``box``, ``validity`` and ``uid`` say where it lies in a mailbox; ``whole`` is False for one that is too large, of
    which only the headers were fetched.
    """

    data: bytes
    received: datetime
    box: str = ""
    validity: int = 0
    uid: int = 0
    whole: bool = True
