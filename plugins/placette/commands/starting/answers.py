"""What a new site is to be: six answers, each read from what somebody typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

from placette.engine.base.text import nearest
from placette.engine.base.translation import N_, SaidError
from placette.features.territory.national import France

Choice = TypeVar("Choice", bound=StrEnum)
LANGUAGES = ("fr", "en")
"""Those that a new site can be in."""
_LONGEST_TITLE = 80
_JOINERS = "\u200d\ufe0f"
"""Invisible, and part of emoji."""
_PATH = re.compile(r"[A-Za-z0-9._~/-]*")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")


class AnswerError(SaidError, ValueError):
    """An answer that can't be used: a msgid that says why and what to write, and its values."""


class Kind(StrEnum):
    """Who has the site."""

    VILLAGE = "village"
    EPCI = "intercommunalite"
    DEPARTMENT = "departement"
    REGION = "region"
    ASSOCIATION = "association"


class PublishTarget(StrEnum):
    """How ``invoke publish`` publishes it."""

    PAGES = "gh-pages"
    SSH = "ssh"
    FOLDER = "folder"
    RCLONE = "rclone"


class Forge(StrEnum):
    """Where its texts are proposed."""

    GITHUB = "github"
    GITLAB = "gitlab"
    FORGEJO = "forgejo"
    NONE = "none"


class Landscape(StrEnum):
    """What its colours and drawings show."""

    SEA = "sea"
    PLAIN = "plain"
    MOUNTAIN = "mountain"
    TOWN = "town"


def read_choice(written: str, kind: type[Choice]) -> Choice:
    """The value that was written, whatever its case and accents. Raises ``AnswerError``."""
    values = {value.value: value for value in kind}
    found = nearest(written.strip(), values, 1)
    plain = "".join(c for c in unicodedata.normalize("NFD", written.strip().lower()) if not unicodedata.combining(c))
    if plain in values:
        return values[plain]
    if found:
        sentence = N_("“{name}” is none of the choices. Did you mean “{near}”?")
        raise AnswerError(sentence, name=written, near=found[0])
    raise AnswerError(N_("“{name}” is none of the choices: {choices}."), name=written, choices=", ".join(values))


def read_title(written: str) -> str:
    """The site's name. Raises ``AnswerError`` where it is empty, too long or holds what nobody can see."""
    title = unicodedata.normalize("NFC", " ".join(written.split()))
    if not any(character.isalnum() for character in title):
        raise AnswerError(N_("Write a name with letters, for instance: {example}."), example="Chroniques du pays")
    if any(unicodedata.category(c).startswith("C") and c not in _JOINERS for c in title):
        raise AnswerError(N_("The name holds a character that nobody can see: type it again by hand."))
    if len(title) > _LONGEST_TITLE:
        raise AnswerError(N_("The name is too long: {limit} characters at most."), limit=str(_LONGEST_TITLE))
    return title


def read_url(written: str) -> str:
    """The public address, without a slash at its end. Raises ``AnswerError``."""
    address = written.strip()
    address = (address if "://" in address else f"https://{address}").rstrip("/")
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise _wrong_url(written) from None
    odd = parts.query or parts.fragment or parts.username is not None or not _PATH.fullmatch(parts.path)
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(host) or odd or ".." in parts.path:
        raise _wrong_url(written)
    return f"{parts.scheme}://{host}{port}{parts.path}"


def _wrong_url(written: str) -> AnswerError:
    sentence = N_("“{name}” is not the address of a site. Write it like this: {example}")
    return AnswerError(sentence, name=written, example="https://blog.example.org")


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
