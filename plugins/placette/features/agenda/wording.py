"""Dates of events in words: «Samedi 5 décembre 2026, de 18 h 30 à 20 h»."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from placette.engine.base.dates import language_of, long_date, month_alone, month_name, short_date, weekday
from placette.engine.base.occurrences import Happening, Outlook, months_of
from placette.engine.base.translation import N_
from placette.features.agenda.programme import ProgrammePart

Say = Callable[[str], str]

STATUSES = {Outlook.CONFIRMED: "", Outlook.POSTPONED: N_("Postponed"), Outlook.CANCELLED: N_("Cancelled")}
"""The label beside the title of an event that will not take place as announced."""
FULL = N_("Full")
"""The same of a part of an event that has no room left."""
OUTCOMES = {
    Outlook.CONFIRMED: "",
    Outlook.POSTPONED: N_("New date to come."),
    Outlook.CANCELLED: N_("It will not take place."),
}
"""The same label as a sentence, in a list."""
EXPLAINED = {
    Outlook.CONFIRMED: "",
    Outlook.POSTPONED: N_("Postponed: the date announced is no longer valid; the new one will be given here."),
    Outlook.CANCELLED: N_("Cancelled: this event will not take place."),
}
_ONE_NIGHT = timedelta(hours=12)
"""An event that ends so soon after midnight belongs to the day before."""
_FIRST = "1er"


def when(happening: Happening, start: datetime, say: Say, lang: str) -> str:
    """Return the date that begins at ``start``, with its hours, as a sentence without full stop."""
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
    return capital(sentence)


def hours(happening: Happening, start: datetime, say: Say, lang: str) -> str:
    """Return the hours of the date that begins at ``start``, if its day is beside them; else the whole date."""
    end, last = happening.end_of(start), happening.last_day(start)
    if happening.all_day:
        days = (last - datetime(start.year, start.month, start.day)).days + 1
        if days > 1 and (last.year, last.month) != (start.year, start.month):
            return when(happening, start, say, lang)
        return say(N_("{n} whole days")).format(n=days) if days > 1 else say(N_("All day"))
    if end is None:
        return say(N_("At {time}")).format(time=_time(start, lang))
    if end.date() == start.date() or end - start <= _ONE_NIGHT:
        return say(N_("From {start} to {end}")).format(start=_time(start, lang), end=_time(end, lang))
    return when(happening, start, say, lang)


def part_status(part: ProgrammePart, say: Say) -> str:
    """Return in a word that a part of an event doesn't take place as announced, or that it is full; or nothing."""
    status = FULL if part.full else STATUSES[part.happening.outlook]
    return say(status) if status else ""


def part_line(part: ProgrammePart, event: Happening, say: Say, lang: str) -> str:
    """Return a part of an event on a line: «De 19 h à 20 h : Contes (École du haut, préau) – Complet»."""
    timed = when if (event.length or timedelta(0)) > timedelta(days=1) else hours
    moment = timed(part.happening, part.happening.start, say, lang)
    line = say(N_("{day}: {events}")).format(day=moment, events=part.title)
    place, status = f" ({part.place})" if part.place else "", part_status(part, say)
    return f"{line}{place}{f' – {status}' if status else ''}"


def margin(happening: Happening, start: datetime, say: Say, lang: str) -> tuple[str, str, str]:
    """Return a date for the margin: «mardi», «1er», «décembre»; of whole days in a row «sam. et dim.», «5–6»."""
    last = happening.last_day(start)
    month = month_alone(start, lang)
    if not happening.all_day or last.date() == start.date() or (last.year, last.month) != (start.year, start.month):
        return weekday(start, lang), numbers((start,), lang), month
    names = {"first": weekday(start, lang, short=True), "last": weekday(last, lang, short=True)}
    pattern = N_("{first} and {last}") if last - start <= timedelta(days=1) else N_("{first} to {last}")
    return say(pattern).format_map(names), f"{numbers((start,), lang)}–{last.day}", month


def span(first: datetime, last: datetime, say: Say, lang: str) -> str:
    """Return days as a title: «Du 30 novembre au 6 décembre», «Dimanche 1er novembre»; with both years where two."""
    if first == last:
        return full_day(first, lang)
    if (first.year, first.month) == (last.year, last.month):
        beginning = numbers((first,), lang)
    else:
        beginning = short_date(first, lang) if first.year == last.year else long_date(first, lang)
    ended = short_date(last, lang) if first.year == last.year else long_date(last, lang)
    return capital(say(N_("from {first} to {last}")).format(first=beginning, last=ended))


def days_by_month(happening: Happening, lang: str) -> tuple[tuple[str, str], ...]:
    """Return the dates of a recurring event: «décembre 2026» and «1er, 8, 15»."""
    if not happening.rule:
        return ()
    months = (tuple(d for d in days if (d.year, d.month) == month) for month, days in months_of(happening).items())
    return tuple((month_name(days[0], lang), numbers(days, lang)) for days in months if days)


def numbers(days: tuple[datetime, ...], lang: str) -> str:
    """Return the numbers of days: «1er, 8, 15»."""
    return ", ".join(_FIRST if lang == "fr" and day.day == 1 else f"{day.day}" for day in days)


def left_out(happening: Happening, say: Say, lang: str) -> str:
    """Return the days on which it does not take place after all, as a sentence; empty when there are none."""
    days = ", ".join(short_date(day, lang) for day in happening.exceptions)
    return say(N_("Not on: {days}.")).format(days=days) if days else ""


def badge(start: datetime, lang: str) -> tuple[str, str, str]:
    """Return a day for the margin of a list: «sam.», «5», «déc.»."""
    return weekday(start, lang, short=True), f"{start.day}", month_alone(start, lang, short=True)


def full_day(moment: datetime, lang: str) -> str:
    """Return a day in full: «Samedi 5 décembre»."""
    return capital(f"{weekday(moment, lang)} {short_date(moment, lang)}")


def both_days(one: datetime, other: datetime, say: Say, lang: str) -> str:
    """Return two days in full: «Samedi 5 et dimanche 6 décembre»."""
    same = (one.year, one.month) == (other.year, other.month)
    first = f"{weekday(one, lang)} {numbers((one,), lang)}" if same else f"{weekday(one, lang)} {short_date(one, lang)}"
    last = f"{weekday(other, lang)} {short_date(other, lang)}"
    return capital(say(N_("{first} and {last}")).format(first=first, last=last))


def capital(sentence: str) -> str:
    """Return a sentence, or a name, with a capital at its beginning alone."""
    return sentence[:1].upper() + sentence[1:]


def _whole_days(first: datetime, last: datetime, say: Say, lang: str) -> str:
    if first == last:
        return _day(first, lang)
    beginning = _day(first, lang)
    if (first.year, first.month) == (last.year, last.month):
        beginning = f"{weekday(first, lang)} {numbers((first,), lang)}"
    elif first.year == last.year:
        beginning = f"{weekday(first, lang)} {short_date(first, lang)}"
    return say(N_("from {first} to {last}")).format(first=beginning, last=_day(last, lang))


def _day(moment: datetime, lang: str) -> str:
    return f"{weekday(moment, lang)} {long_date(moment, lang)}"


def _time(moment: datetime, lang: str) -> str:
    """Return a time of day: «18 h 30», «20 h»; in other languages 18:30."""
    if lang != "fr":
        return f"{moment:%H:%M}"
    return f"{moment.hour}\u00a0h" + (f"\u00a0{moment:%M}" if moment.minute else "")


_RHYTHMS = {
    "DAILY": (N_("every day"), N_("every {n} days")),
    "WEEKLY": (N_("every week"), N_("every {n} weeks")),
    "MONTHLY": (N_("every month"), N_("every {n} months")),
    "YEARLY": (N_("every year"), N_("every {n} years")),
}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RANKS = {
    "1": N_("first"),
    "2": N_("second"),
    "3": N_("third"),
    "4": N_("fourth"),
    "5": N_("fifth"),
    "-1": N_("last"),
}
_RANKED = re.compile(r"\+?(-?\d)([A-Z]{2})")
_EVERY, _OTHER = 1, 2


def rhythm(happening: Happening, say: Say, lang: str) -> str:
    """Return the recurrence in words, without a capital; empty without one, or where no few words would be true."""
    rule = dict(part.split("=") for part in happening.rule.split(";")) if happening.rule else {}
    days = tuple(dict.fromkeys(rule["BYDAY"].split(","))) if "BYDAY" in rule else ()
    if not rule or (rule["FREQ"] != "WEEKLY" and any(day in _DAYS for day in days)):
        return ""  # days without rank are those of every week that the frequency touches: no few words say it
    frequency, interval = rule["FREQ"], int(rule.get("INTERVAL", "1"))
    if frequency == "WEEKLY" and (text := _weekly(interval, days or (_DAYS[happening.start.weekday()],), say, lang)):
        return text
    if interval == _EVERY and (text := _ranked(days, say, lang)):
        return text
    once, often = _RHYTHMS[frequency]
    return say(often).format(n=interval) if interval > _EVERY else say(once)


def until(happening: Happening, say: Say, lang: str) -> str:
    """Return the recurrence and its end, as a sentence without full stop; empty where ``rhythm`` is."""
    how = rhythm(happening, say, lang)
    if not how:
        return ""
    return say(N_("{rhythm}, until {day}")).format(rhythm=capital(how), day=long_date(happening.starts[-1], lang))


def _weekly(interval: int, days: tuple[str, ...], say: Say, lang: str) -> str:
    """Return «chaque mardi et jeudi», «un mardi sur deux»; nothing where the days would make it long."""
    names = [language_of(lang).days[at] for at in sorted(map(_DAYS.index, days))]
    if interval == _EVERY and len(names) == len(_DAYS):
        return say(_RHYTHMS["DAILY"][0])
    if interval == _EVERY:
        return say(N_("every {day}")).format(day=_joined(names, say))
    if interval == _OTHER and len(names) == 1:
        return say(N_("every other {day}")).format(day=names[0])
    return ""


def _ranked(days: tuple[str, ...], say: Say, lang: str) -> str:
    """Return «chaque premier samedi du mois»; nothing without ranks, and where it would be long."""
    matches = [match for day in days if (match := _RANKED.fullmatch(day))]
    names, ranks = {match[2] for match in matches}, {match[1] for match in matches}
    if len(names) != 1 or not ranks <= _RANKS.keys():
        return ""
    ranked = _joined([say(word) for rank, word in _RANKS.items() if rank in ranks], say)
    return say(N_("every {rank} {day} of the month")).format(
        rank=ranked, day=language_of(lang).days[_DAYS.index(names.pop())]
    )


def _joined(words: list[str], say: Say) -> str:
    *most, last = words
    return say(N_("{some} and {last}")).format(some=", ".join(most), last=last) if most else last
