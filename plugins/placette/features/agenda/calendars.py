"""Calendar files (iCalendar, RFC 5545): an event, those of a commune or a category, all of them.

A file is a function of what was written: no clock, no chance. So that calendars take a new version for what it is, an
event keeps its identifier for ever and its number (SEQUENCE) rises with the ``modified`` of its author.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar
from icalendar import Event as Entry
from icalendar.prop import vRecur

from placette.engine.base.occurrences import Outlook
from placette.engine.pages.desk import Desk
from placette.engine.pages.lookup import Lookup
from placette.features.agenda.contents import CalendarContent
from placette.features.agenda.event import Event
from placette.features.agenda.event_pages import event_of
from placette.features.agenda.words import STATUSES
from placette.features.agenda.zones import zone_component

_MAKER = "-//Placette//Agenda//FR"
_REFRESH = timedelta(hours=12)
"""How often subscribers may ask again: sites are built once or twice a day."""
_DAY_ONE = datetime(2000, 1, 1)
"""Numbers of versions count minutes from here; they have to stay below 2³¹."""
_STATES = {Outlook.CONFIRMED: "CONFIRMED", Outlook.POSTPONED: "TENTATIVE", Outlook.CANCELLED: "CANCELLED"}
"""iCalendar has no word for what is postponed; the title says it."""


def write_calendar(content: CalendarContent, look: Lookup) -> str:
    """A calendar file, with its line ends."""
    desk, events = look.desk, [event_of(path, look) for path in content.events]
    made = Calendar()
    made.add("PRODID", _MAKER)
    made.add("VERSION", "2.0")
    made.add("CALSCALE", "GREGORIAN")
    if len(events) != 1 or content.title:
        title = f"{content.title} – {desk.site_name}" if content.title else desk.site_name
        made.add("NAME", title)
        made.add("X-WR-CALNAME", title)
        made.add("REFRESH-INTERVAL", _REFRESH, parameters={"VALUE": "DURATION"})
    years = [start.year for event in events if not event.happening.all_day for start in event.happening.starts]
    years += [event.happening.start.year for event in events if not event.happening.all_day]
    if years:
        zone = desk.build.now.tzinfo
        made.add_component(zone_component(str(zone), zone or UTC, min(years), max(years) + 1))
    for event in events:
        made.add_component(_entry(event, look))
    return str(made.to_ical().decode())


def _entry(event: Event, look: Lookup) -> Entry:
    desk, happening = look.desk, event.happening
    made = Entry()
    made.add("UID", uid_of(event, desk))
    made.add("DTSTAMP", _stamp(event, desk))
    made.add("SEQUENCE", sequence_of(event))
    if event.modified:
        made.add("LAST-MODIFIED", event.modified.astimezone(UTC))
    _add_dates(made, event, desk)
    status = STATUSES[happening.outlook]
    made.add("SUMMARY", f"{desk.say(status)}\u00a0: {event.title}" if status else event.title)
    made.add("STATUS", _STATES[happening.outlook])
    made.add("URL", desk.absolute(event.url))
    if description := "\n\n".join(filter(None, (event.summary, happening.price, desk.absolute(event.url)))):
        made.add("DESCRIPTION", description)
    communes = [desk.build.communes.by_code[code].name for code in event.communes]
    if location := ", ".join(filter(None, (happening.venue, *communes))):
        made.add("LOCATION", location)
    if event.category:
        made.add("CATEGORIES", [event.category.name])
    if organiser := _organiser(event, look):
        made.add("CONTACT", organiser)
    return made


def _add_dates(made: Entry, event: Event, desk: Desk) -> None:
    happening, zone = event.happening, desk.build.now.tzinfo
    end = happening.end_of(happening.start)

    def value(wall: datetime) -> object:
        return wall.date() if happening.all_day else wall.replace(tzinfo=zone)

    made.add("DTSTART", value(happening.start))
    if end:
        made.add("DTEND", value(end))
    if happening.rule:
        made.add("RRULE", _rule(event, desk))
    for exception in happening.exceptions:
        made.add("EXDATE", value(exception))


def _rule(event: Event, desk: Desk) -> vRecur:
    """The rule; where the times have a zone, UNTIL has to be a moment in UTC."""
    rule: vRecur = vRecur.from_ical(event.happening.rule)
    if "UNTIL" in rule and not event.happening.all_day:
        last = datetime.combine(rule["UNTIL"][0], time(23, 59, 59), desk.build.now.tzinfo)
        rule["UNTIL"] = [last.astimezone(UTC)]
    return rule


def uid_of(event: Event, desk: Desk) -> str:
    """Who the event is, for ever: what an outside calendar said, or its file and the site's host."""
    return event.uid or f"{event.path.removesuffix('.md')}@{urlsplit(desk.origin).hostname or 'localhost'}"


def sequence_of(event: Event) -> int:
    """The number of its version: minutes, so that two changes of one day differ."""
    if not event.modified:
        return 0
    return max(0, int((event.modified.replace(tzinfo=None) - _DAY_ONE).total_seconds() // 60))


def _stamp(event: Event, desk: Desk) -> datetime:
    """When this version was made, as its author says; else its beginning, for the clock would differ at each build."""
    wall = event.happening.start.replace(tzinfo=desk.build.now.tzinfo)
    return (event.modified or event.announced or wall).astimezone(UTC)


def _organiser(event: Event, look: Lookup) -> str:
    """Who to ask, by name: ORGANIZER would need an e-mail address, and none is published without being asked for."""
    happening = event.happening
    person = look.person(happening.organiser) if happening.organiser else None
    return person.name if person else happening.organiser_name
