"""The events of an outside calendar as plain values: texts without markup, times in the site's time zone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from icalendar import Calendar
from selectolax.lexbor import LexborHTMLParser

from placette.desks.importing.repeating import Repeated, RepeatError, repeated
from placette.engine.base.calendar_bounds import BROKEN
from placette.engine.base.files import digest
from placette.engine.base.message import N_

_TITLE, _SHORT, _TEXT = 150, 140, 4000
"""How many characters are kept of a title, a name, a description."""
_UID = re.compile(r"[!-~]{1,255}")
_BLOCKS = "p, div, br, li, h1, h2, h3, h4, h5, h6, tr"
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
"""Unicode categories of invisible characters, which may reverse or cut a text."""
_STATUSES = {"CANCELLED": "cancelled"}

UNDATED = N_("it has no date that can be read")
"""A reason for leaving out an event, like those below."""
UNTITLED = N_("it has no title")
BACKWARDS = N_("it ends before it begins")
MOVED = N_("one date of a repeated event was moved: write it by hand")


@dataclass(frozen=True, slots=True)
class OutsideEvent:
    """An event of an outside calendar. For whole days, ``end`` is the last day. Texts hold no markup."""

    uid: str
    title: str
    start: datetime
    end: datetime | None
    all_day: bool
    repeated: Repeated | None
    place: str
    organiser: str
    categories: tuple[str, ...]
    status: str
    modified: datetime | None
    text: tuple[str, ...]
    """Paragraphs."""
    url: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An event that isn't imported, and why."""

    title: str
    reason: str
    detail: str = ""


Found = tuple[list[OutsideEvent], list[LeftOut]]


class _UnusableError(ValueError):
    """An event that can't be imported; the message says why."""


def read_calendar(data: bytes, context: tuple[tzinfo | None, datetime]) -> Found | str:
    """The events of a calendar, or why it can't be read. ``context``: zone and now. Made for a killable process."""
    zone, now = context
    try:
        events = list(Calendar.from_ical(data.decode("utf-8-sig")).walk("VEVENT"))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return BROKEN
    return _read(events, zone, now)


def _read(events: Iterable[Any], zone: tzinfo | None, now: datetime) -> Found:
    taken: dict[str, tuple[int, OutsideEvent]] = {}
    left: list[LeftOut] = []
    changed = [event for event in events if "RECURRENCE-ID" in event]
    for event in (event for event in events if "RECURRENCE-ID" not in event):
        try:
            found = _outside(event, zone, now)
        except (_UnusableError, RepeatError) as error:
            left.append(LeftOut(_title(event), str(error), getattr(error, "detail", "")))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            left.append(LeftOut(_title(event), UNDATED))
        else:
            number = _number(event)
            if found.uid not in taken or taken[found.uid][0] < number:
                taken[found.uid] = number, found
    for event in changed:
        left += _take_out(event, taken, zone)
    return [found for _, found in taken.values()], left


def _take_out(event: Any, taken: dict[str, tuple[int, OutsideEvent]], zone: tzinfo | None) -> list[LeftOut]:
    """Remove a changed date from its repeated event; report it unless it is cancelled."""
    number, found = taken.get(_uid(event), (0, None))
    try:
        day = _wall(event["RECURRENCE-ID"].dt, zone)
    except (ValueError, KeyError, TypeError, AttributeError):
        return [LeftOut(_title(event), UNDATED)]
    if found and found.repeated:
        taken[found.uid] = number, replace(found, repeated=found.repeated.without(day.date()))
    return [] if str(event.get("STATUS", "")).upper() == "CANCELLED" else [LeftOut(_title(event), MOVED)]


def _outside(event: Any, zone: tzinfo | None, now: datetime) -> OutsideEvent:
    title = _title(event)
    if not title:
        raise _UnusableError(UNTITLED)
    if "DTSTART" not in event:
        raise _UnusableError(UNDATED)
    written = event["DTSTART"].dt
    start, all_day = _wall(written, zone), not isinstance(written, datetime)
    end = _end(event, start, zone, all_day=all_day)
    again = repeated(event, start, zone, now)
    if again and again.start != start:  # of a long series only the present is imported
        start, end = again.start, end + (again.start - start) if end else None
    return OutsideEvent(
        uid=_uid(event),
        title=title,
        start=start,
        end=end,
        all_day=all_day,
        repeated=again,
        place=_plain(event.get("LOCATION"), _SHORT),
        organiser=_organiser(event),
        categories=tuple(_plain(name, _SHORT) for name in _categories(event)),
        status=_STATUSES.get(str(event.get("STATUS", "")).upper(), ""),
        modified=_wall(event["LAST-MODIFIED"].dt, zone).replace(microsecond=0) if "LAST-MODIFIED" in event else None,
        text=_paragraphs(str(event.get("DESCRIPTION", ""))),
        url=_address(str(event.get("URL", ""))),
    )


def _end(event: Any, start: datetime, zone: tzinfo | None, *, all_day: bool) -> datetime | None:
    """When an event ends; for whole days, the last day. None if it has no duration."""
    if "DTEND" in event:
        end = _wall(event["DTEND"].dt, zone)
    elif "DURATION" in event:
        end = start + event["DURATION"].dt
    else:
        return None
    if end < start:
        raise _UnusableError(BACKWARDS)
    if all_day:
        last = datetime(end.year, end.month, end.day) - timedelta(days=1)
        return last if last > start else None
    return end.replace(second=0, microsecond=0) if end > start else None


def _wall(moment: date, zone: tzinfo | None) -> datetime:
    """The local time of a moment; without a zone, the time as written."""
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day)
    if moment.tzinfo is None:
        return moment.replace(second=0, microsecond=0)
    return moment.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)


def _uid(event: Any) -> str:
    """The event's identifier; derived from its content if it has no usable one."""
    written = str(event.get("UID", "")).strip()
    if _UID.fullmatch(written):
        return written
    basis = written or f"{event.get('SUMMARY', '')} {event['DTSTART'].to_ical() if 'DTSTART' in event else ''}"
    return f"{digest(basis.encode('utf-8', 'replace'))}@imported"


def _number(event: Any) -> int:
    written = str(event.get("SEQUENCE", "0"))
    return int(written[:9]) if written[:9].isdigit() else 0


def _title(event: Any) -> str:
    return _plain(event.get("SUMMARY"), _TITLE)


def _categories(event: Any) -> list[str]:
    found = event.get("CATEGORIES", [])
    lists = found if isinstance(found, list) else [found]
    return [str(name) for several in lists for name in getattr(several, "cats", [several])][:20]


def _organiser(event: Any) -> str:
    """The organiser's name. An e-mail address isn't a name, and isn't ours to publish."""
    organiser = event.get("ORGANIZER")
    name = _plain(getattr(organiser, "params", {}).get("CN", ""), _SHORT) or _plain(event.get("CONTACT"), _SHORT)
    return "" if "@" in name or ":" in name else name.replace("-", " ") if name.islower() else name


def _plain(value: Any, limit: int) -> str:
    """A text without markup and invisible characters, on one line, cut between words."""
    text = " ".join(_without_marks(str(value or "")).split())
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0][: limit - 1] + "…"


def _without_marks(text: str) -> str:
    if "<" in text:
        tree = LexborHTMLParser(text, is_fragment=True)
        for node in tree.css("script, style"):
            node.decompose()
        for node in tree.css(_BLOCKS):
            node.insert_before("\n")
        text = tree.root.text() if tree.root else ""
    cleaned = unicodedata.normalize("NFC", unescape(text))
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in _UNSEEN else " " for c in cleaned)


def _paragraphs(text: str) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in _without_marks(text)[:_TEXT].split("\n"))
    return tuple(line for line in lines if line)


def _address(written: str) -> str:
    """A web address, if it can hide nothing (no user name, no odd character); else empty."""
    try:
        parts = urlsplit(written)
    except ValueError:
        return ""
    good = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    return written if good and re.fullmatch(r"[!-~]{1,500}", written) and not set('<>"\\`') & set(written) else ""
