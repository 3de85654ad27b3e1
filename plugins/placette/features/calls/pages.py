"""Calls for posts: what is asked, by whom, until when, and who answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from placette.engine.base.dates import long_date
from placette.engine.base.message import N_
from placette.engine.pages.addresses import PageAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.heads import head_of
from placette.engine.pages.lists import Collection, Member, Single, list_url
from placette.engine.pages.lookup import Lookup, date_view
from placette.engine.pages.requests import Request
from placette.engine.pages.terms import TERMS, TermsContent
from placette.engine.pages.texts import numbered
from placette.engine.pages.views import JoinedView, PaginationView, TermView
from placette.features.calls.call import Call, open_calls
from placette.features.calls.kind import CALL
from placette.features.calls.views import CallLineView, CallView
from placette.features.communities import Community, communities, joined_view
from placette.features.posts import Article, by_key, cards_of, categories, category_term, published

CALL_PAGE = PageAddress("CALL")
CALLS = PageAddress("CALLS")
_ON_HOME = 3
"""Calls that the home page shows; the others are a step away."""
_TITLE = N_("Calls for posts")


class CallContent(NamedTuple):
    """One page of a call (slug): whether it is open, its community (slug), whether its category has a page, answers."""

    call: str
    open: bool
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
        posts, is_open = desk.once(_answers).get(slug, []), call.closes > desk.build.now
        community = call.community if call.community in known else ""
        category = call.category is not None and call.category.slug in categories(desk)  # without posts it has no page
        content = partial(CallContent, slug, is_open, community, category, len(posts))
        yield Member(slug, call.title, posts, content, about=call, quiet=not is_open, rank=call.closes)


CALL_PAGES = Collection(CALL_PAGE, "call", _members, None, _TITLE, section_order=80, listing_order=120)


def _index(desk: Desk) -> TermsContent | None:
    if not calls(desk):
        return None
    pattern = desk.say(N_("Until {day}. {summary}"))
    shown = ((call, long_date(call.deadline, desk.lang)) for call in still_open(desk))
    terms = tuple(
        TermView(c.title, desk.base + c.url, 0, pattern.format(day=day, summary=c.summary)) for c, day in shown
    )
    said = N_("What we would like to read; anybody may answer.") if terms else N_("No call is open at the moment.")
    return TermsContent(desk.say(_TITLE), desk.say(said), terms)


CALL_LIST = Single(CALLS, TERMS, _index, _TITLE, 100, 131, entries=lambda desk: len(still_open(desk)))


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
    return tuple(CallLineView(c.title, base + c.url, c.lang, c.summary, date_view(c.deadline, lang)) for c in found)


def compose_call(request: Request, content: CallContent, look: Lookup) -> CallView:
    """One page of a call."""
    call, desk = call_of(content.call, look), look.desk
    title = numbered(call.title, content.pagination.number, desk.say)
    return CallView(
        head=head_of(request, title, call.summary, look, robots="" if content.open else "noindex"),
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
    )
