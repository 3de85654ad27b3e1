"""Task import-events: the events of an outside calendar as files, for an editor to read and commit.

The calendar's data are kept as a mark (``imported:``), not as a copy: while it matches the calendar, nothing has
changed there; while it matches the file, the file has not been edited. An editor decides only when both have changed.
Of an endless repetition this year and the next are imported, so that its file changes only once a year.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from itertools import chain, count, islice
from pathlib import Path
from typing import Any, NoReturn

from dateutil import rrule
from icalendar import Calendar
from invoke import Context, task

from placette import (
    N_,
    CommuneIndex,
    Draft,
    EventMatter,
    Limits,
    Problem,
    Project,
    ReadingOptions,
    Rule,
    Task,
    Words,
    Work,
    _,
    agenda,
    characters,
    digest,
    is_good_name,
    occurrences,
    quoted,
)
from placette_import.decoding import plain, split, without_marks
from placette_import.plan import TextOutcome, mark_of, stem_of
from placette_import.values import EntryStatus, read_status
from placette_import.writing import differences
from placette_richtext import blocks as richtext

FOLDER = "events"
_OLD = 40_000
"""The most dates to skip until the present: every day for a century."""

STRANGE = N_("it repeats in a way that is not known here")
"""A reason for leaving out an event, like those below."""
PAST = N_("all its dates are long past")
UNTIMELY = N_("its first date is not one that its own rule gives")
UNDATED = N_("it has no date that can be read")
UNTITLED = N_("it has no title")
BACKWARDS = N_("it ends before it begins")
HIDDEN = N_("it is not public there")
MOVED = N_("one date of a repeated event was moved: write it by hand")


class _UnusableError(ValueError):
    """An event that can't be imported: why, and the value concerned."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """A rule of ours from ``start`` on, and the days on which the event doesn't take place."""

    start: datetime
    rule: Rule
    exceptions: tuple[date, ...] = ()

    def without(self, day: date) -> Repeated:
        """Return the same without one day. A day that the rule doesn't give isn't kept as an exception."""
        days = {start.date() for start in self.rule.dates(self.start)} & {day, *self.exceptions}
        return replace(self, exceptions=tuple(sorted(days)))


def repeated(event: Any, start: datetime, zone: tzinfo | None, now: datetime) -> Repeated | None:
    """Return how a calendar's event repeats; None if it doesn't. Raises ``_UnusableError``."""
    if "RDATE" in event or isinstance(event.get("RRULE"), list):
        raise _UnusableError(STRANGE, "RDATE")
    if "RRULE" not in event:
        return None
    parts = {str(name).upper(): list(values) for name, values in event["RRULE"].items()}
    text = event["RRULE"].to_ical().decode("utf-8", "replace")[:80]
    rule, endless = _known(parts, start, zone, text)
    dates = rule.dates(start)
    if dates[:1] != (start,):
        raise _UnusableError(UNTIMELY, "")
    is_long = endless or rule.is_cut(start, dates)
    series = _present(start, rule, now, endless=endless) if is_long else Repeated(start, rule)
    for value in event.exdates[: Rule.MANY]:
        wall = value.astimezone(zone) if getattr(value, "tzinfo", None) else value
        series = series.without(wall.date() if isinstance(wall, datetime) else wall)
    return series


def _known(parts: dict[str, list[Any]], start: datetime, zone: tzinfo | None, text: str) -> tuple[Rule, bool]:
    """Return the rule without redundant parts, and whether it is endless."""
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
    parts_text = ";".join(f"{name}={','.join(map(str, values))}" for name, values in parts.items())
    count = parts.get("COUNT", [0])[0]
    if isinstance(count, int) and count > Rule.MANY:  # is_cut will notice
        parts_text = parts_text.replace(f"COUNT={count}", "COUNT=999")
    try:
        return Rule.read(f"{parts_text};COUNT=999" if endless else parts_text), endless
    except ValueError as error:
        raise _UnusableError(STRANGE, text) from error


def _last_day(until: date, start: datetime, zone: tzinfo | None) -> date:
    """Return the last day on which the event may begin: the day before ``until`` if it begins later in the day."""
    if not isinstance(until, datetime):
        return until
    wall = until.astimezone(zone).replace(tzinfo=None) if until.tzinfo else until
    return wall.date() if wall.time() >= start.time() else wall.date() - timedelta(days=1)


def _present(start: datetime, rule: Rule, now: datetime, *, endless: bool) -> Repeated:
    """Return the dates from this year's first to next year's last: the same all year, so that nothing seems new."""
    begin, end = datetime(now.year, 1, 1), datetime(now.year + 1, 12, 31, 23, 59)
    names = dict(zip("MO TU WE TH FR SA SU".split(), rrule.weekdays, strict=True))
    weekdays = [names[day[-2:]](int(day[:-2])) if day[:-2] else names[day] for day in rule.days] or None
    last = datetime.combine(rule.until, start.time()) if rule.until else end
    stop = {"count": rule.count} if rule.count and not (endless or rule.until) else {"until": min(last, end)}
    every = rrule.rrule(Rule.FREQUENCIES[rule.frequency], start, rule.interval, byweekday=weekdays, **stop)
    dates = [day for day in islice(every, _OLD) if begin <= day <= end][: Rule.MANY]
    if not dates:
        raise _UnusableError(PAST, "")
    dates = [day for day in dates if day - dates[0] <= Rule.FAR]
    return Repeated(dates[0], replace(rule, count=0, until=dates[-1].date()))


_TITLE, _SHORT, _TEXT = 150, 140, 4000
"""The most characters of a title, a name, a description."""
_UID = re.compile(r"[!-~]{1,255}")


@dataclass(frozen=True, slots=True)
class OutsideEvent:
    """An event of an outside calendar. For whole days, ``end`` is the last day. Texts have no markup."""

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


Unused = tuple[str, str, str]
"""An event that isn't imported: its title, why (a msgid), and the value concerned."""


def read_calendar(
    data: bytes, context: tuple[tzinfo | None, datetime]
) -> tuple[list[OutsideEvent], list[Unused]] | str:
    """Return the events of a calendar, or why it can't be read. ``context``: zone and now. For a killable process."""
    zone, now = context
    by_uid: dict[str, tuple[int, OutsideEvent]] = {}
    unused: list[Unused] = []
    try:
        events = list(Calendar.from_ical(data.decode("utf-8-sig")).walk("VEVENT"))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return occurrences.BROKEN
    for event in (event for event in events if "RECURRENCE-ID" not in event):
        try:
            outside = _outside(event, zone, now)
        except _UnusableError as error:
            reason, detail = error.args
            unused.append((_title(event), reason, detail))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            unused.append((_title(event), UNDATED, ""))
        else:
            sequence = str(event.get("SEQUENCE", "0"))[:9]
            number = int(sequence) if sequence.isdigit() else 0
            if outside.uid not in by_uid or by_uid[outside.uid][0] < number:
                by_uid[outside.uid] = number, outside
    for event in (event for event in events if "RECURRENCE-ID" in event):
        unused += _take_out(event, by_uid, zone)
    return [outside for _number, outside in by_uid.values()], unused


def _take_out(event: Any, taken: dict[str, tuple[int, OutsideEvent]], zone: tzinfo | None) -> list[Unused]:
    """Remove a changed date from its repeated event; report it unless it is cancelled."""
    number, event_before = taken.get(_uid(event), (0, None))
    try:
        day = _wall(event["RECURRENCE-ID"].dt, zone)
    except (ValueError, KeyError, TypeError, AttributeError):
        return [(_title(event), UNDATED, "")]
    if event_before and event_before.repeated:
        taken[event_before.uid] = number, replace(event_before, repeated=event_before.repeated.without(day.date()))
    return [] if _is_cancelled(event) else [(_title(event), MOVED, "")]


def _outside(event: Any, zone: tzinfo | None, now: datetime) -> OutsideEvent:
    title = _title(event)
    if not title or "DTSTART" not in event:
        raise _UnusableError(UNDATED if title else UNTITLED, "")
    if read_status("calendar", lambda name: str(event.get(name, "")))["status"] is not EntryStatus.PUBLISHED:
        raise _UnusableError(HIDDEN, "")
    begin = event["DTSTART"].dt
    start, all_day = _wall(begin, zone), not isinstance(begin, datetime)
    end = _end(event, start, zone, all_day=all_day)
    again = repeated(event, start, zone, now)
    description = without_marks(str(event.get("DESCRIPTION", "")))
    if again and again.start != start:  # of a long series only the present is imported
        start, end = again.start, end + (again.start - start) if end else None
    return OutsideEvent(
        uid=_uid(event),
        title=title,
        start=start,
        end=end,
        all_day=all_day,
        repeated=again,
        place=plain(event.get("LOCATION"), _SHORT),
        organiser=_organiser(event),
        categories=tuple(plain(str(name), _SHORT) for name in event.categories[:20]),
        status="cancelled" if _is_cancelled(event) else "",
        modified=_wall(event["LAST-MODIFIED"].dt, zone).replace(microsecond=0) if "LAST-MODIFIED" in event else None,
        text=tuple(filter(None, (" ".join(line.split()) for line in description[:_TEXT].split("\n")))),
        url=_address(str(event.get("URL", ""))),
    )


def _end(event: Any, start: datetime, zone: tzinfo | None, *, all_day: bool) -> datetime | None:
    """Return when an event ends; for whole days, the last day. None if it has no duration."""
    if "DTEND" in event:
        end = _wall(event["DTEND"].dt, zone)
    elif "DURATION" in event:
        end = start + event["DURATION"].dt
    else:
        return None
    if end < start:
        raise _UnusableError(BACKWARDS, "")
    end = _wall(end.date(), zone) - timedelta(days=1) if all_day else end
    return end.replace(second=0, microsecond=0) if end > start else None


def _wall(moment: date, zone: tzinfo | None) -> datetime:
    """Return the local time of a moment; without a zone, the time as written."""
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day)
    if moment.tzinfo is None:
        return moment.replace(second=0, microsecond=0)
    return moment.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)


def _uid(event: Any) -> str:
    """Return the event's identifier; derived from its content if it has no usable one."""
    uid = str(event.get("UID", "")).strip()
    if _UID.fullmatch(uid):
        return uid
    basis = uid or f"{event.get('SUMMARY', '')} {event['DTSTART'].to_ical() if 'DTSTART' in event else ''}"
    return f"{digest(basis.encode('utf-8', 'replace'))}@imported"


def _is_cancelled(event: Any) -> bool:
    return str(event.get("STATUS", "")).upper() == "CANCELLED"


def _title(event: Any) -> str:
    return plain(event.get("SUMMARY"), _TITLE)


def _organiser(event: Any) -> str:
    """Return the organiser's name. An e-mail address isn't a name, and isn't ours to publish."""
    organiser = event.get("ORGANIZER")
    name = plain(getattr(organiser, "params", {}).get("CN", ""), _SHORT) or plain(event.get("CONTACT"), _SHORT)
    return "" if "@" in name or ":" in name else name.replace("-", " ") if name.islower() else name


def _address(written: str) -> str:
    """Return a web address, if it can hide nothing (no user name, no odd character); else empty."""
    parts = split(written)
    good = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    return written if good and re.fullmatch(r"[!-~]{1,500}", written) and not set('<>"\\`') & set(written) else ""


def event_source(event: OutsideEvent, communes: CommuneIndex, categories: Collection[str]) -> str:
    """Return the file's text, with the mark by which the next import recognises it."""
    venue, commune = _split_place(event.place, communes)
    by_name = {Words.fold(name): name for name in categories}
    category = next((by_name[Words.fold(name)] for name in event.categories if Words.fold(name) in by_name), "")
    again = event.repeated
    exceptions = ", ".join(f"{day:%Y-%m-%d}" for day in again.exceptions) if again else ""
    form = "%Y-%m-%d" if event.all_day else "%Y-%m-%d %H:%M"
    values = {
        "title": quoted(event.title),
        "start": format(event.start, form),
        "end": format(event.end, form) if event.end else "",
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
    words = (richtext.escape_start(richtext.escape_inline(paragraph)) for paragraph in event.text)
    body = "\n\n".join((*words, *([f"<{event.url}>"] if event.url else [])))
    text = "".join(("---\n", *lines, "---\n", f"\n{body}\n" if body else ""))
    return text.replace("uid: ", f"imported: {mark_of(text)}\nuid: ", 1)


def file_name(event: OutsideEvent, taken: Collection[str]) -> str:
    """Return a free name for the file: only lower-case letters, digits and hyphens, for any title."""
    stem = stem_of(event.title, f"evenement-{event.title}")
    return next(name for end in chain([""], map("-{}".format, count(2))) if (name := f"{stem}{end}.md") not in taken)


def _split_place(place: str, communes: CommuneIndex) -> tuple[str, str]:
    """Return the name of the venue and the code of its commune, if a part of the text names exactly one commune."""
    parts = [part.strip() for part in place.split(",") if part.strip()]
    for number, part in reversed(list(enumerate(parts))):
        code = communes.find(re.sub(r"\b\d{5}\b", "", part).strip()) if not part.isdigit() else ()
        if len(code) == 1:
            return ", ".join(parts[:number]), code[0].code
    return place, ""


@dataclass(frozen=True, slots=True)
class ImportStep:
    """One event: the action, its file, the text to write (empty: none), the reasons for leaving it out.

    ``changes`` are triples of a key, its value in the file and its value in the calendar; ``mark`` is the new text's.
    """

    outcome: TextOutcome
    path: str
    title: str
    text: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()
    mark: str = ""
    problems: tuple[Problem, ...] = ()


def plan_events(
    events: Iterable[OutsideEvent],
    texts: Mapping[str, str],
    source_of: Callable[[OutsideEvent], str],
    check: Callable[[Draft], Iterable[Problem]],
) -> list[ImportStep]:
    """Return each event's action, sorted by date. ``source_of`` writes the text of its file; ``check`` checks it.

    ``texts`` are those in the folder of events by their files' names, empty for what is none.
    """
    by_uid: dict[str, tuple[str, EventMatter]] = {}
    for name, present in texts.items():
        matter = _draft(name, present).checkable  # an editor's slip must not make the event appear twice
        if isinstance(matter, EventMatter) and matter.uid:
            by_uid[matter.uid] = name, matter
    names, steps = {*texts}, list[ImportStep]()
    for event in sorted(events, key=lambda event: (event.start, event.uid)):
        text = source_of(event)
        if event.uid in by_uid:
            name, matter = by_uid[event.uid]
            steps.append(_renewed(name, texts[name], matter.imported, event, text))
            continue
        name = file_name(event, names)
        draft, path = _draft(name, text), f"{FOLDER}/{name}"
        wrong = tuple(problem for problem in (*draft.problems, *check(draft)) if Problem.block((problem,)))
        if wrong:
            steps.append(ImportStep(TextOutcome.UNUSABLE, path, event.title, problems=wrong))
        else:
            names.add(name)
            steps.append(ImportStep(TextOutcome.NEW, path, event.title, text))
    return steps


def _renewed(name: str, present: str, kept: str, event: OutsideEvent, text: str) -> ImportStep:
    """Return an event that the site has: unchanged, renewed, or left to the editor who changed it."""
    path, mark = f"{FOLDER}/{name}", mark_of(text)
    if kept == mark:
        return ImportStep(TextOutcome.SAME, path, event.title)
    changes = tuple(differences(present, text))
    if mark_of(present) == kept:
        return ImportStep(TextOutcome.RENEWED, path, event.title, text, changes, mark)
    return ImportStep(TextOutcome.EDITED, path, event.title, "", changes, mark)


def _draft(name: str, text: str) -> Draft:
    return Draft.read(f"{FOLDER}/{name}", agenda.EVENT, text.encode())


_LIMITS = Limits(cpu=10.0, wall=20.0, memory=512 * 1024 * 1024)
"""Five hundred events take less than a second; these limits stop a hostile file."""
_LINES = {
    TextOutcome.NEW: N_("New: {path} ({title})"),
    TextOutcome.RENEWED: N_("Renewed: {path} ({title})"),
    TextOutcome.EDITED: N_(
        "Not touched: {path} ({title}): it changed in the calendar, and somebody changed the file here."
    ),
    TextOutcome.UNUSABLE: N_("Left out: {title}"),
}


@task(positional=["file"], help={"file": N_("The calendar: a file whose name ends in .ics.")})
def import_events(_context: Context, file: str) -> None:
    """Import the events of an outside calendar as files to read and commit; run again, it adds nothing twice."""
    settings = Project.settings()
    content, options = Path(settings["PATH"]), Project.reader(settings).options(settings)
    events, unused = read_file(Path(file), options)
    categories = [term.name for term in options.categories.values()]
    source = partial(event_source, communes=options.communes, categories=categories)
    steps = plan_events(events, _texts_in(content / FOLDER), source, partial(_faults, options=options))
    for step in steps:
        if step.text:
            Task.write_text(content / step.path, step.text)
        _print_step(step, content)
    for title, reason, detail in unused:
        why = f"{_(reason)} ({detail})" if detail else _(reason)
        title_or_none = title or _("an event without a title")
        print(Problem.printable(_("Left out: {title}: {reason}").format(title=title_or_none, reason=why)))
    same = sum(step.outcome is TextOutcome.SAME for step in steps)
    sentence = _("{count} events read, {same} as they were. Next: read the files, then invoke check.")
    print(sentence.format(count=len(events) + len(unused), same=same))


def read_file(path: Path, options: ReadingOptions) -> tuple[list[OutsideEvent], list[Unused]]:
    """Return the events of a file; ends the task if it can't be used."""
    try:
        with path.open("rb") as source:
            data = source.read(occurrences.SIZE + 1)
    except OSError as error:
        _unusable(path, Task.what_failed(error, named=False))
    if reason := occurrences.refusal(data):
        _unusable(path, _(reason))
    (result,) = Work.bounded(read_calendar, [data], (options.now.tzinfo, options.now), _LIMITS)
    if result is None or isinstance(result, str):
        _unusable(path, _(result or N_("reading it takes too much time or memory")))
    return result


def _unusable(path: Path, reason: str) -> NoReturn:
    Task.refuse(N_("Nothing was written: {path} cannot be used: {reason}."), path=path, reason=reason)


def _texts_in(folder: Path) -> dict[str, str]:
    """Return all names in the folder of events, with their texts; ends the task if it is a link or no folder."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        _unusable(folder, _(N_("it is a link, or no folder")))
    texts: dict[str, str] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        is_text = path.suffix == ".md" and is_good_name(path.name) and path.is_file() and not path.is_symlink()
        readable = is_text and path.stat().st_size <= characters.TEXT_LIMIT
        texts[path.name] = path.read_bytes().decode("utf-8", "replace") if readable else ""
    return texts


def _faults(draft: Draft, options: ReadingOptions) -> Iterator[Problem]:
    if isinstance(draft.matter, EventMatter):
        for code, name, values in EventMatter.faults(draft.matter, options.now.tzinfo):
            yield draft.problem(code, name, **values)


def _print_step(step: ImportStep, content: Path) -> None:
    if step.outcome is TextOutcome.SAME:
        return
    lines = [_(_LINES[step.outcome]).format(path=os.path.relpath(content / step.path, Task.ROOT), title=step.title)]
    lines += [f"    {' '.join(Problem.explain(problem, _))}" for problem in step.problems]
    change = _("    {key}: here “{here}”, in the calendar “{there}”")
    lines += [change.format(key=key, here=here[:200], there=there[:200]) for key, here, there in step.changes]
    if step.outcome is TextOutcome.EDITED:
        keep = _("    Copy what is right, then write imported: {mark} in the file: this version then counts as read.")
        lines.append(keep.format(mark=step.mark))
    print("\n".join(map(Problem.printable, lines)))
