"""Select the events, dates, weeks and months of the agenda's pages and calendar files, and their addresses."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from placette.engine.base.dates import language_of, month_name
from placette.engine.base.occurrences import Happening, Outlook, coming, months_of, turning_points
from placette.engine.base.translation import N_
from placette.engine.content.build import Build
from placette.engine.content.communes import Commune
from placette.engine.content.extended import added
from placette.engine.content.options import Term
from placette.engine.rendering.addresses import FileAddress, PageAddress
from placette.engine.rendering.features import Request, Site
from placette.engine.rendering.lists import site_feeds
from placette.engine.rendering.site import ViewsSettings, once_a_build, place_slug
from placette.engine.rendering.views import FeedView, LinkView, TermView
from placette.features.agenda import wording
from placette.features.agenda.event import EVENT, Announcing, Event
from placette.features.posts import POST, Article, articles, by_key

AGENDA = PageAddress("AGENDA")
AGENDA_MONTH = PageAddress("AGENDA_MONTH", passing=True)
AGENDA_WEEKEND = PageAddress("AGENDA_WEEKEND", passing=True)
AGENDA_COMMUNE = PageAddress("AGENDA_COMMUNE", passing=True)
AGENDA_CATEGORY = PageAddress("AGENDA_CATEGORY", passing=True)
EVENT_PAGE = PageAddress("EVENT", opened_by="AGENDA_URL")
AGENDA_CALENDAR = FileAddress("AGENDA_FEED_ICS")
COMMUNE_CALENDAR = FileAddress("COMMUNE_FEED_ICS", passing=True)
CATEGORY_CALENDAR = FileAddress("CATEGORY_FEED_ICS", passing=True)
PART = "agenda_part"
"""The template of months, the weekend, communes and categories."""


class EntryContent(NamedTuple):
    """An event (source path) and the dates of it that a list shows.

    ``again``: the list has shown it already. ``anchor`` names it for links, where calendars lead to it. ``over``: no
    date of the event comes any more.
    """

    event: str
    starts: tuple[datetime, ...]
    again: bool = False
    anchor: str = ""
    over: bool = False


EventContent = tuple[str, tuple[str, ...], TermView | None]
"""The page of an event (source path), the posts about it, its category (without address if that has no page)."""


class SpanContent(NamedTuple):
    """Some days and their events: a week, or several empty ones; ``note`` says how far off."""

    label: str
    note: str
    entries: tuple[EntryContent, ...]


class DayView(NamedTuple):
    """A day of a calendar sheet: its number (0 for one of another month); the rest where it has events.

    ``state`` is ``on`` or ``off``; ``goes_on``: the same goes on the next day. ``label`` is the whole text. ``blanks``
    days of another month are one cell.
    """

    day: int
    url: str = ""
    label: str = ""
    state: str = ""
    goes_on: bool = False
    came_on: bool = False
    blanks: int = 0


class GridView(NamedTuple):
    """A month as a sheet of a calendar: pairs of short and long names of weekdays, its weeks, the months around it."""

    label: str
    url: str
    weekdays: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[DayView, ...], ...]
    previous: LinkView | None
    next: LinkView | None
    states: frozenset[str]


class ChoiceView(NamedTuple):
    """A page that shows a part of the agenda: its name, its address, its number of events (0: not counted)."""

    label: str
    url: str
    events: int
    current: bool


class FilterView(NamedTuple):
    """Pages to choose among, and the criterion: time, place or category."""

    label: str
    choices: tuple[ChoiceView, ...]


class AgendaContent(NamedTuple):
    """The coming events, or a part of them: a month, a place, a category, the weekend.

    ``nothing`` is the sentence for an empty part. ``later`` are events beyond the weeks shown, ``past`` earlier ones
    of an empty place, ``reports`` the posts on events that were announced here. ``quiet``: this part has no coming
    event, even if it shows others instead.
    """

    title: str
    introduction: str
    nothing: str
    spans: tuple[SpanContent, ...]
    later: tuple[EntryContent, ...] = ()
    quiet: bool = False
    past: tuple[EntryContent, ...] = ()
    filters: tuple[FilterView, ...] = ()
    grid: GridView | None = None
    reports: tuple[str, ...] = ()
    calendar: FeedView | None = None
    """The calendar to subscribe to."""
    months: tuple[LinkView, ...] = ()


CalendarContent = tuple[str, tuple[str, ...]]
"""A calendar file: its title (empty for that of the whole site) and its events (source paths)."""


WEEK = timedelta(days=7)


class ShownDate(NamedTuple):
    """A date of an event (source path), and the day at which a list shows it: its own, or the list's first."""

    at: datetime
    start: datetime
    event: str


class Week(NamedTuple):
    """A week, from its Monday on; ``entries`` are empty where nothing takes place, and then it may be several."""

    first: datetime
    last: datetime
    entries: tuple[EntryContent, ...]


def midnight(moment: datetime) -> datetime:
    """Return the beginning of a day, as clocks show it."""
    return datetime(moment.year, moment.month, moment.day)


def monday(moment: datetime) -> datetime:
    """Return the beginning of a week."""
    return midnight(moment) - timedelta(days=moment.weekday())


def next_month(month: datetime) -> datetime:
    """Return the first of the month after this one, of which any day is given."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def shown_dates(path: str, happening: Happening, now: datetime) -> list[ShownDate]:
    """Return the dates of an event that aren't past; one that has begun is at today."""
    today = midnight(now)
    return [ShownDate(max(today, midnight(start)), start, path) for start in coming(happening, now)]


def in_weeks(found: Iterable[ShownDate]) -> list[Week]:
    """Return the weeks in which something takes place: of each event one entry, with all its dates of that week."""
    weeks: dict[datetime, dict[str, list[datetime]]] = {}
    for date in sorted(found):
        weeks.setdefault(monday(date.at), {}).setdefault(date.event, []).append(date.start)
    earlier: set[str] = set()
    rows = []
    for first, events in weeks.items():
        entries = tuple(EntryContent(path, tuple(starts), path in earlier) for path, starts in events.items())
        rows.append(Week(first, first + WEEK - timedelta(days=1), entries))
        earlier |= events.keys()
    return rows


def with_gaps(weeks: Iterable[Week], first: datetime, end: datetime) -> list[Week]:
    """Return the weeks from one Monday until another, those between that nothing fills joined into one each."""
    spans, at = [], first
    for week in (*weeks, Week(end, end, ())):
        if week.first > at:
            spans.append(Week(at, week.first - timedelta(days=1), ()))
        spans.append(week)
        at = week.first + WEEK
    return spans[:-1]


def until_full(weeks: Iterable[Week], most: int) -> list[Week]:
    """Return the first weeks, until they have ``most`` entries."""
    first: list[Week] = []
    count = 0
    for week in weeks:
        if first and count >= most:
            break
        first.append(week)
        count += len(week.entries)
    return first


def after_weeks(dates: Iterable[ShownDate], weeks: Iterable[Week], end: datetime, far: datetime) -> list[ShownDate]:
    """Return each event's first date from ``end`` on, where the weeks that are shown end.

    An event that these weeks show is listed again only with dates before ``far``, where they were cut short.
    """
    paths = {entry.event for week in weeks for entry in week.entries}
    others = (date for date in dates if date.at >= end and (date.at < far or date.event not in paths))
    return sorted({date.event: date for date in sorted(others, reverse=True)}.values())


def weekend_of(now: datetime) -> tuple[datetime, datetime]:
    """Return the Saturday and the Sunday of this week."""
    saturday = monday(now) + timedelta(days=5)
    return saturday, saturday + timedelta(days=1)


def event_of(article: Article) -> Event | None:
    """Return the event that a post announces: its page is the post."""
    happening = added(Announcing, article).event
    if happening is None:
        return None
    return Event(
        path=article.path,
        slug=article.slug,
        url=article.url,
        title=article.title,
        summary=article.summary,
        lang=article.lang,
        happening=happening,
        communes=article.communes,
        category=article.category,
        announced=article.date,
        modified=article.modified,
        mark=article.mark,
    )


def all_events(build: Build) -> tuple[Event, ...]:
    """Return the events that may be shown, by first date."""
    announced = (event for article in build.of(POST) if (event := event_of(article)))
    return tuple(sorted((*build.of(EVENT), *announced), key=lambda event: (event.happening.start, event.path)))


def turns(build: Build) -> Iterator[datetime]:
    """Yield the moments at which pages change though no text does: an event is past; a week or a month begins.

    Once nothing comes any more, no page may name a day that moves on: nothing would make it again.
    """
    zone = build.now.tzinfo
    past = [at for event in all_events(build) for at in turning_points(event.happening, zone)]
    yield from past
    if past and max(past) > build.now:  # next week becomes this week; so do months
        week, month = monday(build.now), midnight(build.now).replace(day=1)
        yield from (day.replace(tzinfo=zone) for day in (week, week + WEEK, month, next_month(month)))


_AT_A_PLACE = 5
"""Coming events that the page of a commune shows."""
_MOST_REPORTS = 3
"""Posts about past events that the agenda shows."""


@once_a_build
def events(site: Site) -> Mapping[str, Event]:
    """Return every event by source path, in the order of their first dates; none on a site without agenda."""
    return {event.path: event for event in all_events(site.build)} if site.addresses[AGENDA] else {}


def own_events(site: Site) -> tuple[Event, ...]:
    """Return the events that have a page of their own."""
    return site.build.of(EVENT) if site.addresses[AGENDA] else ()


@once_a_build
def coming_dates(site: Site) -> Mapping[str, list[ShownDate]]:
    """Return by event (source path) the dates that aren't past, for those that have any."""
    dated = ((path, shown_dates(path, event.happening, site.build.now)) for path, event in events(site).items())
    return {path: dates for path, dates in dated if dates}


@once_a_build
def by_commune(site: Site) -> Mapping[Commune, tuple[str, ...]]:
    """Return the events of each commune that has had any, in the order of the communes' codes."""
    paths = by_key((code, event.path) for event in events(site).values() for code in event.communes)
    return {site.build.communes.by_code[code]: tuple(paths[code]) for code in sorted(paths)}


@once_a_build
def by_category(site: Site) -> Mapping[Term, tuple[str, ...]]:
    """Return the events of each category that has had any, in the order of their slugs."""
    pairs = [(event.category, event.path) for event in events(site).values() if event.category]
    terms, paths = {term.slug: term for term, _ in pairs}, by_key((term.slug, path) for term, path in pairs)
    return {terms[slug]: tuple(paths[slug]) for slug in sorted(paths)}


def events_about(article: Article, site: Site) -> tuple[str, ...]:
    """Return the event that a post announces and those that name it, by source path."""
    return site.once(_by_post).get(article.path, ())


def _by_post(site: Site) -> Mapping[str, tuple[str, ...]]:
    paths_of = by_key((post, event.path) for event in events(site).values() for post in (event.path, *event.posts))
    return {post: tuple(paths) for post, paths in paths_of.items()}


def coming_on_home(_about: None, site: Site) -> tuple[EntryContent, ...]:
    """Return the entries of the home page."""
    return next_entries(coming_dates(site), site, site.options("VIEWS", ViewsSettings).coming)


def next_entries(paths: Iterable[str], site: Site, count: int) -> tuple[EntryContent, ...]:
    """Return the next of some events (source paths), each with its next date, soonest first."""
    dates = coming_dates(site)
    soonest = sorted((dates[path][0].start, path) for path in paths if path in dates)
    return tuple(EntryContent(path, (start,)) for start, path in soonest[:count])


def coming_at(commune: Commune | None, site: Site) -> tuple[EntryContent, ...]:
    """Return the next events of a commune."""
    return next_entries(by_commune(site).get(commune, ()) if commune else (), site, _AT_A_PLACE)


def reporting_posts(paths: Iterable[str], site: Site) -> tuple[str, ...]:
    """Return the newest posts about these events: those that appeared once the event had begun."""
    by_path, known_posts = events(site), articles(site)
    day_of = {
        post: known_posts[post].date
        for path in paths
        for post in by_path[path].posts
        if post in known_posts and known_posts[post].date.replace(tzinfo=None) >= by_path[path].happening.start
    }
    return tuple(sorted(day_of, key=lambda post: (day_of[post], post), reverse=True)[:_MOST_REPORTS])


CALENDAR = "calendar"
"""The kind of request."""
CALENDAR_TYPE = "text/calendar"
_ENTRIES = 500
"""Events in one calendar file: the latest ones."""


def calendar_requests(site: Site) -> Iterator[Request]:
    """Yield a file for each event, each commune, each category, and for all."""
    by_path = events(site)
    for event in by_path.values():
        path = calendar_path(event)
        yield Request(CALENDAR, path, path, ("", (event.path,)))
    for about, paths in ((None, tuple(by_path)), *by_commune(site).items(), *by_category(site).items()):
        if paths and (path := calendar_place(about, site)):
            latest = sorted(paths, key=lambda path: (by_path[path].happening.starts[-1], path))[-_ENTRIES:]
            yield Request(CALENDAR, path, path, (about.name if about else "", tuple(sorted(latest))))


def calendar_place(about: Commune | Term | None, site: Site) -> str:
    """Return a calendar's path from the site's root: of a commune, of a category, of all events."""
    match about:
        case Commune():
            return site.addresses.file(COMMUNE_CALENDAR).format(slug=place_slug(about))
        case Term():
            return site.addresses.file(CATEGORY_CALENDAR).format(slug=about.slug)
    return site.addresses.file(AGENDA_CALENDAR)


def agenda_feeds(site: Site) -> tuple[FeedView, ...]:
    """Return the feeds of the agenda's pages: that of all posts, and the calendar of all events."""
    return (*site_feeds(site), *announced_calendars(None, site.site_name, site))


def announced_calendars(about: Any, label: str, site: Site) -> Iterator[FeedView]:
    """Yield the calendar that a page announces, where its subject has events."""
    match about:
        case None:
            has_events = bool(events(site))
        case Commune():
            has_events = about in by_commune(site)
        case _:
            has_events = isinstance(about, Term) and about in by_category(site)
    path = calendar_place(about, site) if has_events else ""
    if path:
        yield FeedView(label, site.base + path, CALENDAR_TYPE)


def calendar_path(event: Event) -> str:
    """Return the path of an event's own calendar from the site's root: beside its page."""
    return f"{event.url}{event.slug}.ics" if event.url.endswith("/") else f"{event.url.removesuffix('.html')}.ics"


Month = tuple[int, int]
_DAY = timedelta(days=1)
_WEEK, _NAMED = 7, 2
"""The number of days, and of titles, that the label of a day names."""


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """A month: its weeks, and for each date that touches it (event, beginning) the anchor where its page shows it."""

    weeks: tuple[Week, ...]
    anchors: Mapping[tuple[str, datetime], str]


@once_a_build
def month_sheets(site: Site) -> Mapping[Month, MonthSheet]:
    """Return every month in which something takes place, in order."""
    dates_of: defaultdict[Month, list[ShownDate]] = defaultdict(list)
    for event in events(site).values():
        for month, starts in months_of(event.happening).items():
            first = datetime(*month, 1)
            dates_of[month] += [ShownDate(max(first, midnight(start)), start, event.path) for start in starts]
    return {month: _sheet(datetime(*month, 1), dates_of[month]) for month in sorted(dates_of)}


def _sheet(first: datetime, found: list[ShownDate]) -> MonthSheet:
    """Return the weeks of a month; the first entry of each day bears the day's name."""
    weeks, anchors, used = [], dict[tuple[str, datetime], str](), set[str]()
    for week in in_weeks(found):
        entries = []
        for entry in week.entries:
            anchor = f"j{max(first, entry.starts[0]).day}"
            anchors |= {(entry.event, start): anchor for start in entry.starts}
            entries.append(entry._replace(anchor="" if anchor in used else anchor))
            used.add(anchor)
        weeks.append(week._replace(entries=tuple(entries)))
    return MonthSheet(tuple(weeks), anchors)


def month_url(month: Month, site: Site) -> str:
    """Return the printed address of a month's page."""
    return site.base + site.addresses[AGENDA_MONTH].path(date=datetime(*month, 1))


def month_link(month: Month, site: Site) -> LinkView:
    """Return a link to the page of a month."""
    return LinkView(month_name(datetime(*month, 1), site.lang), month_url(month, site))


@once_a_build
def month_links(site: Site) -> dict[Month, LinkView]:
    """Return links to the pages of all months, in order: each of these pages has them."""
    return {month: month_link(month, site) for month in month_sheets(site)}


def grid_of(month: Month, paths: Set[str], site: Site) -> GridView:
    """Return the sheet of a month with the days on which these events take place, its weeks from Monday to Sunday."""
    sheets, first = month_sheets(site), datetime(*month, 1)
    days: defaultdict[int, list[tuple[str, datetime]]] = defaultdict(list)
    for date in sheets[month].anchors:
        path, start = date
        day = max(first, midnight(start))
        while path in paths and day <= events(site)[path].happening.last_day(start) and day.month == first.month:
            days[day.day].append(date)
            day += _DAY
    months, url = list(sheets), month_url(month, site)
    day_of = {
        day: DayView(  # an event that begins on a day matters more there than one that goes on
            day,
            f"{url}#{sheets[month].anchors[max(dates, key=itemgetter(1))]}",
            *_said(first.replace(day=day), dict.fromkeys(path for path, _ in dates), site),
            goes_on=bool(set(dates) & set(days.get(day + 1, ()))),
        )
        for day, dates in days.items()
    }
    before, length = monthrange(*month)
    cells = [DayView(0)] * before + [day_of.get(day, DayView(day)) for day in range(1, length + 1)]
    cells += [DayView(0)] * (-len(cells) % _WEEK)
    cells[1:] = [cell._replace(came_on=earlier.goes_on) for earlier, cell in pairwise(cells)]
    at = months.index(month)
    return GridView(
        month_name(first, site.lang),
        url,
        tuple((day[:2], day) for day in language_of(site.lang).days),
        tuple(_week(cells[start : start + _WEEK]) for start in range(0, len(cells), _WEEK)),
        month_link(months[at - 1], site) if at else None,
        month_link(months[at + 1], site) if at + 1 < len(months) else None,
        frozenset(cell.state for cell in cells) - {""},
    )


def _week(cells: Sequence[DayView]) -> tuple[DayView, ...]:
    """Return the days of a week; those of another month, at one of its ends, in one cell."""
    days = [cell for cell in cells if cell.day]
    blank = [DayView(0, blanks=len(cells) - len(days))] if len(days) < len(cells) else []
    return (*blank, *days) if blank and not cells[0].day else (*days, *blank)


def _said(day: datetime, paths: Iterable[str], site: Site) -> tuple[str, str]:
    """Return what takes place on a day, or would have, and the state of that day."""
    of_day = sorted(
        (events(site)[path] for path in paths), key=lambda event: event.happening.outlook is not Outlook.CONFIRMED
    )
    titles = []
    for event in of_day:
        status = wording.STATUSES[event.happening.outlook]
        titles.append(f"{event.title} ({site.say(status).lower()})" if status else event.title)
    if len(titles) > _NAMED:
        titles[_NAMED:] = [site.say(N_("{n} more")).format(n=len(titles) - _NAMED)]
    label = site.say(N_("{day}: {events}")).format(day=wording.full_day(day, site.lang), events=", ".join(titles))
    return label, "on" if of_day[0].happening.outlook is Outlook.CONFIRMED else "off"
