"""What three territories and an association wish for, in both languages."""

from __future__ import annotations

from datetime import date

from placette.commands.starting import Forge, Kind, Landscape, PublishTarget, find_place
from placette.commands.starting.planning import Wishes
from placette.features.territory.national import load_france

FRANCE = load_france()
DAY = date(2026, 7, 1)


def wishes(
    kind: Kind, place: str, title: str, forge: Forge, lang: str = "fr", publish: PublishTarget = PublishTarget.PAGES
) -> Wishes:
    """Wishes for a site at blog.example.org."""
    found = find_place(place, kind, FRANCE)
    return Wishes(kind, found, title, "https://blog.example.org", publish, forge, lang, Landscape.PLAIN)


VILLAGE = wishes(Kind.VILLAGE, "Augan", "Augan raconte", Forge.NONE, publish=PublishTarget.FOLDER)
EPCI = wishes(Kind.EPCI, "243500741", "Chroniques du Pays de Redon", Forge.FORGEJO)
REGION = wishes(Kind.REGION, "Bretagne", "Bretagne, carnets d’ici", Forge.GITLAB)
DEPARTMENT = wishes(Kind.DEPARTMENT, "56", "Le Morbihan vu d’ici", Forge.GITHUB, publish=PublishTarget.SSH)
ASSOCIATION = wishes(Kind.ASSOCIATION, "Redon", "Marsh and Mill", Forge.GITHUB, "en", PublishTarget.RCLONE)
HOSTILE = wishes(Kind.VILLAGE, "Augan", '"""\\ {{ 7*7 }} 👩‍🌾 [x](y) \'#: -', Forge.GITHUB)
ALL = {
    "village": VILLAGE,
    "epci": EPCI,
    "region": REGION,
    "department": DEPARTMENT,
    "association": ASSOCIATION,
    "hostile": HOSTILE,
}
