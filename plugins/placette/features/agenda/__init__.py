"""What takes place, and when: events, their pages, calendars to subscribe to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from placette.engine.base.translation import N_
from placette.engine.library.build import Build
from placette.engine.library.kinds import Term
from placette.engine.library.traits import SearchedKind
from placette.engine.pages.desk import Desk, Lookup
from placette.engine.pages.entries import Subject, places_line
from placette.engine.pages.features import DRAWING, Feature, FileKind, PageKind, Request, SharedKind, Slot
from placette.engine.pages.searched import Searched, searched_text
from placette.features.agenda.event import ANNOUNCEMENTS, EVENT, Event
from placette.features.agenda.pages import (
    AGENDA_PAGE,
    PART,
    agenda_listings,
    agenda_requests,
    agenda_sections,
)
from placette.features.agenda.selection import (
    AGENDA,
    AGENDA_CALENDAR,
    AGENDA_CATEGORY,
    AGENDA_COMMUNE,
    AGENDA_MONTH,
    AGENDA_WEEKEND,
    CALENDAR,
    CATEGORY_CALENDAR,
    COMMUNE_CALENDAR,
    EVENT_PAGE,
    CalendarContent,
    announced_calendars,
    coming_at,
    coming_on_home,
    events,
    events_about,
    own_events,
    turns,
)
from placette.features.agenda.views import (
    boxes_view,
    coming_view,
    compose_agenda,
    compose_event,
    describe_event,
    event_in_post,
)
from placette.features.agenda.wording import STATUSES, when

__all__ = ["FEATURE", "register"]


def _write_calendar(_request: Request, content: CalendarContent, look: Lookup) -> str:
    from placette.features.agenda.ics import write_calendar  # noqa: PLC0415 - calendars seldom change, icalendar is large

    return write_calendar(content, look)


def _marks(desk: Desk) -> Iterator[tuple[str, str]]:
    return ((f"event {path}", event.mark) for path, event in events(desk).items())


def _moments(build: Build) -> Iterator[datetime]:
    return iter(turns(build))


def _subject(event: Event, desk: Desk) -> Subject:
    """An event: where, its title, and when; whether it still holds stands first."""
    happening = event.happening
    status = STATUSES[happening.outlook]
    words = " ".join((event.title, event.category.name)) if event.category else event.title
    towns = places_line(desk.build.communes.by_code[code] for code in event.communes)
    return Subject(
        slug=event.slug,
        title=event.title,
        place=" · ".join(filter(None, (desk.say(status) if status else "", happening.venue, towns))),
        note=when(happening, happening.starts[0], desk.say, desk.lang),
        drawing=desk.ask(DRAWING)(Term(words, event.slug)),
        work=True,
    )


_SEARCHED = SearchedKind("event", N_("Event"), N_("Events"), 40)


def _searched(desk: Desk) -> Iterator[Searched]:
    """The events that have a page of their own: that of an announced one is its post."""
    for event in own_events(desk):
        category = event.category.name if event.category else ""
        also = (event.happening.venue,) if event.happening.venue else ()
        yield searched_text(
            _SEARCHED,
            event,
            desk,
            date=event.happening.start,
            category=category,
            communes=event.communes,
            also=also,
        )


FEATURE = Feature(
    name="agenda",
    order=50,
    kinds=(EVENT,),
    extensions=(ANNOUNCEMENTS,),
    addresses=(
        AGENDA,
        AGENDA_MONTH,
        AGENDA_WEEKEND,
        AGENDA_COMMUNE,
        AGENDA_CATEGORY,
        EVENT_PAGE,
        AGENDA_CALENDAR,
        COMMUNE_CALENDAR,
        CATEGORY_CALENDAR,
    ),
    pages=(
        PageKind("agenda", compose_agenda),
        PageKind(PART, compose_agenda, above=AGENDA),
        PageKind("event", compose_event, "WebPage", above=AGENDA, places=("aside", "foot")),
        FileKind(CALENDAR, _write_calendar),
    ),
    singles=(AGENDA_PAGE,),
    requests=agenda_requests,
    announces=announced_calendars,
    slots=(
        Slot("article", "after", "event", "event_boxes", events_about, boxes_view, styled=True),
        Slot("commune", "after", "event", "coming_section", coming_at, coming_view),
        Slot("index", "after", "event", "coming_on_home", coming_on_home, coming_view),
    ),
    marks=_marks,
    listed=agenda_listings,
    sections=agenda_sections,
    shared=(SharedKind(Event, describe_event, _subject, own_events),),
    in_post=event_in_post,
    moments=_moments,
    searched=_searched,
)
register = FEATURE.register
