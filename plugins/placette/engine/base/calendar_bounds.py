"""Limits for a calendar (iCalendar) that a stranger sends, checked line by line before any parser sees it.

Calendar parsers recurse into nested parts and expand repetitions. So size, depth and number are limited first, and
the parser itself runs in a process that can be killed.
"""

from __future__ import annotations

from placette.engine.base.message import N_

SIZE = 2_000_000
"""Size limit of a file in bytes: a few thousand events."""
_LINE = 20_000
"""Length limit of a value in characters, once its lines are joined."""
_DEPTH = 4
"""Calendar, event, alarm: nothing that we read is nested more deeply."""
EVENTS = 500
"""The most events in one file: more than an editor reads in a day."""

LARGE = N_("it weighs more than two megabytes")
"""A reason for refusing a file, like those below."""
FOREIGN = N_("it is not a calendar (a file that begins with BEGIN:VCALENDAR)")
ENCODED = N_("it is not encoded in UTF-8")
LONG = N_("one of its lines is far too long")
DEEP = N_("it is nested deeper than a calendar ever is, or its parts do not match")
MANY = N_("it holds more than 500 events: export a shorter period")
BROKEN = N_("it is damaged: no calendar program could read it")


def refusal(data: bytes) -> str:
    """Why a file is refused; empty if it may be parsed."""
    if len(data) > SIZE:
        return LARGE
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ENCODED
    if not text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        return FOREIGN
    lines = text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "").split("\n")
    return LONG if any(len(line) > _LINE for line in lines) else _structure(lines)


def _structure(lines: list[str]) -> str:
    open_: list[str] = []
    events = 0
    for line in lines:
        name, _, value = line.strip().upper().partition(":")
        if name == "BEGIN":
            open_.append(value)
            events += value == "VEVENT"
        elif name == "END" and (not open_ or open_.pop() != value):
            return DEEP
        if len(open_) > _DEPTH:
            return DEEP
    if open_:
        return DEEP
    return MANY if events > EVENTS else ""
