"""What the agenda's pages, the home page and those of communes show of events: decided from the whole build."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from placette.engine.base.dates import month_name
from placette.engine.base.message import N_
from placette.engine.base.occurrences import coming, months_of
from placette.engine.library.models import Commune, Term
from placette.engine.pages.addresses import FileAddress, PageAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Above, Listing, MapSection
from placette.engine.pages.lists import Single, site_feeds
from placette.engine.pages.places import place_slug
from placette.engine.pages.requests import Request
from placette.engine.pages.settings import ViewsSettings
from placette.engine.pages.slots import plan_slots
from placette.engine.pages.views import FeedView, LinkView, TermView
from placette.features.agenda.contents import AgendaContent, CalendarContent, EntryContent, EventContent, MonthContent
from placette.features.agenda.event import Event
from placette.features.agenda.happening_events import all_events
from placette.features.agenda.kind import EVENT
from placette.features.posts import Article, categories, category_term

AGENDA = PageAddress("AGENDA")
AGENDA_MONTH = PageAddress("AGENDA_MONTH", passing=True)
EVENT_PAGE = PageAddress("EVENT")
AGENDA_CALENDAR = FileAddress("AGENDA_FEED_ICS")
COMMUNE_CALENDAR = FileAddress("COMMUNE_FEED_ICS", passing=True)
CATEGORY_CALENDAR = FileAddress("CATEGORY_FEED_ICS", passing=True)
CALENDAR = "calendar"
"""The kind of request."""
CALENDAR_TYPE = "text/calendar"
_TITLE = N_("Events")
_MONTHS_AHEAD = 6
"""Months that the agenda shows whole; the others are a step away."""
_ENTRIES = 500
"""Events in one calendar file: the latest ones."""
_AT_A_PLACE = 5
"""Coming events that the page of a commune shows."""

Month = tuple[int, int]


def events(desk: Desk) -> Mapping[str, Event]:
    """Every event by source path, in the order of their first dates; none on a site without agenda."""
    return desk.once(_by_path)


def _by_path(desk: Desk) -> Mapping[str, Event]:
    return {event.path: event for event in all_events(desk.build)} if desk.addresses[AGENDA] else {}


def own_events(desk: Desk) -> tuple[Event, ...]:
    """The events that have a page of their own."""
    return desk.build.of(EVENT) if desk.addresses[AGENDA] else ()


def agenda_requests(desk: Desk) -> Iterator[Request]:
    """The agenda's months, the events' own pages, and the calendars; nothing where the site has no agenda."""
    months, address = desk.once(_by_month), desk.addresses[AGENDA_MONTH]
    for month, entries in months.items():
        date = datetime(*month, 1)
        content = _month(month, entries, months, desk)
        yield Request("agenda_month", address.file(date=date), address.path(date=date), content, site_feeds(desk))
    for event in own_events(desk):
        own = EventContent(event.path, event.posts, _category(event, desk))
        slots = plan_slots("event", event, desk)
        yield Request("event", desk.addresses[EVENT_PAGE].file(event.slug), event.url, own, site_feeds(desk), slots)
    yield from _calendars(desk)


def _category(event: Event, desk: Desk) -> TermView | None:
    """The category of an event; without address while no post is in it, for then it has no page."""
    if event.category is None:
        return None
    found = category_term(event.category, desk)
    return found if event.category.slug in categories(desk) else TermView(found.name, "", 0)


def events_about(article: Article, desk: Desk) -> tuple[str, ...]:
    """What a post announces and the events that name it, by source path."""
    return desk.once(_by_post).get(article.path, ())


def _by_post(desk: Desk) -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for event in events(desk).values():
        for post in (event.path, *event.posts):
            found[post].append(event.path)
    return {post: tuple(paths) for post, paths in found.items()}


def coming_on_home(_about: None, desk: Desk) -> tuple[EntryContent, ...]:
    """What the home page shows."""
    return next_entries(events(desk).values(), desk, desk.options("VIEWS", ViewsSettings).coming)


def next_entries(events: Iterable[Event], desk: Desk, count: int) -> tuple[EntryContent, ...]:
    """The events that come next, each with its next date, soonest first."""
    found = [(dates[0], event.path) for event in events if (dates := coming(event.happening, desk.build.now))]
    return tuple(EntryContent(path, (start,)) for start, path in sorted(found)[:count])


def coming_at(commune: Commune | None, desk: Desk) -> tuple[EntryContent, ...]:
    """What comes in a commune."""
    there = (event for event in events(desk).values() if commune and commune.code in event.communes)
    return next_entries(there, desk, _AT_A_PLACE)


def agenda_sections(desk: Desk) -> Iterator[MapSection]:
    """The events that come and have a page of their own, for the site map."""
    own = own_events(desk)
    entries, known = next_entries(own, desk, len(own)), events(desk)
    links = [LinkView(known[entry.event].title, desk.base + known[entry.event].url) for entry in entries]
    yield MapSection(50, desk.say(_TITLE), links)


def agenda_listings(desk: Desk) -> Iterator[Listing]:
    """The agenda's months and the events' own pages, for robots."""
    for month in desk.once(_by_month) if desk.addresses[AGENDA] else ():
        yield Listing(151, desk.addresses[AGENDA_MONTH].path(date=datetime(*month, 1)))
    yield from (Listing(152, event.url) for event in own_events(desk))


def agenda_above(desk: Desk, _about: Any) -> Above | None:
    """The page above those of events and months."""
    address = desk.addresses[AGENDA]
    return Above(desk.say(_TITLE), address.url) if address else None


def _by_month(desk: Desk) -> dict[Month, list[EntryContent]]:
    """By month, every event with its dates in it, by the first of these."""
    found: defaultdict[Month, list[EntryContent]] = defaultdict(list)
    for event in events(desk).values():
        for month, starts in months_of(event.happening).items():
            found[month].append(EntryContent(event.path, starts))
    return {month: sorted(found[month], key=_first) for month in sorted(found)}


def _first(entry: EntryContent) -> tuple[datetime, str]:
    return entry.starts[0], entry.event


def _agenda(desk: Desk) -> AgendaContent:
    months = desk.once(_by_month)
    shown = [(month, entries) for month in months if (entries := _to_come(months[month], month, desk))]
    title, introduction = desk.say(_TITLE), desk.say(N_("What takes place here, day by day."))
    contents = tuple(_content(month, entries, desk) for month, entries in shown[:_MONTHS_AHEAD])
    return AgendaContent(title, introduction, contents, _links(months, None, desk))


def _to_come(entries: list[EntryContent], month: Month, desk: Desk) -> list[EntryContent]:
    """The entries of a month with the dates that are not past; what lasts stands in its first month that isn't."""
    this = (desk.build.now.year, desk.build.now.month)
    left = []
    for entry in entries:
        dates = coming(events(desk)[entry.event].happening, desk.build.now)
        starts = tuple(s for s in entry.starts if s in dates and month == max(this, (s.year, s.month)))
        left += [EntryContent(entry.event, starts)] if starts else []
    return sorted(left, key=_first)


def _month(
    month: Month, entries: list[EntryContent], months: dict[Month, list[EntryContent]], desk: Desk
) -> AgendaContent:
    content = _content(month, entries, desk)
    title = desk.say(N_("Events: {month}")).format(month=content.label)
    return AgendaContent(title, "", (content,), _links(months, month, desk))


def _content(month: Month, entries: list[EntryContent], desk: Desk) -> MonthContent:
    first = datetime(*month, 1)
    url = desk.base + desk.addresses[AGENDA_MONTH].path(date=first)
    return MonthContent(month_name(first, desk.lang), url, tuple(entries))


def _links(months: Iterable[Month], current: Month | None, desk: Desk) -> tuple[LinkView, ...]:
    found = ((month, _content(month, [], desk)) for month in sorted(months, reverse=True))
    return tuple(LinkView(content.label, content.url, current=month == current) for month, content in found)


AGENDA_PAGE = Single(AGENDA, "agenda", _agenda, _TITLE, 20, 150, entries=lambda desk: len(events(desk)))


def _calendars(desk: Desk) -> Iterator[Request]:
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
