"""Editors learn which letters wait longer than was promised, counted in working days."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from placette.features.letterbox.receipts import (
    LetterboxSettings,
    LetterKind,
    Receipt,
    lacking,
    late_letters,
)
from tests.fixture_site import Site

TODAY = date(2026, 5, 18)
FRIDAY = date(2026, 5, 1)
"""A day off; until Monday, 18 May, there are nine working days: the 8th and the 14th are off too."""
PROMISED = LetterboxSettings(receipt_days=2, reading_days=8)


def late(added: str = "", answered: str = "", own: LetterboxSettings = PROMISED, **days: Any) -> list[tuple[str, int]]:
    receipt = Receipt("2026-0042", LetterKind.POST, days.pop("received", FRIDAY), path="letters/2026-0042.md", **days)
    known = {receipt.path: date.fromisoformat(added)} if added else {}
    found = late_letters([receipt], known, frozenset({answered}), own, TODAY)
    return [(one.why.name.lower(), one.days) for one in found]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, [("unread", 9)]),
        ({"read": date(2026, 5, 15)}, []),
        ({"waiting": date(2026, 5, 4)}, [("unread", 9)]),  # a program's questions are no reading
        ({"closed": date(2026, 5, 4)}, []),
        ({"answered": "2026-0042"}, []),
        ({"read": date(2026, 5, 19)}, [("unread", 9)]),  # that day hasn't come
        ({"received": date(2026, 5, 11), "added": "2026-05-15"}, [("unconfirmed", 3)]),  # Thursday was Ascension
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


INVENTED = {"LETTERBOX_ADDRESS": "lettres@carnets.example", "LETTERBOX_COUNTER": "À l’accueil (fictif)."}


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        (INVENTED, ["LETTERBOX_ADDRESS", "LETTERBOX_COUNTER"]),
        (INVENTED | {"LEGAL_DEMONSTRATION": True}, []),
        ({"LETTERBOX_ADDRESS": "lettres@place-inventee.fr", "LETTERBOX_COUNTER": "À l’accueil, le jeudi."}, []),
    ],
)
def test_invented_values_are_named_unless_the_site_says_that_it_is_a_demonstration(
    kitchen_sink: Site, settings: dict[str, Any], named: list[str]
) -> None:
    found = list(lacking(kitchen_sink.build, settings))
    assert [dict(one.values)["setting"] for one in found] == named
    assert {one.code for one in found} <= {"letterbox-fictitious"}
