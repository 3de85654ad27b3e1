"""The words before the names of communes."""

from __future__ import annotations

import re

from placette.engine.library.models import Commune

_VOWEL = 1
"""The ``typeLiaison`` of names without article before which «de» is elided."""
_LE, _LES = re.compile(r"Le ", re.IGNORECASE), re.compile(r"Les ", re.IGNORECASE)


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

    Whether «de» loses its vowel is stated by the list's ``typeLiaison`` 1: «de Haut-Bocage», but «d’Hérisson».
    """
    name = commune.name
    if lang != "fr":
        return name
    if _LES.match(name):
        return f"des {name[4:]}"
    if _LE.match(name):
        return f"du {name[3:]}"
    return f"d’{name}" if commune.liaison == _VOWEL else f"de {name}"
