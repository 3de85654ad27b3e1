"""People in lists: all of them in three orders, and whom, where and in which parts each one meets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from placette.engine.base.message import N_
from placette.engine.base.text import fold
from placette.engine.pages.addresses import PageAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.lists import Paged, Single
from placette.engine.pages.lookup import places_of
from placette.engine.pages.ports import PEOPLE
from placette.engine.pages.views import LinkView, PaginationView, PersonView, PlaceView
from placette.features.authors.addresses import AUTHORS, AUTHORS_BY_COMMUNE, AUTHORS_BY_NAME
from placette.features.authors.people import profiles
from placette.features.authors.settings import ProfilesSettings
from placette.features.posts import Article, Role, articles, written

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
    )
    for place, order in enumerate(ORDERS)
)
