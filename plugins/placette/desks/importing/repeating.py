"""The repetition of an outside event as a rule of ours; of an endless one, this year and the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from itertools import islice
from typing import Any

from dateutil import rrule

from placette.engine.base.message import N_
from placette.features.agenda.rules import FAR, FREQUENCIES, MANY, Rule, RuleError, expand, is_cut, read_rule

_OLD = 40_000
"""The most dates to skip until the present: every day for a century."""

STRANGE = N_("it repeats in a way that is not known here")
"""A reason for leaving out an event, like those below."""
PAST = N_("all its dates are long past")
UNTIMELY = N_("its first date is not one that its own rule gives")


class RepeatError(ValueError):
    """A repetition that can't be imported; the message says why, ``detail`` quotes it."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Repeated:
    """A rule of ours from ``start`` on, and the days on which the event doesn't take place."""

    start: datetime
    rule: Rule
    exceptions: tuple[date, ...] = ()

    def without(self, day: date) -> Repeated:
        """The same without one day. A day that the rule doesn't give isn't kept as an exception."""
        days = {found.date() for found in expand(self.start, self.rule)} & {day, *self.exceptions}
        return replace(self, exceptions=tuple(sorted(days)))


def repeated(event: Any, start: datetime, zone: tzinfo | None, now: datetime) -> Repeated | None:
    """How a calendar's event repeats; None if it doesn't. Raises ``RepeatError``."""
    if "RDATE" in event or isinstance(event.get("RRULE"), list):
        raise RepeatError(STRANGE, "RDATE")
    if "RRULE" not in event:
        return None
    parts = {str(name).upper(): list(values) for name, values in event["RRULE"].items()}
    text = event["RRULE"].to_ical().decode("utf-8", "replace")[:80]
    rule, endless = _known(parts, start, zone, text)
    dates = expand(start, rule)
    if dates[:1] != (start,):
        raise RepeatError(UNTIMELY)
    found = Repeated(start, rule)
    if endless or is_cut(start, rule, dates):
        found = _present(start, rule, now, endless=endless)
    for day in _exceptions(event, zone):
        found = found.without(day)
    return found


def _known(parts: dict[str, list[Any]], start: datetime, zone: tzinfo | None, text: str) -> tuple[Rule, bool]:
    """The rule without redundant parts, and whether it is endless."""
    parts.pop("WKST", None)
    if parts.get("BYMONTHDAY") == [start.day]:
        parts.pop("BYMONTHDAY")
    if parts.get("BYMONTH") == [start.month] and parts.get("FREQ") == ["YEARLY"]:
        parts.pop("BYMONTH")
    if "BYSETPOS" in parts and len(parts["BYSETPOS"]) == len(parts.get("BYDAY", [])) == 1:
        parts["BYDAY"] = [f"{parts.pop('BYSETPOS')[0]}{parts['BYDAY'][0]}"]
    if "UNTIL" in parts:
        parts["UNTIL"] = [f"{_last_day(parts['UNTIL'][0], start, zone):%Y%m%d}"]
    endless = not parts.keys() & {"COUNT", "UNTIL"}
    written = ";".join(f"{name}={','.join(map(str, values))}" for name, values in parts.items())
    count = parts.get("COUNT", [0])[0]
    if isinstance(count, int) and count > MANY:  # is_cut will notice
        written = written.replace(f"COUNT={count}", "COUNT=999")
    try:
        return read_rule(f"{written};COUNT=999" if endless else written), endless
    except RuleError as error:
        raise RepeatError(STRANGE, text) from error


def _last_day(until: date, start: datetime, zone: tzinfo | None) -> date:
    """The last day on which the event may begin: the day before ``until`` if the event begins later in the day."""
    if not isinstance(until, datetime):
        return until
    wall = until.astimezone(zone).replace(tzinfo=None) if until.tzinfo else until
    return wall.date() if wall.time() >= start.time() else wall.date() - timedelta(days=1)


def _present(start: datetime, rule: Rule, now: datetime, *, endless: bool) -> Repeated:
    """The dates from this year's first to next year's last: the same all year, so that nothing seems new."""
    begin, end = datetime(now.year, 1, 1), datetime(now.year + 1, 12, 31, 23, 59)
    last = datetime.combine(rule.until, start.time()) if rule.until else end
    frequency, days = FREQUENCIES[rule.frequency], _weekdays(rule)
    count = None if endless or rule.until else rule.count
    stop = {"count": count} if count else {"until": min(last, end)}
    every = rrule.rrule(frequency, start, rule.interval, byweekday=days, **stop)
    dates = [day for day in islice(every, _OLD) if begin <= day <= end][:MANY]
    if not dates:
        raise RepeatError(PAST)
    dates = [day for day in dates if day - dates[0] <= FAR]
    return Repeated(dates[0], replace(rule, count=0, until=dates[-1].date()))


def _weekdays(rule: Rule) -> list[Any] | None:
    known = dict(zip("MO TU WE TH FR SA SU".split(), rrule.weekdays, strict=True))
    return [known[day[-2:]](int(day[:-2])) if day[:-2] else known[day] for day in rule.days] or None


def _exceptions(event: Any, zone: tzinfo | None) -> list[date]:
    found = event.get("EXDATE", [])
    lists = found if isinstance(found, list) else [found]
    moments = [value.dt for several in lists for value in several.dts][:MANY]
    return [
        (moment.astimezone(zone) if isinstance(moment, datetime) and moment.tzinfo else moment).date()
        if isinstance(moment, datetime)
        else moment
        for moment in moments
    ]
