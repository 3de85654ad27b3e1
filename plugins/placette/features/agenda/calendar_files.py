"""Which calendar files there are, and which pages announce them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from placette.engine.library.models import Commune, Term
from placette.engine.pages.desk import Desk
from placette.engine.pages.lists import site_feeds
from placette.engine.pages.places import place_slug
from placette.engine.pages.requests import Request
from placette.engine.pages.views import FeedView
from placette.features.agenda.addresses import AGENDA_CALENDAR, CATEGORY_CALENDAR, COMMUNE_CALENDAR
from placette.features.agenda.contents import CalendarContent
from placette.features.agenda.event import Event
from placette.features.agenda.known_events import by_category, by_commune, events

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
    for about, paths in ((None, tuple(events(desk))), *by_commune(desk).items(), *by_category(desk).items()):
        if paths and (path := calendar_place(about, desk)):
            title = about.name if about else ""
            yield Request(CALENDAR, path, path, CalendarContent(title, tuple(sorted(_latest(paths, desk)))))


def _latest(paths: Sequence[str], desk: Desk) -> Sequence[str]:
    """Of very many events those whose last dates are the latest."""
    if len(paths) <= _ENTRIES:
        return paths
    known = events(desk)
    return sorted(paths, key=lambda path: (known[path].happening.starts[-1], path))[-_ENTRIES:]


def calendar_place(about: Commune | Term | None, desk: Desk) -> str:
    """Where a calendar lies, from the site's root: of a commune, of a category, of all events."""
    match about:
        case Commune():
            return desk.addresses.file(COMMUNE_CALENDAR).format(slug=place_slug(about))
        case Term():
            return desk.addresses.file(CATEGORY_CALENDAR).format(slug=about.slug)
    return desk.addresses.file(AGENDA_CALENDAR)


def agenda_feeds(desk: Desk) -> tuple[FeedView, ...]:
    """What the pages of the agenda and of events announce: the feed of all posts, the calendar of all events."""
    return (*site_feeds(desk), *announced_calendars(None, desk.site_name, desk))


def announced_calendars(about: Any, label: str, desk: Desk) -> Iterator[FeedView]:
    """The calendar that a page announces, where what it is about has events."""
    match about:
        case None:
            has_events = bool(events(desk))
        case Commune():
            has_events = about in by_commune(desk)
        case _:
            has_events = isinstance(about, Term) and about in by_category(desk)
    path = calendar_place(about, desk) if has_events else ""
    if path:
        yield FeedView(label, desk.base + path, CALENDAR_TYPE)


def calendar_path(event: Event) -> str:
    """Where an event's own calendar lies, from the site's root: beside its page."""
    return f"{event.url}{event.slug}.ics" if event.url.endswith("/") else f"{event.url.removesuffix('.html')}.ics"
