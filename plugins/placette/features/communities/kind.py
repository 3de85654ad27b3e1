"""Communities, as a kind of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from placette.engine.base.message import N_
from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Called, Making, TextKind, Wanted
from placette.engine.library.naming import PERSON, check_people, people
from placette.engine.library.options import ReadingOptions
from placette.engine.library.records import Neighbours
from placette.engine.problems.problems import Problem
from placette.features.communities.community import Community
from placette.features.communities.messages import NEW_COMMUNITY
from placette.features.communities.schema import CommunityMatter


def _check(draft: Draft, matter: CommunityMatter, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    """What a community says that the site does not know."""
    yield from check_people(draft, "referents", matter.referents, neighbours, options)


def _names(_draft: Draft, matter: CommunityMatter) -> Iterable[Wanted]:
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
    check=_check,
    make=_community,
    names=_names,
    called=Called("community-unknown", NEW_COMMUNITY),
    of_editors="proposal-editors",
)
