"""How something repeats, as people say it: «chaque mardi», «un mardi sur deux», «chaque premier samedi du mois»."""

from __future__ import annotations

import re
from collections.abc import Callable

from placette.engine.base.cldr import language_of
from placette.engine.base.dates import long_date
from placette.engine.base.message import N_
from placette.engine.base.occurrences import Happening

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
_RANKED = re.compile(r"([+-]?\d)?([A-Z]{2})")
_EVERY, _OTHER = 1, 2


def rhythm(happening: Happening, say: Say, lang: str) -> str:
    """How it repeats, without a capital; empty for what doesn't."""
    rule = dict(part.split("=") for part in happening.rule.split(";")) if happening.rule else {}
    if not rule:
        return ""
    frequency, interval = rule["FREQ"], int(rule.get("INTERVAL", "1"))
    named = _days(rule.get("BYDAY", ""), happening, say, lang) if frequency in {"WEEKLY", "DAILY", "MONTHLY"} else ""
    if frequency == "MONTHLY" and interval == _EVERY and named:
        return named
    if named and frequency != "MONTHLY" and interval == _EVERY:
        return say(N_("every {day}")).format(day=named)
    if frequency == "WEEKLY" and interval == _OTHER and named and named in language_of(lang).days:
        return say(N_("every other {day}")).format(day=named)
    once, often = _RHYTHMS[frequency]
    return say(often).format(n=interval) if interval > _EVERY else say(once)


def until(happening: Happening, say: Say, lang: str) -> str:
    """How it repeats, and until when, as a sentence without full stop; empty for what doesn't."""
    how = rhythm(happening, say, lang)
    if not how:
        return ""
    return say(N_("{rhythm}, until {day}")).format(
        rhythm=how[:1].upper() + how[1:], day=long_date(happening.starts[-1], lang)
    )


def _days(written: str, happening: Happening, say: Say, lang: str) -> str:
    """The days of a rule: «mardi», «mardi et jeudi», «chaque premier samedi du mois»; empty where it would be long."""
    names, frequency = language_of(lang).days, happening.rule.split(";")[0]
    if not written:
        return names[happening.start.weekday()] if frequency == "FREQ=WEEKLY" else ""
    found = [match for part in written.split(",") if (match := _RANKED.fullmatch(part))]
    if all(not match[1] for match in found):
        return _joined([names[at] for at in sorted(_DAYS.index(match[2]) for match in found)], say)
    days, ranks = {match[2] for match in found}, [(match[1] or "").lstrip("+") for match in found]
    if len(days) > 1 or not all(rank in _RANKS for rank in ranks):
        return ""
    ranked = _joined([say(_RANKS[rank]) for rank in ranks], say)
    return say(N_("every {rank} {day} of the month")).format(rank=ranked, day=names[_DAYS.index(days.pop())])


def _joined(words: list[str], say: Say) -> str:
    *most, last = words
    return say(N_("{some} and {last}")).format(some=", ".join(most), last=last) if most else last
