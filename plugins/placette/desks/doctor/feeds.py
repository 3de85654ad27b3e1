"""The feeds and calendars of the last build, read as a program that subscribes would read them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from icalendar import Calendar

from placette.desks.doctor.patient import Patient
from placette.engine.base.files import walk_files
from placette.engine.base.message import N_
from placette.engine.problems.findings import FEEDS, Diagnosis, Level, SiteFinding

_SETTING = re.compile(r"\w*FEED\w*_(ATOM|JSON|ICS)")
"""The settings that say where feeds lie, and in which form."""
_ATOM = "{http://www.w3.org/2005/Atom}"
_NEEDED = ("id", "title", "updated")
"""What a feed and each of its entries must have (RFC 4287, 4.1.1 and 4.1.2)."""
_JSON_FEED = "https://jsonfeed.org/version/"
_REPORTED = 5

UNREADABLE, OTHER = N_("it cannot be read"), N_("it is something else")
LACKS, ENTRY_LACKS = N_("it has no identifier, title or date"), N_("an entry has no identifier, title or date")
TWICE, NO_AUTHOR = N_("two entries have the same identifier"), N_("it names no author")

FAULTY = Diagnosis(
    "feed-faulty",
    FEEDS,
    Level.WRONG,
    N_("{path} is not valid: {reason}."),
    N_("invoke build makes it again; if it stays so, please report it."),
)
MORE = Diagnosis("feeds-faulty", FEEDS, Level.WRONG, N_("Further feeds and calendars that are not valid: {count}."))
NONE = Diagnosis(
    "feeds-none",
    FEEDS,
    Level.ADVICE,
    N_("The site has no feed: nobody can subscribe to it."),
    N_("PLUGINS leaves the feature “feeds” out, or FEED_ALL_ATOM is empty."),
)
GOOD = Diagnosis("feeds-good", FEEDS, Level.FINE, N_("Feeds and calendars: {count}. All are valid."))


def examine_feeds(patient: Patient) -> Iterator[SiteFinding]:
    """What is to be said of the feeds; nothing for a site that isn't built. Raises ``OSError``."""
    files = walk_files(patient.output) if (patient.output / "index.html").is_file() else []
    if not files:
        return
    forms = dict(feeds_among(files, patient.settings))
    faults = [
        (path, why) for path, form in forms.items() if (why := fault_of((patient.output / path).read_bytes(), form))
    ]
    yield from (FAULTY.found(path=path, reason=why) for path, why in faults[:_REPORTED])
    if len(faults) > _REPORTED:
        yield MORE.found(count=len(faults) - _REPORTED)
    if not forms:
        yield NONE.found()
    elif not faults:
        yield GOOD.found(count=len(forms))


def feeds_among(files: Iterable[str], settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Those files that settings name as feeds, each with its form: ``ATOM``, ``JSON`` or ``ICS``."""
    named = [
        (str(settings[name]), found[1]) for name in settings if settings[name] and (found := _SETTING.fullmatch(name))
    ]
    shapes = {form: _shape(path for path, of in named if of == form) for form in ("ATOM", "JSON", "ICS")}
    for path in files:
        yield from ((path, form) for form, shape in shapes.items() if shape.fullmatch(path))


def fault_of(data: bytes, form: str) -> str:
    """Why a feed isn't valid, as a msgid; empty if it is."""
    try:
        return _FAULTS[form](data)
    except (ValueError, TypeError, LookupError, AttributeError, ParseError, DefusedXmlException, RecursionError):
        return UNREADABLE


def _shape(paths: Iterable[str]) -> re.Pattern[str]:
    """What matches the paths that are written with ``{slug}`` and its like."""
    parts = ("[^/]+".join(re.escape(part) for part in re.split(r"\{[^}]*\}", path)) for path in paths)
    return re.compile("|".join(parts) or r"(?!)")


def _atom_fault(data: bytes) -> str:
    root = fromstring(data, forbid_dtd=True)
    if root.tag != f"{_ATOM}feed":
        return OTHER
    entries = root.findall(f"{_ATOM}entry")
    if not _has_all(root):
        return LACKS
    if not all(map(_has_all, entries)):
        return ENTRY_LACKS
    authors = [part.find(f"{_ATOM}author") is not None for part in (root, *entries)]
    if not authors[0] and not all(authors[1:]):
        return NO_AUTHOR
    return _twice(entry.findtext(f"{_ATOM}id") for entry in entries)


def _has_all(part: Element) -> bool:
    return all((part.findtext(f"{_ATOM}{name}") or "").strip() for name in _NEEDED)


def _json_fault(data: bytes) -> str:
    feed = json.loads(data)
    if not str(feed["version"]).startswith(_JSON_FEED):
        return OTHER
    if not feed["title"]:
        return LACKS
    return _twice(item["id"] for item in feed["items"])


def _calendar_fault(data: bytes) -> str:
    calendar = Calendar.from_ical(data)
    if calendar.name != "VCALENDAR" or not calendar.get("PRODID"):
        return OTHER
    events = calendar.walk("VEVENT")
    if not all(event.get("UID") and event.get("DTSTAMP") and event.get("DTSTART") for event in events):
        return ENTRY_LACKS
    return _twice((str(event["UID"]), str(event.get("RECURRENCE-ID", ""))) for event in events)


def _twice(identifiers: Iterable[object]) -> str:
    return TWICE if any(count > 1 for count in Counter(identifiers).values()) else ""


_FAULTS: dict[str, Callable[[bytes], str]] = {"ATOM": _atom_fault, "JSON": _json_fault, "ICS": _calendar_fault}
