"""A site of one's own: begun from eight answers, brought up to date without merging code.

Here each answer is read from typed text; the place is found in the list of all France.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from placette.engine.base.geography import Point, distance
from placette.engine.base.text import nearest, slugify
from placette.engine.base.translation import N_, TranslatableError
from placette.engine.content.communes import department_of
from placette.features.territory.making import departments_of
from placette.features.territory.national import MERGED, TODAY, France
from placette.features.territory.national import Choice as Places

Choice = TypeVar("Choice", bound=StrEnum)
LANGUAGES = ("fr", "en")
"""The languages of a new site."""
_REGIONAL = json.loads(Path(__file__).with_name("regional.json").read_text(encoding="utf-8"))
"""Languages and creoles (BCP 47) with the départements where they are at home; points on the coasts of the Atlantic
with the Channel and of the Mediterranean; the middles of large marshes."""
_LONGEST_TITLE = 80
_JOINERS = "\u200d\ufe0f"
"""Invisible, and part of emoji."""
_PATH = re.compile(r"[A-Za-z0-9._~/-]*")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")


class AnswerError(TranslatableError, ValueError):
    """An answer that can't be used: a msgid on why and what to write, and its values."""


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


class Mining(StrEnum):
    """Whether its texts may be mined, as to train artificial intelligence."""

    ALLOW = "allow"
    LICENCE = "licence"
    RESERVE = "reserve"


class Landscape(StrEnum):
    """The look of its colours and drawings."""

    COUNTRY = "country"
    PLAIN = "plain"
    MOUNTAIN = "mountain"
    FOREST = "forest"
    RIVER = "river"
    MARSH = "marsh"
    SEA = "sea"
    MEDITERRANEAN = "mediterranean"
    TROPICS = "tropics"
    VOLCANOES = "volcanoes"
    TOWN = "town"
    CITY = "city"


def read_choice(written: str, kind: type[Choice]) -> Choice:
    """Return the value that was written, whatever its case and accents. Raises ``AnswerError``."""
    values = {value.value: value for value in kind}
    close = nearest(written.strip(), values, 1)
    plain = "".join(c for c in unicodedata.normalize("NFD", written.strip().lower()) if not unicodedata.combining(c))
    if plain in values:
        return values[plain]
    if close:
        sentence = N_("“{name}” is none of the choices. Did you mean “{near}”?")
        raise AnswerError(sentence, name=written, near=close[0])
    raise AnswerError(N_("“{name}” is none of the choices: {choices}."), name=written, choices=", ".join(values))


def read_title(written: str) -> str:
    """Return the site's name. Raises ``AnswerError`` where it is empty, too long or has invisible characters."""
    title = unicodedata.normalize("NFC", " ".join(written.split()))
    if not any(character.isalnum() for character in title):
        raise AnswerError(N_("Write a name with letters, for instance: {example}."), example="Chroniques du pays")
    if any(unicodedata.category(c).startswith("C") and c not in _JOINERS for c in title):
        raise AnswerError(N_("The name contains a character that nobody can see: type it again by hand."))
    if len(title) > _LONGEST_TITLE:
        raise AnswerError(N_("The name is too long: {limit} characters at most."), limit=str(_LONGEST_TITLE))
    return title


def read_url(written: str) -> str:
    """Return the public address, without a slash at its end. Raises ``AnswerError``."""
    address = written.strip()
    address = (address if "://" in address else f"https://{address}").rstrip("/")
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
        odd = parts.query or parts.fragment or parts.username is not None or not _PATH.fullmatch(parts.path)
        if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(host) or odd or ".." in parts.path:
            raise ValueError(address)
    except ValueError:
        sentence = N_("“{name}” is not the address of a site. Write it like this: {example}")
        raise AnswerError(sentence, name=written, example="https://blog.example.org") from None
    return f"{parts.scheme}://{host}{port}{parts.path}"


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
_ENDS = {
    "first": ("bienvenue", "welcome"),
    "team": ("equipe", "team"),
    "about": ("a-propos", "about"),
    "charter": ("charte", "charter"),
    "write": ("contribuer", "contribute"),
    "notice": ("mentions-legales", "legal"),
    "privacy": ("confidentialite", "privacy"),
    "accessibility": ("accessibilite", "accessibility"),
    "credits": ("credits", "credits"),
}
SLUGS = {lang: {page: ends[number] for page, ends in _ENDS.items()} for number, lang in enumerate(LANGUAGES)}
"""By language: the ends of addresses of what every site begins with."""
COLOURS = {
    Landscape.COUNTRY: ("#3a5f2a", "#a8482b"),
    Landscape.PLAIN: ("#41601f", "#9a4a1c"),
    Landscape.MOUNTAIN: ("#1f5c4d", "#a8432b"),
    Landscape.FOREST: ("#2c5a33", "#9c4a24"),
    Landscape.RIVER: ("#215a66", "#9c4a24"),
    Landscape.MARSH: ("#3c5b46", "#94511c"),
    Landscape.SEA: ("#1b5577", "#a8482b"),
    Landscape.MEDITERRANEAN: ("#4e5a24", "#b0472a"),
    Landscape.TROPICS: ("#0f5c63", "#b23f4a"),
    Landscape.VOLCANOES: ("#1f5c4d", "#a8432b"),
    Landscape.TOWN: ("#44487c", "#a5402f"),
    Landscape.CITY: ("#3c4c74", "#9c3f5c"),
}
"""The two hues of a site (``IDENTITY_PRIMARY``, ``IDENTITY_ACCENT``)."""
_TROPICS = frozenset("971 972 973 974 976 977 978 986 987 988 989".split())
_SOUTH = frozenset("06 11 13 2A 2B 30 34 66 83 84".split())
_HIGH, _HIGH_SOUTH, _LOW, _HILLS = 500, 400, 40, 110
"""Metres above the sea: where mountains begin, and marshes end; between the places of a country of hills."""
_TOWN, _CITY = 20_000, 150_000
"""Inhabitants of the largest commune."""
_NEAR_SEA, _NEAR_MARSH, _LOOKED_AT = 8, 12, 100
"""Kilometres to a coast or to the middle of a marsh; communes of a large territory that are looked at."""

_MENU = ("archives/", "rubriques/", "communes/", "carte/", "agenda/", "dialogue/", "auteurs/")
_MENUS = {
    "fr": ("Tous les billets", "Rubriques", "Communes", "Carte", "Agenda", "Questions et réponses", "Qui écrit ici"),
    "en": ("All posts", "Topics", "Communes", "Map", "Events", "Questions and answers", "Who writes here"),
}
_WITHOUT = {
    Kind.VILLAGE: {"communes/", "carte/"},
    Kind.EPCI: {"carte/"},
    Kind.DEPARTMENT: {"communes/"},
    Kind.REGION: {"communes/"},
    Kind.ASSOCIATION: {"carte/"},
}
"""The entries that a menu lacks: a village is one place, and a département's map leads to its communes."""
_DECLARED = "Accessibilité : non conforme"
"""In the words of the décret n° 2019-768, in any language, until an audit gives a better result."""
_FOOTERS = {
    "fr": ("À propos", "Charte", "Plan du site", _DECLARED, "Mentions légales", "Confidentialité", "Crédits"),
    "en": ("About", "Charter", "Site map", _DECLARED, "Legal notice", "Privacy", "Credits"),
}
_FOOTER_PAGES = ("about", "charter", "", "accessibility", "notice", "privacy", "credits")


def footer_of(lang: str) -> list[tuple[str, str]]:
    """Return the entries of the footer (words, end of the address)."""
    slugs = SLUGS[lang]
    return [(text, slugs.get(page, "plan-du-site")) for text, page in zip(_FOOTERS[lang], _FOOTER_PAGES, strict=True)]


def menu_of(kind: Kind, lang: str) -> list[tuple[str, str]]:
    """Return the entries of the menu (words, address). Lists that are still short are left out by the build itself."""
    words = dict(zip(_MENU, _MENUS[lang], strict=True))
    return [(text, path) for path, text in words.items() if path not in _WITHOUT[kind]]


def landscape_of(communes: Sequence[str], france: France) -> Landscape:
    """Return the landscape to propose for a place, by its people, coasts, and heights: its own or those around."""
    departments, codes = {department_of(code) for code in communes}, set(communes)
    if not communes or departments <= _TROPICS:
        return Landscape.TROPICS if communes else Landscape.COUNTRY
    today = (item for item in france.lists.communes if item["type"] == TODAY and item["code"] in codes)
    people = sorted(item.get("population", 0) for item in today)
    epcis = ([member["code"] for member in epci["membres"]] for epci in france.lists.epcis)
    epcis_here = [members for members in epcis if codes & {*members}]
    around = [code for members in epcis_here for code in members]
    places = [france.points[code] for code in communes if code in france.points]
    places = places or [france.points[code] for code in around if code in france.points]
    places = places[:: len(places) // _LOOKED_AT + 1]
    nearby = sorted(france.heights[code] for code in around if france.heights.get(code)) or [0]
    heights = sorted(france.heights[code] for code in communes if france.heights.get(code)) or nearby
    south, large = departments <= _SOUTH, people[-1] > max(_CITY, sum(people) / 4) and len(people) < _LOOKED_AT
    candidates = {
        Landscape.CITY: len(epcis_here) < 2 and (large or (len(people) > 1 and people[len(people) // 2] > _TOWN)),
        **{
            Landscape(name): "975" in departments or _share_near(places, coast, _NEAR_SEA) > 0.25
            for name, coast in _REGIONAL["coasts"].items()
        },
        Landscape.MOUNTAIN: heights[len(heights) * 3 // 4] > (_HIGH_SOUTH if south else _HIGH),
        Landscape.TOWN: len(people) == 1 and people[0] > _TOWN,
        Landscape.MARSH: heights[-1] < _LOW and _share_near(places, _REGIONAL["marshes"], _NEAR_MARSH) > 0.5,
        Landscape.COUNTRY: not south and nearby[len(nearby) * 9 // 10] - nearby[len(nearby) // 10] > _HILLS,
    }
    rest = Landscape.MEDITERRANEAN if south else Landscape.PLAIN
    return next((landscape for landscape, fits in candidates.items() if fits), rest)


def _share_near(places: Sequence[Point], others: Iterable[Point], kilometres: float) -> float:
    near = [place for place in places if any(distance(place, other) < kilometres for other in others)]
    return len(near) / max(len(places), 1)


def languages_of(communes: Iterable[str]) -> tuple[str, ...]:
    """Return the languages that a site of these communes takes texts in."""
    departments = {department_of(code) for code in communes}
    return (*LANGUAGES, *(code for code, where in _REGIONAL["languages"].items() if departments & {*where}))


def subtitle_of(kind: Kind, place: SitePlace, lang: str) -> str:
    """Return the line under the site's name, which an association has of its own, whatever its place."""
    french = lang == "fr"
    if kind is Kind.ASSOCIATION:
        telling = ("L’association, racontée par celles et ceux qui la font vivre.", "By those who keep it going.")
    elif kind in _WIDE and "," not in place.codes:
        telling = (
            f"{_WIDE[kind]}, celles et ceux qui vivent ici racontent leur quotidien.",
            "From one place to the next, the people who live here tell of everyday life.",
        )
    else:
        telling = (
            f"Celles et ceux qui vivent ici racontent le quotidien {place.of}.",
            f"The people who live here tell of everyday life in {place.name}.",
        )
    return telling[not french]


_WIDE = {Kind.EPCI: "D’une commune à l’autre", Kind.REGION: "D’un bout à l’autre de la région"}
_NEAR = 4
"""Letters that a misspelt name may have more or fewer."""
_MOST_NAMED, _MOST_HOLDING, _MOST_SAID = 12, 5, 3
"""The most candidates of one name that a message lists, those with the same words, names of places in a sentence."""
_SAINTS = re.compile(r"\b(s)(te?)(?=-)")
_QUALIFIED = re.compile(r"(?P<name>.+?)\s*\((?P<where>[^()]+)\)")
_ACRONYM = re.compile(r"\(([^()]+)\)$")
_PARTS = re.compile(r",(?![^()]*\))")
"""The commas between places: none in «Saint-Aubin (62742, Pas-de-Calais)»."""
_ARTICLE = re.compile(r"(les?) ", re.IGNORECASE)
_PLAIN_NOUN = re.compile(
    r"(pays|val|territoire|bassin|plateau|golfe) d|(?:vallée|côte|presqu’île) d|(?:euro)?métropole\b|agglo",
    re.IGNORECASE,
)
"""Names that begin with a noun and take its article: «du Pays d’Uzès», «de la Métropole de Lyon», «de l’Agglo …»."""
_ADJECTIVES = ("Intercommunale", "Interrégionale", "Montargoise", "Thelloise", "Bergeracoise", "Médullienne")
"""Names that only describe their communauté."""
_VOWEL = re.compile(r"(?!haut|houve)[aeiouyhàâéèêëîïôöûüœæ]", re.IGNORECASE)
_SHORT = {"CC": "communauté de communes", "CA": "communauté d’agglomération", "CU": "communauté urbaine"}
"""What the official list shortens in the names of intercommunalités."""
_KIND = r"c[cau]|communaute(?:-de-communes|-d-agglomeration|-urbaine)?|agglomeration|agglo|metropole"
_AROUND = re.compile(rf"^(?:(?:{_KIND})(?:-|$))?(?:(?:de|du|des|d|le|la|les|l)-)*|-(?:{_KIND})$")
"""The kind of intercommunalité in a name, at its beginning or its end, and the article before what is left."""
_SMALL = frozenset("a au aux d de des du en et l la le les sur".split())
"""Words that describe no place."""
_CONTRACTED = {"le": "du ", "les": "des "}
_ELIDED = 1
_OF = ("de ", "d’", "du ", "de la ", "des ", "de l’", "de ", "de ", "de ")
"""Forms of «de» before the name of an area, by INSEE's ``typeLiaison``; a commune's article is part of its name."""


class ListLevel(StrEnum):
    """The levels of a place on the official list."""

    COMMUNE = "commune"
    EPCI = "epci"
    DEPARTMENT = "department"
    REGION = "region"


_LEVEL_NAMES = dict(zip(ListLevel, ("commune", "intercommunalité", "département", "région"), strict=True))
_LEVELS = {
    Kind.VILLAGE: (ListLevel.COMMUNE,),
    Kind.EPCI: (ListLevel.EPCI,),
    Kind.DEPARTMENT: (ListLevel.DEPARTMENT,),
    Kind.REGION: (ListLevel.REGION,),
    Kind.ASSOCIATION: (ListLevel.COMMUNE, ListLevel.EPCI, ListLevel.DEPARTMENT, ListLevel.REGION),
}
"""The lists in which each kind of site looks for its place, in this order."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the official list; ``within`` is the département of a commune, or of most of an EPCI."""

    level: ListLevel
    code: str
    name: str
    liaison: int = 0
    within: str = ""


@dataclass(frozen=True, slots=True)
class SitePlace:
    """A territory: its codes, its name, the same after «de», what makes it and the codes of its communes."""

    codes: str
    name: str
    of: str
    choice: Places
    communes: tuple[str, ...]


def find_place(written: str, kind: Kind, france: France, lang: str = "fr") -> SitePlace:
    """Return the place of a site, from names or codes with commas; none for an association. Raises ``AnswerError``."""
    parts = [part.strip() for part in _PARTS.split(written) if part.strip()]
    if not parts and kind is not Kind.ASSOCIATION:
        raise AnswerError(N_("Write the name or the code of the place."))
    try:
        entries = [_find(written.strip(), _LEVELS[kind], france)]  # «Avallon, Vézelay, Morvan» is one
    except AnswerError:
        if len(parts) == 1:
            raise
        entries = [*dict.fromkeys(_find(part, _LEVELS[kind], france) for part in parts)]
    choice = _places_of(entries, france)
    epci_of = {member["code"]: epci["code"] for epci in france.lists.epcis for member in epci["membres"]}
    communes = tuple(
        item["code"]
        for item in france.lists.communes
        if item["type"] == TODAY
        and (
            item["code"] in choice.communes
            or epci_of.get(item["code"]) in choice.epcis
            or department_of(item["code"]) in choice.departments
        )
    )
    name, of = (_joined([*map(form, entries)], lang) for form in (shown_name, name_after_of))
    if len(entries) > _MOST_SAID:
        levels = Counter(entry.level for entry in entries).items()
        name = _joined([f"{count} {_LEVEL_NAMES[level]}{'s' if count > 1 else ''}" for level, count in levels], lang)
        of = f"de {name}"
    return SitePlace(",".join(entry.code for entry in entries), name, of, choice, communes)


def _joined(names: Sequence[str], lang: str) -> str:
    return (" et " if lang == "fr" else " and ").join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def shown_name(one: Listed) -> str:
    """Return a name in full: «Redon Agglomération», «Communauté de communes du Pays de Mauriac»."""
    name = " ".join(_ACRONYM.sub("", one.name).replace("'", "’").split())  # some have two spaces
    kind, _, rest = name.partition(" ")
    if one.level is not ListLevel.EPCI or kind not in _SHORT:
        return name
    if rest.startswith(_ADJECTIVES):
        rest = rest[0].lower() + rest[1:]
    return rest if rest[:1].isupper() else f"{_SHORT[kind].capitalize()} {rest}"


def name_after_of(one: Listed) -> str:
    """Return «d’Augan», «du Havre», «de l’Ain», «de Redon Agglomération», «de la communauté de communes …»."""
    name = shown_name(one)
    if article := _ARTICLE.match(name):
        return f"{_CONTRACTED[article[1].lower()]}{name[article.end() :]}"
    if one.level is ListLevel.COMMUNE:
        return ("d’" if one.liaison == _ELIDED else "de ") + name
    if one.level is not ListLevel.EPCI:
        return _OF[one.liaison] + name
    if name.startswith("Communauté"):
        return f"de la c{name[1:]}"
    if noun := _PLAIN_NOUN.match(name):
        return ("du " if noun[1] else "de l’" if _VOWEL.match(name) else "de la ") + name
    return ("d’" if _VOWEL.match(name) else "de ") + name


def _places_of(found: Iterable[Listed], france: France) -> Places:
    codes = {level: frozenset(entry.code for entry in found if entry.level is level) for level in ListLevel}
    departments = codes[ListLevel.DEPARTMENT] | departments_of(codes[ListLevel.REGION], france.lists)
    return Places(departments, codes[ListLevel.EPCI], codes[ListLevel.COMMUNE])


def _find(written: str, levels: Sequence[ListLevel], france: France) -> Listed:
    """Return the entry of that code or name on the first level that has one."""
    lists = {level: _listed(level, france) for level in levels}
    for level, listed in lists.items():
        if matches := [entry for entry in listed if entry.code == written.upper()] or _named(written, level, france):
            return _only(written, matches)
    bare, epcis = _bare(written), lists.get(ListLevel.EPCI, ())  # whatever kind it is: «Oust à Brocéliande»
    if bare and (matches := [entry for entry in epcis if _bare(shown_name(entry)) == bare]):
        return _only(written, matches)
    acronyms = ((entry, _ACRONYM.search(entry.name)) for entry in epcis)
    if matches := [entry for entry, acronym in acronyms if acronym and _key(acronym[1]) == _key(written)]:
        return _only(written, matches)
    raise _unknown(written, [entry for listed in lists.values() for entry in listed], france)


@cache
def _bare(name: str) -> str:
    """Return a name for comparing without its kind and its article."""
    return _AROUND.sub("", _key(name))


def _holding(written: str, names: Iterable[str]) -> list[str]:
    """Return the shortest names that have all words of what was written."""
    words = {*_bare(written).split("-")} - _SMALL - {""}
    holders = [name for name in names if words and words <= {*_key(name).split("-")}]
    return sorted(holders, key=lambda name: (len(name), name))[:_MOST_HOLDING]


def _named(written: str, level: ListLevel, france: France) -> list[Listed]:
    """Return the entries of that name; «Saint-Aubin (62)» and «Saint-Aubin (Pas-de-Calais)» name one of several."""
    qualified = _QUALIFIED.fullmatch(written)
    name, where = (qualified["name"], _key(qualified["where"])) if qualified else (written, "")
    return [
        entry
        for entry in _by_key(level, france).get(_key(name), ())
        if where
        in {"", entry.code.lower(), department_of(entry.code).lower(), _key(entry.within), _key(_identified(entry))}
    ]


@cache
def _by_key(level: ListLevel, france: France) -> Mapping[str, Sequence[Listed]]:
    entries: dict[str, list[Listed]] = {}
    for entry in _listed(level, france):
        for key in {_key(entry.name), _key(shown_name(entry))}:
            entries.setdefault(key, []).append(entry)
    return entries


@cache
def _key(name: str) -> str:
    """Return a name for comparing: «St Père» is «Saint-Père». Each is asked for with every place looked for."""
    return _SAINTS.sub(lambda short: "sainte" if short[2] == "te" else "saint", slugify(name))


def _only(written: str, found: Sequence[Listed]) -> Listed:
    if len(found) == 1:
        return found[0]
    choices = ", ".join(f"{entry.name} ({_identified(entry)})" for entry in found[:_MOST_NAMED])
    sentence = N_("Several places are called “{name}”: {choices}. Write the code.")
    raise AnswerError(sentence, name=written, choices=choices)


def _identified(one: Listed) -> str:
    return ", ".join(filter(None, (one.code, one.within)))


def _unknown(written: str, listed: Iterable[Listed], france: France) -> AnswerError:
    key = _key(written)
    for item in france.lists.communes:
        if item["type"] in MERGED and _key(item["nom"]) == key:
            now = next(
                entry for entry in france.lists.communes if entry["code"] == item["chefLieu"] and entry["type"] == TODAY
            )
            sentence = N_("“{name}” is part of {now} today: write {now} or {code}.")
            return AnswerError(sentence, name=written, now=now["nom"], code=now["code"])
    names = {shown_name(entry): entry for entry in listed}
    beginning = [name for name in names if _key(name)[:1] == key[:1]]
    close = [name for name in beginning if key in _key(name) or abs(len(name) - len(written)) < _NEAR]
    alike = _holding(written, names) or nearest(written, close)
    if alike:
        sentence = N_("The official list has no “{name}”. Did you mean: {near}?")
        return AnswerError(
            sentence, name=written, near=", ".join(f"{name} ({_identified(names[name])})" for name in alike)
        )
    return AnswerError(N_("The official list has no “{name}”. Write a name or a code."), name=written)


@cache
def _listed(level: ListLevel, france: France) -> tuple[Listed, ...]:
    lists = france.lists
    departments = {item["code"]: item["nom"] for item in lists.departments}
    if level is ListLevel.COMMUNE:
        return tuple(
            Listed(level, item["code"], item["nom"], item["typeLiaison"], departments[department_of(item["code"])])
            for item in lists.communes
            if item["type"] == TODAY
        )
    others = {ListLevel.EPCI: lists.epcis, ListLevel.DEPARTMENT: lists.departments, ListLevel.REGION: lists.regions}
    entries = []
    for item in others[level]:
        members = Counter(department_of(member["code"]) for member in item.get("membres", ()))
        within = departments[members.most_common(1)[0][0]] if members else ""
        entries.append(Listed(level, item["code"], item["nom"], item.get("typeLiaison", 0), within))
    return tuple(entries)
