"""Events that have a file of their own, as a kind of text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from placette.engine.base.message import N_
from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Making, Signed, TextKind, Wanted
from placette.engine.library.naming import people
from placette.engine.library.outline import Outline
from placette.engine.texts.beginnings import first_words
from placette.features.agenda.checking import check_event, happening_of, post_paths
from placette.features.agenda.event import Event
from placette.features.agenda.identifiers import Identifier, check_identifiers
from placette.features.agenda.schema import EventMatter


def _organisers(matter: EventMatter) -> list[str]:
    return [matter.organiser] if matter.organiser else []


def _names(_draft: Draft, matter: EventMatter) -> Iterable[Wanted]:
    return people(_organisers(matter))


def _asks(draft: Draft, matter: EventMatter) -> Iterable[str]:
    """The posts about it."""
    return post_paths(draft, matter).values()


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[Identifier]:
    matter = draft.matter
    return replace(outline, extra=Identifier(matter.uid)) if isinstance(matter, EventMatter) and matter.uid else outline


def _event(making: Making[EventMatter]) -> Event:
    """An event; of the posts that it names those that are shown."""
    matter, around = making.matter, making.neighbours.around
    hidden = around.withheld - around.previewed
    return Event(
        path=making.draft.path,
        slug=making.draft.slug,
        url=making.url,
        title=making.say(matter.title),
        summary=making.say(matter.summary or first_words(making.body.html)),
        lang=making.lang,
        happening=happening_of(matter, making.neighbours, making.lang),
        communes=making.communes,
        category=making.category,
        posts=tuple(dict.fromkeys(path for path in _asks(making.draft, matter) if path not in hidden)),
        modified=making.moment(matter.modified) if matter.modified else None,
        uid=matter.uid,
        body=making.body,
    )


EVENT = TextKind(
    name="event",
    place=r"events/[^/]+\.md",
    schema=EventMatter,
    value=Event,
    address="EVENT",
    switch="AGENDA_URL",
    changed=N_("the event {what} changed"),
    check=check_event,
    make=_event,
    names=_names,
    asks=_asks,
    outline=_outline,
    extra=Identifier,
    together=check_identifiers,
    may_be_empty=True,
    signed=Signed("organiser", _organisers, closed=True),
)
