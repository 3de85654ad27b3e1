"""Communes as readers know them: their pages' addresses, and the words before their names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from placette.engine.base.text import slugify
from placette.engine.library.build import Build
from placette.engine.library.models import Commune
from placette.engine.pages.views import PlaceView
from placette.features.agenda.kind import EVENT
from placette.features.authors.kind import PROFILE
from placette.features.posts.kind import POST
from placette.features.walks.kind import WALK

_VOWEL = 1
"""The ``typeLiaison`` of names without article before which «de» is elided."""
_LE, _LES = re.compile(r"Le ", re.IGNORECASE), re.compile(r"Les ", re.IGNORECASE)


def place_slug(commune: Commune) -> str:
    """«63113-clermont-ferrand»: the code tells communes of one name apart."""
    return f"{commune.code}-{slugify(commune.name)}"


def communes_shown(build: Build) -> list[Commune]:
    """The communes that have something to show, in order: those that posts, people, events or walks name."""
    told = {code for article in build.of(POST) for code in article.communes}
    others = (build.of(PROFILE), build.of(EVENT), build.of(WALK))
    codes = told | {code for texts in others for text in texts for code in text.communes}
    return [build.communes.by_code[code] for code in sorted(codes)]


def places_pattern(settings: Mapping[str, Any]) -> str:
    """The pattern of the addresses of communes' pages; empty where the site leaves them out."""
    return str(settings["COMMUNE_URL"]) if settings.get("COMMUNE_SAVE_AS") else ""


def place_view(commune: Commune, base: str, pattern: str) -> PlaceView:
    """A commune to show; ``pattern`` is the address of communes' pages, or empty where there are none."""
    url = base + pattern.format(slug=place_slug(commune)) if pattern else ""
    return PlaceView(commune.code, commune.name, f"{commune.name}, {commune.department}", url)


def at_place(name: str, lang: str) -> str:
    """«à Orcines», «au Puy-en-Velay», «aux Ancizes-Comps», «à La Chaise-Dieu»; in other languages the name alone.

    French joins «à» with a masculine or plural article. The official list spells articles as parts of names (INSEE,
    code officiel géographique 2026, where ``typeLiaison`` says the same of each name).
    """
    if lang != "fr":
        return name
    if _LES.match(name):
        return f"aux {name[4:]}"
    return f"au {name[3:]}" if _LE.match(name) else f"à {name}"


def of_place(commune: Commune, lang: str) -> str:
    """«de Clermont-Ferrand», «d’Orcines», «du Puy-en-Velay», «des Ancizes-Comps»; in other languages the name alone.

    Whether «de» loses its vowel is told by the list's ``typeLiaison`` 1: «de Haut-Bocage», but «d’Hérisson».
    """
    name = commune.name
    if lang != "fr":
        return name
    if _LES.match(name):
        return f"des {name[4:]}"
    if _LE.match(name):
        return f"du {name[3:]}"
    return f"d’{name}" if commune.liaison == _VOWEL else f"de {name}"
