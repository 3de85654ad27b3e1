"""What is declared to search engines about an event, in the words of schema.org."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from placette.engine.base.occurrences import Happening, Outlook
from placette.engine.library.models import Commune
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import InPost
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.ports import AGENTS
from placette.engine.pages.structured import (
    CONTEXT,
    JsonLd,
    breadcrumbs,
    filled,
    graph,
    image_node,
    open_graph_locale,
    place_node,
)
from placette.engine.pages.views import BearingsView, SocialImageView, SocialView
from placette.features.agenda.addresses import AGENDA
from placette.features.agenda.event import Event
from placette.features.agenda.happening_events import event_of
from placette.features.posts import Article

_STATES = {
    Outlook.CONFIRMED: "EventScheduled",
    Outlook.POSTPONED: "EventPostponed",
    Outlook.CANCELLED: "EventCancelled",
}
_EVERY = {"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M", "YEARLY": "Y"}
"""The units of ISO 8601's durations."""
_DAYS = dict(zip("MO TU WE TH FR SA SU".split(), "Mon Tues Wednes Thurs Fri Satur Sun".split(), strict=True))


def describe_event(
    event: Event, bearings: BearingsView, images: tuple[SocialImageView, ...], look: Lookup
) -> SocialView:
    """Open Graph and JSON-LD of an event's page."""
    if event.happening.organiser:
        look.note(f"person {event.happening.organiser}")
    image = image_node(images[0]) if images else None
    pictured = filled(event_node(event, look.desk) | {"image": image, "mainEntityOfPage": bearings.url})
    return SocialView("website", images, open_graph_locale(event.lang), graph(pictured, breadcrumbs(bearings)))


def event_in_post(article: Article, desk: Desk) -> InPost:
    """What a post announces."""
    event = event_of(article) if desk.addresses[AGENDA] else None
    return InPost(nodes=(event_node(event, desk),)) if event else InPost()


def event_node(event: Event, desk: Desk) -> JsonLd:
    """An event: when, where, by whom, for how much, whether it still holds."""
    happening, url, zone = event.happening, desk.absolute(event.url), desk.build.now.tzinfo
    communes = [desk.build.communes.by_code[code] for code in event.communes]
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
            "organizer": _organiser(happening, desk),
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


def _organiser(happening: Happening, desk: Desk) -> JsonLd | None:
    known = desk.ask(AGENTS).get(happening.organiser)
    return known or ({"@type": "Organization", "name": happening.organiser_name} if happening.organiser_name else None)
