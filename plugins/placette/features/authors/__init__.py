"""Authors: profiles, bylines, lists of people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Annotated, Any, NamedTuple

from pydantic import Field

from placette.engine.base.text import fold
from placette.engine.base.translation import N_
from placette.engine.rendering import views
from placette.engine.rendering.addresses import FeedAddress, PageAddress
from placette.engine.rendering.entries import numbered
from placette.engine.rendering.features import (
    PEOPLE,
    Collection,
    Feature,
    Listing,
    Lookup,
    Member,
    PageKind,
    Request,
    SharedKind,
    Single,
    Site,
)
from placette.engine.rendering.lists import Paged, head_of
from placette.engine.rendering.ports import Portraits, Ports
from placette.engine.rendering.site import SlotsView, places_of, slot_views
from placette.features import posts
from placette.features.authors.claims import KnownNames
from placette.features.authors.profile import (
    DRAWN_PORTRAITS,
    GROUNDS,
    PROFILE,
    AuthorKind,
    Profile,
    Side,
    Signature,
    agents,
    author_subject,
    describe_profile,
    faces,
    handles,
    homes,
    hue_of,
    links_of,
    monogram,
    people_of,
    person_marks,
    profiles,
    same_to_the_eye,
    searched_people,
)

__all__ = [
    "AUTHOR_FEED",
    "DRAWN_PORTRAITS",
    "FEATURE",
    "GROUNDS",
    "PROFILE",
    "AuthorKind",
    "KnownNames",
    "Portraits",
    "Profile",
    "Side",
    "Signature",
    "homes",
    "hue_of",
    "links_of",
    "monogram",
    "profiles",
    "register",
    "same_to_the_eye",
]

AUTHOR = PageAddress("AUTHOR")
AUTHOR_FEED = FeedAddress("AUTHOR_FEED")
AUTHORS = PageAddress("AUTHORS")
AUTHORS_BY_COMMUNE = PageAddress("AUTHORS_BY_COMMUNE")
AUTHORS_BY_NAME = PageAddress("AUTHORS_BY_NAME")


@dataclass(frozen=True, slots=True)
class ProfilesSettings:
    """Settings of the authors' pages."""

    per_page: Annotated[int, Field(ge=1)] = 60
    """How many people one page of the lists of people shows."""
    offices: tuple[str, ...] = ()
    """More words of office, beside mairie, service, police …: editors alone add who has one; a star: any ending."""


Group = tuple[str, list[views.PersonView]]

KINDS = {
    "habitant": N_("Residents"),
    "association": N_("Associations"),
    "école": N_("Schools"),
    "service": N_("Public services"),
    "élu": N_("Elected officials"),
    "équipe": N_("The team"),
    "invité": N_("Guests"),
}


def partners(key: str, paths: Iterable[str], site: Site) -> tuple[str, ...]:
    """Return who signed these posts together with ``key``: keys, most often first, then as bylines first named them."""
    signed = Counter(other for path in paths for other in posts.articles(site)[path].authors if other != key)
    return tuple(other for other, _ in signed.most_common() if other in site.ask(PEOPLE))


def places(paths: Iterable[str], site: Site) -> tuple[tuple[views.PlaceView, int], ...]:
    """Return the communes that posts are about, by name, and how many are about each."""
    counts = Counter(code for path in paths for code in posts.articles(site)[path].communes)
    rows = [(place, counts[place.code]) for place in places_of(tuple(counts), site)]
    return tuple(sorted(rows, key=lambda pair: (fold(pair[0].name), pair[0].code)))


def _by_kind(people: list[views.PersonView], site: Site) -> Iterator[Group]:
    """Yield each kind, then those who no longer write."""
    for kind, label in KINDS.items():
        yield site.say(label), [person for person in people if person.kind == kind and not person.past]
    yield site.say(N_("Former authors")), [person for person in people if person.past]


def _by_commune(people: list[views.PersonView], site: Site) -> Iterator[Group]:
    """Group people by commune name; a person of several is in each, a person of none comes last."""
    groups: defaultdict[str, list[views.PersonView]] = defaultdict(list)
    for person in people:
        for place in places_of(profiles(site)[person.key].communes, site):
            groups[place.label].append(person)
    yield from sorted(groups.items(), key=lambda group: fold(group[0]))
    yield site.say(N_("The whole territory")), [p for p in people if not profiles(site)[p.key].communes]


def _by_name(people: list[views.PersonView], _desk: Site) -> Iterator[Group]:
    """Yield each initial, without its accents."""
    groups: defaultdict[str, list[views.PersonView]] = defaultdict(list)
    for person in people:
        groups[fold(person.name)[:1].upper()].append(person)
    yield from groups.items()


class PeopleContent(NamedTuple):
    """One page of everyone who writes: groups of a label and author keys.

    ``orders`` are links to the other orders.
    """

    title: str
    orders: tuple[views.LinkView, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    pagination: views.PaginationView


@dataclass(frozen=True, slots=True)
class PeopleOrder:
    """A page of everyone who writes: its address, its title, the label of links to it, its groups."""

    address: PageAddress
    title: str
    label: str
    groups: Callable[[list[views.PersonView], Site], Iterator[Group]]


ORDERS = (
    PeopleOrder(AUTHORS, N_("Authors"), N_("By kind"), _by_kind),
    PeopleOrder(AUTHORS_BY_COMMUNE, N_("Authors, by commune"), N_("By commune"), _by_commune),
    PeopleOrder(AUTHORS_BY_NAME, N_("Authors, by name"), N_("By name"), _by_name),
)
ONE_PAGE = N_("Who writes here")
"""The title where a site of one commune has all of them on one page, which then needs no other order."""


def _paged(own: PeopleOrder, site: Site) -> Paged:
    size = site.options("PROFILES", ProfilesSettings).per_page
    groups = site.once(_grouped)[own]
    alone = len(site.build.communes.by_code) < 2 and len(site.ask(PEOPLE)) <= size
    title = ONE_PAGE if alone and own is ORDERS[0] else own.title
    entries = [(label if len(groups) > 1 else "", person.key) for label, found in groups for person in found]
    orders = (  # those that have several groups, and the current one
        views.LinkView(site.say(order.label), site.index_url(order.address), current=order is own)
        for order, found in site.once(_grouped).items()
        if site.addresses[order.address] and (order is own or len(found) > 1)
    )
    return Paged(entries, size, partial(_content, site.say(title), () if alone else tuple(orders)))


def _grouped(site: Site) -> dict[PeopleOrder, list[Group]]:
    """Return all people in each order, without empty groups."""
    people = sorted(site.ask(PEOPLE).values(), key=lambda person: (fold(person.name), person.key))
    return {order: [group for group in order.groups(people, site) if group[1]] for order in ORDERS}


def _content(
    title: str,
    orders: tuple[views.LinkView, ...],
    entries: tuple[tuple[str, str], ...],
    pagination: views.PaginationView,
) -> PeopleContent:
    """Return one page; a group that doesn't end on it goes on under its label on the next."""
    sections = groupby(entries, key=itemgetter(0))
    groups = tuple((label, tuple(key for _, key in group)) for label, group in sections)
    return PeopleContent(title, orders, groups, pagination)


PEOPLE_PAGES = tuple(
    Single(
        order.address,
        "authors",
        partial(_paged, order),
        label=N_("Authors") if order.address is AUTHORS else "",
        link_order=30,
        listing_order=31 + place,
        fed=False,
        entries=lambda site: len(site.ask(PEOPLE)),
        frame="authors" if order.address is AUTHORS else "",
    )
    for place, order in enumerate(ORDERS)
)


class PartView(NamedTuple):
    """The posts in which a person has one role beside the author's; ``role`` names it for addresses."""

    role: str
    label: str
    cards: tuple[views.CardView, ...]


@dataclass(frozen=True, slots=True)
class AuthorView:
    """An author's page, as a blog of one's own."""

    head: views.HeadView
    person: views.PersonView
    heading: str
    """That of their posts."""
    since: str
    languages: tuple[str, ...]
    biography_html: str
    links: tuple[views.LinkView, ...]
    feed_url: str
    cards: tuple[views.CardView, ...]
    parts: tuple[PartView, ...]
    """Posts where this person has a role beside the author's, role by role."""
    partners: tuple[views.PersonView, ...]
    """People who signed posts together with this person, most often first."""
    places: tuple[tuple[views.PlaceView, int], ...]
    """Communes that their posts are about and how many, by name."""
    pagination: views.PaginationView
    slots: SlotsView


class PeopleGroupView(NamedTuple):
    """Authors of one kind, commune or initial letter, by name."""

    label: str
    people: tuple[views.PersonView, ...]


class AuthorsView(NamedTuple):
    """One page of everyone who writes."""

    head: views.HeadView
    title: str
    orders: tuple[views.LinkView, ...]
    """Links to the same people in other orders."""
    groups: tuple[PeopleGroupView, ...]
    pagination: views.PaginationView


class AuthorContent(NamedTuple):
    """One page of an author's posts, where else they took part, with whom, about where.

    The first one says how many posts there are: on the others, each new post would change it.
    """

    author: str
    total: int
    articles: tuple[str, ...]
    parts: tuple[tuple[posts.Role, tuple[str, ...]], ...]
    partners: tuple[str, ...]
    places: tuple[tuple[views.PlaceView, int], ...]
    pagination: views.PaginationView


def _members(site: Site) -> Iterator[Member]:
    helped: defaultdict[str, defaultdict[posts.Role, list[str]]] = defaultdict(lambda: defaultdict(list))
    for article in posts.published(site):  # in which people have a part beside the author's
        for role, keys in article.roles:
            for key in keys:
                helped[key][role].append(article.path)
    for profile in site.build.of(PROFILE):
        paths = posts.written(site).get(profile.key, [])
        parts = helped[profile.key]
        roles = tuple((role, tuple(parts[role])) for role in posts.Role if role in parts)  # in the order of bylines
        about = (roles, partners(profile.key, paths, site), places(paths, site))
        content = partial(_author_page_content, profile.key, len(paths), about)
        yield Member(profile.key, profile.name, paths, content, about=profile, shown=site.ask(PEOPLE)[profile.key].name)


def _author_page_content(
    key: str, total: int, about: tuple[Any, Any, Any], paths: tuple[str, ...], pagination: views.PaginationView
) -> AuthorContent:
    """Return the page of an author. Everything but the posts is on the first page alone."""
    parts, met, places = about if pagination.is_first else ((), (), ())
    return AuthorContent(key, total if pagination.is_first else 0, paths, parts, met, places, pagination)


AUTHOR_PAGES = Collection(AUTHOR, "author", _members, AUTHOR_FEED, N_("Authors"), section_order=100)


def compose_author(request: Request, content: AuthorContent, look: Lookup) -> AuthorView:
    """Return one page of an author."""
    look.note(f"person {content.author}")
    profile, lang, say = profiles(look.site)[content.author], look.site.lang, look.site.say
    lead = say(N_("{count} posts by") if content.total > 1 else N_("Post by") if content.total else N_("Posts by"))
    return AuthorView(
        head=head_of(request, profile.name, profile.description or profile.name, look, profile),
        person=look.site.ask(PEOPLE)[content.author],
        heading=posts.lead_in(lead.format(count=content.total), profile.name, lang) + profile.name,
        since=profile.since,
        languages=tuple(posts.language_name(code, lang) for code in profile.languages),
        biography_html=look.html(profile),
        links=links_of(profile, posts.lead_in(say(N_("Site of")), profile.name, lang) + profile.name),
        feed_url=posts.feed_url(request),
        cards=posts.cards_of(content.articles, look),
        parts=tuple(PartView(r.value, say(r.part), posts.cards_of(paths, look)) for r, paths in content.parts),
        partners=look.people(content.partners),
        places=content.places,
        pagination=content.pagination,
        slots=slot_views(request, profile, look),
    )


def _compose_people(request: Request, content: PeopleContent, look: Lookup) -> AuthorsView:
    groups = tuple(PeopleGroupView(label, look.people(people)) for label, people in content.groups)
    title = numbered(content.title, content.pagination, look.site.say)
    head = head_of(request, title, look.site.say(N_("Everyone who writes here.")), look)
    return AuthorsView(head, title, content.orders, groups, content.pagination)


FEATURE = Feature(
    name="authors",
    order=100,
    kinds=(PROFILE,),
    settings={"PROFILES": ProfilesSettings},
    addresses=(AUTHOR, AUTHOR_FEED, AUTHORS, AUTHORS_BY_COMMUNE, AUTHORS_BY_NAME),
    pages=(
        PageKind("author", compose_author, above=AUTHORS, places=("head", "after")),
        PageKind("authors", _compose_people),
    ),
    collections=(AUTHOR_PAGES,),
    singles=PEOPLE_PAGES,
    offers={
        PEOPLE: people_of,
        Ports.PERSON_MARKS: person_marks,
        Ports.AGENTS: agents,
        Ports.HANDLES: handles,
        Ports.FACES: faces,
    },
    marks=lambda site: ((f"person {key}", mark) for key, mark in site.ask(Ports.PERSON_MARKS).items()),
    listed=lambda site: (Listing(20, profile.url) for profile in site.build.of(PROFILE)),
    shared=(SharedKind(Profile, describe_profile, author_subject, lambda site: site.build.of(PROFILE)),),
    searched=searched_people,
)
register = FEATURE.register
