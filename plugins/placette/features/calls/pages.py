"""Calls for posts and consultations: what is asked, by whom, until when, who answered, what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from placette.engine.base.dates import long_date
from placette.engine.base.message import N_
from placette.engine.pages.addresses import FeedAddress, PageAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.entries import FeedEntry
from placette.engine.pages.heads import head_of
from placette.engine.pages.lists import Collection, Member, Single, every_feed, feed_requests, list_url
from placette.engine.pages.lookup import Lookup, date_view
from placette.engine.pages.requests import Request
from placette.engine.pages.slots import slot_views
from placette.engine.pages.terms import TERMS, TermsContent
from placette.engine.pages.texts import numbered
from placette.engine.pages.views import JoinedView, PaginationView, TermView
from placette.features.calls.call import Call, is_open, open_calls
from placette.features.calls.kind import CALL
from placette.features.calls.showing import (
    consultation_entry,
    consultation_view,
    report_of,
    said_of,
    stage_at,
    waits_for,
)
from placette.features.calls.views import CallLineView, CallView
from placette.features.communities import Community, communities, joined_view
from placette.features.posts import Article, by_key, cards_of, categories, category_term, published

CALL_PAGE = PageAddress("CALL")
CALLS = PageAddress("CALLS")
CONSULTATION_FEED = FeedAddress("CONSULTATION_FEED", passing=True)
_ON_HOME = 3
"""Calls that the home page shows; the others are a step away."""
_TITLE = N_("Calls for posts")


class CallContent(NamedTuple):
    """One page of a call (slug): whether it is open, its community (slug), whether its category has a page, answers.

    Of a consultation: where it stands, how long a decision has been missing in words, its report (source path).
    """

    call: str
    open: bool
    stage: str
    waits: str
    report: str
    community: str
    category: bool
    total: int
    articles: tuple[str, ...]
    pagination: PaginationView


def calls(desk: Desk) -> Mapping[str, Call]:
    """Every call by slug, open and closed; none where the settings leave out their pages."""
    return desk.once(_by_slug)


def _by_slug(desk: Desk) -> Mapping[str, Call]:
    return {call.slug: call for call in desk.build.of(CALL)} if desk.addresses[CALL_PAGE] else {}


def _answers(desk: Desk) -> Mapping[str, list[str]]:
    return by_key((article.call, article.path) for article in published(desk) if article.call)


def still_open(desk: Desk) -> list[Call]:
    """The calls that can be answered, the most urgent first."""
    return open_calls(calls(desk).values(), desk.build.now)


def _members(desk: Desk) -> Iterator[Member]:
    known = communities(desk)
    for slug, call in calls(desk).items():
        posts, now = desk.once(_answers).get(slug, []), desk.build.now
        community = call.community if call.community in known else ""
        category = call.category is not None and call.category.slug in categories(desk)  # without posts it has no page
        facts = is_open(call, now), stage_at(call, now), waits_for(call, desk), report_of(call, desk)
        content = partial(CallContent, slug, *facts, community, category, len(posts))
        stays = call.closes > now or call.consultation is not None
        yield Member(slug, call.title, posts, content, about=call, quiet=not stays, rank=call.closes)


CALL_PAGES = Collection(CALL_PAGE, "call", _members, None, _TITLE, section_order=80, listing_order=120)


def _index(desk: Desk) -> TermsContent | None:
    if not calls(desk):
        return None
    shown = listed_calls(desk)
    terms = tuple(TermView(call.title, desk.base + call.url, 0, _line(call, desk)) for call in shown)
    said = N_("What we would like to read; anybody may answer.")
    if not still_open(desk):
        said = N_("No call is open at the moment.")
    return TermsContent(desk.say(_TITLE), desk.say(said), terms)


def listed_calls(desk: Desk) -> list[Call]:
    """The calls that lists show: the open ones, then the consultations that aren't, the newest first."""
    now_open = still_open(desk)
    others = (call for call in calls(desk).values() if call.consultation and call not in now_open)
    return [*now_open, *sorted(others, key=lambda call: (call.closes, call.slug), reverse=True)]


def _line(call: Call, desk: Desk) -> str:
    """What the list says of a call."""
    if asked := call.consultation:
        return f"{said_of(call, asked, desk)}. {asked.question}"
    pattern = desk.say(N_("Until {day}. {summary}"))
    return pattern.format(day=long_date(call.deadline, desk.lang), summary=call.summary)


CALL_LIST = Single(
    CALLS, TERMS, _index, _TITLE, 100, 131, entries=lambda desk: len(listed_calls(desk)), feeds=every_feed
)


def consultation_requests(desk: Desk) -> Iterator[Request]:
    """The feed of consultations."""
    found = [(call, call.consultation) for call in calls(desk).values() if call.consultation]
    if found:
        found.sort(key=lambda pair: (max(pair[1].opens, pair[1].decided or pair[1].opens), pair[0].slug), reverse=True)
        title = desk.say(N_("Consultations"))
        yield from feed_requests(
            CONSULTATION_FEED, "", title, [call.path for call, _ in found], desk, desk.addresses[CALLS].url
        )


def call_entry(path: str, look: Lookup) -> FeedEntry | None:
    """A consultation in the feed; None where none lies at ``path``."""
    call = look.desk.once(_by_path).get(path)
    if call is None or call.consultation is None:
        return None
    return consultation_entry(call_of(call.slug, look), call.consultation, look)


def _by_path(desk: Desk) -> Mapping[str, Call]:
    return {call.path: call for call in calls(desk).values()}


def call_of(slug: str, look: Lookup) -> Call:
    """A call by slug."""
    look.note(f"call {slug}")
    return calls(look.desk)[slug]


def answered_call(article: Article, desk: Desk) -> tuple[str, ...]:
    """The call (slug) that a post answers."""
    return (article.call,) if article.call in calls(desk) else ()


def answered_views(_article: Article, slugs: tuple[str, ...], look: Lookup) -> tuple[JoinedView, ...]:
    """The same, to be shown."""
    found = (call_of(slug, look) for slug in slugs)
    return tuple(JoinedView("call", call.title, look.desk.base + call.url, call.lang) for call in found)


def calls_on_home(_about: None, desk: Desk) -> tuple[str, ...]:
    """The open calls (slugs) that the home page shows."""
    return tuple(call.slug for call in still_open(desk)[:_ON_HOME])


def calls_of_community(community: Community, desk: Desk) -> tuple[str, ...]:
    """The open calls (slugs) that are addressed to a community."""
    return tuple(call.slug for call in still_open(desk) if call.community == community.slug)


def call_lines(_about: object, slugs: tuple[str, ...], look: Lookup) -> tuple[CallLineView, ...]:
    """Calls as lists show them."""
    base, lang = look.desk.base, look.desk.lang
    found = [call_of(slug, look) for slug in slugs]
    return tuple(
        CallLineView(c.title, base + c.url, c.lang, c.summary, date_view(c.deadline, lang), c.consultation is not None)
        for c in found
    )


def compose_call(request: Request, content: CallContent, look: Lookup) -> CallView:
    """One page of a call."""
    call, desk = call_of(content.call, look), look.desk
    title, asked = numbered(call.title, content.pagination.number, desk.say), call.consultation
    stays = content.open or asked is not None
    return CallView(
        head=head_of(request, title, call.summary, look, asked and call, robots="" if stays else "noindex"),
        title=call.title,
        lang=call.lang,
        summary=call.summary,
        body_html=look.html(call),
        open=content.open,
        deadline=date_view(call.deadline, desk.lang),
        people=look.people(call.authors),
        category=category_term(call.category, desk) if call.category and content.category else None,
        community=joined_view(content.community, look) if content.community else None,
        index_url=list_url(CALLS, desk),
        count=content.total,
        cards=cards_of(content.articles, look),
        pagination=content.pagination,
        consultation=consultation_view(call, content.stage, content.waits, content.report, look),
        slots=slot_views(request, call, look),
    )
