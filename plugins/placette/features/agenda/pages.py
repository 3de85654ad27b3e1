"""The parts of the agenda that have pages of their own: months, the weekend, communes, categories.

A part is offered while something comes in it. Its page stays as long as anything took place there: whoever kept its
address reads that nothing comes, and what was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from placette.engine.base.dates import month_alone
from placette.engine.base.occurrences import Outlook, months_between
from placette.engine.base.text import fold
from placette.engine.base.translation import N_
from placette.engine.library.kinds import Commune, Term
from placette.engine.pages.addresses import PageAddress
from placette.engine.pages.desk import Desk, place_slug, plan_slots
from placette.engine.pages.features import Listing, MapSection, Request
from placette.engine.pages.lists import Single
from placette.engine.pages.views import FeedView, LinkView, TermView
from placette.features.agenda import wording
from placette.features.agenda.event import Event
from placette.features.agenda.selection import (
    AGENDA,
    AGENDA_CATEGORY,
    AGENDA_COMMUNE,
    AGENDA_MONTH,
    AGENDA_WEEKEND,
    EVENT_PAGE,
    WEEK,
    AgendaContent,
    ChoiceContent,
    EntryContent,
    EventContent,
    FilterContent,
    GridContent,
    Month,
    SpanContent,
    Week,
    after_weeks,
    agenda_feeds,
    announced_calendars,
    by_category,
    by_commune,
    calendar_requests,
    coming_dates,
    events,
    grid_of,
    in_weeks,
    midnight,
    monday,
    month_link,
    month_sheets,
    month_url,
    next_entries,
    next_month,
    own_events,
    told,
    until_full,
    weekend_of,
    with_gaps,
)
from placette.features.agenda.wording import capital
from placette.features.posts import categories, category_term

T = TypeVar("T", Commune, Term)

_WORTH = 4
"""Events from which on a part says more than the whole."""
_OFFERED = 12
"""Communes, or categories, to choose among: those with most events to come."""
_MONTHS = 4
"""Months to choose among; all of them stand at the foot."""


class Part(NamedTuple):
    """The part of the agenda that is about a commune or a category: its path and file, its events (source paths)."""

    about: Commune | Term
    path: str
    file: str
    events: tuple[str, ...]


def has_parts(desk: Desk) -> bool:
    """Whether there are so many events that parts have pages; what once had some keeps them."""
    return len(events(desk)) >= _WORTH


def parts(desk: Desk) -> tuple[Part, ...]:
    """The parts of the agenda that are about a commune or a category."""
    return desk.once(_parts)


def _parts(desk: Desk) -> tuple[Part, ...]:
    if not has_parts(desk):
        return ()
    places = _parts_of(AGENDA_COMMUNE, by_commune(desk), place_slug, desk)
    return (*places, *_parts_of(AGENDA_CATEGORY, by_category(desk), lambda term: term.slug, desk))


def _parts_of(
    page: PageAddress, groups: Mapping[T, tuple[str, ...]], slug: Callable[[T], str], desk: Desk
) -> Iterator[Part]:
    address = desk.addresses[page]
    for about, paths in groups.items() if address else ():
        yield Part(about, address.path(slug(about)), address.file(slug(about)), paths)


def filters(desk: Desk, path: str) -> tuple[FilterContent, ...]:
    """What a page of the agenda offers to choose; ``path`` is its own address from the site's root."""
    if not has_parts(desk) or not coming_dates(desk):
        return ()
    where, what = desk.once(_offered)
    rows = (
        (N_("When"), _times(path, desk)),
        (N_("Where"), _marked(where, desk.base + path)),
        (N_("What"), _marked(what, desk.base + path)),
    )
    return tuple(FilterContent(desk.say(label), choices) for label, choices in rows if len(choices) > 1)


def _marked(choices: tuple[ChoiceContent, ...], url: str) -> tuple[ChoiceContent, ...]:
    """The choices, that of the page itself marked."""
    return tuple(choice._replace(current=choice.url == url) for choice in choices)


def _times(path: str, desk: Desk) -> tuple[ChoiceContent, ...]:
    addresses = desk.addresses
    whole = addresses[AGENDA].url
    choices = [ChoiceContent(desk.say(N_("All that comes")), desk.base + whole, 0, path == whole)]
    if addresses[AGENDA_WEEKEND]:
        weekend = addresses[AGENDA_WEEKEND].url
        choices.append(ChoiceContent(desk.say(N_("This weekend")), desk.base + weekend, 0, path == weekend))
    for month, count in list(desk.once(_coming_months).items())[:_MONTHS] if addresses[AGENDA_MONTH] else ():
        url = month_url(month, desk)
        choices.append(ChoiceContent(_month_label(month, desk), url, count, desk.base + path == url))
    return tuple(choices)


def _month_label(month: Month, desk: Desk) -> str:
    """«Décembre», with its year from twelve months on."""
    now, first = desk.build.now, datetime(*month, 1)
    name = capital(month_alone(first, desk.lang))
    far = (month[0] - now.year) * 12 + month[1] - now.month >= 12
    return f"{name}\u00a0{month[0]}" if far else name


def _coming_months(desk: Desk) -> Mapping[Month, int]:
    """The months with something to come, and how many events take place in each; what lasts does in every one."""
    found: dict[Month, set[str]] = {}
    for path, dates in coming_dates(desk).items():
        happening = events(desk)[path].happening
        for date in dates:
            for month in months_between(date.at, happening.last_day(date.start)):
                found.setdefault(month, set()).add(path)
    return {month: len(found[month]) for month in sorted(found)}


def _offered(desk: Desk) -> tuple[tuple[ChoiceContent, ...], tuple[ChoiceContent, ...]]:
    """The communes and the categories with something to come; of many those with most events, by name."""
    where = (part for part in parts(desk) if isinstance(part.about, Commune))
    return _most(where, desk), _most((part for part in parts(desk) if isinstance(part.about, Term)), desk)


def _most(found: Iterable[Part], desk: Desk) -> tuple[ChoiceContent, ...]:
    coming = coming_dates(desk)
    counted = ((sum(one in coming for one in part.events), part) for part in found)
    most = sorted((-count, fold(part.about.name), part.path, part.about.name) for count, part in counted if count)
    return tuple(
        ChoiceContent(name, desk.base + path, -count, current=False)
        for count, _, path, name in sorted(most[:_OFFERED], key=lambda one: one[1:])
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
    label = wording.span(week.first, week.last, desk.say, desk.lang)
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
            wording.span(max(ends[0], week.first), min(ends[1], week.last), desk.say, desk.lang),
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
    days = wording.both_days(saturday, sunday, desk.say, desk.lang)
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


AGENDA_PAGE = Single(
    AGENDA, "agenda", agenda_content, TITLE, 20, 150, entries=lambda desk: len(events(desk)), feeds=agenda_feeds
)
