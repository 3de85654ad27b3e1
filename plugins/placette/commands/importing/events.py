"""The repetition of an outside event as a rule of ours; of an endless one, this year and the next."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from dateutil import rrule
from icalendar import Calendar
from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.files import digest
from placette.engine.base.occurrences import BROKEN
from placette.engine.base.text import fold, slugify
from placette.engine.base.translation import N_
from placette.engine.library.communes import CommuneIndex
from placette.engine.library.kinds import Draft, draft_text
from placette.engine.library.tree import is_good_name
from placette.engine.problems.problems import Problem, blocks
from placette.engine.texts.front_matter import Value, canonical_keys, quoted, spelling
from placette.features.agenda.event import EVENT, EventMatter
from placette.features.agenda.recurrence import FAR, FREQUENCIES, MANY, Rule, RuleError, expand, is_cut, read_rule

_OLD = 40_000
"""The most dates to skip until the present: every day for a century."""

STRANGE = N_("it repeats in a way that is not known here")
"""A reason for leaving out an event, like those below."""
PAST = N_("all its dates are long past")
UNTIMELY = N_("its first date is not one that its own rule gives")


class RepeatError(ValueError):
    """A repetition that can't be imported; the message says why, ``detail`` quotes it."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Repeated:
    """A rule of ours from ``start`` on, and the days on which the event doesn't take place."""

    start: datetime
    rule: Rule
    exceptions: tuple[date, ...] = ()

    def without(self, day: date) -> Repeated:
        """The same without one day. A day that the rule doesn't give isn't kept as an exception."""
        days = {found.date() for found in expand(self.start, self.rule)} & {day, *self.exceptions}
        return replace(self, exceptions=tuple(sorted(days)))


def repeated(event: Any, start: datetime, zone: tzinfo | None, now: datetime) -> Repeated | None:
    """How a calendar's event repeats; None if it doesn't. Raises ``RepeatError``."""
    if "RDATE" in event or isinstance(event.get("RRULE"), list):
        raise RepeatError(STRANGE, "RDATE")
    if "RRULE" not in event:
        return None
    parts = {str(name).upper(): list(values) for name, values in event["RRULE"].items()}
    text = event["RRULE"].to_ical().decode("utf-8", "replace")[:80]
    rule, endless = _known(parts, start, zone, text)
    dates = expand(start, rule)
    if dates[:1] != (start,):
        raise RepeatError(UNTIMELY)
    found = Repeated(start, rule)
    if endless or is_cut(start, rule, dates):
        found = _present(start, rule, now, endless=endless)
    for day in _exceptions(event, zone):
        found = found.without(day)
    return found


def _known(parts: dict[str, list[Any]], start: datetime, zone: tzinfo | None, text: str) -> tuple[Rule, bool]:
    """The rule without redundant parts, and whether it is endless."""
    parts.pop("WKST", None)
    if parts.get("BYMONTHDAY") == [start.day]:
        parts.pop("BYMONTHDAY")
    if parts.get("BYMONTH") == [start.month] and parts.get("FREQ") == ["YEARLY"]:
        parts.pop("BYMONTH")
    if "BYSETPOS" in parts and len(parts["BYSETPOS"]) == len(parts.get("BYDAY", [])) == 1:
        parts["BYDAY"] = [f"{parts.pop('BYSETPOS')[0]}{parts['BYDAY'][0]}"]
    if "UNTIL" in parts:
        parts["UNTIL"] = [f"{_last_day(parts['UNTIL'][0], start, zone):%Y%m%d}"]
    endless = not parts.keys() & {"COUNT", "UNTIL"}
    written = ";".join(f"{name}={','.join(map(str, values))}" for name, values in parts.items())
    count = parts.get("COUNT", [0])[0]
    if isinstance(count, int) and count > MANY:  # is_cut will notice
        written = written.replace(f"COUNT={count}", "COUNT=999")
    try:
        return read_rule(f"{written};COUNT=999" if endless else written), endless
    except RuleError as error:
        raise RepeatError(STRANGE, text) from error


def _last_day(until: date, start: datetime, zone: tzinfo | None) -> date:
    """The last day on which the event may begin: the day before ``until`` if the event begins later in the day."""
    if not isinstance(until, datetime):
        return until
    wall = until.astimezone(zone).replace(tzinfo=None) if until.tzinfo else until
    return wall.date() if wall.time() >= start.time() else wall.date() - timedelta(days=1)


def _present(start: datetime, rule: Rule, now: datetime, *, endless: bool) -> Repeated:
    """The dates from this year's first to next year's last: the same all year, so that nothing seems new."""
    begin, end = datetime(now.year, 1, 1), datetime(now.year + 1, 12, 31, 23, 59)
    last = datetime.combine(rule.until, start.time()) if rule.until else end
    frequency, days = FREQUENCIES[rule.frequency], _weekdays(rule)
    count = None if endless or rule.until else rule.count
    stop = {"count": count} if count else {"until": min(last, end)}
    every = rrule.rrule(frequency, start, rule.interval, byweekday=days, **stop)
    dates = [day for day in islice(every, _OLD) if begin <= day <= end][:MANY]
    if not dates:
        raise RepeatError(PAST)
    dates = [day for day in dates if day - dates[0] <= FAR]
    return Repeated(dates[0], replace(rule, count=0, until=dates[-1].date()))


def _weekdays(rule: Rule) -> list[Any] | None:
    known = dict(zip("MO TU WE TH FR SA SU".split(), rrule.weekdays, strict=True))
    return [known[day[-2:]](int(day[:-2])) if day[:-2] else known[day] for day in rule.days] or None


def _exceptions(event: Any, zone: tzinfo | None) -> list[date]:
    found = event.get("EXDATE", [])
    lists = found if isinstance(found, list) else [found]
    moments = [value.dt for several in lists for value in several.dts][:MANY]
    return [
        (moment.astimezone(zone) if isinstance(moment, datetime) and moment.tzinfo else moment).date()
        if isinstance(moment, datetime)
        else moment
        for moment in moments
    ]


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


_MARKS = re.compile(r"[\\`*_{}\[\]<>&]")
"""Characters that have a meaning in Markdown or HTML anywhere in a line."""
_AT_THE_START = re.compile(r"[-+#=~:!|^]|\d+(?=[.)])")
"""Characters that have a meaning only at the beginning of a line."""
_OWN_LINES = re.compile(r"^(?:imported|modified): .*\n", re.MULTILINE)
"""Lines that the mark ignores: they change without an editor."""
_POSTCODE = re.compile(r"\b\d{5}\b")


def event_source(event: OutsideEvent, communes: CommuneIndex, categories: Collection[str]) -> str:
    """The file's text, with the mark by which the next import recognises it."""
    venue, commune = _split_place(event.place, communes)
    known = {fold(name): name for name in categories}
    category = next((known[fold(name)] for name in event.categories if fold(name) in known), "")
    again = event.repeated
    exceptions = ", ".join(f"{day:%Y-%m-%d}" for day in again.exceptions) if again else ""
    values = {
        "title": quoted(event.title),
        "start": _moment(event.start, event),
        "end": _moment(event.end, event) if event.end else "",
        "repeat": again.rule.text if again else "",
        "except": f"[{exceptions}]" if exceptions else "",
        "venue": quoted(venue),
        "commune": quoted(commune),
        "organiser": quoted(event.organiser),
        "category": quoted(category),
        "status": event.status,
        "modified": f"{event.modified:%Y-%m-%d %H:%M}" if event.modified else "",
        "uid": quoted(event.uid),
    }
    lines = [f"{key}: {value}\n" for key, value in values.items() if value]
    paragraphs = [_escaped(paragraph) for paragraph in event.text]
    paragraphs += [f"<{event.url}>"] if event.url else []
    body = "\n\n".join(paragraphs)
    text = "".join(("---\n", *lines, "---\n", f"\n{body}\n" if body else ""))
    return text.replace("uid: ", f"imported: {mark_of(text)}\nuid: ", 1)


def mark_of(text: str) -> str:
    """A digest of a file's text, without the lines that say when and from what it was made."""
    return digest(_OWN_LINES.sub("", text.replace("\r\n", "\n")).encode("utf-8", "replace"))


def file_name(event: OutsideEvent, taken: Collection[str]) -> str:
    """A free name for the file: only lower-case letters, digits and hyphens, whatever the title holds."""
    stem = slugify(event.title)[:60].strip("-")
    if not any(character.isalpha() for character in stem) or not is_good_name(f"{stem}.md"):
        stem = f"evenement-{stem}".strip("-")
    number, name = 1, f"{stem}.md"
    while name in taken:
        number += 1
        name = f"{stem}-{number}.md"
    return name


def _moment(moment: datetime, event: OutsideEvent) -> str:
    return f"{moment:%Y-%m-%d}" if event.all_day else f"{moment:%Y-%m-%d %H:%M}"


def _split_place(place: str, communes: CommuneIndex) -> tuple[str, str]:
    """The name of the venue and the code of its commune, if a part of the text names exactly one commune."""
    parts = [part.strip() for part in place.split(",") if part.strip()]
    for number, part in reversed(list(enumerate(parts))):
        found = communes.find(_POSTCODE.sub("", part).strip()) if not part.isdigit() else ()
        if len(found) == 1:
            return ", ".join(parts[:number]), found[0].code
    return place, ""


def _escaped(paragraph: str) -> str:
    """A paragraph as Markdown without any markup: special characters are written as entities."""
    text = _MARKS.sub(_entity, paragraph)
    start = _AT_THE_START.match(paragraph)
    return "".join(map(_entity, start[0])) + _MARKS.sub(_entity, paragraph[start.end() :]) if start else text


def _entity(found: re.Match[str] | str) -> str:
    return f"&#{ord(found if isinstance(found, str) else found[0])};"


_NOT_COMPARED = frozenset({"imported", "modified", "uid"})
FOLDER = "events"


class ImportOutcome(StrEnum):
    """What an import does with an event."""

    NEW = "new"
    RENEWED = "renewed"
    SAME = "same"
    EDITED = "edited"
    UNUSABLE = "unusable"


@dataclass(frozen=True, slots=True)
class ImportStep:
    """One event: what is done with it, its file below the content folder, the text to write (empty: none).

    ``changes`` are triples of a key, its value in the file and its value in the calendar. ``mark`` is the mark of the
    new text; ``problems`` are the reasons for leaving it out.
    """

    outcome: ImportOutcome
    path: str
    title: str
    text: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()
    mark: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownEvents:
    """The events that the site already has: texts by file name. ``names`` are all names that are taken."""

    texts: Mapping[str, str]
    names: frozenset[str]
    is_ours: Callable[[str], bool] = lambda _path: False
    """Whether there is a text at this path below the content folder (given without its suffix)."""


def plan_import(
    events: Iterable[OutsideEvent],
    known_events: KnownEvents,
    source_of: Callable[[OutsideEvent], str],
    check: Callable[[Draft], Iterable[Problem]],
) -> list[ImportStep]:
    """What to do with each event, sorted by date. ``source_of`` writes the text of its file; ``check`` checks it."""
    known = {
        matter.uid: name for name, text in known_events.texts.items() if (matter := _matter(name, text)) and matter.uid
    }
    taken = set(known_events.names)
    steps = []
    for event in sorted(events, key=lambda event: (event.start, event.uid)):
        if known_events.is_ours(event.uid.partition("@")[0]):  # that calendar has it from us
            steps.append(ImportStep(ImportOutcome.SAME, "", event.title))
            continue
        text, name = source_of(event), known.get(event.uid, "")
        if name:
            steps.append(_renewed(name, known_events.texts[name], event, text))
            continue
        name = file_name(event, taken)
        draft = _draft(name, text)
        wrong = tuple(problem for problem in (*draft.problems, *check(draft)) if blocks((problem,)))
        if wrong:
            steps.append(ImportStep(ImportOutcome.UNUSABLE, f"{FOLDER}/{name}", event.title, problems=wrong))
            continue
        taken.add(name)
        steps.append(ImportStep(ImportOutcome.NEW, f"{FOLDER}/{name}", event.title, text))
    return steps


def _renewed(name: str, present: str, event: OutsideEvent, text: str) -> ImportStep:
    """An event that the site has: unchanged, renewed, or left to the editor who changed it."""
    path, mark, kept = f"{FOLDER}/{name}", mark_of(text), ""
    matter = _matter(name, present)
    kept = matter.imported if matter else ""
    if kept == mark:
        return ImportStep(ImportOutcome.SAME, path, event.title)
    changes = _changes(_draft(name, present), _draft(name, text))
    if mark_of(present) == kept:
        return ImportStep(ImportOutcome.RENEWED, path, event.title, text, changes, mark)
    return ImportStep(ImportOutcome.EDITED, path, event.title, "", changes, mark)


def _changes(here: Draft, there: Draft) -> tuple[tuple[str, str, str], ...]:
    """The keys whose values differ, and the text if it differs."""
    old, new = _values(here), _values(there)
    keys = sorted((old.keys() | new.keys()) - _NOT_COMPARED)
    found = [(key, old.get(key, ""), new.get(key, "")) for key in keys if old.get(key, "") != new.get(key, "")]
    if here.source.body.strip() != there.source.body.strip():
        found.append(("text", "…", "…"))
    return tuple(found)


def _values(draft: Draft) -> dict[str, str]:
    known = canonical_keys(EventMatter)
    return {known.get(spelling(e.key), e.key): _as_text(e.value) for e in draft.source.entries}


def _as_text(value: Value) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _draft(name: str, text: str) -> Draft:
    return draft_text(f"{FOLDER}/{name}", EVENT, text.encode())


def _matter(name: str, text: str) -> EventMatter | None:
    """The front matter of a file, as far as it can be read: an editor's slip must not make the event appear twice."""
    found = _draft(name, text).checkable
    return found if isinstance(found, EventMatter) else None
