"""People in lists: all of them in three orders, and whom, where and in which parts each one meets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from placette.engine.base.message import N_
from placette.engine.base.text import fold
from placette.engine.pages.contents import PeopleContent
from placette.engine.pages.desk import Desk
from placette.engine.pages.lookup import places_of
from placette.engine.pages.views import LinkView, PersonView, PlaceView
from placette.features.posts.article import Article, Role

Group = tuple[str, list[PersonView]]

KINDS = {
    "habitant": N_("Residents"),
    "association": N_("Associations"),
    "école": N_("Schools"),
    "service": N_("Public services"),
    "élu": N_("Elected representatives"),
    "équipe": N_("The team"),
    "invité": N_("Guests"),
}
PARTS = {
    Role.PHOTOGRAPHER: N_("Photos"),
    Role.ILLUSTRATOR: N_("Drawings"),
    Role.TRANSLATOR: N_("Translations"),
    Role.WITNESS: N_("Accounts given"),
    Role.COLLECTOR: N_("Accounts collected"),
    Role.PROOFREADER: N_("Proofreading"),
}
"""The heading of the posts in which somebody has a role."""


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
    signed = Counter(other for path in paths for other in desk.articles[path].authors if other != key)
    return tuple(other for other, _ in signed.most_common() if other in desk.people)


def places(paths: Iterable[str], desk: Desk) -> tuple[tuple[PlaceView, int], ...]:
    """The communes that posts are about, by name, and how many are about each."""
    counts = Counter(code for path in paths for code in desk.articles[path].communes)
    found = [(place, counts[place.code]) for place in places_of(tuple(counts), desk)]
    return tuple(sorted(found, key=lambda pair: (fold(pair[0].name), pair[0].code)))


def _by_kind(people: list[PersonView], desk: Desk) -> Iterator[Group]:
    """Each kind in the order of the settings, then those who no longer write."""
    here = [person for person in people if not person.past]
    kinds = [*desk.people_kinds, *sorted({person.kind for person in here} - set(desk.people_kinds))]
    for kind in kinds:
        yield desk.say(KINDS.get(kind, kind)), [person for person in here if person.kind == kind]
    yield desk.say(N_("They wrote here")), [person for person in people if person.past]


def _by_commune(people: list[PersonView], desk: Desk) -> Iterator[Group]:
    """Each commune by name; somebody of several stands in each, who names none at the end."""
    groups: defaultdict[str, list[PersonView]] = defaultdict(list)
    for person in people:
        for place in places_of(desk.profiles[person.key].communes, desk):
            groups[place.label].append(person)
    yield from sorted(groups.items(), key=lambda group: fold(group[0]))
    yield desk.say(N_("The whole territory")), [p for p in people if not desk.profiles[p.key].communes]


def _by_name(people: list[PersonView], _desk: Desk) -> Iterator[Group]:
    """Each initial, without its accents."""
    groups: defaultdict[str, list[PersonView]] = defaultdict(list)
    for person in people:
        groups[fold(person.name)[:1].upper()].append(person)
    yield from groups.items()


Order = tuple[str, str, Callable[[list[PersonView], Desk], Iterator[Group]]]
ORDERS: dict[str, Order] = {
    "AUTHORS": (N_("They write"), N_("By kind"), _by_kind),
    "AUTHORS_BY_COMMUNE": (N_("They write, by commune"), N_("By commune"), _by_commune),
    "AUTHORS_BY_NAME": (N_("They write, by name"), N_("By name"), _by_name),
}
"""By the beginning of its settings (``…_URL``, ``…_SAVE_AS``): a page's title, the label of links to it, its groups."""


def people_pages(desk: Desk) -> Iterator[tuple[str, str, PeopleContent]]:
    """The pages of everyone who writes: address from the site's root, file, what it shows."""
    settings = desk.urls.settings
    kept = {name: order for name, order in ORDERS.items() if settings.get(f"{name}_SAVE_AS")}
    people = sorted(desk.people.values(), key=lambda person: (fold(person.name), person.key))
    for name, (title, _, groups) in kept.items():
        links = (
            LinkView(desk.say(label), desk.build.base + settings[f"{other}_URL"], current=other == name)
            for other, (_, label, _) in kept.items()
        )
        content = PeopleContent(desk.say(title), tuple(links), tuple(_counted(groups(people, desk), desk)))
        yield settings[f"{name}_URL"], settings[f"{name}_SAVE_AS"], content


def _counted(groups: Iterable[Group], desk: Desk) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
    """Each group that has people, with their numbers of posts."""
    for label, people in groups:
        if people:
            yield label, tuple((person.key, len(desk.written.get(person.key, ()))) for person in people)
