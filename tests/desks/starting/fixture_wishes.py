"""What three territories and an association wish for, in both languages."""

from __future__ import annotations

from datetime import date

from placette.desks.starting.answers import Forge, Kind, Landscape, Target
from placette.desks.starting.places import find_place
from placette.desks.starting.planning import Wishes
from placette.features.territory.national import load_france

FRANCE = load_france()
DAY = date(2026, 7, 1)


def wishes(
    kind: Kind, place: str, title: str, forge: Forge, lang: str = "fr", publish: Target = Target.PAGES
) -> Wishes:
    """Wishes for a site at blog.example.org."""
    found = find_place(place, kind, FRANCE)
    return Wishes(kind, found, title, "https://blog.example.org", publish, forge, lang, Landscape.PLAIN)


VILLAGE = wishes(Kind.VILLAGE, "Augan", "Augan raconte", Forge.NONE, publish=Target.FOLDER)
EPCI = wishes(Kind.EPCI, "243500741", "Chroniques du Pays de Redon", Forge.FORGEJO)
REGION = wishes(Kind.REGION, "Bretagne", "Bretagne, carnets d’ici", Forge.GITLAB)
DEPARTMENT = wishes(Kind.DEPARTMENT, "56", "Le Morbihan vu d’ici", Forge.GITHUB, publish=Target.SSH)
ASSOCIATION = wishes(Kind.ASSOCIATION, "Redon", "Marsh and Mill", Forge.GITHUB, "en", Target.RCLONE)
HOSTILE = wishes(Kind.VILLAGE, "Augan", '"""\\ {{ 7*7 }} 👩‍🌾 [x](y) \'#: -', Forge.GITHUB)
ALL = {
    "village": VILLAGE,
    "epci": EPCI,
    "region": REGION,
    "department": DEPARTMENT,
    "association": ASSOCIATION,
    "hostile": HOSTILE,
}
