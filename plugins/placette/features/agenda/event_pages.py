"""Events on the pages: an entry of a list, all that is known of one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from placette.engine.base.dates import month_name
from placette.engine.base.occurrences import Outlook
from placette.engine.pages.heads import head_of
from placette.engine.pages.lists import list_url
from placette.engine.pages.lookup import Lookup, places_of
from placette.engine.pages.raising import raise_first
from placette.engine.pages.requests import Request
from placette.engine.pages.slots import slot_views
from placette.engine.pages.views import LinkView
from placette.features.agenda import words
from placette.features.agenda.addresses import AGENDA, AGENDA_MONTH
from placette.features.agenda.calendar_files import calendar_path
from placette.features.agenda.contents import EntryContent, EventContent
from placette.features.agenda.event import Event
from placette.features.agenda.known_events import events
from placette.features.agenda.rhythms import until
from placette.features.agenda.views import ComingView, EntryView, EventBoxesView, EventPageView, EventView
from placette.features.posts import Article, articles, card_of, cards_of


def event_of(path: str, look: Lookup) -> Event:
    """An event by source path."""
    look.note(f"event {path}")
    return events(look.desk)[path]


def entry_views(entries: tuple[EntryContent, ...], look: Lookup) -> tuple[EntryView, ...]:
    """Events as lists show them."""
    return tuple(entry_view(entry, look) for entry in entries)


def coming_view(_about: Any, entries: tuple[EntryContent, ...], look: Lookup) -> ComingView:
    """What comes next, with the way to the whole agenda."""
    return ComingView(entry_views(entries, look), list_url(AGENDA, look.desk))


def boxes_view(article: Article, paths: tuple[str, ...], look: Lookup) -> EventBoxesView:
    """What a post announces, or is about."""
    return EventBoxesView(tuple(event_view(path, look) for path in paths), look.desk.base + article.url)


def entry_view(entry: EntryContent, look: Lookup) -> EntryView:
    """An event as a list shows it."""
    event, desk = event_of(entry.event, look), look.desk
    first, others = entry.starts[0], entry.starts[1:]
    weekday, day, month = words.badge(first, desk.lang)
    pattern = desk.words.ngettext("then on {days}", "then on {days}", len(others))
    also = raise_first(pattern.format(days=words.numbers(others, desk.lang))) if others else ""
    return EntryView(
        title=event.title,
        url=desk.base + event.url,
        lang=event.lang,
        iso=_iso(event, first, look),
        weekday=weekday,
        day=day,
        month=month,
        when=raise_first(words.when(event.happening, first, desk.say, desk.lang)),
        also=also,
        venue=event.happening.venue,
        places=places_of(event.communes, desk),
        status=" · ".join(filter(None, (_waiting(event, look), _said(words.STATUSES[event.happening.outlook], look)))),
        off="" if event.happening.outlook is Outlook.CONFIRMED else str(event.happening.outlook),
        outcome=_said(words.OUTCOMES[event.happening.outlook], look),
    )


def _waiting(event: Event, look: Lookup) -> str:
    """What a preview says of an event whose post isn't published."""
    ribbon = card_of(event.path, look).ribbon if event.path in articles(look.desk) else None
    return ribbon.label if ribbon else ""


def event_view(path: str, look: Lookup) -> EventView:
    """An event with all that is known of it."""
    event, desk = event_of(path, look), look.desk
    happening = event.happening
    first = happening.starts[0]
    return EventView(
        title=event.title,
        url=desk.base + event.url,
        lang=event.lang,
        iso=_iso(event, first, look),
        when=raise_first(words.when(happening, first, desk.say, desk.lang)),
        rhythm=raise_first(until(happening, desk.say, desk.lang)),
        dates=tuple((month, raise_first(days)) for month, days in words.days_by_month(happening, desk.lang)),
        left_out=raise_first(words.left_out(happening, desk.say, desk.lang)),
        status=_said(words.STATUSES[happening.outlook], look),
        explained=_said(words.EXPLAINED[happening.outlook], look),
        venue=happening.venue,
        places=places_of(event.communes, desk),
        organiser=look.person(happening.organiser) if happening.organiser else None,
        organiser_name=happening.organiser_name,
        price=happening.price,
        calendar_url=desk.base + calendar_path(event) if happening.outlook is Outlook.CONFIRMED else "",
    )


def _iso(event: Event, start: datetime, look: Lookup) -> str:
    """A date for machines: a day, or a moment with its offset."""
    if event.happening.all_day:
        return f"{start:%Y-%m-%d}"
    return start.replace(tzinfo=look.desk.build.now.tzinfo).isoformat(timespec="minutes")


def _said(text: str, look: Lookup) -> str:
    return look.desk.say(text) if text else ""


def compose_event(request: Request, content: EventContent, look: Lookup) -> EventPageView:
    """The page of an event."""
    event, desk = event_of(content.event, look), look.desk
    start = event.happening.starts[0]
    summary = event.summary or words.when(event.happening, start, desk.say, desk.lang)
    address = desk.addresses[AGENDA_MONTH]
    month = LinkView(month_name(start, desk.lang), desk.base + address.path(date=start) if address else "")
    return EventPageView(
        head=head_of(request, event.title, summary, look, event),
        event=event_view(event.path, look),
        summary=event.summary,
        category=content.category,
        body_html=look.html(event),
        posts=cards_of(content.posts, look),
        agenda_url=list_url(AGENDA, desk),
        month=month,
        slots=slot_views(request, event, look),
    )
