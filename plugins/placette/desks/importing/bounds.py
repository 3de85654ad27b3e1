"""What an outside calendar may be: looked at as lines, before any parser sees it.

Parsers of calendars recurse into what is nested and multiply what is repeated; so size, depth and number are limited
first, and the parser itself works in a process that can be killed.
"""

from __future__ import annotations

from placette.engine.base.message import N_

SIZE = 2_000_000
"""Bytes of the largest file: some thousand events."""
_LINE = 20_000
"""Characters of the longest value, once its lines are joined."""
_DEPTH = 4
"""Calendar, event, alarm: nothing that we read is nested deeper."""
EVENTS = 500
"""Events of one file: more than an editor reads in a day."""

LARGE = N_("it weighs more than two megabytes")
"""Why a file is refused, as are those below."""
FOREIGN = N_("it is not a calendar (a file that begins with BEGIN:VCALENDAR)")
ENCODED = N_("it is not encoded in UTF-8")
LONG = N_("one of its lines is far too long")
DEEP = N_("it is nested deeper than a calendar ever is, or its parts do not match")
MANY = N_("it holds more than 500 events: export a shorter period")
ABSENT = N_("there is no such file")
COSTLY = N_("reading it takes too much time or memory")
BROKEN = N_("it is damaged: no calendar program could read it")


def refusal(data: bytes) -> str:
    """Why a file is not looked into any further; empty when it is."""
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
