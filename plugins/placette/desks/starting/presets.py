"""What differs from site to site: categories and menus by language and kind, colours by landscape."""

from __future__ import annotations

from collections.abc import Sequence

from placette.desks.starting.answers import Kind, Landscape
from placette.features.territory.national import France

CATEGORIES = {
    "fr": {
        "Vie du site": "Comment se fait ce site, et ce qui y change.",
        "Vie locale": "Ce qui se passe, se décide et se prépare ici.",
        "Patrimoine": "Ce qui a été bâti, et qui tient encore.",
        "Histoire": "Ce qui s’est passé ici, avec ses sources.",
        "Nature": "Chemins, bêtes et plantes, observés de près.",
        "Fêtes et marchés": "Ce que l’on y voit, et qui les fait.",
        "Recettes": "Des plats d’ici, et de qui on les tient.",
    },
    "en": {
        "About the site": "How this site is made, and what changes here.",
        "Local life": "What happens, is decided and is planned here.",
        "Heritage": "What was built, and still stands.",
        "History": "What happened here, with its sources.",
        "Nature": "Paths, animals and plants, seen from close by.",
        "Fairs and markets": "What there is to see, and who makes it.",
        "Recipes": "Dishes from here, and who taught them.",
    },
}
"""By language: the first is that of the first post."""
SLUGS = {
    "fr": {
        "first": "bienvenue",
        "team": "equipe",
        "about": "a-propos",
        "charter": "charte",
        "write": "contribuer",
        "notice": "mentions-legales",
        "privacy": "confidentialite",
        "accessibility": "accessibilite",
        "credits": "credits",
    },
    "en": {
        "first": "welcome",
        "team": "team",
        "about": "about",
        "charter": "charter",
        "write": "contribute",
        "notice": "legal",
        "privacy": "privacy",
        "accessibility": "accessibility",
        "credits": "credits",
    },
}
"""By language: the ends of addresses of what every site begins with."""
COLOURS = {
    Landscape.SEA: ("#1b5577", "#a8482b"),
    Landscape.PLAIN: ("#41601f", "#9a4a1c"),
    Landscape.MOUNTAIN: ("#1f5c4d", "#a8432b"),
    Landscape.TOWN: ("#44487c", "#a5402f"),
}
"""The two hues of a site (``IDENTITY_PRIMARY``, ``IDENTITY_ACCENT``)."""
_MOUNTAIN, _TOWN = 600, 20_000
"""Metres above the sea, inhabitants of the largest commune: the proposal for a place that has more."""
_SEASIDE = ("-sur-Mer", "-sur-mer", "-Plage", "-Océan", "-les-Flots")

_MENUS = {
    "fr": {
        "archives/": "Lire",
        "rubriques/": "Rubriques",
        "communes/": "Communes",
        "carte/": "Carte",
        "agenda/": "Agenda",
        "dialogue/": "Dialogue",
        "auteurs/": "Auteurs et autrices",
    },
    "en": {
        "archives/": "Read",
        "rubriques/": "Topics",
        "communes/": "Communes",
        "carte/": "Map",
        "agenda/": "Events",
        "dialogue/": "Dialogue",
        "auteurs/": "Authors",
    },
}
_ABOUT = {"fr": "À propos", "en": "About"}
_VILLAGE_AUTHORS = {"fr": "Qui écrit ici", "en": "Who writes here"}
_WITHOUT = {
    Kind.VILLAGE: {"communes/", "carte/"},
    Kind.EPCI: {"carte/"},
    Kind.DEPARTMENT: {"communes/"},
    Kind.REGION: {"communes/"},
    Kind.ASSOCIATION: {"carte/"},
}
"""What a menu does without: a village is one place, and a département's map leads to its communes."""
_DECLARED = "Accessibilité : non conforme"
"""In the words of the décret n° 2019-768, whatever the language, until an audit says better."""
_FOOTERS = {
    "fr": ("À propos", "Charte", "Plan du site", _DECLARED, "Mentions légales", "Confidentialité", "Crédits"),
    "en": ("About", "Charter", "Site map", _DECLARED, "Legal notice", "Privacy", "Credits"),
}
_FOOTER_PAGES = ("about", "charter", "", "accessibility", "notice", "privacy", "credits")


def footer_of(lang: str) -> list[tuple[str, str]]:
    """The entries of the footer (words, end of the address)."""
    slugs = SLUGS[lang]
    return [(text, slugs.get(page, "plan-du-site")) for text, page in zip(_FOOTERS[lang], _FOOTER_PAGES, strict=True)]


def menu_of(kind: Kind, lang: str) -> list[tuple[str, str]]:
    """The entries of the menu (words, address). Lists that are still short are left out by the build itself."""
    words = {**_MENUS[lang], **({"auteurs/": _VILLAGE_AUTHORS[lang]} if kind is Kind.VILLAGE else {})}
    entries = [(text, path) for path, text in words.items() if path not in _WITHOUT[kind]]
    return [*entries, (_ABOUT[lang], f"{SLUGS[lang]['about']}/")]


def landscape_of(communes: Sequence[str], france: France) -> Landscape:
    """The landscape to propose: by the names, the mean height and the largest commune of a place."""
    wanted = set(communes)
    found = [item for item in france.lists.communes if item["code"] in wanted and "population" in item]
    heights = [france.heights[code] for code in communes if code in france.heights]
    if any(item["nom"].endswith(_SEASIDE) for item in found) and len(found) == 1:
        return Landscape.SEA
    if heights and sum(heights) / len(heights) > _MOUNTAIN:
        return Landscape.MOUNTAIN
    largest = max((item["population"] for item in found), default=0)
    return Landscape.TOWN if largest > _TOWN and len(found) == 1 else Landscape.PLAIN


def subtitle_of(of_place: str, lang: str) -> str:
    """The line under the site's name."""
    if lang == "fr":
        return f"Celles et ceux qui vivent ici racontent le quotidien {of_place}."
    return f"The people who live here tell of everyday life in {of_place}."
