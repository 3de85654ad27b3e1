"""Départements and intercommunalités as readers know them: names, the words before them, their pages' addresses."""

from __future__ import annotations

import re
from gettext import NullTranslations

from placette.engine.base.message import N_
from placette.engine.base.text import slugify
from placette.engine.library.models import Area, AreaKind
from placette.engine.pages.addresses import FeedAddress, PageAddress
from placette.engine.pages.desk import Desk

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
