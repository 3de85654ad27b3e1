"""Calls for posts, and consultations: a question that anybody may answer until a day, and what was decided then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from placette.engine.base.translation import N_
from placette.engine.library.build import Build
from placette.engine.library.extended import added
from placette.engine.library.traits import SearchedKind
from placette.engine.pages.desk import Desk, joined_slot
from placette.engine.pages.features import Feature, PageKind, SharedKind, Slot
from placette.engine.pages.lists import announced
from placette.engine.pages.searched import Searched, searched_text
from placette.engine.pages.views import FeedView
from placette.features.calls.call import (
    ANSWERS,
    CALL,
    AnsweredCall,
    Call,
    DueConsultation,
    Stage,
    due_consultations,
    moments_of,
)
from placette.features.calls.pages import (
    CALL_LIST,
    CALL_PAGE,
    CALL_PAGES,
    CALLS,
    CONSULTATION_FEED,
    call_entry,
    call_lines,
    calls_of_community,
    calls_on_home,
    compose_call,
    consultation_requests,
    describe_call,
    discussed_calls,
    stage_at,
)

__all__ = ["CALL", "FEATURE", "DueConsultation", "due_consultations", "register"]


def _marks(desk: Desk) -> Iterator[tuple[str, str]]:
    """The parts that pages look at: a consultation changes with its stage too."""
    return ((f"call {call.path}", call.mark + stage_at(call, desk.build.now)) for call in desk.texts(CALL).values())


def _moments(build: Build) -> Iterator[datetime]:
    return iter(moments_of(build.of(CALL), build.now))


_SEARCHED = SearchedKind("call", N_("Call for posts"), N_("Calls for posts"), 80)
_CONSULTED = SearchedKind("consultation", N_("Consultation"), N_("Consultations"), 79)


def _searched(desk: Desk) -> Iterator[Searched]:
    for call in desk.texts(CALL).values():
        category = call.category.name if call.category else ""
        asked = call.consultation
        is_decided = stage_at(call, desk.build.now) == Stage.DECIDED
        also = filter(None, (asked.question, asked.decision if is_decided else "")) if asked else ()
        kind = _CONSULTED if asked else _SEARCHED
        yield searched_text(kind, call, desk, date=call.deadline, category=category, authors=call.authors, also=also)


def _announced(about: object, label: str, desk: Desk) -> Iterator[FeedView]:
    """The feed of consultations, beside those of the whole site."""
    if about is None and any(call.consultation for call in desk.texts(CALL).values()):
        title = desk.say(N_("Consultations"))
        yield from announced(CONSULTATION_FEED, "", f"{title} – {label}", desk)


FEATURE = Feature(
    name="calls",
    order=80,
    kinds=(CALL,),
    extensions=(ANSWERS,),
    addresses=(CALL_PAGE, CALLS, CONSULTATION_FEED),
    pages=(PageKind("call", compose_call, above=CALLS, places=("foot",)),),
    collections=(CALL_PAGES,),
    singles=(CALL_LIST,),
    requests=consultation_requests,
    entry=call_entry,
    announces=_announced,
    slots=(
        joined_slot(CALL, lambda article: (added(AnsweredCall, article).call,)),
        Slot("community", "after", "gathering", "call_section", calls_of_community, call_lines),
        Slot("index", "calls", "gathering", "call_strip", calls_on_home, call_lines),
    ),
    marks=_marks,
    searched=_searched,
    dialogue=discussed_calls,
    shared=(SharedKind(Call, describe_call),),
    moments=_moments,
)
register = FEATURE.register
