"""From the request of a community's or a call's page to its view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from placette.engine.pages.contents import CallContent, CommunityContent, TakingPartContent, TermsContent
from placette.engine.pages.heads import head_of
from placette.engine.pages.lookup import Lookup, date_view
from placette.engine.pages.page_views import TermsView
from placette.engine.pages.phrases import numbered
from placette.engine.pages.requests import Request
from placette.features.communities.views import CallLineView, CallView, CommunityView, JoinedView, TakingPartView


def joined_views(joined: tuple[tuple[str, str], ...], look: Lookup) -> tuple[JoinedView, ...]:
    """What a post belongs to."""
    return tuple(_joined(kind, slug, look) for kind, slug in joined)


def taking_part_view(content: TakingPartContent | None, look: Lookup) -> TakingPartView | None:
    """The home page's ways to take part."""
    return TakingPartView(_lines(content.calls, look), content.links) if content else None


def _joined(kind: str, slug: str, look: Lookup) -> JoinedView:
    found = look.community(slug) if kind == "community" else look.call(slug)
    return JoinedView(kind, found.title, look.desk.build.base + found.url, found.lang)


def _lines(slugs: tuple[str, ...], look: Lookup) -> tuple[CallLineView, ...]:
    base, lang = look.desk.build.base, look.desk.lang
    calls = [look.call(slug) for slug in slugs]
    return tuple(CallLineView(c.title, base + c.url, c.lang, c.summary, date_view(c.deadline, lang)) for c in calls)


def _community(request: Request, content: CommunityContent, look: Lookup) -> CommunityView:
    community, desk = look.community(content.community), look.desk
    title = numbered(community.title, content.pagination.number, desk.say)
    referents = ((look.person(key), count) for key, count in content.referents)
    return CommunityView(
        head=head_of(request, title, community.summary, look),
        title=community.title,
        lang=community.lang,
        summary=community.summary,
        welcome_html=look.html(community),
        referents=tuple((person, count) for person, count in referents if person),
        count=content.total,
        index_url=desk.urls.of_index("COMMUNITIES"),
        feed_url=request.feeds[0].url if request.feeds else "",
        calls=_lines(content.calls, look),
        cards=look.cards_of(content.articles),
        pagination=content.pagination,
    )


def _call(request: Request, content: CallContent, look: Lookup) -> CallView:
    call, desk = look.call(content.call), look.desk
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
        category=desk.term("CATEGORY", call.category) if call.category and content.category else None,
        community=_joined("community", content.community, look) if content.community else None,
        index_url=desk.urls.of_index("CALLS"),
        count=content.total,
        cards=look.cards_of(content.articles),
        pagination=content.pagination,
    )


def terms_view(request: Request, content: TermsContent, look: Lookup) -> TermsView:
    """A list of what is done together."""
    made = head_of(request, content.title, content.introduction, look)
    return TermsView(made, content.title, content.introduction, content.terms)


GATHERING_PAGES: dict[str, Callable[[Request, Any, Lookup], Any]] = {
    "call": _call,
    "calls": terms_view,
    "communities": terms_view,
    "community": _community,
}
"""By template."""
