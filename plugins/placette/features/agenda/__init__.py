"""The agenda: events, their pages, and calendars to subscribe to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from placette.engine.base.dates import month_alone
from placette.engine.base.occurrences import Outlook, months_between
from placette.engine.base.text import fold
from placette.engine.base.translation import N_
from placette.engine.content.communes import Commune
from placette.engine.content.kinds import SearchedKind
from placette.engine.content.options import Term
from placette.engine.rendering.addresses import PageAddress
from placette.engine.rendering.entries import Searched, Subject, places_line
from placette.engine.rendering.features import (
    Feature,
    FileKind,
    Listing,
    Lookup,
    MapSection,
    PageKind,
    Request,
    SharedKind,
    Single,
    Site,
    Slot,
)
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.searched import searched_text
from placette.engine.rendering.site import once_a_build, place_slug, plan_slots
from placette.engine.rendering.views import FeedView, LinkView, TermView
from placette.features.agenda import selection, wording
from placette.features.agenda.event import ANNOUNCEMENTS, EVENT, Event
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
    PART,
    CalendarContent,
    agenda_feeds,
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
from placette.features.agenda.wording import STATUSES, capital, part_line, when
from placette.features.posts import categories, category_term

__all__ = ["EVENT", "FEATURE", "events", "part_line", "register", "when"]

_WORTH = 4
"""The number of events from which a part of the agenda gets a page."""
_OFFERED = 12
"""Communes, or categories, to choose among: those with most events to come."""
_MONTHS = 4
"""Months to choose among, listed at the foot of the page."""


class Part(NamedTuple):
    """The part of the agenda that is about a commune or a category: its path and file, its events (source paths)."""

    about: Commune | Term
    path: str
    file: str
    events: tuple[str, ...]


def has_parts(site: Site) -> bool:
    """Return whether there are so many events that parts have pages; a part that had one keeps it."""
    return len(events(site)) >= _WORTH


@once_a_build
def parts(site: Site) -> tuple[Part, ...]:
    """Return the parts of the agenda that are about a commune or a category."""
    if not has_parts(site):
        return ()
    groups: tuple[tuple[PageAddress, Callable[[Any], str], Mapping[Any, tuple[str, ...]]], ...] = (
        (AGENDA_COMMUNE, place_slug, selection.by_commune(site)),
        (AGENDA_CATEGORY, attrgetter("slug"), selection.by_category(site)),
    )
    return tuple(
        Part(about, address.path(slug(about)), address.file(slug(about)), paths)
        for page, slug, events_of in groups
        if (address := site.addresses[page])
        for about, paths in events_of.items()
    )


def filters(site: Site, path: str) -> tuple[selection.FilterView, ...]:
    """Return the choices that a page of the agenda offers; ``path`` is its own address from the site's root."""
    if not has_parts(site) or not selection.coming_dates(site):
        return ()
    where, what = (
        tuple(choice._replace(current=choice.url == site.base + path) for choice in offered)
        for offered in site.once(_offered)
    )
    rows = ((N_("When"), _times(path, site)), (N_("Where"), where), (N_("What"), what))
    return tuple(selection.FilterView(site.say(label), choices) for label, choices in rows if len(choices) > 1)


def _times(path: str, site: Site) -> tuple[selection.ChoiceView, ...]:
    addresses = site.addresses
    whole = addresses[AGENDA].url
    choices = [selection.ChoiceView(site.say(N_("All that comes")), site.base + whole, 0, path == whole)]
    if addresses[AGENDA_WEEKEND]:
        weekend = addresses[AGENDA_WEEKEND].url
        choices.append(selection.ChoiceView(site.say(N_("This weekend")), site.base + weekend, 0, path == weekend))
    for month, count in list(site.once(_coming_months).items())[:_MONTHS] if addresses[AGENDA_MONTH] else ():
        url = selection.month_url(month, site)
        now, first = site.build.now, datetime(*month, 1)
        name = capital(month_alone(first, site.lang))
        far = (month[0] - now.year) * 12 + month[1] - now.month >= 12
        choices.append(
            selection.ChoiceView(f"{name}\u00a0{month[0]}" if far else name, url, count, site.base + path == url)
        )
    return tuple(choices)


def _coming_months(site: Site) -> Mapping[selection.Month, int]:
    """Return the months with coming events, and their number of events; a lasting event counts in each month."""
    paths_of: dict[selection.Month, set[str]] = {}
    for path, dates in selection.coming_dates(site).items():
        happening = events(site)[path].happening
        for date in dates:
            for month in months_between(date.at, happening.last_day(date.start)):
                paths_of.setdefault(month, set()).add(path)
    return {month: len(paths_of[month]) for month in sorted(paths_of)}


def _offered(site: Site) -> Iterable[tuple[selection.ChoiceView, ...]]:
    """Return the communes and the categories with something to come; of many those with most events, by name."""
    coming, offered = selection.coming_dates(site), []
    for kind in (Commune, Term):
        counted = ((sum(one in coming for one in part.events), part) for part in parts(site))
        rows = (
            (count, part.path, part.about.name) for count, part in counted if count and isinstance(part.about, kind)
        )
        most = sorted((-count, fold(name), path, name) for count, path, name in rows)
        most_by_name = sorted(most[:_OFFERED], key=lambda one: one[1:])
        offered.append(
            tuple(selection.ChoiceView(name, site.base + path, -count, False) for count, _, path, name in most_by_name)
        )
    return offered


TITLE = N_("Events")
"""The name of the agenda."""
_OF = N_("Events: {month}")
_WEEKS = 8
"""Weeks that are shown day by day; later events follow as a list."""
_MOST, _LATER = 200, 40
"""Entries from which on no further week is shown; events that a list shows of those further off."""
_MOST_FIRST, _LATER_FIRST = 6, 3
"""The same on the first page of an agenda whose months have pages: they show the rest, and that page stays light."""
_PAST, _NEXT = 5, 3
"""Events that a list shows of those that are past where nothing comes, and after a weekend."""


def agenda_content(site: Site) -> selection.AgendaContent:
    """Return all coming events."""
    introduction = site.say(N_("What takes place here, week after week."))
    nothing = site.say(N_("Nothing is announced for the days to come."))
    path = site.addresses[AGENDA].url
    return _coming(site, (site.say(TITLE), introduction, nothing), path, tuple(events(site)), None)


def part_content(part: Part, site: Site) -> selection.AgendaContent:
    """Return the coming events of a commune or a category, or its past ones."""
    title = site.say(_OF).format(month=part.about.name)
    here = N_("Nothing is announced in this commune for the days to come.")
    this = N_("Nothing is announced in this category for the days to come.")
    words_of = (title, "", site.say(here if isinstance(part.about, Commune) else this))
    return _coming(site, words_of, part.path, part.events, part.about)


def _coming(
    site: Site, words: tuple[str, str, str], path: str, paths: Sequence[str], about: Commune | Term | None
) -> selection.AgendaContent:
    """Return the coming dates of some events, by week; the whole agenda also shows the empty weeks between."""
    dates = [date for one in paths for date in selection.coming_dates(site).get(one, ())]
    first = selection.monday(site.build.now)
    far = first + _WEEKS * selection.WEEK
    follow = _months(None, site) if about is None else ()
    most, of_later = (_MOST_FIRST, _LATER_FIRST) if follow else (_MOST, _LATER)
    weeks = selection.until_full(selection.in_weeks(date for date in dates if date.at < far), most)
    end = weeks[-1].first + selection.WEEK if weeks else first
    later = selection.after_weeks(dates, weeks, end, far)
    if about is None and later:
        end = max(end, min(selection.monday(later[0].at), far))
    spans = selection.with_gaps(weeks, first, end) if about is None and dates else weeks
    past = [] if dates or about is None else [(events(site)[one].happening.starts[-1], one) for one in paths]
    month = min(((date.at.year, date.at.month) for date in dates), default=None)
    return selection.AgendaContent(
        *words,
        spans=tuple(_span(week, site) for week in spans),
        later=tuple(selection.EntryContent(date.event, (date.start,)) for date in later[:of_later]),
        quiet=not dates,
        past=tuple(selection.EntryContent(one, (at,), over=True) for at, one in sorted(past, reverse=True)[:_PAST]),
        filters=filters(site, path),
        grid=_grid(month, paths, site),
        reports=selection.reporting_posts(paths, site),
        calendar=_calendar(about, site),
        months=follow,
    )


def _grid(month: selection.Month | None, paths: Sequence[str], site: Site) -> selection.GridView | None:
    sheet = month in selection.month_sheets(site) and site.addresses[AGENDA_MONTH]
    return selection.grid_of(month, frozenset(paths), site) if month and sheet else None


def _span(week: selection.Week, site: Site) -> selection.SpanContent:
    """Return a week with how far off it is, or a sentence for those in which nothing takes place."""
    label = wording.span(week.first, week.last, site.say, site.lang)
    if not week.entries:
        return selection.SpanContent(site.say(N_("{days}, nothing is announced.")).format(days=label), "", ())
    away = (week.first - selection.monday(site.build.now)) // selection.WEEK
    near = {0: N_("this week"), 1: N_("next week")}
    note = site.say(near[away]) if away in near else site.say(N_("in {n} weeks")).format(n=away)
    return selection.SpanContent(label, note, week.entries)


def _calendar(about: Commune | Term | None, site: Site) -> FeedView | None:
    return next(announced_calendars(about, about.name if about else site.site_name, site), None)


def month_content(month: selection.Month, site: Site) -> selection.AgendaContent:
    """Return the events of a month, past or not."""
    link, sheet = selection.month_link(month, site), selection.month_sheets(site)[month]
    ends = datetime(*month, 1), selection.next_month(datetime(*month, 1)) - timedelta(days=1)
    spans = (
        selection.SpanContent(
            wording.span(max(ends[0], week.first), min(ends[1], week.last), site.say, site.lang),
            "",
            tuple(entry._replace(over=entry.event not in selection.coming_dates(site)) for entry in week.entries),
        )
        for week in sheet.weeks
    )
    paths = frozenset(event for event, _ in sheet.anchors)
    return selection.AgendaContent(
        site.say(_OF).format(month=link.label),
        "",
        "",
        spans=tuple(spans),
        filters=filters(site, site.addresses[AGENDA_MONTH].path(date=ends[0])),
        grid=selection.grid_of(month, paths, site),
        reports=selection.reporting_posts(sorted(paths), site),
        calendar=_calendar(None, site),
        months=_months(month, site),
    )


def _months(current: selection.Month | None, site: Site) -> tuple[LinkView, ...]:
    """Return all months, the latest first."""
    links = selection.month_links(site) if site.addresses[AGENDA_MONTH] else {}
    return tuple(link._replace(current=month == current) for month, link in reversed(links.items()))


def weekend_content(path: str, site: Site) -> selection.AgendaContent:
    """Return the events of this week's Saturday and Sunday; where there are none, the next ones.

    Without any coming event it doesn't name these days: nothing makes the page again on Mondays.
    """
    saturday, sunday = selection.weekend_of(site.build.now)
    by_path, today = events(site), selection.midnight(site.build.now)
    dates = [
        date._replace(at=max(saturday, today, date.at))
        for dates in selection.coming_dates(site).values()
        for date in dates
        if selection.midnight(date.start) <= sunday and by_path[date.event].happening.last_day(date.start) >= saturday
    ]
    days = wording.both_days(saturday, sunday, site.say, site.lang)
    paths = tuple(dict.fromkeys(date.event for date in dates))
    after = (
        path
        for path, coming in selection.coming_dates(site).items()
        if by_path[path].happening.outlook is Outlook.CONFIRMED
        and (not dates or selection.midnight(coming[0].start) > sunday)
    )
    return selection.AgendaContent(
        site.say(N_("This weekend")),
        "" if dates or not selection.coming_dates(site) else days,
        site.say(N_("Nothing is announced for this weekend.")),
        spans=tuple(selection.SpanContent(days, "", week.entries) for week in selection.in_weeks(dates)),
        later=selection.next_entries(after, site, _NEXT),
        quiet=not dates,
        filters=filters(site, path),
        grid=_grid((saturday.year, saturday.month), paths, site) if dates else None,
        reports=selection.reporting_posts(by_path, site),
        calendar=_calendar(None, site),
    )


def agenda_requests(site: Site) -> Iterator[Request]:
    """Yield the agenda's parts, the events' own pages, and the calendars; nothing where the site has no agenda."""
    address = site.addresses[AGENDA_MONTH]
    for month in selection.month_sheets(site) if address else ():
        date = datetime(*month, 1)
        yield Request(
            PART,
            address.file(date=date),
            address.path(date=date),
            month_content(month, site),
            agenda_feeds(site),
        )
    if has_parts(site) and (weekend := site.addresses[AGENDA_WEEKEND]):
        yield Request(PART, weekend.save_as, weekend.url, weekend_content(weekend.url, site), agenda_feeds(site))
    for part in parts(site):
        yield Request(PART, part.file, part.path, part_content(part, site), agenda_feeds(site))
    for event in own_events(site):
        page = (event.path, event.posts, _category(event, site))
        slots = plan_slots("event", event, site)
        yield Request("event", site.addresses[EVENT_PAGE].file(event.slug), event.url, page, agenda_feeds(site), slots)
    yield from selection.calendar_requests(site)


def _category(event: Event, site: Site) -> TermView | None:
    """Return the category of an event; without address while no post is in it, for then it has no page."""
    if event.category is None:
        return None
    term = category_term(event.category, site)
    return term if event.category.slug in categories(site) else TermView(term.name, "", 0)


def agenda_sections(site: Site) -> Iterator[MapSection]:
    """Yield the events that come and have a page of their own, for the site map."""
    paths, by_path = [event.path for event in own_events(site)], events(site)
    entries = selection.next_entries(paths, site, len(paths))
    links = [LinkView(by_path[entry.event].title, site.base + by_path[entry.event].url) for entry in entries]
    yield MapSection(50, site.say(TITLE), links)


def agenda_listings(site: Site) -> Iterator[Listing]:
    """Yield the agenda's months, its parts with something to come, and the events' own pages, for robots."""
    address = site.addresses[AGENDA_MONTH]
    for month in selection.month_sheets(site) if address else ():
        yield Listing(151, address.path(date=datetime(*month, 1)))
    coming = selection.coming_dates(site)
    yield from (Listing(151, part.path) for part in parts(site) if any(path in coming for path in part.events))
    yield from (Listing(152, event.url) for event in own_events(site))


AGENDA_PAGE = Single(
    AGENDA,
    "agenda",
    agenda_content,
    TITLE,
    20,
    150,
    entries=lambda site: len(events(site)),
    feeds=agenda_feeds,
    finds=N_("Events and outings: what to do today, this week-end."),
)


def _write_calendar(_request: Request, content: CalendarContent, look: Lookup) -> str:
    from placette.features.agenda.ics import write_calendar  # noqa: PLC0415 - calendars seldom change, icalendar is large

    return write_calendar(content, look)


def _marks(site: Site) -> Iterator[tuple[str, str]]:
    return ((f"event {path}", event.mark) for path, event in events(site).items())


def _subject(event: Event, site: Site) -> Subject:
    """Return an event for sharing: its place, title and time; a changed status comes first."""
    happening = event.happening
    status = STATUSES[happening.outlook]
    words = " ".join((event.title, event.category.name)) if event.category else event.title
    towns = places_line(site.build.communes.by_code[code] for code in event.communes)
    return Subject(
        slug=event.slug,
        title=event.title,
        place=" · ".join(filter(None, (site.say(status) if status else "", happening.venue, towns))),
        note=when(happening, happening.starts[0], site.say, site.lang),
        drawing=site.ask(Ports.DRAWING)(Term(words, event.slug)),
        work=True,
    )


_SEARCHED = SearchedKind("event", N_("Event"), N_("Events"), 40)


def _searched(site: Site) -> Iterator[Searched]:
    """Yield the events that have a page of their own: that of an announced one is its post."""
    for event in own_events(site):
        category = event.category.name if event.category else ""
        words = ((part.title, part.place, *(name for _, name in part.people)) for part in event.parts)
        also = filter(None, (event.happening.venue, *chain.from_iterable(words)))
        yield searched_text(
            _SEARCHED,
            event,
            site,
            date=event.happening.start,
            category=category,
            communes=event.communes,
            helpers=[person for part in event.parts for person, _ in part.people if person],
            also=tuple(dict.fromkeys(also)),
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
    moments=turns,
    searched=_searched,
)
register = FEATURE.register
