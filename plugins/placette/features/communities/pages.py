"""The pages of communities: their welcome, who answers for them, their posts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from placette.engine.base.message import N_
from placette.engine.base.text import fold
from placette.engine.pages.addresses import FeedAddress, PageAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.heads import head_of
from placette.engine.pages.lists import Collection, Member, Single, list_url
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.requests import Request
from placette.engine.pages.slots import slot_views
from placette.engine.pages.terms import TERMS, TermsContent
from placette.engine.pages.texts import numbered
from placette.engine.pages.views import JoinedView, PaginationView, TermView
from placette.features.communities.community import Community
from placette.features.communities.kind import COMMUNITY
from placette.features.communities.views import CommunityView
from placette.features.posts import Article, by_key, cards_of, feed_url, published, written

COMMUNITY_PAGE = PageAddress("COMMUNITY")
COMMUNITY_FEED = FeedAddress("COMMUNITY_FEED")
COMMUNITIES = PageAddress("COMMUNITIES")
_TITLE = N_("Communities")


class CommunityContent(NamedTuple):
    """One page of a community (slug): its referents with their numbers of posts, how many posts it has."""

    community: str
    referents: tuple[tuple[str, int], ...]
    total: int
    articles: tuple[str, ...]
    pagination: PaginationView


def communities(desk: Desk) -> Mapping[str, Community]:
    """Every community by slug; none where the settings leave out their pages."""
    return desk.once(_by_slug)


def _by_slug(desk: Desk) -> Mapping[str, Community]:
    return {found.slug: found for found in desk.build.of(COMMUNITY)} if desk.addresses[COMMUNITY_PAGE] else {}


def _posts(desk: Desk) -> Mapping[str, list[str]]:
    return by_key((slug, article.path) for article in published(desk) for slug in article.communities)


def _members(desk: Desk) -> Iterator[Member]:
    for slug, community in communities(desk).items():
        counts = tuple((key, len(written(desk).get(key, ()))) for key in community.referents)
        posts = desk.once(_posts).get(slug, [])
        yield Member(slug, community.title, posts, partial(CommunityContent, slug, counts, len(posts)), about=community)


COMMUNITY_PAGES = Collection(
    COMMUNITY_PAGE, "community", _members, COMMUNITY_FEED, _TITLE, section_order=70, listing_order=110
)


def _index(desk: Desk) -> TermsContent | None:
    if not communities(desk):
        return None
    said = N_("What people share here, and whom to contact.")
    ordered = sorted(communities(desk).values(), key=lambda community: (fold(community.title), community.slug))
    posts = desk.once(_posts)
    terms = tuple(TermView(c.title, desk.base + c.url, len(posts.get(c.slug, ())), c.summary) for c in ordered)
    return TermsContent(desk.say(_TITLE), desk.say(said), terms)


COMMUNITY_LIST = Single(COMMUNITIES, TERMS, _index, _TITLE, 90, 130, entries=lambda desk: len(communities(desk)))


def community_of(slug: str, look: Lookup) -> Community:
    """A community by slug."""
    look.note(f"community {slug}")
    return communities(look.desk)[slug]


def joined_communities(article: Article, desk: Desk) -> tuple[str, ...]:
    """The communities (slugs) that a post belongs to."""
    return tuple(slug for slug in article.communities if slug in communities(desk))


def joined_views(_article: Article, slugs: tuple[str, ...], look: Lookup) -> tuple[JoinedView, ...]:
    """The same, to be shown."""
    return tuple(joined_view(slug, look) for slug in slugs)


def joined_view(slug: str, look: Lookup) -> JoinedView:
    """A community that something belongs to."""
    community = community_of(slug, look)
    return JoinedView("community", community.title, look.desk.base + community.url, community.lang)


def compose_community(request: Request, content: CommunityContent, look: Lookup) -> CommunityView:
    """One page of a community."""
    community, desk = community_of(content.community, look), look.desk
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
        index_url=list_url(COMMUNITIES, desk),
        feed_url=feed_url(request),
        cards=cards_of(content.articles, look),
        pagination=content.pagination,
        slots=slot_views(request, community, look),
    )
