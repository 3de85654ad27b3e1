"""Editors are told which letters wait longer than was promised, counted in working days."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from placette.features.letterbox.kinds import LetterKind
from placette.features.letterbox.lateness import late_letters
from placette.features.letterbox.receipt import Receipt
from placette.features.letterbox.settings import LetterboxSettings

TODAY = date(2026, 5, 18)
FRIDAY = date(2026, 5, 1)
"""A day off; until Monday, 18 May, there are nine working days: the 8th and the 14th are off too."""
PROMISED = LetterboxSettings(receipt_days=2, reading_days=8)


def late(added: str = "", answered: str = "", own: LetterboxSettings = PROMISED, **days: Any) -> list[tuple[str, int]]:
    receipt = Receipt("2026-0042", LetterKind.POST, days.pop("received", FRIDAY), path="letters/2026-0042.md", **days)
    known = {receipt.path: date.fromisoformat(added)} if added else {}
    found = late_letters([receipt], known, frozenset({answered}), own, TODAY)
    return [(one.why.value, one.days) for one in found]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, [("unread", 9)]),
        ({"own": LetterboxSettings(reading_days=9)}, []),
        ({"read": date(2026, 5, 15)}, []),
        ({"waiting": date(2026, 5, 4)}, []),
        ({"closed": date(2026, 5, 4)}, []),
        ({"answered": "2026-0042"}, []),
        ({"read": date(2026, 5, 19)}, [("unread", 9)]),  # that day hasn't come
        ({"received": date(2026, 5, 11), "added": "2026-05-13"}, []),
        ({"received": date(2026, 5, 11), "added": "2026-05-15"}, [("unconfirmed", 3)]),  # Thursday was Ascension
        ({"received": date(2026, 5, 11), "added": "2026-05-15", "read": date(2026, 5, 15)}, []),
        ({"received": date(2026, 5, 19)}, []),
    ],
)
def test_what_is_late(given: dict[str, Any], expected: list[tuple[str, int]]) -> None:
    assert late(**given) == expected


def test_the_longest_waiting_comes_first() -> None:
    days = {"2026-0001": date(2026, 4, 30), "2026-0002": date(2026, 4, 1), "2026-0003": date(2026, 4, 30)}
    receipts = [Receipt(number, LetterKind.POST, day) for number, day in days.items()]
    found = late_letters(receipts, {}, frozenset(), PROMISED, TODAY)
    assert [one.number for one in found] == ["2026-0002", "2026-0001", "2026-0003"]
