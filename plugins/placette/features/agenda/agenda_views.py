"""The agenda on the page: its rows by week, the sheet of the month, what to choose, how to subscribe."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from placette.engine.base.cldr import language_of
from placette.engine.base.dates import month_name
from placette.engine.base.message import N_
from placette.engine.base.occurrences import Outlook
from placette.engine.pages.heads import head_of
from placette.engine.pages.lists import list_url
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.raising import raise_first
from placette.engine.pages.requests import Request
from placette.engine.texts.pictures import PictureView
from placette.features.agenda import words
from placette.features.agenda.addresses import AGENDA
from placette.features.agenda.agenda_pages import PART
from placette.features.agenda.calendar_files import calendar_path
from placette.features.agenda.contents import AgendaContent, DayContent, EntryContent, GridContent
from placette.features.agenda.event import Event
from placette.features.agenda.event_pages import entry_view, event_of
from placette.features.agenda.rhythms import rhythm
from placette.features.agenda.views import (
    AgendaView,
    ChoiceView,
    DateRowView,
    DayView,
    FilterView,
    GridView,
    SpanView,
)
from placette.features.posts import articles, card_of, cards_of

_WEEK, _NAMED = 7, 2
"""Days; titles that the label of a day says."""


def compose_agenda(request: Request, content: AgendaContent, look: Lookup) -> AgendaView:
    """The agenda, or a part of it. A part in which nothing comes is for whoever kept its address, not for robots."""
    part = request.kind == PART
    calendar = content.calendar.url if content.calendar else ""
    return AgendaView(
        head=head_of(
            request,
            content.title,
            content.introduction or content.title,
            look,
            robots="noindex" if part and content.quiet else "",
        ),
        title=content.title,
        introduction=raise_first(content.introduction),
        nothing=content.nothing,
        spans=tuple(SpanView(raise_first(span.label), span.note, _rows(span.entries, look)) for span in content.spans),
        later=_rows(content.later, look),
        past=_rows(content.past, look),
        filters=tuple(FilterView(f.label, tuple(ChoiceView(*choice) for choice in f.choices)) for f in content.filters),
        grid=_grid(content.grid, look) if content.grid else None,
        told=cards_of(content.told, look),
        others=content.months,
        agenda_url=list_url(AGENDA, look.desk),
        calendar_url=calendar,
        webcal_url=_webcal(calendar, look),
        part=part,
    )


def _webcal(url: str, look: Lookup) -> str:
    """The address of a calendar as devices subscribe to it: they ask it again by themselves."""
    scheme, found, rest = look.desk.absolute(url.removeprefix(look.desk.base)).partition("://")
    return f"webcal://{rest}" if url and found and scheme in {"http", "https"} else ""


def _rows(entries: tuple[EntryContent, ...], look: Lookup) -> tuple[DateRowView, ...]:
    return tuple(_row(entry, look) for entry in entries)


def _row(entry: EntryContent, look: Lookup) -> DateRowView:
    event, desk, view = event_of(entry.event, look), look.desk, entry_view(entry, look)
    happening, first = event.happening, entry.starts[0]
    weekday, number, month = words.margin(happening, first, desk.say, desk.lang)
    return DateRowView(
        view,
        weekday,
        raise_first(number),
        month,
        hours=raise_first(words.hours(happening, first, desk.say, desk.lang)),
        rhythm=rhythm(happening, desk.say, desk.lang),
        picture=_picture(event, look),
        calendar_url=desk.base + calendar_path(event) if not (view.off or entry.over) else "",
        again=entry.again,
        anchor=entry.anchor,
    )


def _picture(event: Event, look: Lookup) -> PictureView | None:
    """That of the post that announces it, or of the first that is about it."""
    known = articles(look.desk)
    post = next((path for path in (event.path, *event.posts) if path in known), "")
    return card_of(post, look).picture if post else None


def _grid(content: GridContent, look: Lookup) -> GridView:
    """The sheet of a month, its weeks from Monday to Sunday."""
    first, length = monthrange(content.year, content.month)
    known = {day.day: _day(day, content, look) for day in content.days}
    cells = [DayView(0)] * first + [known.get(day, DayView(day)) for day in range(1, length + 1)]
    cells += [DayView(0)] * (-len(cells) % _WEEK)
    cells[1:] = [cell._replace(came_on=before.goes_on) for before, cell in pairwise(cells)]
    language = language_of(look.desk.lang)
    return GridView(
        month_name(datetime(content.year, content.month, 1), look.desk.lang),
        content.url,
        tuple((day[:2], day) for day in language.days),
        tuple(_week(cells[at : at + _WEEK]) for at in range(0, len(cells), _WEEK)),
        content.previous,
        content.next,
        frozenset(cell.state for cell in cells) - {""},
    )


def _week(cells: Sequence[DayView]) -> tuple[DayView, ...]:
    """The days of a week; those of another month, at one of its ends, in one cell."""
    own = [cell for cell in cells if cell.day]
    blank = [DayView(0, blanks=len(cells) - len(own))] if len(own) < len(cells) else []
    return (*blank, *own) if blank and not cells[0].day else (*own, *blank)


def _day(content: DayContent, grid: GridContent, look: Lookup) -> DayView:
    """A day on which something takes place, or would have."""
    desk, found = look.desk, [event_of(path, look) for path in content.events]
    holding = [event for event in found if event.happening.outlook is Outlook.CONFIRMED]
    titles = [_titled(event, look) for event in (*holding, *(one for one in found if one not in holding))]
    more = len(titles) - _NAMED
    if more > 0:
        titles = [*titles[:_NAMED], desk.say(N_("{n} more")).format(n=more)]
    day = words.full_day(datetime(grid.year, grid.month, content.day), desk.lang)
    label = desk.say(N_("{day}: {events}")).format(day=day, events=", ".join(titles))
    return DayView(content.day, content.url, label, "on" if holding else "off", content.goes_on)


def _titled(event: Event, look: Lookup) -> str:
    """The title of an event, with what became of it."""
    status = words.STATUSES[event.happening.outlook]
    return f"{event.title} ({look.desk.say(status).lower()})" if status else event.title
