"""The programme of an event: its parts, each with its hour, its place, who takes part and whether there is room left.

An hour needs no day where it can mean only one: those after midnight, at the end of a night, are the next day's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import count
from typing import Annotated, Any

from pydantic import BeforeValidator

from placette.engine.base.occurrences import Happening, Outlook
from placette.engine.base.text import fold, slugify
from placette.engine.base.translation import N_
from placette.engine.content.checks import check_communes, check_people
from placette.engine.content.kinds import PERSON, Draft, Making
from placette.engine.content.neighbours import Neighbours
from placette.engine.content.options import ReadingOptions
from placette.engine.findings.problems import Problem, problem
from placette.engine.texts import fields as f
from placette.engine.texts.fields import as_text, choice, fail, is_slug
from placette.engine.texts.front_matter import Matter, NestedBlock, Typed, signer_key, type_entries
from placette.engine.texts.links import rel_outside

MANY = 40
"""Parts of one event: what one sheet of paper has room for."""
_DAY, _NIGHT = timedelta(days=1), timedelta(hours=12)
_CLOCK = re.compile(r"(\d{4}-\d\d-\d\d)?(?:(?:^|T| +)(\d{1,2})(?::(?=\d)| ?[hH] ?)(\d\d)?)?", re.ASCII)
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//|www\.)\S", re.ASCII | re.IGNORECASE)
CALLED = re.compile(r"(?:mailto|tel):([\w.+@ -]+)", re.ASCII)
"""An address of a person to write to or to call."""
STATES = {
    **dict.fromkeys(("confirmed", "confirme", "confirmee", "maintenu", "maintenue"), Outlook.CONFIRMED),
    **dict.fromkeys(("postponed", "reporte", "reportee"), Outlook.POSTPONED),
    **dict.fromkeys(("cancelled", "canceled", "annule", "annulee"), Outlook.CANCELLED),
}
"""Whether an event takes place, in English or French."""
_PART_STATES = {
    **{word: (outlook, False) for word, outlook in STATES.items()},
    **dict.fromkeys(("full", "complet", "complete"), (Outlook.CONFIRMED, True)),
}
_STATE_WORDS = (N_("confirmed"), N_("full"), N_("postponed"), N_("cancelled"))
Clock = tuple[date | None, time | None]
"""A day, an hour, or both."""


def as_clock(value: Any) -> Clock:
    """Return an hour (19:30, 19 h 30), a day, or both."""
    text = as_text(value)
    day, hour, minute = match.groups() if (match := _CLOCK.fullmatch(text)) else ("", "", "")
    try:
        if day and not "1990" <= day < "2101":  # far from any event, and from the ends of the calendar
            raise ValueError
        clock = date.fromisoformat(day) if day else None, time(int(hour), int(minute or 0)) if hour else None
    except ValueError:
        clock = None, None
    if clock == (None, None):
        raise fail("programme-time", value=text[:80])
    return clock


def as_parts(value: Any) -> tuple[NestedBlock, ...]:
    """Return a list of blocks, one for each part."""
    if not isinstance(value, list) or not all(isinstance(block, NestedBlock) for block in value):
        raise fail("value-shape", example="…")
    if len(value) > MANY:
        raise fail("value-many", length=len(value), limit=MANY)
    return tuple(value)


ClockText = Annotated[Clock, BeforeValidator(as_clock)]
StateName = Annotated[tuple[Outlook, bool], BeforeValidator(lambda value: choice(value, _PART_STATES, _STATE_WORDS))]
"""Whether a part takes place, and whether it is full."""
People = Annotated[f.Keys, BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]
"""Keys or names; one has commas of its own («Jeanne Roux, conteuse»)."""
Parts = Annotated[tuple[Any, ...], BeforeValidator(as_parts)]


class PartMatter(Matter):
    """The keys of a part."""

    start: ClockText = signer_key(
        "When the part begins: an hour, with its day where the event has several.", "heure", "début", example="19:30"
    )
    end: ClockText | None = signer_key("When the part ends.", "fin", example="21:00", default=None)
    title: f.Title = signer_key("What the part is.", "titre", example="Contes sous le préau")
    summary: f.Sentence = signer_key("A sentence about the part.", "résumé", example="Dès six ans.", default="")
    venue: f.ShortText = signer_key(
        "Where, if not at the place of the event.", "lieu", example="École du haut", contact="place", default=""
    )
    room: f.ShortText = signer_key("The room there.", "salle", example="Préau", default="")
    commune: f.ShortText = signer_key("Its commune, if the event has several.", example="Orcines", default="")
    who: People = signer_key(
        "Who takes part: keys of authors, or names.", "qui", "avec", example="Lou", default_factory=list
    )
    price: f.ShortText = signer_key("What the part costs, in words.", "tarif", "prix", example="5 €", default="")
    status: StateName = signer_key(
        "confirmed, full, postponed or cancelled.", "statut", "état", example="full", default=(Outlook.CONFIRMED, False)
    )
    booking: f.Sentence = signer_key(
        "How to book a place: an address, or words.",
        "inscription",
        "réservation",
        example="https://…",
        contact="any",
        default="",
    )
    id: f.Slug | None = signer_key(
        "The name of the part in addresses and calendars, which stays when its title changes.",
        "identifiant",
        example="contes",
        default=None,
    )


@dataclass(frozen=True, slots=True)
class ProgrammePart:
    """A part of an event. ``key`` is its name in addresses and calendars, ``place`` where it is said to be.

    ``communes`` (codes) are its own if it is ``elsewhere``, or else the event's. ``people`` are pairs of a key (empty
    without a profile) and the name as written.
    """

    key: str
    title: str
    happening: Happening
    place: str = ""
    communes: tuple[str, ...] = ()
    elsewhere: bool = False
    people: tuple[tuple[str, str], ...] = ()
    summary: str = ""
    booking: str = ""
    full: bool = False


Fault = tuple[str, Mapping[str, str]]
"""A code, and the values of its message."""


def _typed(draft: Draft, matter: Any) -> Iterator[tuple[NestedBlock, Typed[PartMatter]]]:
    blocks: Iterable[NestedBlock] = matter.programme
    return ((block, type_entries(block.entries, PartMatter, draft.path, block.line)) for block in blocks)


def people_named(draft: Draft, matter: Any) -> list[str]:
    """Return everyone who takes part in an event, as written."""
    return [name for _, typed in _typed(draft, matter) if typed.matter for name in typed.matter.who]


def check_programme(
    draft: Draft, whole: Any, event: Happening, neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """Yield what is wrong in the parts of an event without faults of its own, each at the line of its part."""
    if event.rule and whole.programme:
        yield draft.problem("programme-repeat", "programme")
        return
    marks, off = set[object](), False
    for block, typed in _typed(draft, whole):
        yield from typed.problems
        if (matter := typed.matter) is None:
            continue
        for code, values in _faults(matter, event, marks, options.now.tzinfo):
            yield problem(code, draft.path, block.line, block.column, **values)
        off = off or matter.status[0] is not Outlook.CONFIRMED
        keys = [name for name in matter.who if is_slug(name) and "-" in name]
        for fault in (
            *check_people(draft, "programme", keys, neighbours),
            *check_communes(draft, [matter.commune] if matter.commune else [], options),
        ):
            yield replace(fault, line=block.line, column=block.column)
    if off and whole.status is Outlook.CONFIRMED and not whole.modified:
        yield draft.problem("event-unmodified", "programme")


def _faults(matter: PartMatter, event: Happening, seen: set[object], zone: tzinfo | None) -> Iterator[Fault]:
    """Yield the faults of a part; ``seen`` are the marks of those before it."""
    happening = _takes_place(matter, event)
    if not isinstance(happening, Happening):
        yield happening
        return
    for wall in filter(None, (happening.start, happening.end_of(happening.start))):
        if not happening.all_day and not exists(wall, zone):
            yield "event-hour", {"value": f"{wall:%H:%M}", "day": f"{wall:%Y-%m-%d}"}
    where = fold(f"{matter.title}\n{matter.venue}\n{matter.room}\n{matter.commune}")
    marks = {(happening.start, where), *({matter.id} if matter.id else ())}
    if marks & seen:
        yield "programme-twice", {"title": matter.title}
    seen |= marks
    if _ADDRESS.match(matter.booking) and not (rel_outside(matter.booking) or CALLED.fullmatch(matter.booking)):
        yield "link-scheme", {"value": matter.booking[:120]}


def exists(wall: datetime, zone: tzinfo | None) -> bool:
    """Return whether clocks show this time at all: not while they are put forward."""
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall


def _takes_place(matter: PartMatter, event: Happening) -> Happening | Fault:
    """Return when a part of an event takes place, or why it can't."""
    (day, hour), first, last = matter.start, event.start, event.over(event.start)
    all_day, start = hour is None, datetime.combine(day or first, hour or time())
    if not day:
        start += _DAY * (start < first)
        if start + _DAY < last:
            return "programme-day", {"value": f"{start:%H:%M}", "example": f"{start:%Y-%m-%d %H:%M}"}
    if all_day:
        first, last = datetime.combine(first, time()), event.last_day(event.start) + _DAY
    length = _DAY if all_day else None
    if matter.end:
        day, hour = matter.end
        if (hour is None) is not all_day:
            return "event-time", {}
        until = datetime.combine(day or start, hour or time()) + _DAY * all_day
        until += _DAY * (not day and until <= start and until + _DAY - start <= _NIGHT)
        length = until - start
        if length <= timedelta(0):
            return "event-end", {"start": f"{start:%Y-%m-%d %H:%M}", "end": f"{until:%Y-%m-%d %H:%M}"}
    if not first <= start <= start + (length or timedelta(0)) <= last:
        span = {"first": f"{first:%Y-%m-%d %H:%M}", "last": f"{last:%Y-%m-%d %H:%M}"}
        return "programme-outside", {"title": matter.title, **span}
    return Happening(start=start, length=length, all_day=all_day, starts=(start,))


def programme_of(making: Making[Any], event: Happening) -> tuple[ProgrammePart, ...]:
    """Return the parts of an event without faults, in order; a part of what is called off is so too."""
    matters = [typed.matter for _, typed in _typed(making.draft, making.matter) if typed.matter]
    used, parts = {matter.id for matter in matters if matter.id}, []
    for matter in matters:
        happening, (outlook, full) = _takes_place(matter, event), matter.status
        if not isinstance(happening, Happening):
            continue
        name = slugify(matter.title) or "part"
        name_of_part = matter.id or next(
            trial for n in count(1) if (trial := name if n == 1 else f"{name}-{n}") not in used
        )
        used.add(name_of_part)
        venue, room = making.say(matter.venue), making.say(matter.room)
        happening = replace(
            happening,
            venue=", ".join(filter(None, (venue or event.venue, room))),
            price=making.say(matter.price),
            outlook=outlook if event.outlook is Outlook.CONFIRMED else event.outlook,
        )
        parts.append(
            ProgrammePart(
                key=name_of_part,
                title=making.say(matter.title),
                happening=happening,
                place=", ".join(filter(None, (venue, room))),
                communes=making.options.communes.codes_of([matter.commune]) if matter.commune else making.communes,
                elsewhere=bool(matter.commune),
                people=tuple((making.neighbours.find(PERSON, name), making.say(name)) for name in matter.who),
                summary=making.say(matter.summary),
                booking=matter.booking,
                full=full and happening.outlook is Outlook.CONFIRMED,
            )
        )
    return tuple(sorted(parts, key=lambda part: part.happening.start))
