"""Where the pages about people lie."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Annotated, NamedTuple

from pydantic import Field

from placette.engine.base.text import fold
from placette.engine.base.translation import N_
from placette.engine.pages.addresses import FeedAddress, PageAddress
from placette.engine.pages.desk import Desk, Lookup, SlotsView, places_of, slot_views
from placette.engine.pages.features import PEOPLE, Above, Request
from placette.engine.pages.lists import Collection, Member, Paged, Single, head_of
from placette.engine.pages.views import (
    CardView,
    HeadView,
    LinkView,
    PaginationView,
    PersonCountView,
    PersonView,
    PlaceView,
)
from placette.features.authors.people import links_of, profiles
from placette.features.authors.profile import PROFILE, Profile
from placette.features.posts import (
    Article,
    Role,
    articles,
    cards_of,
    feed_url,
    language_name,
    lead_in,
    published,
    written,
)

AUTHOR = PageAddress("AUTHOR")
AUTHOR_FEED = FeedAddress("AUTHOR_FEED")
AUTHORS = PageAddress("AUTHORS")
AUTHORS_BY_COMMUNE = PageAddress("AUTHORS_BY_COMMUNE")
AUTHORS_BY_NAME = PageAddress("AUTHORS_BY_NAME")


@dataclass(frozen=True, slots=True)
class ProfilesSettings:
    """Settings of the authors' pages."""

    kinds: tuple[str, ...] = ("habitant", "association", "école", "service", "élu", "équipe", "invité")
    """The order of the groups on the authors' page."""
    per_page: Annotated[int, Field(ge=1)] = 60
    """How many people one page of the lists of people shows."""


Group = tuple[str, list[PersonView]]

KINDS = {
    "habitant": N_("Residents"),
    "association": N_("Associations"),
    "école": N_("Schools"),
    "service": N_("Public services"),
    "élu": N_("Elected officials"),
    "équipe": N_("The team"),
    "invité": N_("Guests"),
}


def by_helper(articles: Iterable[Article]) -> dict[str, dict[Role, list[str]]]:
    """The posts (source paths) in which each person has a part beside the author's, role by role."""
    found: defaultdict[str, defaultdict[Role, list[str]]] = defaultdict(lambda: defaultdict(list))
    for article in articles:
        for role, keys in article.roles:
            for key in keys:
                found[key][role].append(article.path)
    return {key: dict(parts) for key, parts in found.items()}


def parts_of(parts: Mapping[Role, Sequence[str]]) -> tuple[tuple[Role, tuple[str, ...]], ...]:
    """One person's parts, in the order of bylines."""
    return tuple((role, tuple(parts[role])) for role in Role if role in parts)


def partners(key: str, paths: Iterable[str], desk: Desk) -> tuple[str, ...]:
    """Who signed these posts together with ``key``: keys, most often first, then as bylines first named them."""
    signed = Counter(other for path in paths for other in articles(desk)[path].authors if other != key)
    return tuple(other for other, _ in signed.most_common() if other in desk.ask(PEOPLE))


def places(paths: Iterable[str], desk: Desk) -> tuple[tuple[PlaceView, int], ...]:
    """The communes that posts are about, by name, and how many are about each."""
    counts = Counter(code for path in paths for code in articles(desk)[path].communes)
    found = [(place, counts[place.code]) for place in places_of(tuple(counts), desk)]
    return tuple(sorted(found, key=lambda pair: (fold(pair[0].name), pair[0].code)))


def _by_kind(people: list[PersonView], desk: Desk) -> Iterator[Group]:
    """Each kind in the order of the settings, then those who no longer write."""
    here = [person for person in people if not person.past]
    ordered = desk.options("PROFILES", ProfilesSettings).kinds
    kinds = [*ordered, *sorted({person.kind for person in here} - set(ordered))]
    for kind in kinds:
        yield desk.say(KINDS.get(kind, kind)), [person for person in here if person.kind == kind]
    yield desk.say(N_("Former authors")), [person for person in people if person.past]


def _by_commune(people: list[PersonView], desk: Desk) -> Iterator[Group]:
    """Each commune by name; somebody of several stands in each, who names none at the end."""
    groups: defaultdict[str, list[PersonView]] = defaultdict(list)
    for person in people:
        for place in places_of(profiles(desk)[person.key].communes, desk):
            groups[place.label].append(person)
    yield from sorted(groups.items(), key=lambda group: fold(group[0]))
    yield desk.say(N_("The whole territory")), [p for p in people if not profiles(desk)[p.key].communes]


def _by_name(people: list[PersonView], _desk: Desk) -> Iterator[Group]:
    """Each initial, without its accents."""
    groups: defaultdict[str, list[PersonView]] = defaultdict(list)
    for person in people:
        groups[fold(person.name)[:1].upper()].append(person)
    yield from groups.items()


class PersonEntry(NamedTuple):
    """Somebody in a list: the label of their group, their key, how many posts they signed."""

    group: str
    key: str
    posts: int


class PeopleContent(NamedTuple):
    """One page of everyone who writes: groups of a label and pairs of author key and number of posts.

    ``orders`` are links to the other orders.
    """

    title: str
    orders: tuple[LinkView, ...]
    groups: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    pagination: PaginationView


@dataclass(frozen=True, slots=True)
class PeopleOrder:
    """A page of everyone who writes: its address, its title, the label of links to it, its groups."""

    address: PageAddress
    title: str
    label: str
    groups: Callable[[list[PersonView], Desk], Iterator[Group]]


ORDERS = (
    PeopleOrder(AUTHORS, N_("Authors"), N_("By kind"), _by_kind),
    PeopleOrder(AUTHORS_BY_COMMUNE, N_("Authors, by commune"), N_("By commune"), _by_commune),
    PeopleOrder(AUTHORS_BY_NAME, N_("Authors, by name"), N_("By name"), _by_name),
)
ONE_PAGE = N_("Who writes here")
"""The title where a site of one commune has all of them on one page, which then needs no other order."""


def _listed(own: PeopleOrder, desk: Desk) -> Paged:
    size = desk.options("PROFILES", ProfilesSettings).per_page
    groups = desk.once(_grouped)[own]
    alone = len(desk.build.communes.by_code) < 2 and len(desk.ask(PEOPLE)) <= size
    title = ONE_PAGE if alone and own is ORDERS[0] else own.title
    entries = [
        PersonEntry(label if len(groups) > 1 else "", person.key, len(written(desk).get(person.key, ())))
        for label, found in groups
        for person in found
    ]
    return Paged(entries, size, partial(_content, desk.say(title), () if alone else tuple(_links(own, desk))))


def _grouped(desk: Desk) -> dict[PeopleOrder, list[Group]]:
    """Everybody in each order, without groups that hold nobody."""
    people = sorted(desk.ask(PEOPLE).values(), key=lambda person: (fold(person.name), person.key))
    return {order: [group for group in order.groups(people, desk) if group[1]] for order in ORDERS}


def _links(own: PeopleOrder, desk: Desk) -> Iterator[LinkView]:
    """The orders to choose from: those that have several groups, and the one at hand."""
    for order, groups in desk.once(_grouped).items():
        if desk.addresses[order.address] and (order is own or len(groups) > 1):
            yield LinkView(desk.say(order.label), desk.index_url(order.address), current=order is own)


def _content(
    title: str, orders: tuple[LinkView, ...], entries: tuple[PersonEntry, ...], pagination: PaginationView
) -> PeopleContent:
    """One page; a group that doesn't end on it goes on under its label on the next."""
    found = groupby(entries, key=attrgetter("group"))
    groups = tuple((label, tuple((entry.key, entry.posts) for entry in group)) for label, group in found)
    return PeopleContent(title, orders, groups, pagination)


PEOPLE_PAGES = tuple(
    Single(
        order.address,
        "authors",
        partial(_listed, order),
        label=N_("Authors") if order.address is AUTHORS else "",
        link_order=30,
        listing_order=31 + place,
        fed=False,
        entries=lambda desk: len(desk.ask(PEOPLE)),
        frame="authors" if order.address is AUTHORS else "",
    )
    for place, order in enumerate(ORDERS)
)


class PartView(NamedTuple):
    """The posts in which somebody has one role beside the author's; ``role`` names it for addresses."""

    role: str
    label: str
    cards: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class AuthorView:
    """An author's page, as a blog of one's own."""

    head: HeadView
    person: PersonView
    heading: str
    """That of their posts."""
    since: str
    languages: tuple[str, ...]
    biography_html: str
    links: tuple[LinkView, ...]
    feed_url: str
    cards: tuple[CardView, ...]
    parts: tuple[PartView, ...]
    """Posts where this person has a role beside the author's, role by role."""
    partners: tuple[PersonView, ...]
    """Who signed posts together with this person, most often first."""
    places: tuple[tuple[PlaceView, int], ...]
    """Communes that their posts are about and how many, by name."""
    pagination: PaginationView
    slots: SlotsView


class PeopleGroupView(NamedTuple):
    """Authors of one kind, commune or initial letter, by name."""

    label: str
    people: tuple[PersonCountView, ...]


class AuthorsView(NamedTuple):
    """One page of everyone who writes."""

    head: HeadView
    title: str
    orders: tuple[LinkView, ...]
    """The same people in other orders."""
    groups: tuple[PeopleGroupView, ...]
    pagination: PaginationView


class AuthorContent(NamedTuple):
    """One page of an author's posts, how many there are in all, where else they took part, with whom, about where."""

    author: str
    total: int
    articles: tuple[str, ...]
    parts: tuple[tuple[Role, tuple[str, ...]], ...]
    partners: tuple[str, ...]
    places: tuple[tuple[PlaceView, int], ...]
    pagination: PaginationView


About = tuple[tuple[tuple[Role, tuple[str, ...]], ...], tuple[str, ...], tuple[tuple[PlaceView, int], ...]]
_FIRST_PAGE_ONLY: About = (), (), ()


def _members(desk: Desk) -> Iterator[Member]:
    helped = by_helper(published(desk))
    for profile in desk.build.of(PROFILE):
        posts = written(desk).get(profile.key, [])
        about = (parts_of(helped.get(profile.key, {})), partners(profile.key, posts, desk), places(posts, desk))
        content = partial(_author_page_content, profile.key, len(posts), about)
        yield Member(profile.key, profile.name, posts, content, about=profile, shown=desk.ask(PEOPLE)[profile.key].name)


def _author_page_content(
    key: str, total: int, about: About, posts: tuple[str, ...], pagination: PaginationView
) -> AuthorContent:
    parts, met, places = about if pagination.number == 1 else _FIRST_PAGE_ONLY
    return AuthorContent(key, total, posts, parts, met, places, pagination)


AUTHOR_PAGES = Collection(AUTHOR, "author", _members, AUTHOR_FEED, N_("Authors"), section_order=100)


def compose_author(request: Request, content: AuthorContent, look: Lookup) -> AuthorView:
    """One page of an author."""
    look.note(f"person {content.author}")
    profile, lang = profiles(look.desk)[content.author], look.desk.lang
    return AuthorView(
        head=head_of(request, profile.name, profile.description or profile.name, look, profile),
        person=look.desk.ask(PEOPLE)[content.author],
        heading=_heading(profile.name, content.total, look.desk),
        since=profile.since,
        languages=tuple(language_name(code, lang) for code in profile.languages),
        biography_html=look.html(profile),
        links=links_of(profile, lead_in(look.desk.say(N_("Site of")), profile.name, lang) + profile.name),
        feed_url=feed_url(request),
        cards=cards_of(content.articles, look),
        parts=tuple(PartView(r.value, look.desk.say(r.part), cards_of(paths, look)) for r, paths in content.parts),
        partners=look.people(content.partners),
        places=content.places,
        pagination=content.pagination,
        slots=slot_views(request, profile, look),
    )


def _heading(name: str, total: int, desk: Desk) -> str:
    """«Billet de Léa Montel», «12 billets d’Anne Roy»: the heading of somebody's posts."""
    lead = desk.say(N_("Post by")) if total < 2 else desk.say(N_("{count} posts by")).format(count=total)
    return lead_in(lead, name, desk.lang) + name


def authors_above(desk: Desk, _about: Profile) -> Above | None:
    """The page above that of an author."""
    address = desk.addresses[AUTHORS]
    return Above(desk.say(N_("Authors")), address.url) if address else None
