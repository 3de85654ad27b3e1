"""Calls for posts: a question that anybody may answer with a text, until a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from placette.engine.base.message import N_
from placette.engine.library.build import Build
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Above, Feature, PageKind, Slot
from placette.engine.pages.searched import Searched, SearchedKind, searched_text
from placette.features.calls.answering import ANSWERS
from placette.features.calls.call import moments_of
from placette.features.calls.kind import CALL
from placette.features.calls.pages import (
    CALL_LIST,
    CALL_PAGE,
    CALL_PAGES,
    CALLS,
    answered_call,
    answered_views,
    call_lines,
    calls,
    calls_of_community,
    calls_on_home,
    compose_call,
)

__all__ = ["FEATURE", "register"]


def _marks(desk: Desk) -> Iterator[tuple[str, str]]:
    return ((f"call {slug}", call.mark) for slug, call in calls(desk).items())


def _above(desk: Desk, _about: object) -> Above | None:
    address = desk.addresses[CALLS]
    return Above(desk.say(N_("Calls for posts")), address.url) if address else None


def _moments(build: Build) -> Iterator[datetime]:
    return iter(moments_of(build.of(CALL)))


_SEARCHED = SearchedKind("call", N_("Call for posts"), N_("Calls for posts"), 80)


def _searched(desk: Desk) -> Iterator[Searched]:
    for call in calls(desk).values():
        category = call.category.name if call.category else ""
        yield searched_text(_SEARCHED, call, desk, date=call.deadline, category=category, authors=call.authors)


FEATURE = Feature(
    name="calls",
    order=80,
    kinds=(CALL,),
    extensions=(ANSWERS,),
    addresses=(CALL_PAGE, CALLS),
    pages=(PageKind("call", compose_call, above=_above),),
    collections=(CALL_PAGES,),
    singles=(CALL_LIST,),
    slots=(
        Slot("article", "joined", "", "", answered_call, answered_views),
        Slot("community", "after", "gathering", "call_section", calls_of_community, call_lines),
        Slot("index", "calls", "gathering", "call_list", calls_on_home, call_lines),
    ),
    marks=_marks,
    searched=_searched,
    moments=_moments,
    invites=(CALL_LIST,),
)
register = FEATURE.register
