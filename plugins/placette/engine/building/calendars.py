"""A look at a calendar file by a parser that had no part in making it: well-formed lines, nothing that acts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from placette.engine.base.message import N_

_LINE = 75
"""Octets of the longest line."""
_COMPONENTS = {"VCALENDAR": "", "VTIMEZONE": "VCALENDAR", "VEVENT": "VCALENDAR"} | dict.fromkeys(
    ("STANDARD", "DAYLIGHT"), "VTIMEZONE"
)
"""What may stand in a calendar, and in what: no alarms, no free text of other kinds."""
_PROPERTIES = frozenset(
    "PRODID VERSION CALSCALE NAME X-WR-CALNAME REFRESH-INTERVAL TZID TZNAME TZOFFSETFROM TZOFFSETTO DTSTART DTEND RRULE"
    " RDATE EXDATE"
    " UID DTSTAMP SEQUENCE LAST-MODIFIED SUMMARY STATUS URL DESCRIPTION LOCATION CATEGORIES CONTACT".split()
)
"""What the build writes; ATTACH, ORGANIZER and their kin would make programs fetch files or write letters."""
_OFFERED = _PROPERTIES - {"X-WR-CALNAME"} | set(
    "METHOD COLOR CREATED DURATION RECURRENCE-ID GEO CLASS TRANSP PRIORITY".split()
)
"""What a calendar beside a text may hold."""
_OFFERED_CONTENT = re.compile(
    r"([A-Za-z-]+)(?:;(?:LANGUAGE|TZID|VALUE|RANGE)=(?:\"[^\"]*\"|[^;:\"]*))*:(.*)", re.DOTALL | re.IGNORECASE
)
_FOLD = re.compile(r"\r?\n[ \t]")
_CONTENT = re.compile(r"([A-Z-]+)(?:;[A-Z-]+=[^;:\"]*)*:(.*)", re.DOTALL)
_UNREADABLE = N_("a line that cannot be read")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def calendar_faults(data: bytes) -> Iterator[str]:
    """What is wrong with a calendar file, in short sentences for a developer."""
    if not data.endswith(b"\r\n") or data.count(b"\n") != data.count(b"\r\n"):
        yield N_("a line that does not end with CRLF")
        return
    lines = data.removesuffix(b"\r\n").split(b"\r\n")
    if any(len(line) > _LINE for line in lines):
        yield N_("a line of more than 75 octets")
    try:
        unfolded = data.removesuffix(b"\r\n").replace(b"\r\n ", b"").decode().split("\r\n")
    except UnicodeDecodeError:
        yield N_("not UTF-8")
        return
    yield from _structure_faults(unfolded, _CONTENT, _PROPERTIES)


def offered_faults(data: bytes) -> Iterator[str]:
    """What is wrong with a calendar that is offered as a stranger sent it, with line ends and lengths of its own."""
    try:
        text = _FOLD.sub("", data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        yield N_("not UTF-8")
        return
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    yield from _structure_faults(lines, _OFFERED_CONTENT, _OFFERED)


def _structure_faults(lines: list[str], content: re.Pattern[str], properties: frozenset[str]) -> Iterator[str]:
    open_: list[str] = []
    for number, line in enumerate(lines):
        found = content.fullmatch(line)
        if not found or _CONTROL.search(line):
            yield f"{_UNREADABLE}: {line[:40]!r}"
            continue
        name, value = found.groups()
        outer = open_[-1] if open_ else ""
        if name == "BEGIN" and _COMPONENTS.get(value) == outer and (outer or number == 0):
            open_.append(value)
        elif name == "END" and outer == value:
            open_.pop()
        elif name not in properties or not outer:
            yield f"unexpected {name}"
    if open_:
        yield f"{open_[-1]} never ends"
