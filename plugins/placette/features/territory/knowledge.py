"""What is known of each place of the territory: whether anything is, what it is part of, what it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from placette.engine.base.text import slugify
from placette.engine.library.models import Area, AreaKind
from placette.engine.pages.desk import Desk
from placette.engine.pages.places import place_slug


def shown_communes(desk: Desk) -> list[str]:
    """The communes (codes, in order) that texts name: posts, people, and whatever else features place."""
    return desk.once(_shown)


def _shown(desk: Desk) -> list[str]:
    return sorted({code for feature in desk.features for code in feature.placed(desk)})


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
