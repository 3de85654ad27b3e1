"""Places, as visitors look for them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from placette.engine.base.message import N_
from placette.engine.library.models import AreaKind, Commune
from placette.engine.pages.desk import Desk
from placette.engine.pages.places import COMMUNE, place_slug
from placette.engine.pages.searched import Searched, SearchedKind, Writing, place_names
from placette.features.territory.areas import area_name, area_pattern, area_slug
from placette.features.territory.knowledge import areas_of, areas_with, shown_communes
from placette.features.territory.places import at_place

_PLACE = SearchedKind("place", N_("Locality"), N_("Places"), 20)


def searched_places(desk: Desk) -> Iterator[Searched]:
    """The communes, intercommunalités and départements that have a page; their names come with the territory."""
    address, known = desk.addresses[COMMUNE], desk.build.communes.by_code
    for code in shown_communes(desk) if address else ():
        commune = known[code]
        read, url = partial(_commune, commune, desk), address.path(place_slug(commune))
        yield Searched(_PLACE, url, commune.name, "", read, desk.lang, communes=(commune.name,))
    for kind in AreaKind:
        pattern, areas = area_pattern(kind, desk), areas_of(kind, desk)
        for code in areas_with(shown_communes(desk), kind, desk) if pattern else ():
            area = areas[code]
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
