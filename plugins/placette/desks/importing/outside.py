"""What an outside calendar says of each event, as plain values: every text without marks, every time on our clocks."""

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

from placette.desks.importing.bounds import BROKEN
from placette.desks.importing.repeating import Repeated, RepeatError, repeated
from placette.engine.base.files import digest
from placette.engine.base.message import N_

_TITLE, _SHORT, _TEXT = 150, 140, 4000
"""Characters that are kept of a title, a name, a description."""
_UID = re.compile(r"[!-~]{1,255}")
_BLOCKS = "p, div, br, li, h1, h2, h3, h4, h5, h6, tr"
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
"""Categories of characters that nobody sees and that may turn round or cut what is written."""
_STATUSES = {"CANCELLED": "cancelled"}

UNDATED = N_("it has no date that can be read")
"""Why an event is left out, as are those below."""
UNTITLED = N_("it has no title")
BACKWARDS = N_("it ends before it begins")
MOVED = N_("one date of a repeated event was moved: write it by hand")


@dataclass(frozen=True, slots=True)
class Outside:
    """An event as an outside calendar tells it; ``end`` of whole days is the last one. Texts hold no marks."""

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
    """An event that is not taken over, and why."""

    title: str
    reason: str
    detail: str = ""


Found = tuple[list[Outside], list[LeftOut]]


class _UnusableError(ValueError):
    """An event that can't be taken over; its text says why."""


def read_calendar(data: bytes, context: tuple[tzinfo | None, datetime]) -> Found | str:
    """The events of a calendar in our zone, or why it can't be read; made for a process that can be killed."""
    zone, now = context
    try:
        events = list(Calendar.from_ical(data.decode("utf-8-sig")).walk("VEVENT"))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return BROKEN
    return _read(events, zone, now)


def _read(events: Iterable[Any], zone: tzinfo | None, now: datetime) -> Found:
    taken: dict[str, tuple[int, Outside]] = {}
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


def _take_out(event: Any, taken: dict[str, tuple[int, Outside]], zone: tzinfo | None) -> list[LeftOut]:
    """One changed date of a repeated event: out of the others, and told unless it is cancelled."""
    number, found = taken.get(_uid(event), (0, None))
    try:
        day = _wall(event["RECURRENCE-ID"].dt, zone)
    except (ValueError, KeyError, TypeError, AttributeError):
        return [LeftOut(_title(event), UNDATED)]
    if found and found.repeated:
        taken[found.uid] = number, replace(found, repeated=found.repeated.without(day.date()))
    return [] if str(event.get("STATUS", "")).upper() == "CANCELLED" else [LeftOut(_title(event), MOVED)]


def _outside(event: Any, zone: tzinfo | None, now: datetime) -> Outside:
    title = _title(event)
    if not title:
        raise _UnusableError(UNTITLED)
    if "DTSTART" not in event:
        raise _UnusableError(UNDATED)
    written = event["DTSTART"].dt
    start, all_day = _wall(written, zone), not isinstance(written, datetime)
    end = _end(event, start, zone, all_day=all_day)
    again = repeated(event, start, zone, now)
    if again and again.start != start:  # a long story of which only the present is told
        start, end = again.start, end + (again.start - start) if end else None
    return Outside(
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
    """When it ends; of whole days the last one. None for what has no length."""
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
    """What our clocks show: without zone it is what was written."""
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day)
    if moment.tzinfo is None:
        return moment.replace(second=0, microsecond=0)
    return moment.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)


def _uid(event: Any) -> str:
    """Its identifier; made from what it says where it has none that can be written."""
    written = str(event.get("UID", "")).strip()
    if _UID.fullmatch(written):
        return written
    told = written or f"{event.get('SUMMARY', '')} {event['DTSTART'].to_ical() if 'DTSTART' in event else ''}"
    return f"{digest(told.encode('utf-8', 'replace'))}@imported"


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
    """The organiser's name: an address is nobody's name, and isn't ours to publish."""
    organiser = event.get("ORGANIZER")
    name = _plain(getattr(organiser, "params", {}).get("CN", ""), _SHORT) or _plain(event.get("CONTACT"), _SHORT)
    return "" if "@" in name or ":" in name else name.replace("-", " ") if name.islower() else name


def _plain(value: Any, limit: int) -> str:
    """A text without marks or unseen characters, on one line, cut at a word."""
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
    """An address of the web, without anything that could be hidden in it; else empty."""
    try:
        parts = urlsplit(written)
    except ValueError:
        return ""
    good = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    return written if good and re.fullmatch(r"[!-~]{1,500}", written) and not set('<>"\\`') & set(written) else ""
