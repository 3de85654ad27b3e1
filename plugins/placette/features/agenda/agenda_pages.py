"""Which pages the agenda has, and where other pages and robots find them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Above, Listing, MapSection
from placette.engine.pages.lists import Single
from placette.engine.pages.requests import Request
from placette.engine.pages.slots import plan_slots
from placette.engine.pages.views import LinkView, TermView
from placette.features.agenda.addresses import AGENDA, AGENDA_MONTH, AGENDA_WEEKEND, EVENT_PAGE
from placette.features.agenda.calendar_files import agenda_feeds, calendar_requests
from placette.features.agenda.contents import EventContent
from placette.features.agenda.event import Event
from placette.features.agenda.filters import has_parts, parts
from placette.features.agenda.grids import month_sheets
from placette.features.agenda.known_events import coming_dates, events, next_entries, own_events
from placette.features.agenda.page_contents import (
    TITLE,
    agenda_content,
    month_content,
    part_content,
    weekend_content,
)
from placette.features.posts import categories, category_term

PART = "agenda_part"
"""The template of months, the weekend, communes and categories."""


def agenda_requests(desk: Desk) -> Iterator[Request]:
    """The agenda's parts, the events' own pages, and the calendars; nothing where the site has no agenda."""
    address = desk.addresses[AGENDA_MONTH]
    for month in month_sheets(desk) if address else ():
        date = datetime(*month, 1)
        yield Request(
            PART, address.file(date=date), address.path(date=date), month_content(month, desk), agenda_feeds(desk)
        )
    if has_parts(desk) and (weekend := desk.addresses[AGENDA_WEEKEND]):
        yield Request(PART, weekend.save_as, weekend.url, weekend_content(weekend.url, desk), agenda_feeds(desk))
    for part in parts(desk):
        yield Request(PART, part.file, part.path, part_content(part, desk), agenda_feeds(desk))
    for event in own_events(desk):
        own = EventContent(event.path, event.posts, _category(event, desk))
        slots = plan_slots("event", event, desk)
        yield Request("event", desk.addresses[EVENT_PAGE].file(event.slug), event.url, own, agenda_feeds(desk), slots)
    yield from calendar_requests(desk)


def _category(event: Event, desk: Desk) -> TermView | None:
    """The category of an event; without address while no post is in it, for then it has no page."""
    if event.category is None:
        return None
    found = category_term(event.category, desk)
    return found if event.category.slug in categories(desk) else TermView(found.name, "", 0)


def agenda_sections(desk: Desk) -> Iterator[MapSection]:
    """The events that come and have a page of their own, for the site map."""
    own, known = [event.path for event in own_events(desk)], events(desk)
    entries = next_entries(own, desk, len(own))
    links = [LinkView(known[entry.event].title, desk.base + known[entry.event].url) for entry in entries]
    yield MapSection(50, desk.say(TITLE), links)


def agenda_listings(desk: Desk) -> Iterator[Listing]:
    """The agenda's months, its parts with something to come, and the events' own pages, for robots."""
    address = desk.addresses[AGENDA_MONTH]
    for month in month_sheets(desk) if address else ():
        yield Listing(151, address.path(date=datetime(*month, 1)))
    coming = coming_dates(desk)
    yield from (Listing(151, part.path) for part in parts(desk) if any(path in coming for path in part.events))
    yield from (Listing(152, event.url) for event in own_events(desk))


def agenda_above(desk: Desk, _about: Any) -> Above | None:
    """The page above those of events and months."""
    address = desk.addresses[AGENDA]
    return Above(desk.say(TITLE), address.url) if address else None


AGENDA_PAGE = Single(
    AGENDA, "agenda", agenda_content, TITLE, 20, 150, entries=lambda desk: len(events(desk)), feeds=agenda_feeds
)
