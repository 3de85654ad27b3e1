"""What several people share: communities, each with a welcome, somebody who answers for it, its posts."""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Above, Feature, PageKind, Slot
from placette.engine.pages.searched import Searched, SearchedKind, searched_text
from placette.features.communities.community import Community
from placette.features.communities.joining import MEMBERSHIPS
from placette.features.communities.kind import COMMUNITY
from placette.features.communities.pages import (
    COMMUNITIES,
    COMMUNITY_FEED,
    COMMUNITY_LIST,
    COMMUNITY_PAGE,
    COMMUNITY_PAGES,
    communities,
    compose_community,
    joined_communities,
    joined_view,
    joined_views,
)

__all__ = ["FEATURE", "Community", "communities", "joined_view", "register"]


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
