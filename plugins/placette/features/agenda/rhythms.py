"""How something repeats, as people say it: «chaque mardi», «un mardi sur deux», «chaque premier samedi du mois»."""

from __future__ import annotations

import re
from collections.abc import Callable

from placette.engine.base.cldr import language_of
from placette.engine.base.dates import long_date
from placette.engine.base.message import N_
from placette.engine.base.occurrences import Happening
from placette.features.agenda.words import capital

Say = Callable[[str], str]

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
    """How it repeats, without a capital; empty for what doesn't, and where no few words would be true."""
    rule = dict(part.split("=") for part in happening.rule.split(";")) if happening.rule else {}
    days = tuple(dict.fromkeys(rule["BYDAY"].split(","))) if "BYDAY" in rule else ()
    read = _simplest(rule["FREQ"], int(rule.get("INTERVAL", "1")), days) if rule else None
    if read is None:
        return ""
    frequency, interval, days = read
    if frequency == "WEEKLY" and (said := _weekly(interval, days or (_DAYS[happening.start.weekday()],), say, lang)):
        return said
    if interval == _EVERY and (said := _ranked(days, say, lang)):
        return said
    once, often = _RHYTHMS[frequency]
    return say(often).format(n=interval) if interval > _EVERY else say(once)


def until(happening: Happening, say: Say, lang: str) -> str:
    """How it repeats, and until when, as a sentence without full stop; empty where ``rhythm`` is."""
    how = rhythm(happening, say, lang)
    if not how:
        return ""
    return say(N_("{rhythm}, until {day}")).format(rhythm=capital(how), day=long_date(happening.starts[-1], lang))


def _simplest(frequency: str, interval: int, days: tuple[str, ...]) -> tuple[str, int, tuple[str, ...]] | None:
    """The same dates by the rule that people would think of; None where its words would say something else.

    RFC 5545 takes days without rank in every week that the frequency touches: «monthly, on Tuesdays» is each Tuesday.
    """
    plain = [day for day in days if day in _DAYS]
    if not plain or frequency == "WEEKLY":
        return frequency, interval, days
    if len(plain) < len(days):
        return None
    if len(plain) == len(_DAYS):
        return ("DAILY", interval, ()) if frequency == "DAILY" or interval == _EVERY else None
    if interval == _EVERY:
        return "WEEKLY", _EVERY, days
    if frequency == "DAILY" and len(days) == 1:  # each second day falls on a Tuesday each second week
        return "WEEKLY", interval if interval % len(_DAYS) else interval // len(_DAYS), days
    return None


def _weekly(interval: int, days: tuple[str, ...], say: Say, lang: str) -> str:
    """«chaque jour», «chaque mardi et jeudi», «un mardi sur deux»; empty where the days would make it long."""
    names = [language_of(lang).days[at] for at in sorted(map(_DAYS.index, days))]
    if interval == _EVERY and len(names) == len(_DAYS):
        return say(_RHYTHMS["DAILY"][0])
    if interval == _EVERY:
        return say(N_("every {day}")).format(day=_joined(names, say))
    if interval == _OTHER and len(names) == 1:
        return say(N_("every other {day}")).format(day=names[0])
    return ""


def _ranked(days: tuple[str, ...], say: Say, lang: str) -> str:
    """«chaque premier samedi du mois»; empty without ranks, and where it would be long."""
    found = [match for day in days if (match := _RANKED.fullmatch(day))]
    names, ranks = {match[2] for match in found}, {match[1] for match in found}
    if len(names) != 1 or not ranks <= _RANKS.keys():
        return ""
    ranked = _joined([say(word) for rank, word in _RANKS.items() if rank in ranks], say)
    return say(N_("every {rank} {day} of the month")).format(
        rank=ranked, day=language_of(lang).days[_DAYS.index(names.pop())]
    )


def _joined(words: list[str], say: Say) -> str:
    *most, last = words
    return say(N_("{some} and {last}")).format(some=", ".join(most), last=last) if most else last
