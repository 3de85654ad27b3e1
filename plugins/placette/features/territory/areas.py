"""Départements and intercommunalités as readers know them: names, the words before them, their pages' addresses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from gettext import NullTranslations
from math import cos, hypot, radians
from typing import NamedTuple

from placette.engine.base.geography import Point
from placette.engine.base.text import slugify
from placette.engine.base.translation import N_
from placette.engine.library.kinds import Area, AreaKind, Commune
from placette.engine.pages.addresses import FeedAddress, PageAddress
from placette.engine.pages.desk import Desk, place_slug
from placette.engine.pages.views import LinkView, PaginationView, PlaceView
from placette.features.territory.views import PlaceGroupView


def chosen_id(code: str) -> str:
    """Of a commune with its newest post."""
    return f"place-{code}"


def cluster_id(code: str, size: int) -> str:
    """Of the communes that share the pill of one of them on the sheet of that size."""
    return f"around-{code}-{size}"


def list_id(code: str) -> str:
    """Of the list of a département's communes."""
    return f"list-{code}"


AREA_PAGES = {
    AreaKind.EPCI: PageAddress("EPCI", passing=True),
    AreaKind.DEPARTMENT: PageAddress("DEPARTMENT", passing=True),
}
AREA_FEEDS = {
    AreaKind.EPCI: FeedAddress("EPCI_FEED", passing=True),
    AreaKind.DEPARTMENT: FeedAddress("DEPARTMENT_FEED", passing=True),
}
_KINDS = {
    "CC": "Communauté de communes",
    "CA": "Communauté d’agglomération",
    "CU": "Communauté urbaine",
}
"""What the official list shortens in the names of intercommunalités."""
_METROPOLIS = re.compile(r"(?:euro)?métropole\b", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiouyàâéèêëîïôöûüœæ]", re.IGNORECASE)
_LE, _LA, _LES, _ELIDED = 2, 3, 4, 5
"""Articles of names, as INSEE's ``typeLiaison`` numbers them."""
_DANS_LA = frozenset("Creuse Drôme Loire Manche Marne Mayenne Meuse Nièvre Sarthe Somme Vienne".split())
"""Feminine names that keep their article after «dans»; the others say «en»."""
_EN = frozenset({"Polynésie française", "Nouvelle-Calédonie"})


def area_name(area: Area) -> str:
    """«Puy-de-Dôme», «Communauté de communes du Massif du Sancy»: the whole name, as a title."""
    kind, _, rest = area.name.partition(" ")
    return f"{_KINDS[kind]} {rest}" if area.kind is AreaKind.EPCI and kind in _KINDS else area.name


def in_area(area: Area, lang: str) -> str:
    """«dans le Cantal», «en Haute-Loire», «dans l’Allier», «à Paris»; in other languages the name alone."""
    name = area_name(area)
    if lang != "fr":
        return name
    return _in_department(area) if area.kind is AreaKind.DEPARTMENT else _in_epci(name, area.name)


def the_area(area: Area, lang: str) -> str:
    """«le Cantal», «la Haute-Loire», «l’Allier», «la communauté urbaine d’Arras»; in other languages the name alone."""
    name = area_name(area)
    if lang != "fr":
        return name
    if area.kind is AreaKind.EPCI:
        return f"la {name[0].lower()}{name[1:]}" if name != area.name or _METROPOLIS.match(name) else name
    article = {_LE: "le ", _LA: "la ", _LES: "les ", _ELIDED: "l’"}.get(area.liaison, "")
    return f"{article}{name}"


def told_sentence(number: int, told: int, words: NullTranslations) -> str:
    """«31 communes, dont 2 racontées ici.»"""
    communes = words.ngettext("{number} commune", "{number} communes", number).format(number=number)
    if not told:
        return words.gettext(N_("{communes}; none has a page here yet.")).format(communes=communes)
    pattern = words.ngettext(
        "{communes}; {told} has a page here.", "{communes}; {told} of them have a page here.", told
    )
    return pattern.format(communes=communes, told=told)


def area_slug(area: Area) -> str:
    """«63-puy-de-dome», «246300966-cc-du-massif-du-sancy»: the code stays when the name changes."""
    return f"{area.code.lower()}-{slugify(area.name)}"


def area_pattern(kind: AreaKind, desk: Desk) -> str:
    """The pattern of the addresses of such areas' pages; empty where the site leaves them out."""
    address = desk.addresses[AREA_PAGES[kind]]
    return address.url if address else ""


def _in_department(area: Area) -> str:
    name = area.name
    if area.liaison == _LE:
        return f"dans le {name}"
    if area.liaison == _LES:
        return f"dans les {name}"
    if area.liaison == _ELIDED:
        return f"dans l’{name}"
    if area.liaison == _LA:
        return f"dans la {name}" if name in _DANS_LA else f"en {name}"
    composed = "-et-" in name and not name.startswith("Saint-")  # Maine-et-Loire, Ille-et-Vilaine
    return f"en {name}" if composed or name in _EN else f"à {name}"


def _in_epci(name: str, short: str) -> str:
    if name != short or _METROPOLIS.match(name):
        return f"dans la {name[0].lower()}{name[1:]}"
    return f"sur le territoire d’{name}" if _VOWEL.match(name) else f"sur le territoire de {name}"


def shown_communes(desk: Desk) -> list[str]:
    """The communes (codes, in order) that texts with pages of their own name: posts, people, events …"""
    return desk.once(_shown)


def _shown(desk: Desk) -> list[str]:
    kinds = [kind for feature in desk.features for kind in feature.kinds if kind.address]
    return sorted({code for kind in kinds for text in desk.build.of(kind) for code in getattr(text, "communes", ())})


def areas_of(kind: AreaKind, desk: Desk) -> Mapping[str, Area]:
    """All départements or all intercommunalités of the territory."""
    index = desk.build.communes
    return index.departments if kind is AreaKind.DEPARTMENT else index.epcis


def areas_with(codes: Iterable[str], kind: AreaKind, desk: Desk) -> dict[str, list[str]]:
    """The départements or intercommunalités (codes, in order) of communes, and which of these each has."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code in sorted(codes):
        commune = desk.build.communes.by_code[code]
        area = commune.department_code if kind is AreaKind.DEPARTMENT else commune.epci
        if area:
            found[area].append(code)
    return dict(sorted(found.items()))


def former_slugs(desk: Desk) -> list[tuple[str, str, str]]:
    """The slug and name of each former commune whose name is known, and the code of the one of today."""
    index = desk.build.communes
    today = {place_slug(index.by_code[former.now]) for former in index.former}
    found = {
        f"{former.code}-{slugify(former.name)}": (former.name, former.now) for former in index.former if former.name
    }
    return [(slug, name, now) for slug, (name, now) in sorted(found.items()) if slug not in today]


Cell = tuple[int, int]
_SIDE = 12.0
"""Kilometres of the side of a cell: a few communes."""
_DEGREE = 111.2
"""Kilometres in a degree of latitude."""


def nearest_places(points: Mapping[str, Point], count: int, within: float) -> dict[str, tuple[str, ...]]:
    """For each place by code the codes of up to ``count`` others, nearest first, at most ``within`` kilometres away.

    Points are in degrees. The places are laid in cells, and the cells around each are looked at ring by ring.
    """
    flat = _flat(points)
    cells: defaultdict[Cell, list[str]] = defaultdict(list)
    for code, (x, y) in flat.items():
        cells[int(x // _SIDE), int(y // _SIDE)].append(code)
    return {code: tuple(_around(code, flat, cells, count, within)) for code in flat}


def _around(
    code: str, flat: Mapping[str, Point], cells: Mapping[Cell, list[str]], count: int, within: float
) -> Iterable[str]:
    x, y = flat[code]
    found: list[tuple[float, str]] = []
    for ring in range(int(within // _SIDE) + 2):
        for cell in _ring(int(x // _SIDE), int(y // _SIDE), ring):
            others = (other for other in cells.get(cell, ()) if other != code)
            found += [(hypot(flat[other][0] - x, flat[other][1] - y), other) for other in others]
        found = sorted(near for near in found if near[0] <= within)
        if len(found) >= count and found[count - 1][0] <= ring * _SIDE:  # nothing farther out can be nearer
            break
    return [other for _, other in found[:count]]


def _ring(column: int, row: int, ring: int) -> Iterator[Cell]:
    """The cells at that many steps from one."""
    for x in range(column - ring, column + ring + 1):
        edge = abs(x - column) == ring
        yield from ((x, y) for y in (range(row - ring, row + ring + 1) if edge else {row - ring, row + ring}))


def _flat(points: Mapping[str, Point]) -> dict[str, Point]:
    """Kilometres east and north, true near the middle of all."""
    if not points:
        return {}
    middle = sum(lat for lat, _ in points.values()) / len(points)
    width = _DEGREE * cos(radians(middle))
    return {code: (lon * width, lat * _DEGREE) for code, (lat, lon) in sorted(points.items())}


_PLACES_VOWEL = 1
"""The ``typeLiaison`` of names without article before which «de» is elided."""
_PLACES_LE, _PLACES_LES = re.compile(r"Le ", re.IGNORECASE), re.compile(r"Les ", re.IGNORECASE)


def at_place(name: str, lang: str) -> str:
    """«à Orcines», «au Puy-en-Velay», «aux Ancizes-Comps», «à La Chaise-Dieu»; in other languages the name alone.

    French joins «à» with a masculine or plural article. The official list spells articles as parts of names (INSEE,
    code officiel géographique 2026, where ``typeLiaison`` says the same of each name).
    """
    if lang != "fr":
        return name
    if _PLACES_LES.match(name):
        return f"aux {name[4:]}"
    return f"au {name[3:]}" if _PLACES_LE.match(name) else f"à {name}"


def of_place(commune: Commune, lang: str) -> str:
    """«de Clermont-Ferrand», «d’Orcines», «du Puy-en-Velay», «des Ancizes-Comps»; in other languages the name alone.

    Whether «de» loses its vowel is stated by the list's ``typeLiaison`` 1: «de Haut-Bocage», but «d’Hérisson».
    """
    name = commune.name
    if lang != "fr":
        return name
    if _PLACES_LES.match(name):
        return f"des {name[4:]}"
    if _PLACES_LE.match(name):
        return f"du {name[3:]}"
    return f"d’{name}" if commune.liaison == _PLACES_VOWEL else f"de {name}"


Counted = tuple[tuple[PlaceView, int], ...]
"""Communes, and how many posts are about each."""
PostPoints = tuple[tuple[str, Point], ...]
"""The points (degrees) of communes (codes) that posts alone give."""


class WindowContent(NamedTuple):
    """What the map of a place shows: the area (code) that it is a window on, or nothing for the whole territory.

    ``pinned`` are the communes that it names and leads to, ``here`` is the one (code) that the page is about; those
    that have no room of their own lead to the list at ``list_url``.
    """

    area: str
    pinned: Counted
    posted: PostPoints
    here: str = ""
    list_url: str = ""


class AroundContent(NamedTuple):
    """What surrounds a place: its map, facts, the areas that it is part of, communes, neighbours.

    ``parts`` are the intercommunalités of a département.

    Of each neighbour: the source path of the newest post about it, or nothing.
    """

    window: WindowContent
    facts: str
    areas: tuple[LinkView, ...]
    communes: Counted
    heading: str = ""
    neighbours: tuple[tuple[PlaceView, str], ...] = ()
    parts: tuple[LinkView, ...] = ()


class PlaceWords(NamedTuple):
    """The words of a place: what kind of area it is, its name, a description, a sentence, its name in sentences.

    ``at`` and ``the`` hold their French article: «au Puy-en-Velay», «la Haute-Loire».
    """

    kind: str
    name: str
    description: str
    sentence: str
    at: str
    the: str


class PlaceContent(NamedTuple):
    """One page of a place: its words, who lives there, what surrounds it, its posts."""

    words: PlaceWords
    commune: Commune | None
    """None for a département or an intercommunalité."""
    people: tuple[str, ...]
    around: AroundContent
    articles: tuple[str, ...]
    pagination: PaginationView


class PlacesContent(NamedTuple):
    """Every place that has something, by département."""

    title: str
    introduction: str
    groups: tuple[PlaceGroupView, ...]


class MapContent(NamedTuple):
    """The map: its communes, the one with the newest post first; of each the newest post, by commune (code)."""

    title: str
    introduction: str
    window: WindowContent
    newest: tuple[tuple[str, str], ...]
    groups: tuple[PlaceGroupView, ...]
    """The same communes by département."""


class NearContent(NamedTuple):
    """The communes that the home page names, the newest post of each (path), and the points that posts alone give."""

    places: Counted
    newest: tuple[str, ...]
    posted: PostPoints
