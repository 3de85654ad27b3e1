"""Who writes: profiles, bylines, lists of people."""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.translation import N_
from placette.engine.pages.desk import Desk, Lookup
from placette.engine.pages.entries import numbered
from placette.engine.pages.features import (
    AGENTS,
    FACES,
    HANDLES,
    PEOPLE,
    PERSON_MARKS,
    Feature,
    Listing,
    PageKind,
    Request,
    SharedKind,
)
from placette.engine.pages.lists import head_of
from placette.features.authors import pages as addresses
from placette.features.authors.pages import (
    AUTHOR_FEED,
    AUTHOR_PAGES,
    PEOPLE_PAGES,
    AuthorsView,
    PeopleContent,
    PeopleGroupView,
    ProfilesSettings,
    authors_above,
    compose_author,
)
from placette.features.authors.people import (
    GROUNDS,
    agents,
    author_subject,
    describe_profile,
    faces,
    handles,
    homes,
    hue_of,
    monogram,
    people_of,
    person_marks,
    profiles,
    searched_people,
)
from placette.features.authors.profile import PROFILE, AuthorKind, Profile, Signature
from placette.features.posts import counted

__all__ = [
    "AUTHOR_FEED",
    "FEATURE",
    "GROUNDS",
    "PROFILE",
    "AuthorKind",
    "Profile",
    "Signature",
    "homes",
    "hue_of",
    "monogram",
    "profiles",
    "register",
]


def _compose_people(request: Request, content: PeopleContent, look: Lookup) -> AuthorsView:
    groups = tuple(PeopleGroupView(label, counted(people, look)) for label, people in content.groups)
    title = numbered(content.title, content.pagination.number, look.desk.say)
    head = head_of(request, title, look.desk.say(N_("Everyone who writes here.")), look)
    return AuthorsView(head, title, content.orders, groups, content.pagination)


def _marks(desk: Desk) -> Iterator[tuple[str, str]]:
    return ((f"person {key}", mark) for key, mark in desk.ask(PERSON_MARKS).items())


def _listed(desk: Desk) -> Iterator[Listing]:
    return (Listing(20, profile.url) for profile in desk.build.of(PROFILE))


FEATURE = Feature(
    name="authors",
    order=100,
    kinds=(PROFILE,),
    settings={"PROFILES": ProfilesSettings},
    addresses=(
        *(addresses.AUTHOR, addresses.AUTHOR_FEED),
        *(addresses.AUTHORS, addresses.AUTHORS_BY_COMMUNE, addresses.AUTHORS_BY_NAME),
    ),
    pages=(
        PageKind("author", compose_author, above=authors_above, places=("head", "after")),
        PageKind("authors", _compose_people),
    ),
    collections=(AUTHOR_PAGES,),
    singles=PEOPLE_PAGES,
    offers={PEOPLE: people_of, PERSON_MARKS: person_marks, AGENTS: agents, HANDLES: handles, FACES: faces},
    marks=_marks,
    listed=_listed,
    shared=(SharedKind(Profile, describe_profile, author_subject, lambda desk: desk.build.of(PROFILE)),),
    searched=searched_people,
)
register = FEATURE.register
