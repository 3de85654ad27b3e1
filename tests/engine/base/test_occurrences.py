"""Working days leave out weekends and the public holidays of France, wherever Easter falls."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from placette.engine.base import occurrences as bounds
from placette.engine.base.occurrences import ZONES, public_holidays, working_days_between

MOVING = {
    2024: ("2024-04-01", "2024-05-09", "2024-05-20"),
    2025: ("2025-04-21", "2025-05-29", "2025-06-09"),
    2026: ("2026-04-06", "2026-05-14", "2026-05-25"),
    2027: ("2027-03-29", "2027-05-06", "2027-05-17"),
    2028: ("2028-04-17", "2028-05-25", "2028-06-05"),
}
"""Easter Monday, Ascension, Whit Monday (the official calendar of public holidays)."""
GOOD_FRIDAYS = ("2024-03-29", "2025-04-18", "2026-04-03", "2027-03-26", "2028-04-14")
FIXED = ("01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25")


@pytest.mark.parametrize("year", MOVING)
def test_the_holidays_of_a_year_are_those_of_the_calendar(year: int) -> None:
    expected = {*MOVING[year], *(f"{year}-{day}" for day in FIXED)}
    assert {day.isoformat() for day in public_holidays(year)} == expected


@pytest.mark.parametrize("good_friday", GOOD_FRIDAYS)
def test_alsace_and_moselle_have_two_more(good_friday: str) -> None:
    day = date.fromisoformat(good_friday)
    for place in ("57", "67", "68"):
        assert public_holidays(day.year, place=place) - public_holidays(day.year) == {day, date(day.year, 12, 26)}


OVERSEAS = {
    "971": "05-27",
    "972": "05-22",
    "973": "06-10",
    "974": "12-20",
    "976": "04-27",
    "977": "10-09",
    "978": "05-28",
    "986": "04-28 06-29 07-29",
    "987": "03-05 03-26 11-20",
    "988": "09-24",
}


@pytest.mark.parametrize("place", OVERSEAS)
def test_places_overseas_have_days_of_their_own(place: str) -> None:
    more = public_holidays(2027, place=place) - public_holidays(2027)
    assert sorted(f"{day:%m-%d}" for day in more) == OVERSEAS[place].split()


def test_places_overseas_have_an_hour_of_their_own() -> None:
    noon = datetime(2027, 1, 4, 12, tzinfo=UTC)
    hours = {place: noon.astimezone(ZoneInfo(zone)).hour for place, zone in ZONES.items()}
    known = {"971": 8, "972": 8, "973": 9, "974": 16, "975": 9, "976": 15, "977": 8, "978": 8, "984": 17, "986": 0}
    assert hours == known | {"987": 2, "988": 23}
    assert set(OVERSEAS) < set(ZONES)


def test_two_holidays_may_fall_on_one_day() -> None:
    assert len(public_holidays(2008)) == 10, "1 May 2008 was Ascension too"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-11-02", "2026-11-02", 0),
        ("2026-11-02", "2026-11-03", 1),
        ("2026-11-06", "2026-11-09", 1),  # over a weekend
        ("2026-11-07", "2026-11-08", 0),  # a weekend
        ("2026-11-09", "2026-11-16", 4),  # Wednesday is 11 November
        ("2026-12-24", "2027-01-04", 5),  # two holidays and two weekends, into the next year
        ("2026-04-30", "2026-05-15", 8),  # 1 and 8 May, Ascension
        ("2026-11-09", "2026-11-02", 0),  # turned round
    ],
)
def test_the_days_between_two_are_counted_from_the_next_one(first: str, last: str, expected: int) -> None:
    assert working_days_between(date.fromisoformat(first), date.fromisoformat(last)) == expected


def test_a_region_counts_its_own_holidays() -> None:
    thursday, tuesday = date(2026, 4, 2), date(2026, 4, 7)
    assert working_days_between(thursday, tuesday) == 2
    assert working_days_between(thursday, tuesday, place="67") == 1
    christmas, day_after = date(2025, 12, 25), date(2025, 12, 26)
    assert working_days_between(christmas, day_after) == 1
    assert working_days_between(christmas, day_after, place="67") == 0


@pytest.mark.parametrize("place", ["", "67"])
def test_counting_by_weeks_says_what_counting_by_days_says(place: str) -> None:
    chance = Random(20)
    for _ in range(200):
        first = date(2020, 1, 1) + timedelta(days=chance.randrange(3000))
        days = [first + timedelta(days=one) for one in range(1, chance.randrange(1, 900))]
        weekdays = (day for day in days if day.isoweekday() <= 5)
        expected = sum(day not in public_holidays(day.year, place=place) for day in weekdays)
        assert working_days_between(first, (days or [first])[-1], place=place) == expected


def calendar(line: str) -> bytes:
    return f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{line}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".encode()


def test_a_calendar_of_one_event_is_not_refused() -> None:
    assert bounds.refusal(calendar("SUMMARY:Bal")) == ""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"BEGIN:VCALENDAR\r\n" + b"X:y\r\n" * 400_001, bounds.LARGE),
        (b"<html></html>", bounds.FOREIGN),
        (b"", bounds.FOREIGN),
        (b"BEGIN:VCALENDAR\r\nSUMMARY:\xff\r\nEND:VCALENDAR\r\n", bounds.ENCODED),
        (calendar("SUMMARY:" + "a" * 30_000), bounds.LONG),
        (calendar("SUMMARY:" + "a\r\n " * 30_000), bounds.LONG),
        (
            b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 1000 + b"END:VEVENT\r\n" * 1000 + b"END:VCALENDAR",
            bounds.DEEP,
        ),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n", bounds.DEEP),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 501 + b"END:VCALENDAR", bounds.MANY),
    ],
)
def test_what_no_calendar_is_like_is_refused_before_it_is_parsed(data: bytes, reason: str) -> None:
    assert bounds.refusal(data) == reason
