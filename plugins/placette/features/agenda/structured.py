"""What search engines are told about an event, in the words of schema.org."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from placette.engine.base.occurrences import Happening, Outlook
from placette.engine.library.models import Commune
from placette.engine.pages.views import BearingsView
from placette.features.agenda.event import Event
from placette.features.authors.profile import Profile
from placette.features.sharing.structured import (
    CONTEXT,
    JsonLd,
    Picture,
    Site,
    author_node,
    breadcrumbs,
    filled,
    image_node,
    place_node,
)

_STATES = {
    Outlook.CONFIRMED: "EventScheduled",
    Outlook.POSTPONED: "EventPostponed",
    Outlook.CANCELLED: "EventCancelled",
}
_EVERY = {"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M", "YEARLY": "Y"}
"""The units of ISO 8601's durations."""
_DAYS = dict(zip("MO TU WE TH FR SA SU".split(), "Mon Tues Wednes Thurs Fri Satur Sun".split(), strict=True))


def event_json_ld(
    event: Event,
    site: Site,
    organiser: Profile | None,
    communes: Sequence[Commune],
    image: Picture | None,
    bearings: BearingsView,
    zone: tzinfo | None,
) -> JsonLd:
    """The page of an event and the way to it."""
    node = event_node(event, site, organiser, communes, zone)
    pictured = filled(node | {"image": image_node(image) if image else None, "mainEntityOfPage": bearings.url})
    return {"@context": CONTEXT, "@graph": [pictured, breadcrumbs(bearings)]}


def event_node(
    event: Event, site: Site, organiser: Profile | None, communes: Sequence[Commune], zone: tzinfo | None
) -> JsonLd:
    """An event: when, where, by whom, for how much, whether it still holds."""
    happening, url = event.happening, site.url + event.url
    first = happening.starts[0]
    return filled(
        {
            "@type": "Event",
            "@id": f"{url}#event",
            "url": url,
            "name": event.title,
            "description": event.summary,
            "inLanguage": event.lang,
            "startDate": _moment(first, happening, zone),
            "endDate": _end(first, happening, zone),
            "eventSchedule": _schedule(happening, zone),
            "eventStatus": f"{CONTEXT}/{_STATES[happening.outlook]}",
            "eventAttendanceMode": f"{CONTEXT}/OfflineEventAttendanceMode",
            "location": _location(happening, communes),
            "organizer": _organiser(happening, organiser, site),
            "offers": {"@type": "Offer", "description": happening.price, "url": url} if happening.price else None,
        }
    )


def _moment(wall: datetime, happening: Happening, zone: tzinfo | None) -> str:
    """A day, or a moment with its distance from UTC."""
    return f"{wall:%Y-%m-%d}" if happening.all_day else wall.replace(tzinfo=zone).isoformat(timespec="seconds")


def _end(start: datetime, happening: Happening, zone: tzinfo | None) -> str:
    if happening.all_day:
        return f"{happening.last_day(start):%Y-%m-%d}"
    end = happening.end_of(start)
    return _moment(end, happening, zone) if end else ""


def _schedule(happening: Happening, zone: tzinfo | None) -> JsonLd | None:
    """How it repeats (schema.org/Schedule), in wall-clock times and their zone."""
    rule = dict(part.split("=") for part in happening.rule.split(";")) if happening.rule else {}
    if not rule:
        return None
    end = None if happening.all_day else happening.end_of(happening.start)
    days = [day[-2:] for day in rule.get("BYDAY", "").split(",") if day]
    return filled(
        {
            "@type": "Schedule",
            "repeatFrequency": f"P{rule.get('INTERVAL', '1')}{_EVERY[rule['FREQ']]}",
            "byDay": [f"{CONTEXT}/{_DAYS[day]}day" for day in days],
            "startDate": f"{happening.start:%Y-%m-%d}",
            "endDate": f"{happening.starts[-1]:%Y-%m-%d}",
            "startTime": "" if happening.all_day else f"{happening.start:%H:%M:%S}",
            "endTime": f"{end:%H:%M:%S}" if end else "",
            "scheduleTimezone": str(zone),
            "exceptDate": [f"{day:%Y-%m-%d}" for day in happening.exceptions],
        }
    )


def _location(happening: Happening, communes: Sequence[Commune]) -> JsonLd | None:
    """The place by its name, in its commune; the commune alone where no place is named."""
    towns = [place_node(commune) for commune in communes]
    if not happening.venue:
        return towns[0] if towns else None
    if not communes:
        return {"@type": "Place", "name": happening.venue}
    address = {
        "@type": "PostalAddress",
        "addressLocality": communes[0].name,
        "addressRegion": communes[0].department,
    }
    return {"@type": "Place", "name": happening.venue, "address": address, "containedInPlace": towns[0]}


def _organiser(happening: Happening, organiser: Profile | None, site: Site) -> JsonLd | None:
    if organiser:
        return author_node(organiser, site)
    return {"@type": "Organization", "name": happening.organiser_name} if happening.organiser_name else None
