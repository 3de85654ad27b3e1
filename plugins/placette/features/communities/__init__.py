"""Communities: groups with a welcome, a contact and their posts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from placette.engine.base.translation import N_
from placette.engine.content.extended import added
from placette.engine.content.kinds import PERSON, Extension, Making, Reference, SearchedKind, TextKind
from placette.engine.content.neighbours import Called
from placette.engine.rendering.addresses import FeedAddress, PageAddress
from placette.engine.rendering.entries import numbered
from placette.engine.rendering.features import Collection, Feature, Lookup, Member, PageKind, Request, Single, Site
from placette.engine.rendering.lists import TERMS, TermsView, head_of, list_url
from placette.engine.rendering.site import SlotsView, joined_slot, slot_views
from placette.engine.rendering.views import CardView, HeadView, PaginationView, PersonView, TermView
from placette.engine.texts import fields as f
from placette.engine.texts.front_matter import Matter, key, signer_key
from placette.engine.texts.values import Body
from placette.features.posts import POST, by_key, cards_of, feed_url, published

__all__ = ["COMMUNITY", "FEATURE", "Community", "GatheringContent", "gathering_content", "register"]


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


NEW_COMMUNITY = N_("Check the spelling, or ask the team to open the community.")
"""The proposal when no community is close."""


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
        "référents",
        "référent",
        "référente",
        "referent",
        "référentes",
        example="[equipe]",
        min_length=1,
    )
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")


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
    changed=N_("the community {what} changed"),
    make=_community,
    refers=(Reference("referents", PERSON),),
    called=Called("community-unknown", NEW_COMMUNITY),
    found=SearchedKind("community", N_("Community"), N_("Communities"), 70, by="referents"),
)


class MembershipKeys(Matter):
    """The keys of a post for communities."""

    community: f.Communities = signer_key(
        "The communities it belongs to: a title, or a file's name in communities/; up to five.",
        "communauté",
        "communautés",
        "communities",
        example="arrivees-recentes",
        default_factory=list,
    )


@dataclass(frozen=True, slots=True)
class Membership:
    """The slugs of the communities that a post belongs to."""

    communities: tuple[str, ...] = ()


MEMBERSHIPS: Extension[MembershipKeys] = Extension(
    *(POST.name, MembershipKeys, "featured", Membership),
    refers=(Reference("community", COMMUNITY.name, fills="communities", finds=True),),
)


@dataclass(frozen=True, slots=True)
class CommunityView:
    """A community: its welcome, who answers for it, its posts, the calls addressed to it."""

    head: HeadView
    title: str
    lang: str
    summary: str
    welcome_html: str
    referents: tuple[PersonView, ...]
    count: int
    """Number of published posts; 0 beyond the first page."""
    index_url: str
    feed_url: str
    cards: tuple[CardView, ...]
    pagination: PaginationView
    slots: SlotsView


COMMUNITY_PAGE = PageAddress("COMMUNITY")
COMMUNITY_FEED = FeedAddress("COMMUNITY_FEED")
COMMUNITIES = PageAddress("COMMUNITIES")
_TITLE = N_("Communities")


class GatheringContent(NamedTuple):
    """One page of a community or a call (slug) with its posts; the first one says how many there are in ``total``."""

    slug: str
    total: int
    articles: tuple[str, ...]
    pagination: PaginationView


def gathering_content(slug: str, total: int) -> Callable[[tuple[str, ...], PaginationView], GatheringContent]:
    """Return what makes the content of each of its pages."""
    return lambda posts, page: GatheringContent(slug, total if page.is_first else 0, posts, page)


def _posts(site: Site) -> Mapping[str, list[str]]:
    return by_key(
        (slug, article.path) for article in published(site) for slug in added(Membership, article).communities
    )


def _members(site: Site) -> Iterator[Member]:
    for slug, community in site.texts(COMMUNITY).items():
        posts = site.once(_posts).get(slug, [])
        yield Member(slug, community.title, posts, gathering_content(slug, len(posts)), about=community)


COMMUNITY_PAGES = Collection(
    COMMUNITY_PAGE, "community", _members, COMMUNITY_FEED, _TITLE, section_order=70, listing_order=110
)


def _index(site: Site) -> TermsView | None:
    posts, communities = site.once(_posts), site.by_title(COMMUNITY)
    terms = tuple(TermView(c.title, site.base + c.url, len(posts.get(c.slug, ())), c.summary) for c in communities)
    introduction = site.say(N_("What people share here, and whom to contact."))
    return TermsView(site.say(_TITLE), introduction, terms) if terms else None


COMMUNITY_LIST = Single(
    COMMUNITIES, TERMS, _index, _TITLE, 90, 130, entries=lambda site: len(site.texts(COMMUNITY)), invites=True
)


def compose_community(request: Request, content: GatheringContent, look: Lookup) -> CommunityView:
    """Return one page of a community."""
    community, site = look.named(COMMUNITY, content.slug), look.site
    title = numbered(community.title, content.pagination, site.say)
    return CommunityView(
        head=head_of(request, title, community.summary, look),
        title=community.title,
        lang=community.lang,
        summary=community.summary,
        welcome_html=look.html(community),
        referents=look.people(community.referents),
        count=content.total,
        index_url=list_url(COMMUNITIES, site),
        feed_url=feed_url(request),
        cards=cards_of(content.articles, look),
        pagination=content.pagination,
        slots=slot_views(request, community, look),
    )


FEATURE = Feature(
    name="communities",
    order=70,
    kinds=(COMMUNITY,),
    extensions=(MEMBERSHIPS,),
    addresses=(COMMUNITY_PAGE, COMMUNITY_FEED, COMMUNITIES),
    pages=(PageKind("community", compose_community, above=COMMUNITIES, places=("after",)),),
    collections=(COMMUNITY_PAGES,),
    singles=(COMMUNITY_LIST,),
    slots=(joined_slot(COMMUNITY, lambda article: added(Membership, article).communities),),
)
register = FEATURE.register
