"""What several people share: communities, each with a welcome, somebody who answers for it, its posts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from placette.engine.base.text import fold
from placette.engine.base.translation import N_, Message
from placette.engine.library.kinds import (
    PERSON,
    Called,
    Draft,
    Extension,
    Making,
    TextKind,
    Wanted,
    check_called,
    check_people,
    people,
)
from placette.engine.library.options import ReadingOptions
from placette.engine.library.records import Neighbours
from placette.engine.pages.addresses import FeedAddress, PageAddress
from placette.engine.pages.desk import Desk, Lookup, SlotsView, slot_views
from placette.engine.pages.entries import numbered
from placette.engine.pages.features import Above, Feature, PageKind, Request, Slot
from placette.engine.pages.lists import TERMS, Collection, Member, Single, TermsContent, head_of, list_url
from placette.engine.pages.searched import Searched, SearchedKind, searched_text
from placette.engine.pages.views import CardView, HeadView, JoinedView, PaginationView, PersonView, TermView
from placette.engine.problems.messages import declare_messages
from placette.engine.problems.problems import Problem
from placette.engine.texts import fields as f
from placette.engine.texts.front_matter import Matter, key
from placette.engine.texts.values import Body
from placette.features.posts import POST, Article, ArticleMatter, by_key, cards_of, feed_url, published, written

__all__ = ["FEATURE", "Community", "communities", "joined_view", "register"]


@dataclass(frozen=True, slots=True)
class Community:
    """People who share something; ``body`` welcomes them, ``referents`` (author keys) answer for it."""

    path: str
    slug: str
    url: str
    title: str
    summary: str
    lang: str
    referents: tuple[str, ...]
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""


_MESSAGES = {
    "community-unknown": Message(N_("There is no community called “{value}”."), N_("{proposal}")),
}
NEW_COMMUNITY = N_("Check the spelling, or ask the team to open the community.")
"""The proposal when no community is close."""
declare_messages(_MESSAGES)


class CommunityMatter(Matter):
    """The front matter of a community; the text below it is its welcome."""

    title: f.Title = key("The name.", "titre", "nom", "name", example="Nouveaux arrivants")
    summary: f.Sentence = key(
        "One sentence for the list of communities and search engines.",
        "résumé",
        "chapeau",
        example="Celles et ceux qui découvrent le pays.",
        min_length=1,
    )
    referents: f.Keys = key(
        "The contacts: keys of authors.",
        "referent",
        "référent",
        "référente",
        "référents",
        "référentes",
        example="[equipe]",
        min_length=1,
    )
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")


def _kind_check(
    draft: Draft, matter: CommunityMatter, neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """What a community says that the site does not know."""
    yield from check_people(draft, "referents", matter.referents, neighbours, options)


def _kind_names(_draft: Draft, matter: CommunityMatter) -> Iterable[Wanted]:
    return people(matter.referents)


def _community(making: Making[CommunityMatter]) -> Community:
    draft, matter = making.draft, making.matter
    words = making.say(matter.title), making.say(matter.summary), making.lang
    return Community(draft.path, draft.slug, making.url, *words, making.meant(PERSON, matter.referents), making.body)


COMMUNITY = TextKind(
    name="community",
    place=r"communities/[^/]+\.md",
    schema=CommunityMatter,
    value=Community,
    address="COMMUNITY",
    switch="COMMUNITY_URL",
    changed=N_("the community {what} changed"),
    check=_kind_check,
    make=_community,
    names=_kind_names,
    called=Called("community-unknown", NEW_COMMUNITY),
    of_editors="proposal-editors",
)


def _check(draft: Draft, matter: ArticleMatter, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    """Communities that nobody declared, with the nearest."""
    yield from check_called(draft, "community", matter.community, COMMUNITY.name, neighbours, options)


def _names(_draft: Draft, matter: ArticleMatter) -> Iterable[Wanted]:
    return [(COMMUNITY.name, name) for name in matter.community]


def _fields(making: Making[ArticleMatter]) -> Mapping[str, object]:
    return {"communities": making.meant(COMMUNITY.name)}


MEMBERSHIPS = Extension(kind=POST.name, check=_check, names=_names, fields=_fields)


@dataclass(frozen=True, slots=True)
class CommunityView:
    """A community: its welcome, who answers for it, its posts, the calls addressed to it."""

    head: HeadView
    title: str
    lang: str
    summary: str
    welcome_html: str
    referents: tuple[tuple[PersonView, int], ...]
    """Each with how many posts they have published."""
    count: int
    """Number of published posts."""
    index_url: str
    feed_url: str
    cards: tuple[CardView, ...]
    pagination: PaginationView
    slots: SlotsView


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


def _marks(desk: Desk) -> Iterator[tuple[str, str]]:
    return ((f"community {slug}", community.mark) for slug, community in communities(desk).items())


def _above(desk: Desk, _about: object) -> Above | None:
    address = desk.addresses[COMMUNITIES]
    return Above(desk.say(N_("Communities")), address.url) if address else None


_SEARCHED = SearchedKind("community", N_("Community"), N_("Communities"), 70)


def _searched(desk: Desk) -> Iterator[Searched]:
    found = communities(desk).values()
    return (searched_text(_SEARCHED, community, desk, authors=community.referents) for community in found)


FEATURE = Feature(
    name="communities",
    order=70,
    kinds=(COMMUNITY,),
    extensions=(MEMBERSHIPS,),
    addresses=(COMMUNITY_PAGE, COMMUNITY_FEED, COMMUNITIES),
    pages=(PageKind("community", compose_community, above=_above, places=("after",)),),
    collections=(COMMUNITY_PAGES,),
    singles=(COMMUNITY_LIST,),
    slots=(Slot("article", "joined", "", "", joined_communities, joined_views),),
    marks=_marks,
    searched=_searched,
    invites=(COMMUNITY_LIST,),
)
register = FEATURE.register
