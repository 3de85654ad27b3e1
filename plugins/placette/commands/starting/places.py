"""Which communes a new site speaks of: what somebody typed, found in the list of all France."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from placette.commands.starting.answers import AnswerError, Kind
from placette.engine.base.text import nearest, slugify
from placette.engine.base.translation import N_
from placette.engine.library.communes import department_of
from placette.features.territory.making import departments_of
from placette.features.territory.national import MERGED, TODAY, Choice, France

_NEAR = 4
"""Letters that a misspelt name may have more or fewer."""
_MOST_NAMED, _MOST_HOLDING = 12, 5
"""Candidates of one name that a message lists at most, and those that hold the same words."""
_SAINTS = re.compile(r"\b(s)(te?)(?=-)")
_QUALIFIED = re.compile(r"(?P<name>.+?)\s*\((?P<where>[^()]+)\)")
_ARTICLE = re.compile(r"(les?) ", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiouyhàâéèêëîïôöûüœæ]", re.IGNORECASE)
_SHORT = {"CC": "communauté de communes", "CA": "communauté d’agglomération", "CU": "communauté urbaine"}
"""What the official list shortens in the names of intercommunalités."""
_KIND = r"c[cau]|communaute(?:-de-communes|-d-agglomeration|-urbaine)?|agglomeration|agglo|metropole"
_AROUND = re.compile(rf"^(?:(?:{_KIND})(?:-|$))?(?:(?:de|du|des|d|le|la|les|l)-)*|-(?:{_KIND})$")
"""What kind of intercommunalité a name says it is, at its beginning or its end, and the article before what is left."""
_SMALL = frozenset("a au aux d de des du en et l la le les sur".split())
"""Words that say nothing of a place."""
_CONTRACTED = {"le": "du ", "les": "des "}
_ELIDED = 1
_OF = ("de ", "d’", "du ", "de la ", "des ", "de l’", "de ", "de ", "de ")
"""What «de» becomes before the name of an area, by INSEE's ``typeLiaison``; a commune's article is part of its name."""


class ListLevel(StrEnum):
    """What a place can be on the official list."""

    COMMUNE = "commune"
    EPCI = "epci"
    DEPARTMENT = "department"
    REGION = "region"


_LEVELS = {
    Kind.VILLAGE: (ListLevel.COMMUNE,),
    Kind.EPCI: (ListLevel.EPCI,),
    Kind.DEPARTMENT: (ListLevel.DEPARTMENT,),
    Kind.REGION: (ListLevel.REGION,),
    Kind.ASSOCIATION: (ListLevel.COMMUNE, ListLevel.EPCI, ListLevel.DEPARTMENT, ListLevel.REGION),
}
"""Where each kind of site looks for its place, in this order."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the official list; ``within`` is the département of a commune."""

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
    choice: Choice
    communes: tuple[str, ...]


def find_place(written: str, kind: Kind, france: France) -> SitePlace:
    """The place of a site, from names or codes between commas. Raises ``AnswerError``."""
    parts = [part.strip() for part in written.split(",") if part.strip()]
    if not parts:
        raise AnswerError(N_("Write the name or the code of the place."))
    found = [_find(part, _LEVELS[kind], france) for part in parts]
    choice = _choice(found, france)
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
    names, ofs = [shown_name(one) for one in found], [name_after_of(one) for one in found]
    return SitePlace(",".join(one.code for one in found), _joined(names), _joined(ofs), choice, communes)


def shown_name(one: Listed) -> str:
    """«Redon Agglomération», «Communauté de communes du Pays de Mauriac»: a name as people say it."""
    name = " ".join(one.name.replace("'", "’").split())  # some have two spaces
    kind, _, rest = name.partition(" ")
    if one.level is not ListLevel.EPCI or kind not in _SHORT:
        return name
    return rest if rest[:1].isupper() else f"{_SHORT[kind].capitalize()} {rest}"


def name_after_of(one: Listed) -> str:
    """«d’Augan», «du Havre», «de l’Ain», «de Redon Agglomération», «de la communauté de communes …»."""
    name = shown_name(one)
    if article := _ARTICLE.match(name):
        return f"{_CONTRACTED[article[1].lower()]}{name[article.end() :]}"
    if one.level is ListLevel.COMMUNE:
        return ("d’" if one.liaison == _ELIDED else "de ") + name
    if one.level is not ListLevel.EPCI:
        return _OF[one.liaison] + name
    if name.startswith("Communauté"):
        return f"de la c{name[1:]}"
    return ("d’" if _VOWEL.match(name) else "de ") + name


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"


def _choice(found: Iterable[Listed], france: France) -> Choice:
    codes = {level: frozenset(one.code for one in found if one.level is level) for level in ListLevel}
    departments = codes[ListLevel.DEPARTMENT] | departments_of(codes[ListLevel.REGION], france.lists)
    return Choice(departments, codes[ListLevel.EPCI], codes[ListLevel.COMMUNE])


def _find(written: str, levels: Sequence[ListLevel], france: France) -> Listed:
    """The entry of that code or name on the first level that has one."""
    names: dict[str, None] = {}
    for level in levels:
        listed = list(_listed(level, france))
        if found := [one for one in listed if one.code == written.upper()] or _named(written, listed):
            return _only(written, found)
        names |= dict.fromkeys(shown_name(one) for one in listed)
    if ListLevel.EPCI in levels and (found := _called(written, _listed(ListLevel.EPCI, france))):
        return _only(written, found)
    raise _unknown(written, names, france)


def _called(written: str, listed: Iterable[Listed]) -> list[Listed]:
    """The intercommunalités of that name, whatever kind each is: «Oust à Brocéliande»."""
    wanted = _bare(written)
    return [one for one in listed if wanted and _bare(one.name) == wanted]


@cache
def _bare(name: str) -> str:
    """A name for comparing without its kind and its article."""
    return _AROUND.sub("", _key(name))


def _holding(written: str, names: Iterable[str]) -> list[str]:
    """The shortest names that have all words of what was written."""
    words = {*_bare(written).split("-")} - _SMALL - {""}
    found = [name for name in names if words and words <= {*_key(name).split("-")}]
    return sorted(found, key=lambda name: (len(name), name))[:_MOST_HOLDING]


def _named(written: str, listed: Iterable[Listed]) -> list[Listed]:
    """The entries of that name; «Saint-Aubin (62)» and «Saint-Aubin (Pas-de-Calais)» name one of several."""
    qualified = _QUALIFIED.fullmatch(written)
    name, where = (qualified["name"], _key(qualified["where"])) if qualified else (written, "")
    wanted = _key(name)
    return [
        one
        for one in listed
        if wanted in {_key(one.name), _key(shown_name(one))}
        and where in {"", one.code.lower(), department_of(one.code).lower(), _key(one.within)}
    ]


@cache
def _key(name: str) -> str:
    """A name for comparing: «St Père» is «Saint-Père». Each is asked for again with every place that is looked for."""
    return _SAINTS.sub(lambda short: "sainte" if short[2] == "te" else "saint", slugify(name))


def _only(written: str, found: Sequence[Listed]) -> Listed:
    if len(found) == 1:
        return found[0]
    most = _MOST_NAMED if found[0].within else _MOST_HOLDING
    choices = ", ".join(f"{one.name} ({', '.join(filter(None, (one.code, one.within)))})" for one in found[:most])
    raise AnswerError(
        N_("Several places are called “{name}”: {choices}. Write the code."), name=written, choices=choices
    )


def _unknown(written: str, names: Collection[str], france: France) -> AnswerError:
    key = _key(written)
    for item in france.lists.communes:
        if item["type"] in MERGED and _key(item["nom"]) == key:
            now = next(one for one in france.lists.communes if one["code"] == item["chefLieu"] and one["type"] == TODAY)
            sentence = N_("“{name}” is part of {now} today: write {now} or {code}.")
            return AnswerError(sentence, name=written, now=now["nom"], code=now["code"])
    beginning = [name for name in names if _key(name)[:1] == key[:1]]
    close = [name for name in beginning if key in _key(name) or abs(len(name) - len(written)) < _NEAR]
    alike = _holding(written, names) or nearest(written, close)
    if alike:
        sentence = N_("The official list has no “{name}”. Did you mean: {near}?")
        return AnswerError(sentence, name=written, near=", ".join(alike))
    return AnswerError(N_("The official list has no “{name}”. Write a name or a code."), name=written)


def _listed(level: ListLevel, france: France) -> Iterator[Listed]:
    lists = france.lists
    if level is ListLevel.COMMUNE:
        departments = {item["code"]: item["nom"] for item in lists.departments}
        for item in lists.communes:
            if item["type"] == TODAY:
                within = departments[department_of(item["code"])]
                yield Listed(level, item["code"], item["nom"], item["typeLiaison"], within)
        return
    rows = {ListLevel.EPCI: lists.epcis, ListLevel.DEPARTMENT: lists.departments, ListLevel.REGION: lists.regions}[
        level
    ]
    for item in rows:
        yield Listed(level, item["code"], item["nom"], item.get("typeLiaison", 0))
