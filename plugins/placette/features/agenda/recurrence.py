"""Recurring events: the part of RFC 5545's rules that has an end and that people can read.

Every day, week, month or year (or every second …), on some days of the week, so many times or until a day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil import rrule

from placette.engine.base.translation import N_

MANY = 366
"""Dates of one event: every day for a year."""
FAR = timedelta(days=5 * 366)
"""How long after its first date an event may be repeated: later dates are not reliable."""
FREQUENCIES = {"DAILY": rrule.DAILY, "WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY, "YEARLY": rrule.YEARLY}
_DAYS = dict(zip("MO TU WE TH FR SA SU".split(), rrule.weekdays, strict=True))
_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_UNTIL = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})", re.ASCII)
_COUNT = re.compile(r"[1-9]\d{0,2}", re.ASCII)
_KNOWN = frozenset({"FREQ", "INTERVAL", "BYDAY", "COUNT", "UNTIL"})

SHAPE = N_("a rule is written as FREQ=WEEKLY;COUNT=10")
"""The reasons why a rule is refused: this one and those below."""
UNKNOWN = N_("only FREQ, INTERVAL, BYDAY, COUNT and UNTIL are understood here")
FREQUENCY = N_("FREQ is one of DAILY, WEEKLY, MONTHLY and YEARLY")
NUMBER = N_("INTERVAL and COUNT are numbers from 1 to 999")
WEEKDAYS = N_("BYDAY is a list of MO, TU, WE, TH, FR, SA and SU; with FREQ=MONTHLY also 1SA or -1SU")
ENDLESS = N_("it needs either COUNT or UNTIL, so that it ends")
DAY = N_("UNTIL is a day such as 2027-06-29")


class RuleError(ValueError):
    """A rule that can't be used; its text is the reason."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that was understood; exactly one of ``count`` and ``until`` is given."""

    frequency: str
    interval: int = 1
    days: tuple[str, ...] = ()
    count: int = 0
    until: date | None = None

    @property
    def text(self) -> str:
        """Return the rule in one spelling; UNTIL has the day alone, which callers complete with the zone."""
        parts = [f"FREQ={self.frequency}"]
        parts += [f"INTERVAL={self.interval}"] if self.interval > 1 else []
        parts += [f"BYDAY={','.join(self.days)}"] if self.days else []
        return ";".join([*parts, f"UNTIL={self.until:%Y%m%d}" if self.until else f"COUNT={self.count}"])


def read_rule(written: str) -> Rule:
    """Return the rule that was written; raises ``RuleError``."""
    pairs = [part.partition("=") for part in written.upper().removeprefix("RRULE:").replace(" ", "").split(";") if part]
    values = {name: value for name, _, value in pairs}
    if not pairs or len(values) != len(pairs) or not all(values.values()):
        raise RuleError(SHAPE)
    if values.keys() - _KNOWN:
        raise RuleError(UNKNOWN)
    if values.get("FREQ") not in FREQUENCIES:
        raise RuleError(FREQUENCY)
    if ("COUNT" in values) == ("UNTIL" in values):
        raise RuleError(ENDLESS)
    until = _day(values["UNTIL"]) if "UNTIL" in values else None
    interval, count = _number(values.get("INTERVAL", "1")), _number(values["COUNT"]) if "COUNT" in values else 0
    return Rule(values["FREQ"], interval, _weekdays(values.get("BYDAY", ""), values["FREQ"]), count, until)


def expand(start: datetime, rule: Rule) -> tuple[datetime, ...]:
    """Return the dates of the rule from ``start`` on, at most ``MANY`` + 1; none beyond ``FAR``.

    dateutil tries day by day, even without any match, so it always gets a date where to stop.
    """
    far = start + FAR
    until = min(far, datetime.combine(rule.until, time.max)) if rule.until else far
    days = [_DAYS[day[-2:]](int(day[:-2])) if day[:-2] else _DAYS[day] for day in rule.days] or None
    dates = rrule.rrule(FREQUENCIES[rule.frequency], start, rule.interval, byweekday=days, until=until)
    return tuple(islice(dates, min(rule.count or MANY + 1, MANY + 1)))


def is_cut(start: datetime, rule: Rule, dates: tuple[datetime, ...]) -> bool:
    """Return whether the rule asks for more dates, or later ones, than an event may have."""
    late = rule.until is not None and datetime.combine(rule.until, time.min) > start + FAR
    return late or len(dates) > MANY or len(dates) < rule.count


def _number(written: str) -> int:
    if not _COUNT.fullmatch(written):
        raise RuleError(NUMBER)
    return int(written)


def _day(written: str) -> date:
    match = _UNTIL.fullmatch(written)
    try:
        if not match:
            raise RuleError(DAY)
        return date(*map(int, match.groups()))
    except ValueError as error:
        raise RuleError(DAY) from error


def _weekdays(written: str, frequency: str) -> tuple[str, ...]:
    days = tuple(dict.fromkeys(written.split(","))) if written else ()
    matches = [_DAY.fullmatch(day) for day in days]
    if not all(matches) or (frequency != "MONTHLY" and any(day and day[1] for day in matches)):
        raise RuleError(WEEKDAYS)
    return days
