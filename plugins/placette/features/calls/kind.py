"""Calls for posts, as a kind of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from placette.engine.base.message import N_
from placette.engine.library import checks
from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Called, Making, TextKind, Wanted
from placette.engine.library.naming import PERSON, check_called, check_people, people
from placette.engine.library.options import ReadingOptions
from placette.engine.library.outline import Outline
from placette.engine.library.records import Neighbours
from placette.engine.problems.problems import Problem
from placette.features.calls.call import Call
from placette.features.calls.consultation import Consultation
from placette.features.calls.consulting import ConsultedOutline, check_consultation, check_consulted, consulted_of
from placette.features.calls.messages import NEW_CALL
from placette.features.calls.schema import CallMatter

_COMMUNITY = "community"
"""The kind of what a call may be addressed to."""


def _check(draft: Draft, matter: CallMatter, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    """What a call says that the site does not know."""
    yield from check_people(draft, "authors", matter.authors, neighbours, options)
    yield from check_called(draft, "community", _addressed(matter), _COMMUNITY, neighbours, options)
    yield from check_people(draft, "decided_by", _deciding(matter), neighbours, options)
    for name in ("deadline", "opens", "decided"):
        yield from checks.check_range(draft, name, getattr(matter, name), options)
    yield from check_consultation(draft, matter)


def _addressed(matter: CallMatter) -> list[str]:
    return [matter.community] if matter.community else []


def _deciding(matter: CallMatter) -> list[str]:
    return [matter.decided_by] if matter.decided_by else []


def _names(_draft: Draft, matter: CallMatter) -> Iterable[Wanted]:
    return [*people((*matter.authors, *_deciding(matter))), *((_COMMUNITY, name) for name in _addressed(matter))]


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[ConsultedOutline]:
    matter = draft.matter
    if not isinstance(matter, CallMatter):
        return outline
    days = tuple(day for day in (matter.deadline, matter.opens, matter.decided) if day)
    return replace(outline, days=days, extra=consulted_of(draft, matter))


def _call(making: Making[CallMatter]) -> Call:
    """A call; its last day is counted in the site's zone, where a day may have 23 or 25 hours."""
    matter = making.matter
    return Call(
        path=making.draft.path,
        slug=making.draft.slug,
        url=making.url,
        title=making.say(matter.title),
        summary=making.say(matter.summary),
        lang=making.lang,
        deadline=making.moment(matter.deadline),
        closes=making.moment(matter.deadline + timedelta(days=1)),
        authors=making.meant(PERSON, matter.authors),
        category=making.category,
        community=next(iter(making.meant(_COMMUNITY)), ""),
        licence=making.licence,
        consultation=_consultation(making),
        body=making.body,
    )


def _consultation(making: Making[CallMatter]) -> Consultation | None:
    matter = making.matter
    if not (matter.question and matter.opens):
        return None
    return Consultation(
        question=making.say(matter.question),
        opens=making.moment(matter.opens),
        decision=making.say(matter.decision),
        decided=making.moment(matter.decided) if matter.decided else None,
        decided_by=next(iter(making.meant(PERSON, _deciding(matter))), ""),
        report=matter.report,
    )


CALL = TextKind(
    name="call",
    place=r"calls/[^/]+\.md",
    schema=CallMatter,
    value=Call,
    address="CALL",
    switch="CALL_URL",
    changed=N_("the call {what} changed"),
    check=_check,
    make=_call,
    names=_names,
    called=Called("call-unknown", NEW_CALL),
    outline=_outline,
    extra=ConsultedOutline,
    together=check_consulted,
    of_editors="proposal-editors",
)
