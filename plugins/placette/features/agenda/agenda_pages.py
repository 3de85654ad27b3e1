"""What the agenda's pages, the home page and those of communes show of events: decided from the whole build."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from placette.engine.base.dates import month_name
from placette.engine.base.message import N_
from placette.engine.base.occurrences import coming, months_of
from placette.engine.pages.desk import Desk
from placette.engine.pages.requests import Request
from placette.engine.pages.views import LinkView, TermView
from placette.features.agenda.contents import AgendaContent, CalendarContent, EntryContent, EventContent, MonthContent
from placette.features.agenda.event import Event
from placette.features.agenda.kind import EVENT
from placette.features.feeds.subscriptions import CALENDAR, calendar_place, site_feeds

_MONTHS_AHEAD = 6
"""Months that the agenda shows whole; the others are a step away."""
_ENTRIES = 500
"""Events in one calendar file: the latest ones."""
_AT_A_PLACE = 5
"""Coming events that the page of a commune shows."""

Month = tuple[int, int]


def agenda_requests(desk: Desk) -> Iterator[Request]:
    """The agenda, its months, the events' own pages, and the calendars; nothing where the site has no agenda."""
    settings = desk.urls.settings
    if not settings.get("AGENDA_SAVE_AS"):
        return
    months = _by_month(desk)
    yield Request("agenda", settings["AGENDA_SAVE_AS"], settings["AGENDA_URL"], _agenda(months, desk), site_feeds(desk))
    for month, entries in months.items():
        save_as, url = (settings[f"AGENDA_MONTH_{end}"].format(date=datetime(*month, 1)) for end in ("SAVE_AS", "URL"))
        yield Request("agenda_month", save_as, url, _month(month, entries, months, desk), site_feeds(desk))
    for event in desk.build.of(EVENT):
        content = EventContent(event.path, event.posts, _category(event, desk))
        yield Request("event", settings["EVENT_SAVE_AS"].format(slug=event.slug), event.url, content, site_feeds(desk))
    yield from _calendars(desk)


def _category(event: Event, desk: Desk) -> TermView | None:
    """The category of an event; without address while no post is in it, for then it has no page."""
    if event.category is None:
        return None
    found = desk.term("CATEGORY", event.category)
    return found if event.category.slug in desk.categories else TermView(found.name, "", 0)


def next_entries(events: Iterable[Event], desk: Desk, count: int) -> tuple[EntryContent, ...]:
    """The events that come next, each with its next date, soonest first."""
    found = [(dates[0], event.path) for event in events if (dates := coming(event.happening, desk.build.now))]
    return tuple(EntryContent(path, (start,)) for start, path in sorted(found)[:count])


def entries_at(code: str, desk: Desk) -> tuple[EntryContent, ...]:
    """What comes in a commune."""
    return next_entries((event for event in desk.events.values() if code in event.communes), desk, _AT_A_PLACE)


def event_links(desk: Desk) -> list[LinkView]:
    """The events that come and have a page of their own, for the site map."""
    entries = next_entries(desk.build.of(EVENT) if desk.events else (), desk, len(desk.events))
    return [LinkView(desk.events[e.event].title, desk.build.base + desk.events[e.event].url) for e in entries]


def agenda_addresses(desk: Desk) -> list[str]:
    """The agenda, its months and the events' own pages, from the site's root."""
    settings = desk.urls.settings
    if not settings.get("AGENDA_SAVE_AS"):
        return []
    months = [settings["AGENDA_MONTH_URL"].format(date=datetime(*month, 1)) for month in _by_month(desk)]
    return [settings["AGENDA_URL"], *months, *(event.url for event in desk.build.of(EVENT))]


def _by_month(desk: Desk) -> dict[Month, list[EntryContent]]:
    """By month, every event with its dates in it, by the first of these."""
    found: defaultdict[Month, list[EntryContent]] = defaultdict(list)
    for event in desk.events.values():
        for month, starts in months_of(event.happening).items():
            found[month].append(EntryContent(event.path, starts))
    return {month: sorted(found[month], key=_first) for month in sorted(found)}


def _first(entry: EntryContent) -> tuple[datetime, str]:
    return entry.starts[0], entry.event


def _agenda(months: dict[Month, list[EntryContent]], desk: Desk) -> AgendaContent:
    shown = [(month, entries) for month in months if (entries := _to_come(months[month], month, desk))]
    title, introduction = desk.say(N_("Agenda")), desk.say(N_("What takes place here, day by day."))
    contents = tuple(_content(month, entries, desk) for month, entries in shown[:_MONTHS_AHEAD])
    return AgendaContent(title, introduction, contents, _links(months, None, desk))


def _to_come(entries: list[EntryContent], month: Month, desk: Desk) -> list[EntryContent]:
    """The entries of a month with the dates that are not past; what lasts stands in its first month that isn't."""
    this = (desk.build.now.year, desk.build.now.month)
    left = []
    for entry in entries:
        dates = coming(desk.events[entry.event].happening, desk.build.now)
        starts = tuple(s for s in entry.starts if s in dates and month == max(this, (s.year, s.month)))
        left += [EntryContent(entry.event, starts)] if starts else []
    return sorted(left, key=_first)


def _month(
    month: Month, entries: list[EntryContent], months: dict[Month, list[EntryContent]], desk: Desk
) -> AgendaContent:
    content = _content(month, entries, desk)
    title = desk.say(N_("Agenda: {month}")).format(month=content.label)
    return AgendaContent(title, "", (content,), _links(months, month, desk))


def _content(month: Month, entries: list[EntryContent], desk: Desk) -> MonthContent:
    first = datetime(*month, 1)
    url = desk.build.base + str(desk.urls.settings["AGENDA_MONTH_URL"]).format(date=first)
    return MonthContent(month_name(first, desk.lang), url, tuple(entries))


def _links(months: Iterable[Month], current: Month | None, desk: Desk) -> tuple[LinkView, ...]:
    found = ((month, _content(month, [], desk)) for month in sorted(months, reverse=True))
    return tuple(LinkView(content.label, content.url, current=month == current) for month, content in found)


def _calendars(desk: Desk) -> Iterator[Request]:
    """A file for each event, each commune, each category, and for all."""
    events = list(desk.events.values())
    for event in events:
        path = calendar_path(event)
        yield Request(CALENDAR, path, path, CalendarContent("", (event.path,)))
    groups: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for event in sorted(events, key=lambda event: (event.happening.starts[-1], event.path), reverse=True):
        groups["AGENDA", "", ""].append(event.path)
        for code in event.communes:
            groups["COMMUNE", code, desk.build.communes.by_code[code].name].append(event.path)
        if event.category:
            groups["CATEGORY", event.category.slug, event.category.name].append(event.path)
    for (kind, key, title), paths in sorted(groups.items()):
        path = calendar_place(kind, key, desk)
        yield Request(CALENDAR, path, path, CalendarContent(title, tuple(sorted(paths[:_ENTRIES]))))


def calendar_path(event: Event) -> str:
    """Where an event's own calendar lies, from the site's root: beside its page."""
    return f"{event.url}{event.slug}.ics" if event.url.endswith("/") else f"{event.url.removesuffix('.html')}.ics"
