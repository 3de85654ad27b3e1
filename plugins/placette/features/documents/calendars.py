"""Calendars (ICS): check them, and keep dates without guests, alarms, attachments and programs' additions.

Allowed parts are listed, each within another. A file is bounded line by line before it is parsed, and no
repetition is ever expanded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from icalendar import Calendar

from placette.engine.base.occurrences import BROKEN, refusal
from placette.features.documents import findings
from placette.features.documents.findings import Active, Findings, Private, UnusableError

_WITHIN = {
    "VCALENDAR": frozenset({"VTIMEZONE", "VEVENT"}),
    "VTIMEZONE": frozenset({"STANDARD", "DAYLIGHT"}),
}
_PROPERTIES = frozenset(
    "PRODID VERSION CALSCALE METHOD NAME REFRESH-INTERVAL COLOR TZID TZNAME TZOFFSETFROM TZOFFSETTO UID DTSTAMP CREATED"
    " LAST-MODIFIED SEQUENCE DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID SUMMARY DESCRIPTION LOCATION GEO"
    " URL CATEGORIES STATUS CLASS TRANSP PRIORITY CONTACT".split()
)
"""Properties for time, place and title (RFC 5545, 3.7 and 3.8; RFC 7986)."""
_PARAMETERS = frozenset({"LANGUAGE", "TZID", "VALUE", "RANGE"})
_PEOPLE = frozenset({"ATTENDEE", "ORGANIZER", "REQUEST-STATUS"})
_FILES = frozenset({"ATTACH", "IMAGE", "SOURCE", "STYLED-DESCRIPTION"})
_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_FINE = frozenset({"BYSECOND", "BYMINUTE", "BYHOUR"})
"""Parts of a rule that make many dates in a day, at which programs of visitors would choke."""


def look_into_calendar(data: bytes) -> Findings:
    """Return a calendar's findings; its extent is its number of dates, 0 if some repeat. Raises ``UnusableError``."""
    calendar = _calendar(data)
    events = calendar.walk("VEVENT")
    dates = 0 if any({"RRULE", "RDATE"} & event.keys() for event in events) else len(events)
    return findings.findings_from(_findings(calendar), dates)


def _calendar(data: bytes) -> Calendar:
    if reason := refusal(data):
        raise UnusableError(reason)
    try:
        calendar = Calendar.from_ical(findings.readable_text(data))
        parts = list(calendar.walk())
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        if isinstance(error, UnusableError):
            raise
        raise UnusableError(BROKEN) from error
    if any(part.errors for part in parts):
        raise UnusableError(BROKEN)
    if not calendar.walk("VEVENT"):
        raise UnusableError(findings.NO_DATE)
    if any(_is_often(rule) for part in parts for rule in _listed(part.get("RRULE", []))):
        raise UnusableError(findings.OFTEN)
    return calendar


def _is_often(rule: Any) -> bool:
    parts = {str(name).upper(): {str(value).upper() for value in _listed(values)} for name, values in rule.items()}
    return bool(parts.keys() & _FINE or parts.get("FREQ", set()) & _OFTEN)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _findings(part: Any) -> Iterator[Active | Private]:
    """Yield the parts of a calendar beside dates, with the parts inside them."""
    for name, value in part.items():
        if kind := _of_property(name, value):
            yield kind
        elif any(_odd_parameters(one) for one in _listed(value)):
            yield Private.KEPT
    for inner in part.subcomponents:
        if inner.name in _WITHIN.get(part.name, ()):
            yield from _findings(inner)
        else:
            yield Active.ALARM if inner.name == "VALARM" else Private.KEPT


def _of_property(name: str, value: Any) -> Active | Private | None:
    """Return the private or active content of a property; None for an allowed one."""
    if name in _PEOPLE:
        return Private.PEOPLE
    if name in _FILES:
        return Active.ATTACHED
    if name == "METHOD" and str(value).upper() != "PUBLISH":
        return Active.INVITATION
    if name == "URL" and not findings.leads_to_the_web(str(value)):
        return Active.OUTSIDE
    return None if name in _PROPERTIES else Private.KEPT


def _odd_parameters(value: Any) -> list[str]:
    return [name for name in getattr(value, "params", ()) if name.upper() not in _PARAMETERS]


def clean_calendar(data: bytes) -> bytes:
    """Return the same dates, and nothing else. Raises ``UnusableError``."""
    calendar = _calendar(data)
    _clean(calendar)
    return bytes(calendar.to_ical())


def _clean(part: Any) -> None:
    for name, value in list(part.items()):
        if _of_property(name, value):
            del part[name]
        else:
            for one in _listed(value):
                for odd in _odd_parameters(one):
                    del one.params[odd]
    part.subcomponents = [inner for inner in part.subcomponents if inner.name in _WITHIN.get(part.name, ())]
    for inner in part.subcomponents:
        _clean(inner)
