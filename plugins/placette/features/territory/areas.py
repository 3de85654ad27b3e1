"""Communes and their areas: names and the words before them, addresses, lists, the content of maps."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, partial
from gettext import NullTranslations
from math import cos, hypot, radians
from typing import NamedTuple, TypeVar

from placette.engine.base.dates import spoken_number
from placette.engine.base.files import digest
from placette.engine.base.geography import Point
from placette.engine.base.text import fold, slugify
from placette.engine.base.translation import N_
from placette.engine.content.communes import Area, AreaKind, Commune
from placette.engine.rendering.addresses import FeedAddress, PageAddress
from placette.engine.rendering.features import Collection, Member, Request, Site
from placette.engine.rendering.lists import MOVED, MovedView, feed_requests
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.site import COMMUNE, once_a_build, place_slug, places_of, places_pattern
from placette.engine.rendering.views import LinkView, OutsideView, PaginationView, PlaceView, TermView
from placette.features.authors import homes
from placette.features.posts import of_areas, of_communes
from placette.features.territory.views import PlaceGroupView

Counted = tuple[tuple[PlaceView, int], ...]  # communes, and how many posts are about each


class WindowContent(NamedTuple):
    """The map of a place: the area (code) that it is a window on, or nothing for the whole territory.

    ``pinned`` are the communes that it names and leads to, ``here`` is the one (code) that the page is about; those
    that have no room of their own lead to the list at ``list_url``.
    """

    area: str
    pinned: Counted
    here: str = ""
    list_url: str = ""


class AroundContent(NamedTuple):
    """The surroundings of a place: its map, facts, the areas that it is part of, communes, neighbours.

    ``parts`` are the intercommunalités of a département.

    Neighbours are named without their posts: each new one would change the pages of all of them.
    """

    window: WindowContent | None
    facts: str
    areas: tuple[LinkView, ...]
    communes: Counted
    heading: str = ""
    neighbours: Counted = ()
    parts: tuple[LinkView, ...] = ()


class PlaceWords(NamedTuple):
    """The words of a place: its kind of area, its name, a description, a sentence, its name in sentences.

    ``at`` and ``the`` have their French article: «au Puy-en-Velay», «la Haute-Loire».
    """

    kind: str
    name: str
    description: str
    sentence: str
    at: str
    the: str


class PlaceContent(NamedTuple):
    """One page of a place: its words, its people, its surroundings, its posts; further pages have posts alone."""

    words: PlaceWords
    commune: Commune | None  # none for a département or an intercommunalité
    people: tuple[str, ...]
    around: AroundContent
    articles: tuple[str, ...]
    pagination: PaginationView


class MapContent(NamedTuple):
    """The map: its communes, the one with the newest post first; of each the newest post, by commune (code)."""

    window: WindowContent
    newest: tuple[tuple[str, str], ...]
    groups: tuple[PlaceGroupView, ...]  # the same communes by département
    elsewhere: tuple[tuple[str, OutsideView], ...]  # the newest text on another site about each of them, by its code


class NearContent(NamedTuple):
    """The communes that the home page names, the newest post of each (path), and the points that posts alone give."""

    places: Counted
    newest: tuple[str, ...]


def chosen_id(code: str) -> str:
    """Return the id of a commune with its newest post."""
    return f"place-{code}"


def cluster_id(code: str, size: int) -> str:
    """Return the id of the communes that share the pill of one of them on the sheet of that size."""
    return f"around-{code}-{size}"


def list_id(code: str) -> str:
    """Return the id of the list of a département's communes."""
    return f"list-{code}"


AREA_PAGES = {kind: PageAddress(kind.name, passing=True) for kind in AreaKind}
AREA_FEEDS = {kind: FeedAddress(f"{kind.name}_FEED", passing=True) for kind in AreaKind}
# Abbreviations of the official list in the names of intercommunalités
_KINDS = {"CC": "Communauté de communes", "CA": "Communauté d’agglomération", "CU": "Communauté urbaine"}
_METROPOLIS = re.compile(r"(?:euro)?métropole\b", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiouyàâéèêëîïôöûüœæ]", re.IGNORECASE)
_LE, _LA, _LES, _ELIDED = 2, 3, 4, 5  # articles of names, as INSEE's ``typeLiaison`` numbers them
_DANS_LA = frozenset("Creuse Drôme Loire Manche Marne Mayenne Meuse Nièvre Sarthe Somme Vienne".split())
"""Feminine names that keep their article after «dans»; the others take «en»."""
_EN = frozenset({"Polynésie française", "Nouvelle-Calédonie"})


def area_name(area: Area) -> str:
    """Return the whole name, as a title: «Communauté de communes du Massif du Sancy»."""
    kind, _, rest = area.name.partition(" ")
    return f"{_KINDS[kind]} {rest}" if area.kind is AreaKind.EPCI and kind in _KINDS else area.name


def in_area(area: Area, lang: str) -> str:
    """Return «dans le Cantal», «en Haute-Loire», «à Paris»; in other languages the name alone."""
    name = area_name(area)
    if lang != "fr":
        return name
    return _in_department(area) if area.kind is AreaKind.DEPARTMENT else _in_epci(name, area.name)


def the_area(area: Area, lang: str) -> str:
    """Return «le Cantal», «l’Allier», «la communauté urbaine d’Arras»; in other languages the name alone."""
    name = area_name(area)
    if lang != "fr":
        return name
    if area.kind is AreaKind.EPCI:
        return f"la {name[0].lower()}{name[1:]}" if name != area.name or _METROPOLIS.match(name) else name
    article = {_LE: "le ", _LA: "la ", _LES: "les ", _ELIDED: "l’"}.get(area.liaison, "")
    return f"{article}{name}"


def coverage_sentence(number: int, told: int, words: NullTranslations) -> str:
    """Return «31 communes de ce site ; on a écrit sur 2 d’entre elles»; empty for one alone, which is shown."""
    if number < 2:
        return ""
    communes = words.gettext(N_("{number} communes of this site")).format(number=number)
    if not told:
        return words.gettext(N_("{communes}; none has a page here yet.")).format(communes=communes)
    pattern = words.ngettext(
        "{communes}; {told} has a page here.", "{communes}; {told} of them have a page here.", told
    )
    return pattern.format(communes=communes, told=told)


def area_slug(area: Area) -> str:
    """Return «63-puy-de-dome», «246300966-cc-du-massif-du-sancy»: the code stays when the name changes."""
    return f"{area.code.lower()}-{slugify(area.name)}"


def area_pattern(kind: AreaKind, site: Site) -> str:
    """Return the pattern of the addresses of such areas' pages; empty where the site leaves them out."""
    address = site.addresses[AREA_PAGES[kind]]
    return address.url if address else ""


def _in_department(area: Area) -> str:
    name = area.name
    composed = "-et-" in name and not name.startswith("Saint-")  # Maine-et-Loire, Ille-et-Vilaine
    la, alone = "dans la " if name in _DANS_LA else "en ", "en " if composed or name in _EN else "à "
    before = {_LE: "dans le ", _LES: "dans les ", _ELIDED: "dans l’", _LA: la}.get(area.liaison, alone)
    return f"{before}{name}"


def _in_epci(name: str, short: str) -> str:
    if name != short or _METROPOLIS.match(name):
        return f"dans la {name[0].lower()}{name[1:]}"
    return f"sur le territoire d’{name}" if _VOWEL.match(name) else f"sur le territoire de {name}"


@once_a_build
def shown_communes(site: Site) -> list[str]:
    """Return the communes (codes, in order) that texts with pages of their own name, or sites elsewhere."""
    kinds = [kind for feature in site.features for kind in feature.kinds if kind.address]
    codes = {code for kind in kinds for text in site.build.of(kind) for code in getattr(text, "communes", ())}
    elsewhere = site.ask(Ports.ELSEWHERE)
    return sorted(codes | elsewhere.keys())


def areas_of(kind: AreaKind, site: Site) -> Mapping[str, Area]:
    """Return all départements or all intercommunalités of the territory."""
    index = site.build.communes
    return index.departments if kind is AreaKind.DEPARTMENT else index.epcis


def areas_with(codes: Iterable[str], kind: AreaKind, site: Site) -> dict[str, list[str]]:
    """Return the départements or intercommunalités (codes, in order) of communes, and which of these each has."""
    members: defaultdict[str, list[str]] = defaultdict(list)
    for code in sorted(codes):
        commune = site.build.communes.by_code[code]
        area = commune.department_code if kind is AreaKind.DEPARTMENT else commune.epci
        if area:
            members[area].append(code)
    return dict(sorted(members.items()))


def former_slugs(site: Site) -> list[tuple[str, str, str]]:
    """Return the slug and name of each former commune whose name is known, and the code of the one of today."""
    index = site.build.communes
    today = {place_slug(index.by_code[former.now]) for former in index.former}
    names = {
        f"{former.code}-{slugify(former.name)}": (former.name, former.now) for former in index.former if former.name
    }
    return [(slug, name, now) for slug, (name, now) in sorted(names.items()) if slug not in today]


Cell = tuple[int, int]
_SIDE = 12.0  # kilometres of the side of a cell: a few communes
_DEGREE = 111.2  # kilometres in a degree of latitude


def nearest_places(points: Mapping[str, Point], count: int, within: float) -> dict[str, tuple[str, ...]]:
    """Return by place (code) up to ``count`` others (codes), nearest first, at most ``within`` kilometres away.

    Points are in degrees. The places are put in cells, and the cells around each are looked at ring by ring.
    """
    flat = _flat(points)
    cells: defaultdict[Cell, list[str]] = defaultdict(list)
    for code, (x, y) in flat.items():
        cells[int(x // _SIDE), int(y // _SIDE)].append(code)
    return {code: tuple(_nearest(code, flat, cells, count, within)) for code in flat}


def _nearest(
    code: str, flat: Mapping[str, Point], cells: Mapping[Cell, list[str]], count: int, within: float
) -> Iterable[str]:
    x, y = flat[code]
    nearest: list[tuple[float, str]] = []
    for ring in range(int(within // _SIDE) + 2):
        for cell in _ring(int(x // _SIDE), int(y // _SIDE), ring):
            others = (other for other in cells.get(cell, ()) if other != code)
            nearest += [(hypot(flat[other][0] - x, flat[other][1] - y), other) for other in others]
        nearest = sorted(near for near in nearest if near[0] <= within)
        if len(nearest) >= count and nearest[count - 1][0] <= ring * _SIDE:  # nothing farther out can be nearer
            break
    return [other for _, other in nearest[:count]]


def _ring(column: int, row: int, ring: int) -> Iterator[Cell]:
    """Yield the cells at that many steps from one."""
    for x in range(column - ring, column + ring + 1):
        edge = abs(x - column) == ring
        yield from ((x, y) for y in (range(row - ring, row + ring + 1) if edge else {row - ring, row + ring}))


def _flat(points: Mapping[str, Point]) -> dict[str, Point]:
    """Return kilometres east and north, true near the middle of all."""
    if not points:
        return {}
    middle = sum(lat for lat, _ in points.values()) / len(points)
    width = _DEGREE * cos(radians(middle))
    return {code: (lon * width, lat * _DEGREE) for code, (lat, lon) in sorted(points.items())}


_PLACES_VOWEL = 1  # the ``typeLiaison`` of names without article before which «de» is elided
_PLACES_LE, _PLACES_LES = re.compile(r"Le ", re.IGNORECASE), re.compile(r"Les ", re.IGNORECASE)


def at_place(name: str, lang: str) -> str:
    """Return «à Orcines», «au Puy-en-Velay», «aux Ancizes-Comps»; in other languages the name alone.

    French joins «à» with a masculine or plural article. The official list spells articles as parts of names (INSEE,
    code officiel géographique 2026, where ``typeLiaison`` has the same of each name).
    """
    return _contracted("aux", "au", "à ", name) if lang == "fr" else name


def of_place(commune: Commune, lang: str) -> str:
    """Return «d’Orcines», «du Puy-en-Velay», «des Ancizes-Comps»; in other languages the name alone.

    Whether «de» loses its vowel is stated by the list's ``typeLiaison`` 1: «de Haut-Bocage», but «d’Hérisson».
    """
    de = "d’" if commune.liaison == _PLACES_VOWEL else "de "
    return _contracted("des", "du", de, commune.name) if lang == "fr" else commune.name


def _contracted(les: str, le: str, other: str, name: str) -> str:
    if _PLACES_LES.match(name):
        return f"{les} {name[4:]}"
    return f"{le} {name[3:]}" if _PLACES_LE.match(name) else f"{other}{name}"


COMMUNE_FEED = FeedAddress("COMMUNE_FEED", passing=True)
_NEIGHBOURS = 6
_WITHIN = 60.0  # kilometres beyond which nothing is next door


def commune_members(site: Site) -> Iterator[Member]:
    """Yield a list for each commune that has something, in order."""
    codes = shown_communes(site)
    near, articles, by_code = neighbours_of(codes, site), of_communes(site), site.build.communes.by_code
    for code, place in zip(codes, places_of(tuple(codes), site), strict=True):
        commune, people = by_code[code], tuple(homes(site).get(code, ()))
        words = _commune_pages_words(commune, len(people), len(articles.get(code, ())), site)
        content = partial(_place_page, (words, commune, people, _commune_pages_around(commune, near[code], site)))
        rank, posts = (fold(place.label), place.url), articles.get(code, [])
        slug, fed = place_slug(commune), bool(posts)
        yield Member(slug, commune.name, posts, content, about=commune, fed=fed, shown=place.label, rank=rank)


def _place_page(
    about: tuple[PlaceWords, Commune, tuple[str, ...], AroundContent], posts: tuple[str, ...], page: PaginationView
) -> PlaceContent:
    content = PlaceContent(*about, posts, page)
    around = content.around._replace(window=None, neighbours=())
    return content if page.is_first else content._replace(people=(), around=around)


COMMUNE_PAGES = Collection(
    COMMUNE, "commune", commune_members, COMMUNE_FEED, N_("Communes"), section_order=30, listing_order=170
)


def counted(codes: Iterable[str], site: Site) -> tuple[tuple[PlaceView, int], ...]:
    """Return communes by name, and how many posts are about each."""
    rows = [(place, len(of_communes(site).get(place.code, ()))) for place in places_of(tuple(codes), site)]
    return tuple(sorted(rows, key=lambda pair: (fold(pair[0].name), pair[0].code)))


def area_link(area: Area, site: Site) -> LinkView:
    """Return a département or an intercommunalité; its address is empty where the site leaves out its kind of pages."""
    pattern = area_pattern(area.kind, site)
    return LinkView(area_name(area), site.base + pattern.format(slug=area_slug(area)) if pattern else "")


def points_of(codes: Iterable[str], site: Site) -> tuple[Point, ...]:
    """Return the points of communes, as far as they are known."""
    by_code = site.build.communes.by_code
    return tuple(point for code in codes if (point := by_code[code].point))


def neighbours_of(codes: Iterable[str], site: Site) -> dict[str, tuple[str, ...]]:
    """Return by commune the nearest others; without a known place, those of its intercommunalité."""
    codes = sorted(codes)
    by_code = site.build.communes.by_code
    points = {code: point for code in codes for point in points_of((code,), site)}
    near = nearest_places(points, _NEIGHBOURS, _WITHIN)
    together: defaultdict[str, list[str]] = defaultdict(list)
    for code in codes:
        together[by_code[code].epci].append(code)
    return {code: near.get(code) or tuple(_others(code, together[by_code[code].epci], site)) for code in codes}


def _others(code: str, together: list[str], site: Site) -> list[str]:
    """Return the other communes of an intercommunalité, those with most posts first; none for a commune without one."""
    if not site.build.communes.by_code[code].epci:
        return []
    others = (other for other in together if other != code)
    return sorted(others, key=lambda other: (-len(of_communes(site).get(other, ())), other))[:_NEIGHBOURS]


def _commune_pages_around(commune: Commune, near: tuple[str, ...], site: Site) -> AroundContent:
    index = site.build.communes
    areas = [area for area in (index.epcis.get(commune.epci), index.departments.get(commune.department_code)) if area]
    heading = site.say(N_("Around {place}")).format(place=of_place(commune, site.lang))
    codes = ", ".join(commune.postal_codes.split())
    return AroundContent(
        window=window_on(areas[0], commune.code, site),
        facts=site.say(N_("Postal code {codes}")).format(codes=codes) if codes else "",
        areas=tuple(area_link(area, site) for area in areas),
        communes=(),
        heading=heading,
        neighbours=tuple((place, 0) for place in places_of(near, site)),
    )


def window_on(area: Area, here: str, site: Site) -> WindowContent:
    """Return the map of an area, seen from one of its communes (a code) or from none: it names all that have a page.

    That of a commune counts no posts: each new one would change the pages of all the others.
    """
    pinned = (site.once(_named_by_area) if here else site.once(_shown_by_area)).get(area.code, ())
    url = area_link(area, site).url if here else ""
    list_url = f"{url}#communes" if url or not here else ""
    return WindowContent(area.code, pinned, here, list_url)


def _shown_by_area(site: Site) -> dict[str, Counted]:
    """Return the communes with a page, by the code of their intercommunalité and of their département."""
    members: defaultdict[str, list[str]] = defaultdict(list)
    for code in shown_communes(site):
        commune = site.build.communes.by_code[code]
        for area in filter(None, (commune.epci, commune.department_code)):
            members[area].append(code)
    return {area: counted(codes, site) for area, codes in members.items()}


V = TypeVar("V")


class SharedRow(tuple[V, ...]):
    """A row that hundreds of requests show: their texts have a mark of it, which is made once."""

    @cached_property
    def mark(self) -> str:
        """A digest of all of it."""
        return digest(super().__repr__().encode("utf-8", "replace"))

    def __repr__(self) -> str:
        return self.mark


def _named_by_area(site: Site) -> dict[str, Counted]:
    """Return the same, without the numbers of their posts."""
    places_of_area = site.once(_shown_by_area)
    return {area: SharedRow((place, 0) for place, _ in places) for area, places in places_of_area.items()}


def _commune_pages_words(commune: Commune, people: int, posts: int, site: Site) -> PlaceWords:
    pattern = site.say(N_("What residents, associations and services write {place}."))
    at = at_place(commune.name, site.lang)
    note = "" if posts else site.say(N_("Nobody writes from here yet: the place is yours."))
    if people:
        writers = site.words.ngettext(
            "{number} writes from here, and there is room for more.",
            "{number} write from here, and there is room for more.",
            people,
        )
        note = writers.format(number=people)
    if commune.population:
        lives = site.words.ngettext(
            "{number} person lives in {place}.", "{number} people live in {place}.", commune.population
        )
        note = f"{lives.format(number=spoken_number(commune.population, site.lang), place=at)} {note}".rstrip()
    return PlaceWords("", commune.name, pattern.format(place=at), note, at, commune.name)


_FACES = 48  # people whom the page of an area shows
MOST_LISTED = 300  # communes that the page of the map lists; of more it names their départements, whose pages list them
MAP_PAGE = PageAddress("MAP")
COMMUNES = PageAddress("COMMUNES")
_OVERLINES = {AreaKind.EPCI: N_("Intercommunalité"), AreaKind.DEPARTMENT: N_("Département")}


def _most_shown(site: Site) -> int:
    """Return how many posts the page of an area shows, the newest: a page full. Its communes' pages have them all."""
    return site.page_size


def _members(kind: AreaKind, site: Site) -> Iterator[Member]:
    """Yield a list for each area of whose communes something is written or known."""
    articles, areas = of_areas(site), areas_of(kind, site)
    for code, communes in areas_with(shown_communes(site), kind, site).items():
        area, posts = areas[code], articles.get(code, [])
        here = dict.fromkeys(key for commune in communes for key in homes(site).get(commune, ()))
        at = in_area(area, site.lang)
        description = site.say(N_("What residents, associations and services write {place}.")).format(place=at)
        sentence = coverage_sentence(site.once(_sizes)[area.code], len(communes), site.words)
        words = PlaceWords(
            site.say(_OVERLINES[area.kind]), area_name(area), description, sentence, at, the_area(area, site.lang)
        )
        around = _around(area, communes, len(posts), site)
        content = partial(PlaceContent, words, None, tuple(here)[:_FACES], around)
        slug, rank = area_slug(area), (fold(area_name(area)), area_link(area, site).url)
        newest = posts[: _most_shown(site)]
        yield Member(slug, area_name(area), newest, content, about=area, fed=bool(posts), rank=rank)


def _lists(kind: AreaKind, label: str, section: int, listing: int) -> Collection:
    members, feed = partial(_members, kind), AREA_FEEDS[kind]
    return Collection(AREA_PAGES[kind], "commune", members, feed, label, section_order=section, listing_order=listing)


EPCI_LISTS = _lists(AreaKind.EPCI, N_("Intercommunalités"), 40, 181)
DEPARTMENT_LISTS = _lists(AreaKind.DEPARTMENT, N_("Départements"), 41, 180)


def _sizes(site: Site) -> Counter[str]:
    return Counter(code for c in site.build.communes.by_code.values() for code in (c.department_code, c.epci))


def _epci_terms(site: Site) -> dict[str, TermView]:
    """Return the intercommunalités that have a page, by code, and how many posts are about each."""
    epcis, posts = site.build.communes.epcis, of_areas(site)
    if not area_pattern(AreaKind.EPCI, site):
        return {}
    links = {code: area_link(epcis[code], site) for code in areas_with(shown_communes(site), AreaKind.EPCI, site)}
    return {code: TermView(link.label, link.url, len(posts.get(code, ()))) for code, link in links.items()}


def places_content(site: Site) -> tuple[PlaceGroupView, ...] | None:
    """Return every place that has something, by département; None without any place.

    A single département is not named: the communes are all that the page lists.
    """
    if not site.build.communes.by_code:
        return None
    codes = shown_communes(site) if places_pattern(site) else []
    departments, epcis = site.build.communes.departments, _epci_terms(site)
    groups = []
    for code, communes in areas_with(codes, AreaKind.DEPARTMENT, site).items():
        link = area_link(departments[code], site)
        around = areas_with(communes, AreaKind.EPCI, site)
        terms = sorted((epcis[epci] for epci in around if epci in epcis), key=lambda term: (fold(term.name), term.url))
        groups.append(PlaceGroupView(link.label, link.url, tuple(terms), counted(communes, site)))
    if len(groups) == 1:
        groups = [groups[0]._replace(label="", url="")]
    return tuple(groups)


def map_content(site: Site) -> MapContent:
    """Return the map: every commune that texts are about, here or elsewhere, and their list or their départements."""
    posts, departments, elsewhere = of_communes(site), site.build.communes.departments, site.ask(Ports.ELSEWHERE)
    order = {code: at for at, code in enumerate(dict.fromkeys((*posts, *elsewhere)))}
    pinned = tuple(sorted(counted(order, site), key=lambda pair: order[pair[0].code]))
    window = WindowContent("", pinned)
    members = areas_with(order, AreaKind.DEPARTMENT, site)
    linked = {code: area_link(departments[code], site).url for code in members}
    whole = len(order) <= MOST_LISTED or len(members) < 2 or not all(linked.values())
    groups = [
        PlaceGroupView(
            area_name(departments[code]),
            linked[code],
            (),
            counted(codes, site) if whole or site.once(_sizes)[code] < 2 else (),
            list_id(code),
            "" if whole else coverage_sentence(site.once(_sizes)[code], len(codes), site.words),
        )
        for code, codes in members.items()
    ]
    groups.sort(key=lambda group: fold(group.label))
    newest = tuple((place.code, posts[place.code][0]) for place, _ in window.pinned if place.code in posts)
    return MapContent(window, newest, tuple(groups), tuple(elsewhere.items()))


def moved_requests(site: Site) -> Iterator[Request]:
    """Yield a page at the address that each former commune had or may have had, where the one of today has a page."""
    address = site.addresses[COMMUNE]
    codes = shown_communes(site) if address else []
    for slug, name, now in former_slugs(site):
        if now in codes:
            (place,) = places_of((now,), site)
            today = of_place(site.build.communes.by_code[now], site.lang)
            title = site.say(N_("{former} is part of {commune} now")).format(former=name, commune=today)
            content = MovedView(title, place.url, place.label)
            yield Request(MOVED, address.file(slug), address.path(slug), content)


def former_feeds(site: Site) -> Iterator[Request]:
    """Yield the feeds of former communes, which go on at their addresses."""
    for slug, _, now in former_slugs(site) if site.addresses[COMMUNE] else ():
        if now in of_communes(site):
            name, (place,) = site.build.communes.by_code[now].name, places_of((now,), site)
            page = place.url.removeprefix(site.base)
            yield from feed_requests(COMMUNE_FEED, slug, name, of_communes(site)[now], site, page, whole=False)


def _around(area: Area, communes: list[str], posts: int, site: Site) -> AroundContent:
    index = site.build.communes
    if area.kind is AreaKind.DEPARTMENT:
        epcis = areas_with(communes, AreaKind.EPCI, site)
        areas, parts = [], [area_link(index.epcis[code], site) for code in epcis]
    else:
        departments = areas_with(communes, AreaKind.DEPARTMENT, site)
        areas, parts = [area_link(index.departments[code], site) for code in departments], []
    rest = site.say(N_("the {number} newest posts; the pages of the communes have all")).format(
        number=_most_shown(site)
    )
    return AroundContent(
        window=window_on(area, "", site),
        facts=rest if posts > _most_shown(site) else "",
        areas=tuple(sorted(areas, key=lambda link: fold(link.label))),
        communes=counted(communes, site),
        parts=tuple(sorted(parts, key=lambda link: fold(link.label))),
    )
