"""The public side of each case: a receipt in the content folder, which an editor commits with the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from placette.desks.letters.store.cases import StoredCase
from placette.engine.base.files import write_atomic
from placette.features.letterbox import RECEIPT_FOLDER, LetterKind, Receipt, receipt_source

_NUMBER = re.compile(r"\d{4}-\d{4,6}", re.ASCII)


def receipt_of(case: StoredCase) -> Receipt:
    """What everybody may know of a case."""
    read, waiting, closed = (date.fromisoformat(day) if day else None for day in (case.read, case.waiting, case.closed))
    received = date.fromisoformat(case.received)
    return Receipt(case.number, LetterKind(case.kind), received, read, waiting, closed)


def public_numbers(content: Path) -> list[str]:
    """The numbers of the receipts that the site has."""
    return [path.stem for path in (content / RECEIPT_FOLDER).glob("*.md") if _NUMBER.fullmatch(path.stem)]


def write_receipts(cases: list[StoredCase], content: Path) -> Iterator[str]:
    """Write the receipts that changed; gives their files, from the content folder. Raises ``OSError``."""
    for receipt in map(receipt_of, cases):
        if write_atomic(content / receipt.file, receipt_source(receipt).encode()):
            yield receipt.file
