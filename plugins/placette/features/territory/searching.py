"""Places, as visitors look for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from placette.engine.base.message import N_
from placette.engine.library.models import AreaKind, Commune
from placette.engine.pages.desk import Desk
from placette.engine.pages.places import COMMUNE, place_slug
from placette.engine.pages.searched import (
    UNDATED,
    Searched,
    SearchedKind,
    SearchedYear,
    Writing,
    joined_mark,
    place_names,
)
from placette.features.territory.areas import area_name, area_pattern, area_slug
from placette.features.territory.knowledge import areas_of, areas_with, shown_communes
from placette.features.territory.places import at_place

_PLACE = SearchedKind("place", N_("Locality"), N_("Places"), 20)


def searched_places(desk: Desk) -> Iterator[SearchedYear]:
    """The communes, intercommunalités and départements that have a page, none of which has a date.

    All that is said of them comes from the territory: which are shown, and at what addresses, marks them as a whole.
    """
    address, patterns = desk.addresses[COMMUNE], {kind: area_pattern(kind, desk) for kind in AreaKind}
    communes = shown_communes(desk) if address else []
    areas = {kind: tuple(areas_with(shown_communes(desk), kind, desk)) for kind in AreaKind if patterns[kind]}
    shown = (*communes, *(f"{patterns[kind]} {' '.join(codes)}" for kind, codes in areas.items()))
    mark = joined_mark((desk.build.communes.mark, desk.lang, address.path("-") if address else "", *shown))
    size = len(communes) + sum(map(len, areas.values()))
    if size:
        yield SearchedYear(UNDATED, mark, size, partial(_pages, communes, areas, desk))


def _pages(communes: Sequence[str], areas: Mapping[AreaKind, Sequence[str]], desk: Desk) -> tuple[Searched, ...]:
    return (*_communes(communes, desk), *(page for kind, codes in areas.items() for page in _areas(kind, codes, desk)))


def _communes(codes: Sequence[str], desk: Desk) -> Iterator[Searched]:
    for commune in map(desk.build.communes.by_code.__getitem__, codes):
        read, url = partial(_commune, commune, desk), desk.addresses[COMMUNE].path(place_slug(commune))
        yield Searched(_PLACE, url, commune.name, "", read, desk.lang, communes=(commune.name,))


def _areas(kind: AreaKind, codes: Sequence[str], desk: Desk) -> Iterator[Searched]:
    pattern = area_pattern(kind, desk)
    for area in map(areas_of(kind, desk).__getitem__, codes):
        read, url = partial(Writing, names=(area.name,)), pattern.format(slug=area_slug(area))
        yield Searched(_PLACE, url, area_name(area), "", read, desk.lang)


def _commune(commune: Commune, desk: Desk) -> Writing:
    pattern = desk.say(N_("What residents, associations and services write {place}."))
    return Writing(
        summary=pattern.format(place=at_place(commune.name, desk.lang)),
        places=place_names(commune, desk),
        subjects=(commune.postal_codes,),
        place=commune.department,
    )
