"""Working days in France: Monday to Friday, but for public holidays, which are computed for any year."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)
"""Days from Easter to Easter Monday, Ascension and Whit Monday. All these: Code du travail, article L. 3133-1."""
_FIXED_IN_ALSACE_MOSELLE = ((12, 26),)
_GOOD_FRIDAY = -2
"""Days from Easter. Both in Moselle, Bas-Rhin and Haut-Rhin alone: Code du travail, article L. 3134-13."""
_SATURDAY = 5
"""The first day of a week, from Monday as 0, on which offices are closed."""
_WEEK = 7


@lru_cache(256)
def public_holidays(year: int, *, alsace_moselle: bool = False) -> frozenset[date]:
    """The days of a year on which the country is off; in the three départements of the east two more."""
    fixed = _FIXED + (_FIXED_IN_ALSACE_MOSELLE if alsace_moselle else ())
    moving = _AFTER_EASTER + ((_GOOD_FRIDAY,) if alsace_moselle else ())
    sunday = easter(year)
    return frozenset({*(date(year, *day) for day in fixed), *(sunday + timedelta(days=days) for days in moving)})


def is_working_day(day: date, *, alsace_moselle: bool = False) -> bool:
    """Whether offices are open on a day."""
    return day.weekday() < _SATURDAY and day not in public_holidays(day.year, alsace_moselle=alsace_moselle)


def working_days_between(first: date, last: date, *, alsace_moselle: bool = False) -> int:
    """The working days after ``first``, up to and with ``last``: 1 from a Friday to the next Monday; never negative."""
    if last <= first:
        return 0
    weekdays = _weekdays_until(last) - _weekdays_until(first)
    off = (_holidays_on_weekdays(year, alsace_moselle=alsace_moselle) for year in range(first.year, last.year + 1))
    return weekdays - sum(first < day <= last for days in off for day in days)


def _weekdays_until(day: date) -> int:
    """Monday to Friday, from the first day of the calendar on: counted by weeks, for thousands of questions ask."""
    weeks, rest = divmod(day.toordinal(), _WEEK)  # the first day of the calendar is a Monday
    return weeks * _SATURDAY + min(rest, _SATURDAY)


@lru_cache(256)
def _holidays_on_weekdays(year: int, *, alsace_moselle: bool) -> tuple[date, ...]:
    days = public_holidays(year, alsace_moselle=alsace_moselle)
    return tuple(day for day in days if day.weekday() < _SATURDAY)
