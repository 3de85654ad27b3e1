"""What the pages of the agenda show: what comes by week, what takes place in a month or on the weekend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from placette.engine.base.message import N_
from placette.engine.base.occurrences import Outlook
from placette.engine.library.models import Commune, Term
from placette.engine.pages.desk import Desk
from placette.engine.pages.views import FeedView, LinkView
from placette.features.agenda import words
from placette.features.agenda.addresses import AGENDA, AGENDA_MONTH
from placette.features.agenda.calendar_files import announced_calendars
from placette.features.agenda.contents import AgendaContent, EntryContent, GridContent, SpanContent
from placette.features.agenda.filters import Part, filters
from placette.features.agenda.grids import Month, grid_of, month_link, month_sheets
from placette.features.agenda.known_events import coming_dates, events, next_entries, told
from placette.features.agenda.weeks import (
    WEEK,
    Week,
    after_weeks,
    in_weeks,
    midnight,
    monday,
    next_month,
    until_full,
    weekend_of,
    with_gaps,
)

TITLE = N_("Events")
"""The name of the agenda."""
_OF = N_("Events: {month}")
_WEEKS = 8
"""Weeks that are shown day by day; what is further off follows as a list."""
_MOST, _LATER = 200, 40
"""Entries from which on no further week is shown; events that a list shows of those further off."""
_MOST_FIRST, _LATER_FIRST = 6, 3
"""The same on the first page of an agenda whose months have pages: they show the rest, and that page stays light."""
_PAST, _NEXT = 5, 3
"""Events that a list shows of those that are past where nothing comes, after a quiet weekend."""


def agenda_content(desk: Desk) -> AgendaContent:
    """All that comes."""
    introduction = desk.say(N_("What takes place here, week after week."))
    nothing = desk.say(N_("Nothing is announced for the days to come."))
    path = desk.addresses[AGENDA].url
    return _coming(desk, (desk.say(TITLE), introduction, nothing), path, tuple(events(desk)), None)


def part_content(part: Part, desk: Desk) -> AgendaContent:
    """What comes in a commune or a category, or what was there."""
    title = desk.say(_OF).format(month=part.about.name)
    here = N_("Nothing is announced in this commune for the days to come.")
    this = N_("Nothing is announced in this category for the days to come.")
    words_of = (title, "", desk.say(here if isinstance(part.about, Commune) else this))
    return _coming(desk, words_of, part.path, part.events, part.about)


def _coming(
    desk: Desk, said: tuple[str, str, str], path: str, paths: Sequence[str], about: Commune | Term | None
) -> AgendaContent:
    """What comes of some events, by week; for the whole agenda with the weeks between in which nothing does."""
    dates = [date for one in paths for date in coming_dates(desk).get(one, ())]
    first = monday(desk.build.now)
    far = first + _WEEKS * WEEK
    follow = _months(None, desk) if about is None else ()
    most, of_later = (_MOST_FIRST, _LATER_FIRST) if follow else (_MOST, _LATER)
    weeks = until_full(in_weeks(date for date in dates if date.at < far), most)
    end = weeks[-1].first + WEEK if weeks else first
    later = after_weeks(dates, weeks, end, far)
    if about is None and later:
        end = max(end, min(monday(later[0].at), far))
    spans = with_gaps(weeks, first, end) if about is None and dates else weeks
    month = min(((date.at.year, date.at.month) for date in dates), default=None)
    return AgendaContent(
        *said,
        spans=tuple(_span(week, desk) for week in spans),
        later=tuple(EntryContent(date.event, (date.start,)) for date in later[:of_later]),
        quiet=not dates,
        past=() if dates or about is None else _past(paths, desk),
        filters=filters(desk, path),
        grid=_grid(month, paths, desk),
        told=told(paths, desk),
        calendar=_calendar(about, desk),
        months=follow,
    )


def _grid(month: Month | None, paths: Sequence[str], desk: Desk) -> GridContent | None:
    shown = month in month_sheets(desk) and desk.addresses[AGENDA_MONTH]
    return grid_of(month, frozenset(paths), desk) if month and shown else None


def _past(paths: Sequence[str], desk: Desk) -> tuple[EntryContent, ...]:
    """The events that took place last, each with its last date."""
    found = sorted(((events(desk)[path].happening.starts[-1], path) for path in paths), reverse=True)
    return tuple(EntryContent(path, (start,), over=True) for start, path in found[:_PAST])


def _span(week: Week, desk: Desk) -> SpanContent:
    """A week with how far off it is, or a sentence for those in which nothing takes place."""
    label = words.span(week.first, week.last, desk.say, desk.lang)
    if not week.entries:
        return SpanContent(desk.say(N_("{days}, nothing is announced.")).format(days=label), "", ())
    away = (week.first - monday(desk.build.now)) // WEEK
    near = {0: N_("this week"), 1: N_("next week")}
    note = desk.say(near[away]) if away in near else desk.say(N_("in {n} weeks")).format(n=away)
    return SpanContent(label, note, week.entries)


def _calendar(about: Commune | Term | None, desk: Desk) -> FeedView | None:
    return next(announced_calendars(about, about.name if about else desk.site_name, desk), None)


def month_content(month: Month, desk: Desk) -> AgendaContent:
    """What takes place in a month, past or not."""
    link, sheet = month_link(month, desk), month_sheets(desk)[month]
    ends = datetime(*month, 1), next_month(datetime(*month, 1)) - timedelta(days=1)
    spans = (
        SpanContent(
            words.span(max(ends[0], week.first), min(ends[1], week.last), desk.say, desk.lang),
            "",
            tuple(entry._replace(over=entry.event not in coming_dates(desk)) for entry in week.entries),
        )
        for week in sheet.weeks
    )
    paths = frozenset(event for event, _ in sheet.anchors)
    return AgendaContent(
        desk.say(_OF).format(month=link.label),
        "",
        "",
        spans=tuple(spans),
        filters=filters(desk, desk.addresses[AGENDA_MONTH].path(date=ends[0])),
        grid=grid_of(month, paths, desk),
        told=told(sorted(paths), desk),
        calendar=_calendar(None, desk),
        months=_months(month, desk),
    )


def _months(current: Month | None, desk: Desk) -> tuple[LinkView, ...]:
    """All months, the latest first."""
    found = month_sheets(desk) if desk.addresses[AGENDA_MONTH] else ()
    return tuple(month_link(month, desk, current) for month in reversed(tuple(found)))


def weekend_content(path: str, desk: Desk) -> AgendaContent:
    """What takes place on the Saturday and the Sunday of this week; where nothing does, what comes next.

    Once nothing comes at all, it doesn't say which days these are: nothing makes the page again on Mondays.
    """
    saturday, sunday = weekend_of(desk.build.now)
    known, today = events(desk), midnight(desk.build.now)
    dates = [
        date._replace(at=max(saturday, today, date.at))
        for dates in coming_dates(desk).values()
        for date in dates
        if midnight(date.start) <= sunday and known[date.event].happening.last_day(date.start) >= saturday
    ]
    days = words.both_days(saturday, sunday, desk.say, desk.lang)
    paths = tuple(dict.fromkeys(date.event for date in dates))
    holding = (path for path in coming_dates(desk) if known[path].happening.outlook is Outlook.CONFIRMED)
    return AgendaContent(
        desk.say(N_("This weekend")),
        "" if dates or not coming_dates(desk) else days,
        desk.say(N_("Nothing is announced for this weekend.")),
        spans=tuple(SpanContent(days, "", week.entries) for week in in_weeks(dates)),
        later=() if dates else next_entries(holding, desk, _NEXT),
        quiet=not dates,
        filters=filters(desk, path),
        grid=_grid((saturday.year, saturday.month), paths, desk) if dates else None,
        told=told(known, desk),
        calendar=_calendar(None, desk),
    )
