"""When something takes place, as people say it: «Samedi 5 décembre 2026, de 18 h 30 à 20 h»."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from placette.engine.base.dates import long_date, month_alone, month_name, short_date, weekday
from placette.engine.base.message import N_
from placette.engine.base.occurrences import Happening, Outlook, months_of

Say = Callable[[str], str]

STATUSES = {Outlook.CONFIRMED: "", Outlook.POSTPONED: N_("Postponed"), Outlook.CANCELLED: N_("Cancelled")}
"""What stands beside the title of an event that will not take place as announced."""
EXPLAINED = {
    Outlook.CONFIRMED: "",
    Outlook.POSTPONED: N_("Postponed: the date announced no longer holds; the new one will be given here."),
    Outlook.CANCELLED: N_("Cancelled: this event will not take place."),
}
_RHYTHMS = {
    "DAILY": (N_("Every day"), N_("Every {n} days")),
    "WEEKLY": (N_("Every week"), N_("Every {n} weeks")),
    "MONTHLY": (N_("Every month"), N_("Every {n} months")),
    "YEARLY": (N_("Every year"), N_("Every {n} years")),
}
_ONE_NIGHT = timedelta(hours=12)
"""What ends so soon after midnight belongs to the day before."""
_FIRST = "1er"


def when(happening: Happening, start: datetime, say: Say, lang: str) -> str:
    """The date that begins at ``start``, with its hours, as a sentence without full stop."""
    end = happening.end_of(start)
    if happening.all_day:
        sentence = _whole_days(start, happening.last_day(start), say, lang)
    elif end is None:
        sentence = say(N_("{day} at {time}")).format(day=_day(start, lang), time=_time(start, lang))
    elif end.date() == start.date() or end - start <= _ONE_NIGHT:
        values = {"day": _day(start, lang), "start": _time(start, lang), "end": _time(end, lang)}
        sentence = say(N_("{day}, from {start} to {end}")).format_map(values)
    else:
        values = {"first": _day(start, lang), "start": _time(start, lang)}
        values |= {"last": _day(end, lang), "end": _time(end, lang)}
        sentence = say(N_("from {first} at {start} to {last} at {end}")).format_map(values)
    return sentence[:1].upper() + sentence[1:]


def rhythm(happening: Happening, say: Say, lang: str) -> str:
    """How it repeats, and until when; empty for what doesn't."""
    rule = dict(part.split("=") for part in happening.rule.split(";")) if happening.rule else {}
    if not rule:
        return ""
    once, often = _RHYTHMS[rule["FREQ"]]
    number = int(rule.get("INTERVAL", "1"))
    interval = say(often).format(n=number) if number > 1 else say(once)
    return say(N_("{rhythm}, until {day}")).format(rhythm=interval, day=long_date(happening.starts[-1], lang))


def days_by_month(happening: Happening, lang: str) -> tuple[tuple[str, str], ...]:
    """The dates of what repeats: «décembre 2026» and «1er, 8, 15»."""
    if not happening.rule:
        return ()
    return tuple((month_name(days[0], lang), numbers(days, lang)) for days in _begun(happening).values())


def numbers(days: tuple[datetime, ...], lang: str) -> str:
    """«1er, 8, 15»."""
    return ", ".join(_FIRST if lang == "fr" and day.day == 1 else f"{day.day}" for day in days)


def left_out(happening: Happening, say: Say, lang: str) -> str:
    """The days on which it does not take place after all, as a sentence; empty when there are none."""
    days = ", ".join(short_date(day, lang) for day in happening.exceptions)
    return say(N_("Not on: {days}.")).format(days=days) if days else ""


def badge(start: datetime, lang: str) -> tuple[str, str, str]:
    """A day for the margin of a list: «sam.», «5», «déc.»."""
    return weekday(start, lang, short=True), f"{start.day}", month_alone(start, lang, short=True)


def _begun(happening: Happening) -> dict[tuple[int, int], tuple[datetime, ...]]:
    """By month, the dates that begin in it."""
    found = {
        month: tuple(d for d in days if (d.year, d.month) == month) for month, days in months_of(happening).items()
    }
    return {month: days for month, days in found.items() if days}


def _whole_days(first: datetime, last: datetime, say: Say, lang: str) -> str:
    if first == last:
        return _day(first, lang)
    same_month = (first.year, first.month) == (last.year, last.month)
    name = weekday(first, lang)
    if same_month:
        begun = f"{name} {numbers((first,), lang)}"
    elif first.year == last.year:
        begun = f"{name} {short_date(first, lang)}"
    else:
        begun = _day(first, lang)
    return say(N_("from {first} to {last}")).format(first=begun, last=_day(last, lang))


def _day(moment: datetime, lang: str) -> str:
    return f"{weekday(moment, lang)} {long_date(moment, lang)}"


def _time(moment: datetime, lang: str) -> str:
    """«18 h 30», «20 h»; in other languages 18:30."""
    if lang != "fr":
        return f"{moment:%H:%M}"
    return f"{moment.hour}\u00a0h" + (f"\u00a0{moment:%M}" if moment.minute else "")
