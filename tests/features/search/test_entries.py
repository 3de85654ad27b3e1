"""The numbers of pages: newer ones are larger, and what comes moves nothing else."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from operator import itemgetter

from placette.features.search.entries import fullest, numbered, room_for

DAY = date(2026, 5, 1)


def numbers_of(dates: Mapping[str, date | None]) -> dict[str, int]:
    """The number of each page, by address."""
    room = room_for(fullest((day, url) for url, day in dates.items()))
    found = [(url, number) for number, url in numbered(((day, url, url) for url, day in dates.items()), room)]
    assert found == sorted(found, key=itemgetter(1))
    return dict(found)


def test_the_newer_the_larger_and_what_has_no_date_is_smaller_than_all() -> None:
    numbers = numbers_of({"a/": DAY, "b/": DAY + timedelta(1), "qui/": None, "vieux/": date(1850, 1, 1)})
    assert numbers["qui/"] < numbers["vieux/"] < numbers["a/"] < numbers["b/"]


def test_numbers_differ_and_depend_on_addresses_and_dates_alone() -> None:
    dice = random.Random(2)
    dates = {f"{n}/": DAY + timedelta(dice.randint(0, 90)) if n % 3 else None for n in range(900)}
    numbers = numbers_of(dates)
    assert len(set(numbers.values())) == len(dates)
    shuffled = dict(dice.sample(sorted(dates.items(), key=str), len(dates)))
    assert numbers_of(shuffled) == numbers


def test_a_new_page_moves_at_most_those_of_its_day() -> None:
    dates: dict[str, date | None] = {f"{n}/": DAY + timedelta(n // 3) for n in range(300)}
    before = numbers_of(dates)
    after = numbers_of(dates | {"0-new/": DAY + timedelta(50)})
    moved = {url for url in before if before[url] != after[url]}
    assert moved <= {"150/", "151/", "152/"}


def test_a_day_may_have_any_number_of_pages() -> None:
    numbers = numbers_of({f"{n}/": DAY for n in range(5000)} | {"after/": DAY + timedelta(1)})
    assert len(set(numbers.values())) == 5001
    assert max(numbers, key=numbers.__getitem__) == "after/"
