"""Which calendar files there are, and which pages announce them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from placette.engine.library.models import Commune, Term
from placette.engine.pages.desk import Desk
from placette.engine.pages.places import place_slug
from placette.engine.pages.requests import Request
from placette.engine.pages.views import FeedView
from placette.features.agenda.addresses import AGENDA_CALENDAR, CATEGORY_CALENDAR, COMMUNE_CALENDAR
from placette.features.agenda.contents import CalendarContent
from placette.features.agenda.event import Event
from placette.features.agenda.known_events import events

CALENDAR = "calendar"
"""The kind of request."""
CALENDAR_TYPE = "text/calendar"
_ENTRIES = 500
"""Events in one calendar file: the latest ones."""


def calendar_requests(desk: Desk) -> Iterator[Request]:
    """A file for each event, each commune, each category, and for all."""
    for event in events(desk).values():
        path = calendar_path(event)
        yield Request(CALENDAR, path, path, CalendarContent("", (event.path,)))
    groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    latest = sorted(events(desk).values(), key=lambda event: (event.happening.starts[-1], event.path), reverse=True)
    for event in latest:
        groups[calendar_place(None, desk), ""].append(event.path)
        for commune in map(desk.build.communes.by_code.__getitem__, event.communes):
            groups[calendar_place(commune, desk), commune.name].append(event.path)
        if event.category:
            groups[calendar_place(event.category, desk), event.category.name].append(event.path)
    for (path, title), paths in sorted(groups.items()):
        yield Request(CALENDAR, path, path, CalendarContent(title, tuple(sorted(paths[:_ENTRIES]))))


def calendar_place(about: Commune | Term | None, desk: Desk) -> str:
    """Where a calendar lies, from the site's root: of a commune, of a category, of all events."""
    match about:
        case Commune():
            return desk.addresses.file(COMMUNE_CALENDAR).format(slug=place_slug(about))
        case Term():
            return desk.addresses.file(CATEGORY_CALENDAR).format(slug=about.slug)
    return desk.addresses.file(AGENDA_CALENDAR)


def announced_calendars(about: Any, label: str, desk: Desk) -> Iterator[FeedView]:
    """The calendar that a page announces, where what it is about has events."""
    if about is None:
        has_events = bool(events(desk))
    elif isinstance(about, Commune):
        has_events = about.code in desk.once(_eventful)
    else:
        has_events = isinstance(about, Term) and about.slug in desk.once(_eventful)
    path = calendar_place(about, desk) if has_events else ""
    if path:
        yield FeedView(label, desk.base + path, CALENDAR_TYPE)


def _eventful(desk: Desk) -> set[str]:
    """The codes of communes and the slugs of categories that have events."""
    found = {code for event in events(desk).values() for code in event.communes}
    return found | {event.category.slug for event in events(desk).values() if event.category}


def calendar_path(event: Event) -> str:
    """Where an event's own calendar lies, from the site's root: beside its page."""
    return f"{event.url}{event.slug}.ics" if event.url.endswith("/") else f"{event.url.removesuffix('.html')}.ics"
