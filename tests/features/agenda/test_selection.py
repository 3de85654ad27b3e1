"""The agenda goes forward by week: what takes place where, quiet weeks, how much is shown, dates in the margin."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from placette.engine.base.occurrences import Happening
from placette.engine.base.translation import load_catalogue
from placette.features.agenda.selection import (
    WEEK,
    after_weeks,
    in_weeks,
    monday,
    shown_dates,
    until_full,
    weekend_of,
    with_gaps,
)
from placette.features.agenda.wording import both_days, hours, margin, span

NOW = datetime(2026, 11, 27, 9, tzinfo=ZoneInfo("Europe/Paris"))
"""A Friday."""
DAY = timedelta(days=1)


def weekly(first: datetime, count: int) -> Happening:
    return Happening(first, timedelta(hours=1), False, tuple(first + WEEK * n for n in range(count)))


def test_an_event_stands_once_a_week_and_small_from_the_second_time_on() -> None:
    start = datetime(2026, 11, 24, 18)
    daily = Happening(start, None, False, tuple(start + DAY * n for n in range(9)))
    weeks = in_weeks(shown_dates("a.md", daily, NOW))
    assert [(week.first.day, [start.day for start in week.entries[0].starts]) for week in weeks] == [
        (23, [27, 28, 29]),
        (30, [30, 1, 2]),
    ]
    assert [week.entries[0].again for week in weeks] == [False, True]


def test_what_has_begun_stands_in_this_week_alone() -> None:
    lasting = Happening(datetime(2026, 11, 2), DAY * 60, True, (datetime(2026, 11, 2),))
    (week,) = in_weeks(shown_dates("a.md", lasting, NOW))
    assert (week.first, week.entries[0].starts) == (datetime(2026, 11, 23), (datetime(2026, 11, 2),))
    assert shown_dates("a.md", lasting, NOW + DAY * 60) == []


def test_quiet_weeks_are_joined() -> None:
    found = in_weeks(shown_dates("a.md", weekly(datetime(2026, 12, 15, 18), 1), NOW))
    first = monday(NOW)
    spans = with_gaps(found, first, first + 6 * WEEK)
    assert [(week.first.day, week.last.day, bool(week.entries)) for week in spans] == [
        (23, 13, False),
        (14, 20, True),
        (21, 3, False),
    ]
    assert with_gaps([], first, first) == []


def test_weeks_end_where_too_much_would_be_shown_but_one_is_always_there() -> None:
    dates = [date for n in range(5) for date in shown_dates(f"{n}.md", weekly(datetime(2026, 11, 28, 18), 4), NOW)]
    weeks = in_weeks(dates)
    assert len(until_full(weeks, 10)) == 2
    assert len(until_full(weeks, 1)) == 1
    assert len(until_full(weeks, 99)) == 4


def test_what_full_weeks_leave_out_follows_and_what_is_far_off_only_if_it_is_new() -> None:
    dates = [date for n in range(5) for date in shown_dates(f"{n}.md", weekly(datetime(2026, 11, 28, 18), 4), NOW)]
    dates += shown_dates("new.md", weekly(datetime(2027, 3, 1, 18), 2), NOW)
    shown, far = until_full(in_weeks(dates), 10), monday(NOW) + 8 * WEEK
    assert [(date.event, date.at) for date in after_weeks(dates, shown, shown[-1].first + WEEK, far)] == [
        *((f"{n}.md", datetime(2026, 12, 12)) for n in range(5)),
        ("new.md", datetime(2027, 3, 1)),
    ]
    assert [date.event for date in after_weeks(dates, shown, far, far)] == ["new.md"]


@pytest.mark.parametrize("day", range(23, 30))
def test_the_weekend_is_that_of_the_week_until_it_is_over(day: int) -> None:
    assert weekend_of(NOW.replace(day=day)) == (datetime(2026, 11, 28), datetime(2026, 11, 29))


MARGINS = [
    ("2026-12-01", 1, ("mardi", "1er", "décembre"), "Toute la journée"),
    ("2026-12-05", 2, ("sam. et dim.", "5–6", "décembre"), "2 jours entiers"),
    ("2026-12-01", 5, ("mar. au sam.", "1er–5", "décembre"), "5 jours entiers"),
    ("2026-11-28", 5, ("samedi", "28", "novembre"), "Du samedi 28 novembre au mercredi 2 décembre 2026"),
]


@pytest.mark.parametrize(("start", "days", "beside", "said"), MARGINS)
def test_whole_days_stand_in_the_margin(start: str, days: int, beside: tuple[str, str, str], said: str) -> None:
    first, say = datetime.fromisoformat(start), load_catalogue("fr").gettext
    happening = Happening(first, DAY * days, True, (first,))
    assert margin(happening, first, say, "fr") == beside
    assert hours(happening, first, say, "fr").replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (None, "À 18 h 05"),
        (timedelta(hours=2), "De 18 h 05 à 20 h 05"),
        (timedelta(hours=9), "De 18 h 05 à 3 h 05"),
        (timedelta(days=2), "Du samedi 5 décembre 2026 à 18 h 05 au lundi 7 décembre 2026 à 18 h 05"),
    ],
)
def test_hours_are_said_beside_their_day(length: timedelta | None, said: str) -> None:
    first = datetime(2026, 12, 5, 18, 5)
    happening = Happening(first, length, False, (first,))
    assert hours(happening, first, load_catalogue("fr").gettext, "fr").replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ((2026, 12, 7), (2026, 12, 13), "Du 7 au 13 décembre"),
        ((2026, 11, 30), (2026, 12, 6), "Du 30 novembre au 6 décembre"),
        ((2026, 12, 28), (2027, 1, 3), "Du 28 décembre 2026 au 3 janvier 2027"),
        ((2026, 11, 1), (2026, 11, 1), "Dimanche 1er novembre"),
    ],
)
def test_a_week_is_named_by_its_days(first: tuple[int, int, int], last: tuple[int, int, int], said: str) -> None:
    say = load_catalogue("fr").gettext
    assert span(datetime(*first), datetime(*last), say, "fr").replace("\u00a0", " ") == said


def test_a_weekend_is_named_by_its_days() -> None:
    say = load_catalogue("fr").gettext
    said = both_days(datetime(2026, 10, 31), datetime(2026, 11, 1), say, "fr").replace("\u00a0", " ")
    assert said == "Samedi 31 octobre et dimanche 1er novembre"
