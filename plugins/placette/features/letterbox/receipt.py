"""What is public of a letter: its number, what it is for, and the days of its road. It names nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from placette.engine.texts.values import Body
from placette.features.letterbox.kinds import LetterKind

RECEIPT_FOLDER = "letters"
"""Where receipts lie, from the content folder: ``letters/2026-0042.md``."""
NUMBER = r"[0-9]{4}-[0-9]{4,6}"
"""A regular expression for numbers of letters: the year and how many came before, from 1."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The road of a letter. Days that haven't come, such as that of reading, are None.

    ``waiting`` is since when its writer is asked for something, ``closed`` when all was done without a post: it was
    answered, refused or withdrawn.
    """

    number: str
    kind: LetterKind
    received: date
    read: date | None = None
    waiting: date | None = None
    closed: date | None = None
    path: str = ""
    url: str = ""
    """Always empty: the road of all letters is one page."""
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""

    @property
    def file(self) -> str:
        """Where it lies, from the content folder."""
        return f"{RECEIPT_FOLDER}/{self.number}.md"


def receipt_source(receipt: Receipt) -> str:
    """The text of its file: what the site's reading makes the same receipt of."""
    days = (("received", receipt.received), ("read", receipt.read), ("waiting", receipt.waiting))
    lines = [f"{name}: {day.isoformat()}" for name, day in (*days, ("closed", receipt.closed)) if day]
    return "\n".join(("---", f"kind: {receipt.kind.value}", *lines, "---", ""))
