"""The theme's contract for events: the values of the agenda, an event's page and a post that announces one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any, NamedTuple

from placette.engine.base.dates import month_name
from placette.engine.base.occurrences import Happening, Outlook
from placette.engine.base.translation import N_
from placette.engine.content.communes import Commune
from placette.engine.rendering import structured, views
from placette.engine.rendering.features import InPost, Lookup, Request, Site
from placette.engine.rendering.lists import head_of, list_url
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.site import SlotsView, places_of, raise_first, slot_views
from placette.engine.texts.links import rel_outside
from placette.engine.texts.values import PictureView
from placette.features.agenda import selection, wording
from placette.features.agenda.event import Event, event_of_part
from placette.features.agenda.programme import CALLED, ProgrammePart
from placette.features.agenda.wording import rhythm, until
from placette.features.posts import Article, articles, card_of, cards_of


class EntryView(NamedTuple):
    """An event in a list, with the first of the dates that the list shows.

    ``weekday``, ``day`` and ``month`` are in the margin («sam.», «5», «déc.»); ``when`` is the whole time, ``also`` the
    other dates. ``status`` is empty, «Postponed» or «Cancelled»; in a preview, «Draft» for an event of one.
    """

    title: str
    url: str
    lang: str
    iso: str
    weekday: str
    day: str
    month: str
    when: str
    also: str
    venue: str
    places: tuple[views.PlaceView, ...]
    status: str
    off: str = ""
    """``postponed`` or ``cancelled``: its date is no longer valid."""
    outcome: str = ""
    """The meaning of the status, as a sentence."""


class DateRowView(NamedTuple):
    """An event in the agenda: its entry, and the margin beside it.

    ``weekday``, ``day`` and ``month`` are written out («mardi», «1er», «décembre»; «sam. et dim.», «5–6»).
    ``hours`` and ``rhythm`` add the rest. ``again``: this list has shown the event already.
    """

    entry: EntryView
    weekday: str
    day: str
    month: str
    hours: str
    rhythm: str
    picture: PictureView | None
    calendar_url: str
    """Its own .ics file; empty where its date is no longer valid, or is past."""
    again: bool
    anchor: str


class ProgrammePartView(NamedTuple):
    """A part of a programme; ``people`` without a profile have no address, nor has ``booking`` in words.

    ``off``: it doesn't take place as announced, which ``status`` says, as it says that there is no room left.
    """

    key: str
    title: str
    iso: str
    hours: str
    place: str
    places: tuple[views.PlaceView, ...]
    people: tuple[views.LinkView, ...]
    summary: str
    price: str
    status: str
    off: bool
    booking: views.LinkView | None


class EventView(NamedTuple):
    """An event with all that is known of it, but for its text. ``iso`` is its first date for machines."""

    title: str
    url: str
    lang: str
    iso: str
    when: str
    rhythm: str
    """The sentence of its recurrence, or empty."""
    dates: tuple[tuple[str, str], ...]
    """Pairs of a month and its days, for recurring events."""
    left_out: str
    status: str
    explained: str
    """The meaning of the status, as a sentence."""
    venue: str
    places: tuple[views.PlaceView, ...]
    organiser: views.PersonView | None
    organiser_name: str
    organiser_kind: str
    """What the organiser is; that there is no profile, for a free name."""
    price: str
    calendar_url: str
    """Its own .ics file; empty where its date is no longer valid."""
    programme: tuple[tuple[str, tuple[ProgrammePartView, ...]], ...] = ()
    """Pairs of a day, empty where there is one, and its parts; the small hours belong to the day before."""


class EventPageView(NamedTuple):
    """The page of an event."""

    head: views.HeadView
    event: EventView
    summary: str
    category: views.TermView | None
    body_html: str
    posts: tuple[views.CardView, ...]
    agenda_url: str
    month: views.LinkView
    slots: SlotsView


class SpanView(NamedTuple):
    """Some days and their events: a week, or several empty ones, as a sentence."""

    label: str
    note: str
    """The sentence on how far off the week is."""
    rows: tuple[DateRowView, ...]


class AgendaView(NamedTuple):
    """The coming events, week by week, or a part of them; ``part`` tells which."""

    head: views.HeadView
    title: str
    introduction: str
    nothing: str
    """The sentence for an empty agenda."""
    spans: tuple[SpanView, ...]
    later: tuple[DateRowView, ...]
    """Later events."""
    past: tuple[DateRowView, ...]
    """Past events, shown where nothing comes."""
    filters: tuple[selection.FilterView, ...]
    grid: selection.GridView | None
    reports: tuple[views.CardView, ...]
    """Posts about past events that were announced here."""
    others: tuple[views.LinkView, ...]
    """Every month with something, the latest first; the one shown is marked."""
    agenda_url: str
    calendar_url: str
    """The calendar of all of these events; empty without any."""
    webcal_url: str
    """The address of the same calendar for a device (webcal)."""
    part: bool


class ComingView(NamedTuple):
    """The next events, and the address of the whole agenda."""

    entries: tuple[EntryView, ...]
    agenda_url: str


class EventBoxesView(NamedTuple):
    """The events that a post announces or is named by; ``current`` is the address of the post."""

    events: tuple[EventView, ...]
    current: str


def noted_event(path: str, look: Lookup) -> Event:
    """Return an event by source path."""
    look.note(f"event {path}")
    return selection.events(look.site)[path]


def coming_view(_about: Any, entries: tuple[selection.EntryContent, ...], look: Lookup) -> ComingView:
    """Return the next events, with a link to the whole agenda."""
    return ComingView(tuple(entry_view(entry, look) for entry in entries), list_url(selection.AGENDA, look.site))


def boxes_view(article: Article, paths: tuple[str, ...], look: Lookup) -> EventBoxesView:
    """Return the events that a post announces, or is about."""
    return EventBoxesView(tuple(event_view(path, look) for path in paths), look.site.base + article.url)


def entry_view(entry: selection.EntryContent, look: Lookup) -> EntryView:
    """Return an event as a list shows it."""
    event, site = noted_event(entry.event, look), look.site
    first, others = entry.starts[0], entry.starts[1:]
    weekday, day, month = wording.badge(first, site.lang)
    pattern = site.words.ngettext("then on {days}", "then on {days}", len(others))
    ribbon = card_of(event.path, look).ribbon if event.path in articles(site) else None
    waiting = ribbon.label if ribbon else ""  # in a preview, for its post isn't published
    also = raise_first(pattern.format(days=wording.numbers(others, site.lang))) if others else ""
    return EntryView(
        title=event.title,
        url=site.base + event.url,
        lang=event.lang,
        iso=_moment(first, event.happening, site.build.now.tzinfo, "minutes"),
        weekday=weekday,
        day=day,
        month=month,
        when=raise_first(wording.when(event.happening, first, site.say, site.lang)),
        also=also,
        venue=event.happening.venue,
        places=places_of(event.communes, site),
        status=" · ".join(filter(None, (waiting, _translated(wording.STATUSES[event.happening.outlook], look)))),
        off="" if event.happening.outlook is Outlook.CONFIRMED else str(event.happening.outlook),
        outcome=_translated(wording.OUTCOMES[event.happening.outlook], look),
    )


def event_view(path: str, look: Lookup) -> EventView:
    """Return an event with all that is known of it."""
    event, site = noted_event(path, look), look.site
    happening = event.happening
    first = happening.starts[0]
    organiser = look.person(happening.organiser) if happening.organiser else None
    return EventView(
        title=event.title,
        url=site.base + event.url,
        lang=event.lang,
        iso=_moment(first, event.happening, site.build.now.tzinfo, "minutes"),
        when=raise_first(wording.when(happening, first, site.say, site.lang)),
        rhythm=raise_first(until(happening, site.say, site.lang)),
        dates=tuple((month, raise_first(days)) for month, days in wording.days_by_month(happening, site.lang)),
        left_out=raise_first(wording.left_out(happening, site.say, site.lang)),
        status=_translated(wording.STATUSES[happening.outlook], look),
        explained=_translated(wording.EXPLAINED[happening.outlook], look),
        venue=happening.venue,
        places=places_of(event.communes, site),
        organiser=organiser,
        organiser_name=happening.organiser_name,
        organiser_kind=(organiser.office or organiser.kind_label) if organiser else site.say(N_("no profile here")),
        price=happening.price,
        calendar_url=site.base + selection.calendar_path(event) if happening.outlook is Outlook.CONFIRMED else "",
        programme=_programme(event, look),
    )


_SMALL_HOURS = timedelta(hours=5)
"""How long after midnight a night goes on."""


def _programme(event: Event, look: Lookup) -> tuple[tuple[str, tuple[ProgrammePartView, ...]], ...]:
    """Return the parts of an event by day."""
    days: dict[datetime, list[ProgrammePartView]] = {}
    for part in event.parts:
        start = part.happening.start
        night = selection.midnight(start if part.happening.all_day else start - _SMALL_HOURS)
        day = night if night >= selection.midnight(event.happening.start) else selection.midnight(start)
        days.setdefault(day, []).append(_part(part, event, look))
    labels = {day: raise_first(wording.full_day(day, look.site.lang)) if len(days) > 1 else "" for day in days}
    return tuple((labels[day], tuple(parts)) for day, parts in days.items())


def _part(part: ProgrammePart, event: Event, look: Lookup) -> ProgrammePartView:
    site, happening = look.site, part.happening
    off = happening.outlook is not Outlook.CONFIRMED
    return ProgrammePartView(
        key=part.key,
        title=part.title,
        iso=_moment(happening.start, happening, site.build.now.tzinfo, "minutes"),
        hours=raise_first(wording.hours(happening, happening.start, site.say, site.lang)),
        place=part.place,
        places=places_of(part.communes if part.elsewhere else (), site),
        people=part_people(part, look),
        summary=part.summary,
        price=happening.price,
        status="" if event.happening.outlook is not Outlook.CONFIRMED else wording.part_status(part, site.say),
        off=off,
        booking=_booking(part, site) if part.booking and not (off or part.full) else None,
    )


def _booking(part: ProgrammePart, site: Site) -> views.LinkView:
    """Return how to book: a link to another site, an address to write to or to call, or words, which lead nowhere."""
    rel, contact = rel_outside(part.booking), CALLED.fullmatch(part.booking)
    label = site.say(N_("Book a place")) if rel else contact[1] if contact else part.booking
    return views.LinkView(label, part.booking if rel or contact else "", rel)


def part_people(part: ProgrammePart, look: Lookup) -> tuple[views.LinkView, ...]:
    """Return who takes part, with the address of those who have a profile."""
    people = ((look.person(key) if key else None, name) for key, name in part.people)
    return tuple(views.LinkView(one.name, one.url) if one else views.LinkView(name, "") for one, name in people)


def _translated(text: str, look: Lookup) -> str:
    return look.site.say(text) if text else ""


def compose_event(request: Request, content: selection.EventContent, look: Lookup) -> EventPageView:
    """Return the page of an event."""
    (path, posts, category), site = content, look.site
    event = noted_event(path, look)
    start = event.happening.starts[0]
    summary = event.summary or wording.when(event.happening, start, site.say, site.lang)
    address = site.addresses[selection.AGENDA_MONTH]
    month = views.LinkView(month_name(start, site.lang), site.base + address.path(date=start) if address else "")
    return EventPageView(
        head=head_of(request, event.title, summary, look, event),
        event=event_view(event.path, look),
        summary=event.summary,
        category=category,
        body_html=look.html(event),
        posts=cards_of(posts, look),
        agenda_url=list_url(selection.AGENDA, site),
        month=month,
        slots=slot_views(request, event, look),
    )


def compose_agenda(request: Request, content: selection.AgendaContent, look: Lookup) -> AgendaView:
    """Compose the agenda or a part of it. An empty part stays for people who kept its address, but isn't indexed."""
    part = request.kind == selection.PART
    calendar = content.calendar.url if content.calendar else ""
    scheme, separator, rest = look.site.absolute(calendar.removeprefix(look.site.base)).partition("://")
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
        filters=content.filters,
        grid=content.grid,
        reports=cards_of(content.reports, look),
        others=content.months,
        agenda_url=list_url(selection.AGENDA, look.site),
        calendar_url=calendar,
        webcal_url=f"webcal://{rest}" if calendar and separator and scheme in {"http", "https"} else "",
        part=part,
    )


def _rows(entries: tuple[selection.EntryContent, ...], look: Lookup) -> tuple[DateRowView, ...]:
    return tuple(_row(entry, look) for entry in entries)


def _row(entry: selection.EntryContent, look: Lookup) -> DateRowView:
    event, site, view = noted_event(entry.event, look), look.site, entry_view(entry, look)
    happening, first, posts = event.happening, entry.starts[0], articles(site)
    post = next((path for path in (event.path, *event.posts) if path in posts), "")
    weekday, number, month = wording.margin(happening, first, site.say, site.lang)
    return DateRowView(
        view,
        weekday,
        raise_first(number),
        month,
        hours=raise_first(wording.hours(happening, first, site.say, site.lang)),
        rhythm=rhythm(happening, site.say, site.lang),
        picture=card_of(post, look).picture if post else None,
        calendar_url=site.base + selection.calendar_path(event) if not (view.off or entry.over) else "",
        again=entry.again,
        anchor=entry.anchor,
    )


_STATES = {
    Outlook.CONFIRMED: "EventScheduled",
    Outlook.POSTPONED: "EventPostponed",
    Outlook.CANCELLED: "EventCancelled",
}
_EVERY = {"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M", "YEARLY": "Y"}
"""The units of ISO 8601's durations."""
_DAYS = dict(zip("MO TU WE TH FR SA SU".split(), "Mon Tues Wednes Thurs Fri Satur Sun".split(), strict=True))


def describe_event(
    event: Event, crumbs: views.BreadcrumbsView, images: tuple[views.SocialImageView, ...], look: Lookup
) -> views.SocialView:
    """Open Graph and JSON-LD of an event's page."""
    if event.happening.organiser:
        look.note(f"person {event.happening.organiser}")
    image = structured.image_node(images[0]) if images else None
    pictured = structured.filled(event_node(event, look.site) | {"image": image, "mainEntityOfPage": crumbs.url})
    return views.SocialView(
        "website",
        images,
        structured.open_graph_locale(event.lang),
        structured.graph(pictured, structured.breadcrumbs(crumbs)),
    )


def event_in_post(article: Article, site: Site) -> InPost:
    """Compose the event that a post announces."""
    event = selection.event_of(article) if site.addresses[selection.AGENDA] else None
    return InPost(nodes=(event_node(event, site),)) if event else InPost()


def event_node(event: Event, site: Site) -> structured.JsonLd:
    """Return an event for machines: time, place, organiser, price, status."""
    happening, url, zone = event.happening, site.absolute(event.url), site.build.now.tzinfo
    communes = [site.build.communes.by_code[code] for code in event.communes]
    first = happening.starts[0]
    organisation = {"@type": "Organization", "name": happening.organiser_name} if happening.organiser_name else None
    end = happening.last_day(first) if happening.all_day else happening.end_of(first)
    return structured.filled(
        {
            "@type": "Event",
            "@id": f"{url}#event",
            "url": url,
            "name": event.title,
            "description": event.summary,
            "inLanguage": event.lang,
            "startDate": _moment(first, happening, zone),
            "endDate": _moment(end, happening, zone) if end else "",
            "eventSchedule": _schedule(happening, zone),
            "eventStatus": f"{structured.CONTEXT}/{_STATES[happening.outlook]}",
            "eventAttendanceMode": f"{structured.CONTEXT}/OfflineEventAttendanceMode",
            "location": _location(happening, communes),
            "organizer": site.ask(Ports.AGENTS).get(happening.organiser) or organisation,
            "offers": {"@type": "Offer", "description": happening.price, "url": url} if happening.price else None,
            "subEvent": [_part_node(part, event, site) for part in event.parts],
        }
    )


def _part_node(part: ProgrammePart, event: Event, site: Site) -> structured.JsonLd:
    """Return a part of an event for machines."""
    node, agents = event_node(event_of_part(event, part), site), site.ask(Ports.AGENTS)
    booking = {"url": part.booking} if rel_outside(part.booking) else {}
    booking |= {"availability": f"{structured.CONTEXT}/SoldOut"} if part.full else {}
    performers = [agents.get(key) or {"@type": "Person", "name": name} for key, name in part.people]
    node |= {"@id": node["url"], "performer": performers}
    if booking or "offers" in node:
        node["offers"] = node.get("offers", {"@type": "Offer", "url": node["url"]}) | booking
    return structured.filled(node)


def _moment(wall: datetime, happening: Happening, zone: tzinfo | None, precision: str = "seconds") -> str:
    """Return a date for machines: a day, or a moment with its distance from UTC."""
    return f"{wall:%Y-%m-%d}" if happening.all_day else wall.replace(tzinfo=zone).isoformat(timespec=precision)


def _schedule(happening: Happening, zone: tzinfo | None) -> structured.JsonLd | None:
    """Return the recurrence (schema.org/Schedule), in wall-clock times and their zone."""
    rule = dict(part.split("=") for part in happening.rule.split(";")) if happening.rule else {}
    if not rule:
        return None
    end = None if happening.all_day else happening.end_of(happening.start)
    days = [day[-2:] for day in rule.get("BYDAY", "").split(",") if day]
    return structured.filled(
        {
            "@type": "Schedule",
            "repeatFrequency": f"P{rule.get('INTERVAL', '1')}{_EVERY[rule['FREQ']]}",
            "byDay": [f"{structured.CONTEXT}/{_DAYS[day]}day" for day in days],
            "startDate": f"{happening.start:%Y-%m-%d}",
            "endDate": f"{happening.starts[-1]:%Y-%m-%d}",
            "startTime": "" if happening.all_day else f"{happening.start:%H:%M:%S}",
            "endTime": f"{end:%H:%M:%S}" if end else "",
            "scheduleTimezone": str(zone),
            "exceptDate": [f"{day:%Y-%m-%d}" for day in happening.exceptions],
        }
    )


def _location(happening: Happening, communes: Sequence[Commune]) -> structured.JsonLd | None:
    """Return the place by its name, in its commune; the commune alone where no place is named."""
    towns = [structured.place_node(commune) for commune in communes]
    if not happening.venue:
        return towns[0] if towns else None
    if not communes:
        return {"@type": "Place", "name": happening.venue}
    address = {
        "@type": "PostalAddress",
        "addressLocality": communes[0].name,
        "addressRegion": communes[0].department,
    }
    return {"@type": "Place", "name": happening.venue, "address": address, "containedInPlace": towns[0]}
