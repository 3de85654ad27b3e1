"""Recurring events: the part of RFC 5545's rules that has an end and that people can read.

Every day, week, month or year (or every second …), on some days of the week, so many times or until a day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import ClassVar

from dateutil import rrule

_FREQUENCIES = {"DAILY": rrule.DAILY, "WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY, "YEARLY": rrule.YEARLY}
_DAYS = dict(zip("MO TU WE TH FR SA SU".split(), rrule.weekdays, strict=True))
_DAY, _RANK = "(?:MO|TU|WE|TH|FR|SA|SU)", "[+-]?[1-5]"
_PARTS = {
    "FREQ": re.compile("|".join(_FREQUENCIES)),
    "INTERVAL": re.compile(r"[1-9]\d{0,2}", re.ASCII),
    "COUNT": re.compile(r"[1-9]\d{0,2}", re.ASCII),
    "UNTIL": re.compile(r"\d{4}-?\d{2}-?\d{2}", re.ASCII),
    "BYDAY": re.compile(rf"(?:{_RANK})?{_DAY}(?:,(?:{_RANK})?{_DAY})*"),
}
_UNRANKED = re.compile(rf"{_DAY}(?:,{_DAY})*")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that was understood; exactly one of ``count`` and ``until`` is given."""

    MANY: ClassVar = 366
    """Dates of one event: every day for a year."""
    FAR: ClassVar = timedelta(days=5 * 366)
    """How long after its first date an event may be repeated: later dates are not reliable."""
    FREQUENCIES: ClassVar[Mapping[str, int]] = _FREQUENCIES
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

    @classmethod
    def read(cls, written: str) -> Rule:
        """Return the rule that was written; raises ``ValueError`` for one that can't be used."""
        parts = written.upper().removeprefix("RRULE:").replace(" ", "").split(";")
        pairs = [part.partition("=") for part in parts if part]
        values = {name: value for name, _, value in pairs}
        is_known = all(name in _PARTS and _PARTS[name].fullmatch(value) for name, value in values.items())
        is_bounded = ("COUNT" in values) != ("UNTIL" in values)
        if not (is_known and is_bounded and "FREQ" in values) or len(values) != len(pairs):
            raise ValueError(written)
        days = values.get("BYDAY", "")
        if days and values["FREQ"] != "MONTHLY" and not _UNRANKED.fullmatch(days):
            raise ValueError(written)
        until = date.fromisoformat(values["UNTIL"]) if "UNTIL" in values else None
        each = tuple(dict.fromkeys(days.split(","))) if days else ()
        return cls(values["FREQ"], int(values.get("INTERVAL", "1")), each, int(values.get("COUNT", "0")), until)

    def dates(self, start: datetime) -> tuple[datetime, ...]:
        """Return the dates of the rule from ``start`` on, at most ``MANY`` + 1; none beyond ``FAR``.

        dateutil tries day by day, even without any match, so it always gets a date where to stop.
        """
        far = start + self.FAR
        until = min(far, datetime.combine(self.until, time.max)) if self.until else far
        days = [_DAYS[day[-2:]](int(day[:-2])) if day[:-2] else _DAYS[day] for day in self.days] or None
        dates = rrule.rrule(_FREQUENCIES[self.frequency], start, self.interval, byweekday=days, until=until)
        return tuple(islice(dates, min(self.count or self.MANY + 1, self.MANY + 1)))

    def is_cut(self, start: datetime, dates: tuple[datetime, ...]) -> bool:
        """Return whether the rule asks for more dates, or later ones, than an event may have."""
        late = self.until is not None and datetime.combine(self.until, time.min) > start + self.FAR
        return late or len(dates) > self.MANY or len(dates) < self.count
