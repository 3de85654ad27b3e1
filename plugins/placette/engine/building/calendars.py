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
    yield from _structure_faults(unfolded)


def _structure_faults(lines: list[str]) -> Iterator[str]:
    open_: list[str] = []
    for number, line in enumerate(lines):
        found = _CONTENT.fullmatch(line)
        if not found or _CONTROL.search(line):
            yield f"{_UNREADABLE}: {line[:40]!r}"
            continue
        name, value = found.groups()
        outer = open_[-1] if open_ else ""
        if name == "BEGIN" and _COMPONENTS.get(value) == outer and (outer or number == 0):
            open_.append(value)
        elif name == "END" and outer == value:
            open_.pop()
        elif name not in _PROPERTIES or not outer:
            yield f"unexpected {name}"
    if open_:
        yield f"{open_[-1]} never ends"
