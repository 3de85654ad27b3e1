"""What is written of a receipt is what the site reads of it again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from placette.engine.base.occurrences import working_days_between
from placette.engine.base.settings import load_settings
from placette.engine.base.translation import SettingError
from placette.features.letterbox.receipts import (
    RECEIPT,
    CameOf,
    LetterboxSettings,
    LetterKind,
    Receipt,
    medians_of,
    receipt_source,
    road_of,
    roads_of,
)
from tests.engine.content.reading_site import read_texts

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


TODAY = date(2026, 6, 30)
OUT = CameOf(date(2026, 6, 20), True, "2026/le-lavoir/", "Le lavoir")
COMING = CameOf(date(2026, 7, 14), False, "2026/le-lavoir/", "Le lavoir")


def receipt(received: str = "2026-06-01", number: str = "2026-0042", **days: str) -> Receipt:
    known: dict[str, Any] = {name: date.fromisoformat(day) for name, day in days.items()}
    return Receipt(number, LetterKind.POST, date.fromisoformat(received), **known)


ROADS = [
    (receipt(), None, "received 06-01"),
    (receipt(read="2026-06-03"), None, "received 06-01, read 06-03"),
    (receipt(waiting="2026-06-02"), None, "received 06-01"),  # a program's questions are no reading
    (
        receipt(read="2026-06-03", waiting="2026-06-04"),
        None,
        "received 06-01, read 06-03, waiting 06-04",
    ),
    (receipt(waiting="2026-06-02", closed="2026-06-09"), None, "received 06-01, closed 06-09"),
    (receipt(waiting="2026-06-02"), COMING, "received 06-01, scheduled 07-14"),
    (
        receipt(read="2026-06-03", closed="2026-06-21"),
        OUT,
        "received 06-01, read 06-03, published 06-20",
    ),
    (receipt(read="2026-07-01", closed="2026-07-02"), None, "received 06-01"),  # days that haven't come
    (receipt("2026-06-25"), OUT, "received 06-25, published 06-25"),  # a post with an older date
]


@pytest.mark.parametrize(("given", "post", "stops"), ROADS)
def test_the_stops_of_a_road_are_those_behind_it(given: Receipt, post: CameOf | None, stops: str) -> None:
    road = road_of(given, post, TODAY)
    assert road
    assert ", ".join(f"{stop.station} {stop.day:%m-%d}" for stop in road.stops) == stops
    assert road.is_open is (road.here.station in {"received", "read", "waiting"})


def test_letters_of_two_years_are_listed_and_older_ones_as_long_as_they_wait() -> None:
    found = [
        receipt("2026-06-01", "2026-0009"),
        receipt("2026-06-01", "2026-0010", closed="2026-06-02"),
        receipt("2026-06-02", "2026-10000"),
        receipt("2026-06-02", "2026-9999"),
        receipt("2025-01-01", "2025-0001", closed="2025-02-01"),
        receipt("2024-12-31", "2024-0300", closed="2025-02-01"),
        receipt("2023-05-01", "2023-0007", waiting="2023-05-09"),
    ]
    numbers = [road.number for road in roads_of(found, {}, TODAY)]
    assert numbers == ["2026-10000", "2026-9999", "2026-0010", "2026-0009", "2025-0001", "2023-0007"]


def test_the_medians_count_working_days_to_the_first_reading_and_to_publication() -> None:
    read = ("2026-06-02", "2026-06-05", "2026-06-08")  # 1, 4, 5 working days after Monday, 1 June
    receipts = [receipt(number=f"2026-{at:04}", read=day) for at, day in enumerate(read)]
    roads = roads_of(receipts, {"2026-0000": OUT, "2026-0001": COMING}, TODAY)
    assert medians_of(roads, working_days_between) == (4, 14)
    assert medians_of(roads[1:], working_days_between)[0] == 2.5
    assert medians_of([], working_days_between) == (None, None)


def read(**given: Any) -> LetterboxSettings:
    return load_settings(LetterboxSettings, "LETTERBOX", {f"LETTERBOX_{name}": value for name, value in given.items()})


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"ADDRESS": "a@mairie.example?bcc=b@autre.example"}, "LETTERBOX_ADDRESS"),
        ({"FORM": "http://formulaire.example/"}, "LETTERBOX_FORM = .*  →  https://"),
        ({"READING_DAYS": 1}, "LETTERBOX_READING_DAYS = 1  →  LETTERBOX_RECEIPT_DAYS = 2"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_expected(given: dict[str, Any], says: str) -> None:
    with pytest.raises(SettingError, match=says):
        read(**given)
