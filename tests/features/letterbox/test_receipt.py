"""What is written of a receipt is what the site reads of it again."""

from __future__ import annotations

from datetime import date

import pytest

from placette.features.letterbox.kinds import LetterKind
from placette.features.letterbox.receipt import Receipt, receipt_source
from placette.features.letterbox.receipt_kind import RECEIPT
from tests.engine.library.reading_site import read_texts

DAY = date(2026, 6, 1)
RECEIPTS = [Receipt(f"2026-{number:04}", kind, DAY) for number, kind in enumerate(LetterKind, 1)]
RECEIPTS += [
    Receipt("2026-0042", LetterKind.POST, DAY, read=date(2026, 6, 2), waiting=date(2026, 6, 3)),
    Receipt("2026-123456", LetterKind.REPORT, DAY, closed=date(2026, 6, 30)),
]


@pytest.mark.parametrize("receipt", RECEIPTS, ids=lambda receipt: receipt.number)
def test_a_receipt_is_read_as_it_was_written(receipt: Receipt) -> None:
    library = read_texts({receipt.file: receipt_source(receipt)})
    assert library.problems == ()
    (read,) = library.of(RECEIPT)
    days = ("number", "kind", "received", "read", "waiting", "closed")
    assert [getattr(read, name) for name in days] == [getattr(receipt, name) for name in days]
    assert (read.path, read.url) == (receipt.file, "")


def test_nothing_but_its_kind_and_its_days_is_written() -> None:
    receipt = Receipt("2026-0042", LetterKind.CORRECTION, DAY, read=date(2026, 6, 2), closed=date(2026, 6, 4))
    assert receipt_source(receipt) == (
        "---\nkind: correction\nreceived: 2026-06-01\nread: 2026-06-02\nclosed: 2026-06-04\n---\n"
    )
