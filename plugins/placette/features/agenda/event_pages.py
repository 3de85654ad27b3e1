"""Events on the pages: an entry of a list, all that is told of one, the agenda."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from placette.engine.base.dates import month_name
from placette.engine.pages.heads import head_of
from placette.engine.pages.lookup import Lookup, places_of
from placette.engine.pages.requests import Request
from placette.engine.pages.views import LinkView
from placette.features.agenda import words
from placette.features.agenda.agenda_pages import calendar_path
from placette.features.agenda.contents import AgendaContent, EntryContent, EventContent, MonthContent
from placette.features.agenda.event import Event
from placette.features.agenda.views import AgendaView, EntryView, EventPageView, EventView, MonthView
from placette.features.feeds.subscriptions import agenda_calendar


def entry_views(entries: tuple[EntryContent, ...], look: Lookup) -> tuple[EntryView, ...]:
    """Events as lists show them."""
    return tuple(_entry(entry, look) for entry in entries)


def _entry(entry: EntryContent, look: Lookup) -> EntryView:
    event, desk = look.event(entry.event), look.desk
    first, others = entry.starts[0], entry.starts[1:]
    weekday, day, month = words.badge(first, desk.lang)
    told = desk.words.ngettext("then on {days}", "then on {days}", len(others))
    also = told.format(days=words.numbers(others, desk.lang)) if others else ""
    return EntryView(
        title=event.title,
        url=desk.build.base + event.url,
        lang=event.lang,
        iso=_iso(event, first, look),
        weekday=weekday,
        day=day,
        month=month,
        when=words.when(event.happening, first, desk.say, desk.lang),
        also=also,
        venue=event.happening.venue,
        places=places_of(event.communes, desk),
        status=" · ".join(filter(None, (_waiting(event, look), _said(words.STATUSES[event.happening.outlook], look)))),
    )


def _waiting(event: Event, look: Lookup) -> str:
    """What a preview says of an event whose post isn't published."""
    ribbon = look.card(event.path).ribbon if event.path in look.desk.articles else None
    return ribbon.label if ribbon else ""


def event_views(paths: tuple[str, ...], look: Lookup) -> tuple[EventView, ...]:
    """Events with all that is told of them."""
    return tuple(event_view(path, look) for path in paths)


def event_view(path: str, look: Lookup) -> EventView:
    """An event with all that is told of it."""
    event, desk = look.event(path), look.desk
    happening = event.happening
    first = happening.starts[0]
    return EventView(
        title=event.title,
        url=desk.build.base + event.url,
        lang=event.lang,
        iso=_iso(event, first, look),
        when=words.when(happening, first, desk.say, desk.lang),
        rhythm=words.rhythm(happening, desk.say, desk.lang),
        dates=words.days_by_month(happening, desk.lang),
        left_out=words.left_out(happening, desk.say, desk.lang),
        status=_said(words.STATUSES[happening.outlook], look),
        explained=_said(words.EXPLAINED[happening.outlook], look),
        venue=happening.venue,
        places=places_of(event.communes, desk),
        organiser=look.person(happening.organiser) if happening.organiser else None,
        organiser_name=happening.organiser_name,
        price=happening.price,
        calendar_url=desk.build.base + calendar_path(event),
    )


def _iso(event: Event, start: datetime, look: Lookup) -> str:
    """A date for machines: a day, or a moment with its offset."""
    if event.happening.all_day:
        return f"{start:%Y-%m-%d}"
    return start.replace(tzinfo=look.desk.build.now.tzinfo).isoformat(timespec="minutes")


def _said(text: str, look: Lookup) -> str:
    return look.desk.say(text) if text else ""


def _event(request: Request, content: EventContent, look: Lookup) -> EventPageView:
    event, desk = look.event(content.event), look.desk
    start, settings = event.happening.starts[0], desk.urls.settings
    view = event_view(event.path, look)
    month = LinkView(month_name(start, desk.lang), desk.build.base + settings["AGENDA_MONTH_URL"].format(date=start))
    return EventPageView(
        head=head_of(request, event.title, event.summary or view.when, look, event),
        event=view,
        summary=event.summary,
        category=content.category,
        body_html=look.html(event),
        posts=look.cards_of(content.posts),
        agenda_url=desk.build.base + settings["AGENDA_URL"],
        month=month,
    )


def _agenda(request: Request, content: AgendaContent, look: Lookup) -> AgendaView:
    description = content.introduction or content.title
    return AgendaView(
        head=head_of(request, content.title, description, look),
        title=content.title,
        introduction=content.introduction,
        months=tuple(_month(month, look) for month in content.months),
        others=content.others,
        agenda_url=look.desk.build.base + look.desk.urls.settings["AGENDA_URL"],
        calendar_url=agenda_calendar(look.desk),
    )


def _month(content: MonthContent, look: Lookup) -> MonthView:
    return MonthView(content.label, content.url, entry_views(content.entries, look))


EVENT_PAGES: dict[str, Callable[[Request, Any, Lookup], Any]] = {
    "agenda": _agenda,
    "agenda_month": _agenda,
    "event": _event,
}
"""For each kind of page, what composes its view."""
