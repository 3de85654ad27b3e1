"""Events as a kind of text: of their own, or in a post that announces one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from typing import Annotated, Any

from pydantic import BeforeValidator

from placette.engine.base.occurrences import Happening, Outlook
from placette.engine.base.translation import N_
from placette.engine.content.checks import check_people
from placette.engine.content.kinds import (
    FOR_RESIDENTS,
    PERSON,
    BodyForm,
    Draft,
    Extension,
    Making,
    Reference,
    Relations,
    Signed,
    TextKind,
)
from placette.engine.content.neighbours import Neighbours, Outline
from placette.engine.content.options import ReadingOptions, Term
from placette.engine.findings.problems import Problem, problem
from placette.engine.texts import fields as f
from placette.engine.texts.body import first_words
from placette.engine.texts.fields import as_date, as_list, as_text, choice, fail, is_slug
from placette.engine.texts.front_matter import Entry, Matter, Typed, key, signer_key, type_entries
from placette.engine.texts.links import MISSING, WANTED, resolve
from placette.engine.texts.typography import typeset_text
from placette.engine.texts.values import Body
from placette.features.agenda.programme import (
    STATES,
    PartMatter,
    Parts,
    ProgrammePart,
    check_programme,
    exists,
    people_named,
    programme_of,
)
from placette.features.agenda.recurrence import Rule
from placette.features.posts import POST

_STATE_WORDS = (N_("confirmed"), N_("postponed"), N_("cancelled"))
_CALENDARS = {**dict.fromkeys(("event", "evenement"), False), **dict.fromkeys(("parts", "parties"), True)}
_CALENDAR_WORDS = ("event (événement)", "parts (parties)")
_ANSWERS = {**dict.fromkeys(("yes", "oui", "true"), True), **dict.fromkeys(("no", "non", "false"), False)}


@dataclass(frozen=True, slots=True)
class Instant:
    """A day, and the time of day if one was written."""

    moment: datetime
    timed: bool


def as_instant(value: Any) -> Instant:
    """Return a day, or a day and a time; strict ISO."""
    return Instant(as_date(value), ":" in as_text(value))


def as_rule(value: Any) -> Rule:
    """Parse the rule by which an event repeats."""
    written = as_text(value)
    try:
        return Rule.read(written)
    except ValueError:
        raise fail("event-rule") from None


def as_days(value: Any) -> tuple[datetime, ...]:
    """Parse days, at midnight."""
    days = as_list(value)
    if len(days) > Rule.MANY:
        raise fail("value-many", length=len(days), limit=Rule.MANY)
    return tuple(sorted({as_date(day).replace(hour=0, minute=0, second=0) for day in days}))


def as_uid(value: Any) -> str:
    """Return the identifier of an event in an outside calendar: visible ASCII characters, at most 255 (RFC 7986)."""
    text = as_text(value)
    if not re.fullmatch(r"[!-~]{1,255}", text):
        raise fail("value-shape", example="1234@agenda.example")
    return text


When = Annotated[Instant, BeforeValidator(as_instant)]
OutlookName = Annotated[Outlook, BeforeValidator(lambda value: choice(value, STATES, _STATE_WORDS))]
Apart = Annotated[bool, BeforeValidator(lambda value: choice(value, _CALENDARS, _CALENDAR_WORDS))]
Answer = Annotated[bool, BeforeValidator(lambda value: choice(value, _ANSWERS, (N_("yes"), N_("no"))))]
RuleText = Annotated[Rule, BeforeValidator(as_rule)]
Days = Annotated[tuple[datetime, ...], BeforeValidator(as_days)]
Uid = Annotated[str, BeforeValidator(as_uid)]


class HappeningMatter(Matter):
    """The time and place of an event: the block of a post, and a part of an event's own front matter."""

    start: When = signer_key("When it begins: a day, or a day and a time.", "début", example="2026-12-05 18:30")
    end: When | None = signer_key(
        "When it ends; of whole days the last one.", "fin", example="2026-12-05 20:00", default=None
    )
    all_day: Answer | None = signer_key(
        "yes for whole days; a day without time says so by itself.", "journée_entière", example="yes", default=None
    )
    repeat: RuleText | None = signer_key(
        "How it repeats, with an end.", "répétition", "récurrence", example="FREQ=WEEKLY;COUNT=10", default=None
    )
    exceptions: Days = signer_key(
        "Days on which it does not take place after all.",
        "sauf",
        "except",
        "exception",
        example="[2026-12-29]",
        default=(),
    )
    venue: f.ShortText = signer_key(
        "The name of the place.",
        "lieu",
        "salle",
        example="Médiathèque",
        shows="place",
        contact="place",
        default="",
    )
    organiser: f.ShortText = signer_key(
        "Who organises it: an author’s key, or a name.",
        "organisateur",
        "organizer",
        "organisatrice",
        "organisateurs",
        example="carreau-et-fuseaux",
        default="",
    )
    price: f.ShortText = signer_key("What it costs, in words.", "tarif", "prix", example="Gratuit", default="")
    status: OutlookName = signer_key(
        "confirmed, postponed or cancelled.", "statut", "état", example="confirmed", default=Outlook.CONFIRMED
    )


class EventMatter(HappeningMatter):
    """The front matter of an event."""

    title: f.Title = signer_key("The title, as readers see it.", "titre", example="Bal de fin d’année")
    summary: f.Sentence = signer_key(
        "One or two sentences for lists and search engines.", "résumé", "chapeau", example="Un bal.", default=""
    )
    commune: f.Communes = signer_key(
        "Insee code or name of the commune.", "communes", example='"*"', shows="place", default_factory=list
    )
    category: f.ShortText = signer_key(
        "One category of the site's list.", "rubrique", "catégorie", example="Fête", default=""
    )
    programme: Parts = signer_key(
        "Its parts, each with its hour and its title; also a place, a room, who takes part.",
        "parties",
        "program",
        example="[{start: 19:00, title: Contes}]",
        within=PartMatter,
        default=(),
    )
    calendar: Apart = signer_key(
        "Whether calendars show the event, or each part of its programme: event or parts.",
        "calendrier",
        example="parts",
        default=False,
    )
    posts: f.Paths = signer_key(
        "Posts about it: their paths from this file.",
        "post",
        "billet",
        "billets",
        example="[../articles/2026/le-lavoir/index.md]",
        default_factory=list,
    )
    modified: f.Moment | None = signer_key(
        "The day of the last change; calendars take the new version by it.",
        "modifié",
        "mise-à-jour",
        example="2026-11-20",
        default=None,
    )
    lang: f.ShortText = signer_key("The language of the text.", "langue", example="fr", default="")
    uid: Uid = key(
        "The identifier that an outside calendar gave it; invoke import-events writes it.",
        "identifiant",
        example="1234@agenda.example",
        contact="any",
        default="",
    )
    imported: f.ShortText = key(
        "A mark of what an outside calendar said; invoke import-events writes it.",
        "importé",
        example="0123456789abcdef",
        contact="any",
        default="",
    )

    def faults(self, zone: tzinfo | None) -> Iterator[OccurrenceFault]:
        """Yield all faults of the dates; see ``faults_of``."""
        return faults_of(self, zone)


_EARLIEST, _LATEST = 1990, 2100
_LONGEST = timedelta(days=366)


OccurrenceFault = tuple[str, str, Mapping[str, object]]
"""A thing to mend in an event's dates: a code, the key, the values of its message."""


def happening_of(matter: HappeningMatter, neighbours: Neighbours, lang: str) -> Happening:
    """Return the event of a front matter without faults; its words are typeset in ``lang``."""
    organiser = neighbours.find(PERSON, matter.organiser) if matter.organiser else ""
    start, rule = matter.start.moment, matter.repeat
    dates = rule.dates(start) if rule else (start,)
    left_out = {day.date() for day in matter.exceptions}
    return Happening(
        start=start,
        length=_length(matter),
        all_day=not matter.start.timed,
        starts=tuple(day for day in dates if day.date() not in left_out),
        rule=rule.text if rule else "",
        exceptions=tuple(day for day in dates if day.date() in left_out),
        venue=typeset_text(matter.venue, lang),
        organiser=organiser,
        organiser_name="" if organiser else typeset_text(matter.organiser, lang),
        price=typeset_text(matter.price, lang),
        outlook=matter.status,
    )


def check_event(
    draft: Draft, matter: EventMatter, neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """Yield what is impossible in an event, or unknown to the site."""
    faults = list(faults_of(matter, options.now.tzinfo))
    yield from (draft.problem(code, name, **values) for code, name, values in faults)
    if matter.programme and not faults:
        event = happening_of(matter, neighbours, options.lang)
        yield from check_programme(draft, matter, event, neighbours, options)
    yield from check_organiser(draft, "organiser", matter, neighbours)
    if matter.status is not Outlook.CONFIRMED and not matter.modified:
        yield draft.problem("event-unmodified", "status")
    around = neighbours.around
    for address in matter.posts:
        place = resolve(draft.path, address)
        if place not in around.addresses or not POST.is_place(place):
            yield draft.problem(MISSING, "posts", value=address, **{WANTED: place})
        elif place in around.withheld:
            yield draft.problem("link-gone" if place in around.gone else "link-waiting", "posts", value=address)


def faults_of(matter: HappeningMatter, zone: tzinfo | None) -> Iterator[OccurrenceFault]:
    """Yield all faults of the dates; of faults that follow from each other only the first."""
    yield from list(_time_faults(matter, zone)) or _rule_faults(matter)


def _time_faults(matter: HappeningMatter, zone: tzinfo | None) -> Iterator[OccurrenceFault]:
    for name, instant in (("start", matter.start), ("end", matter.end)):
        if instant and not _EARLIEST <= instant.moment.year <= _LATEST:
            yield ("event-range", name, {"value": f"{instant.moment:%Y-%m-%d}"})
        elif instant and not exists(instant.moment, zone):
            yield ("event-hour", name, {"value": f"{instant.moment:%H:%M}", "day": f"{instant.moment:%Y-%m-%d}"})
    if matter.all_day is not None and matter.all_day is matter.start.timed:
        yield ("event-all-day", "all_day", {})
    if matter.end and matter.end.timed is not matter.start.timed:
        yield ("event-time", "end", {})
    elif matter.end and (length := _length(matter)) is not None and length <= timedelta(0):
        yield ("event-end", "end", {"end": _written(matter.end), "start": _written(matter.start)})
    elif matter.end and (_length(matter) or timedelta(0)) > _LONGEST:
        yield ("event-long", "end", {"limit": _LONGEST.days})


def _rule_faults(matter: HappeningMatter) -> Iterator[OccurrenceFault]:
    start, rule = matter.start.moment, matter.repeat
    dates = rule.dates(start) if rule else (start,)
    if rule and rule.is_cut(start, dates):
        yield ("event-many", "repeat", {"limit": Rule.MANY})
    elif rule and dates[:1] != (start,):
        yield ("event-rule-start", "repeat", {"start": f"{start:%Y-%m-%d}"})
    else:
        days = {day.date() for day in dates}
        strange = [day for day in matter.exceptions if day.date() not in days]
        if strange:
            yield ("event-except", "exceptions", {"value": f"{strange[0]:%Y-%m-%d}"})
        elif len(days) == len(matter.exceptions):
            yield ("event-empty", "exceptions", {})


def _length(matter: HappeningMatter) -> timedelta | None:
    """Return how long each date lasts; a last day counts whole."""
    if not matter.start.timed:
        last = matter.end or matter.start
        return last.moment - matter.start.moment + timedelta(days=1)
    return matter.end.moment - matter.start.moment if matter.end else None


def _written(instant: Any) -> str:
    return f"{instant.moment:%Y-%m-%d %H:%M}" if instant.timed else f"{instant.moment:%Y-%m-%d}"


def check_organiser(draft: Draft, key: str, matter: HappeningMatter, neighbours: Neighbours) -> Iterator[Problem]:
    """Yield the organisers written like keys (``les-amis``) that have no profile; any other name needs none."""
    name = matter.organiser
    if is_slug(name) and "-" in name:
        yield from check_people(draft, key, [name], neighbours)


@dataclass(frozen=True, slots=True)
class Identifier:
    """The identifier that an outside calendar gave an event."""

    uid: str


def check_identifiers(outlines: Iterable[Outline[Any]]) -> Iterator[Problem]:
    """Yield two events with one identifier: calendars would take the one for a new version of the other."""
    path_of: dict[str, str] = {}
    for outline in sorted(outlines, key=lambda outline: outline.path):
        if isinstance(identifier := outline.extra, Identifier):
            if identifier.uid in path_of:
                yield problem("event-uid", outline.path, other=path_of[identifier.uid])
            path_of.setdefault(identifier.uid, outline.path)


@dataclass(frozen=True, slots=True)
class Event:
    """An event. ``path`` is its file, or that of the post that announces it."""

    path: str
    slug: str
    url: str
    title: str
    summary: str
    lang: str
    happening: Happening
    communes: tuple[str, ...]
    category: Term | None = None
    posts: tuple[str, ...] = ()
    """Published posts about it, by source path."""
    announced: datetime | None = None
    modified: datetime | None = None
    uid: str = ""
    """The identifier that an outside calendar gave it, or empty."""
    parts: tuple[ProgrammePart, ...] = ()
    """Its programme, in order."""
    apart: bool = False
    """Whether calendars show each part, not the event as a whole."""
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""


def event_of_part(event: Event, part: ProgrammePart) -> Event:
    """Return a part as an event of its own, at its place on the page of the whole."""
    return replace(
        event,
        url=f"{event.url}#programme-{part.key}",
        title=part.title,
        summary=part.summary,
        happening=part.happening,
        communes=part.communes,
        parts=(),
    )


def _organisers(matter: EventMatter) -> list[str]:
    return [matter.organiser] if matter.organiser else []


def _asks(draft: Draft, matter: EventMatter) -> Iterable[str]:
    """Return the posts about it."""
    return {address: resolve(draft.path, address) for address in matter.posts}.values()


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[Identifier]:
    matter = draft.matter
    return replace(outline, extra=Identifier(matter.uid)) if isinstance(matter, EventMatter) and matter.uid else outline


def _event(making: Making[EventMatter]) -> Event:
    """Return an event; of the posts that it names those that are shown."""
    matter, around = making.matter, making.neighbours.around
    hidden = around.withheld - around.previewed
    happening = happening_of(matter, making.neighbours, making.lang)
    parts = programme_of(making, happening)
    return Event(
        path=making.draft.path,
        slug=making.draft.slug,
        url=making.url,
        title=making.say(matter.title),
        summary=making.say(matter.summary or first_words(making.body.html)),
        lang=making.lang,
        happening=happening,
        communes=tuple(dict.fromkeys((*making.communes, *(code for part in parts for code in part.communes)))),
        category=making.category,
        posts=tuple(dict.fromkeys(path for path in _asks(making.draft, matter) if path not in hidden)),
        modified=making.moment(matter.modified) if matter.modified else None,
        uid=matter.uid,
        parts=parts,
        apart=matter.calendar and bool(parts),
        body=making.body,
    )


EVENT = TextKind(
    name="event",
    place=r"events/[^/]+\.md",
    schema=EventMatter,
    value=Event,
    address="EVENT",
    changed=N_("the event {what} changed"),
    check=check_event,
    make=_event,
    refers=(Reference("organiser", PERSON, checks=True), Reference("programme", PERSON, people_named, checks=True)),
    asks=_asks,
    relations=Relations(_outline, Identifier, check_identifiers),
    body=BodyForm(optional=True),
    signed=Signed("organiser", _organisers),
    rights=FOR_RESIDENTS,
)

_KEY = "event"


class AnnouncingKeys(Matter):
    """The keys of a post for the event that it announces."""

    event: f.Block | None = signer_key(
        "What it announces: start, end, venue … below, one per line, as for an event of its own.",
        "événement",
        example="{start: 2026-12-05 18:30, venue: Médiathèque}",
        within=HappeningMatter,
        default=None,
    )


@dataclass(frozen=True, slots=True)
class Announcing:
    """The event that a post announces, if any."""

    event: Happening | None = None


def _typed(draft: Draft, matter: AnnouncingKeys) -> Typed[HappeningMatter] | None:
    """Check the type of a post's ``event:``; every problem points at the start of the block."""
    if matter.event is None:
        return None
    place = draft.entry(_KEY)
    entries = tuple(Entry(name, value, place.line, place.column) for name, value in matter.event.items())
    return type_entries(entries, HappeningMatter, draft.path)


def _check(draft: Draft, matter: AnnouncingKeys, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    """Yield what is impossible in the event that a post announces, or unknown to the site."""
    typed = _typed(draft, matter)
    if typed is None:
        return
    yield from typed.problems
    if typed.matter is None:
        return
    for code, name, values in faults_of(typed.matter, options.now.tzinfo):
        yield draft.problem(code, _KEY, **{"key": name, **values})
    yield from check_organiser(draft, _KEY, typed.matter, neighbours)


def _announced_organiser(draft: Draft, matter: AnnouncingKeys) -> list[str]:
    typed = _typed(draft, matter)
    return [typed.matter.organiser] if typed and typed.matter and typed.matter.organiser else []


def _fields(making: Making[AnnouncingKeys]) -> Mapping[str, object]:
    typed = _typed(making.draft, making.matter)
    happening = typed.matter if typed else None
    return {"event": happening_of(happening, making.neighbours, making.lang)} if happening else {}


ANNOUNCEMENTS = Extension(
    *(POST.name, AnnouncingKeys, "minors", Announcing),
    check=_check,
    refers=(Reference(_KEY, PERSON, _announced_organiser, checks=True),),
    fields=_fields,
)
