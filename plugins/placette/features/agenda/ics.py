"""Calendar files (RFC 5545), with the zone of their times for calendars that don't know it by name.

The zone is written from the system's own rules: icalendar's makes the summer begin an hour late (as of 7.3), and lists
years.
"""

from __future__ import annotations

from calendar import isleap
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import chain, pairwise
from urllib.parse import urlsplit

from icalendar import Calendar, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar import Event as Entry
from icalendar.prop import vRecur

from placette.engine.base.occurrences import Outlook
from placette.engine.rendering.features import Lookup, Site
from placette.features.agenda.event import Event, event_of_part
from placette.features.agenda.selection import CalendarContent
from placette.features.agenda.views import noted_event, part_people
from placette.features.agenda.wording import FULL, STATUSES, part_line

_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


Change = tuple[datetime, tuple[timedelta, timedelta, str, bool]]
"""A change of the clocks: the time shown just before; the distance from UTC before and after, a name, and if summer."""


def zone_component(name: str, zone: tzinfo, first: int, last: int) -> Timezone:
    """Return the zone from the beginning of the year ``first`` to the end of ``last``."""
    component = Timezone()
    component.add("TZID", name)
    start = datetime(first, 1, 1)
    offset = start.replace(tzinfo=zone).utcoffset() or timedelta(0)
    groups: defaultdict[tuple[timedelta, timedelta, str, bool], list[datetime]] = defaultdict(list)
    for wall, kind in chain.from_iterable(_changes(zone, year) for year in range(first, last + 1)):
        groups[kind].append(wall)
    if offset not in {after for (_, after, _, _), walls in groups.items() if _is_regular(walls)}:
        groups[offset, offset, start.replace(tzinfo=zone).tzname() or name, False] = [start]
    for (before, after, title, is_summer), walls in groups.items():
        observance = TimezoneDaylight() if is_summer else TimezoneStandard()
        _add_days(observance, walls, first)
        observance.add("TZNAME", title)
        observance.add("TZOFFSETFROM", before)
        observance.add("TZOFFSETTO", after)
        component.add_component(observance)
    return component


def _add_days(observance: TimezoneStandard | TimezoneDaylight, walls: list[datetime], first: int) -> None:
    """Add since when, and on which days again."""
    wall, *others = walls
    if _is_regular(walls):
        end = datetime(first - 1, wall.month, 28, wall.hour, wall.minute) + timedelta(days=4)
        end = end.replace(day=1) - timedelta(days=1)
        observance.add("DTSTART", end - timedelta(days=(end.weekday() - wall.weekday()) % 7))
        observance.add("RRULE", {"FREQ": "YEARLY", "BYMONTH": wall.month, "BYDAY": f"-1{_NAMES[wall.weekday()]}"})
        return
    observance.add("DTSTART", wall)
    for other in others:
        observance.add("RDATE", other)


def _is_regular(walls: list[datetime]) -> bool:
    """Return whether clocks change on the last such weekday of a month each year, at the same time."""
    patterns = {(wall.month, wall.weekday(), wall.time()) for wall in walls}
    is_last = all((wall + timedelta(days=7)).month != wall.month for wall in walls)
    return len(walls) > 1 and len(patterns) == 1 and is_last


@lru_cache(256)  # a calendar for each event, and hundreds of looks at the clocks a year
def _changes(zone: tzinfo, year: int) -> tuple[Change, ...]:
    """Return every change of the clocks in a year, to the minute."""
    days = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(366 + isleap(year))]
    return tuple(_change(*two, zone) for two in pairwise(days) if _at(two[0], zone) != _at(two[1], zone))


def _change(early: datetime, late: datetime, zone: tzinfo) -> Change:
    """Return the change between two moments, halved until a minute is left."""
    before = _at(early, zone)
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) // 2
        early, late = (middle, late) if _at(middle, zone) == before else (early, middle)
    moment = late.replace(second=0, microsecond=0)
    local = moment.astimezone(zone)
    wall = (moment + before).replace(tzinfo=None)
    return wall, (before, _at(moment, zone), local.tzname() or "", bool(local.dst()))


def _at(moment: datetime, zone: tzinfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


_MAKER = "-//Placette//Agenda//FR"
_REFRESH = timedelta(hours=12)
"""How often subscribers may ask again: sites are built once or twice a day."""
_DAY_ONE = datetime(2000, 1, 1)
"""Numbers of versions count minutes from here; they have to stay below 2³¹."""
_STATES = {Outlook.CONFIRMED: "CONFIRMED", Outlook.POSTPONED: "TENTATIVE", Outlook.CANCELLED: "CANCELLED"}
"""iCalendar has no word for postponed events; the title says it."""


def write_calendar(content: CalendarContent, look: Lookup) -> str:
    """Return a calendar file, with its line ends."""
    site, (name, paths) = look.site, content
    events = [part for path in paths for part in _shown(noted_event(path, look), look)]
    calendar = Calendar()
    calendar.add("PRODID", _MAKER)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    if len(paths) != 1 or name:
        title = f"{name} – {site.site_name}" if name else site.site_name
        calendar.add("NAME", title)
        calendar.add("X-WR-CALNAME", title)
        calendar.add("REFRESH-INTERVAL", _REFRESH, parameters={"VALUE": "DURATION"})
    years = [start.year for event in events if not event.happening.all_day for start in event.happening.starts]
    years += [event.happening.start.year for event in events if not event.happening.all_day]
    if years:
        zone = site.build.now.tzinfo
        calendar.add_component(zone_component(str(zone), zone or UTC, min(years), max(years) + 1))
    for event in events:
        calendar.add_component(_entry(event, look))
    return str(calendar.to_ical().decode())


def _shown(event: Event, look: Lookup) -> Iterator[Event]:
    """Yield an event with its programme in words, or each of its parts, whose UID keeps to its name."""
    uid = event.uid or f"{event.path.removesuffix('.md')}@{urlsplit(look.site.origin).hostname or 'localhost'}"
    descriptions = []
    for part in event.parts:
        people = ", ".join(link.label for link in part_people(part, look))
        descriptions.append("\n".join(filter(None, (people, part.summary, part.booking))))
    say = look.site.say
    if not event.apart:
        lines = (part_line(part, event.happening, say, look.site.lang) for part in event.parts)
        parts = (f"{line}\n{words}".strip() for line, words in zip(lines, descriptions, strict=True))
        yield replace(event, uid=uid, summary="\n\n".join(filter(None, (event.summary, *parts))))
        return
    for part, words in zip(event.parts, descriptions, strict=True):
        entry, title = event_of_part(event, part), f"{say(FULL)}\u00a0: {part.title}" if part.full else part.title
        yield replace(entry, uid=f"{part.key}/{uid}", title=title, summary=words)


def _entry(event: Event, look: Lookup) -> Entry:
    site, happening = look.site, event.happening
    entry = Entry()
    entry.add("UID", event.uid)
    # when this version was made, by its author's date; else its beginning, for the clock would differ at each build
    wall = happening.start.replace(tzinfo=site.build.now.tzinfo)
    entry.add("DTSTAMP", (event.modified or event.announced or wall).astimezone(UTC))
    entry.add("SEQUENCE", sequence_of(event))
    if event.modified:
        entry.add("LAST-MODIFIED", event.modified.astimezone(UTC))
    _add_dates(entry, event, site)
    status = STATUSES[happening.outlook]
    entry.add("SUMMARY", f"{site.say(status)}\u00a0: {event.title}" if status else event.title)
    entry.add("STATUS", _STATES[happening.outlook])
    entry.add("URL", site.absolute(event.url))
    if description := "\n\n".join(filter(None, (event.summary, happening.price, site.absolute(event.url)))):
        entry.add("DESCRIPTION", description)
    communes = [site.build.communes.by_code[code].name for code in event.communes]
    if location := ", ".join(filter(None, (happening.venue, *communes))):
        entry.add("LOCATION", location)
    if event.category:
        entry.add("CATEGORIES", [event.category.name])
    # ORGANIZER would need an e-mail address, and none is published without being asked for
    person = look.person(happening.organiser) if happening.organiser else None
    if organiser := person.name if person else happening.organiser_name:
        entry.add("CONTACT", organiser)
    return entry


def _add_dates(made: Entry, event: Event, site: Site) -> None:
    happening, zone = event.happening, site.build.now.tzinfo
    end = happening.end_of(happening.start)

    def value(wall: datetime) -> object:
        return wall.date() if happening.all_day else wall.replace(tzinfo=zone)

    made.add("DTSTART", value(happening.start))
    if end:
        made.add("DTEND", value(end))
    if happening.rule:
        made.add("RRULE", _rule(event, site))
    for exception in happening.exceptions:
        made.add("EXDATE", value(exception))


def _rule(event: Event, site: Site) -> vRecur:
    """Return the rule; where the times have a zone, UNTIL has to be a moment in UTC."""
    rule: vRecur = vRecur.from_ical(event.happening.rule)
    if "UNTIL" in rule and not event.happening.all_day:
        last = datetime.combine(rule["UNTIL"][0], time(23, 59, 59), site.build.now.tzinfo)
        rule["UNTIL"] = [last.astimezone(UTC)]
    return rule


def sequence_of(event: Event) -> int:
    """Return the number of its version: minutes, so that two changes of one day differ."""
    if not event.modified:
        return 0
    return max(0, int((event.modified.replace(tzinfo=None) - _DAY_ONE).total_seconds() // 60))
