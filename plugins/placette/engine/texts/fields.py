"""The kinds of values in a front matter, as pydantic types with our own error codes.

Every value arrives as a string, a list or a mapping of strings. A type either returns a typed value or raises
``PydanticCustomError`` whose type is a code of ``placette.engine.findings.messages``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from enum import StrEnum
from typing import Annotated, Any, NamedTuple, Self, TypeVar

from pydantic import BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from placette.engine.base.text import DEVICES, fold, nearest
from placette.engine.base.translation import N_
from placette.engine.texts.characters import has_visible
from placette.engine.texts.values import LICENCES, Licence, Spot, Status, find_licence


class Motif(StrEnum):
    """The kinds of landscape; the value is the English name, ``french`` the French one."""

    _value_: str
    french: str

    def __new__(cls, english: str, french: str = "") -> Self:
        """Return a motif by its two names."""
        motif = str.__new__(cls, english)
        motif._value_, motif.french = english, french
        return motif

    PUYS = "puys", "volcans"
    VILLAGE = "village", "village"
    BRIDGE = "bridge", "pont"
    FOREST = "forest", "forêt"
    MARKET = "market", "marché"
    WATER = "water", "lac"
    BOOK = "book", "livre"
    FEAST = "feast", "fête"
    WORKSHOP = "workshop", "atelier"
    ABBEY = "abbey", "église"
    PATH = "path", "chemin"
    PASTURE = "pasture", "pâturage"
    CASTLE = "castle", "château"
    WINTER = "winter", "hiver"
    FIELDS = "fields", "champs"
    ORCHARD = "orchard", "verger"
    FARM = "farm", "ferme"
    WINDMILL = "windmill", "moulin à vent"
    CANAL = "canal", "canal"
    LIGHTHOUSE = "lighthouse", "phare"
    SAILS = "sails", "voiles"
    HARBOUR = "harbour", "port"
    SHORE = "shore", "plage"
    PEAKS = "peaks", "sommets"
    CHALETS = "chalets", "chalets"
    TORRENT = "torrent", "torrent"
    ROOFTOPS = "rooftops", "toits"
    QUAY = "quay", "quai"
    SQUARE = "square", "place"
    AVENUE = "avenue", "avenue"
    SPRING = "spring", "source"
    LACE = "lace", "dentelle"
    BLADE = "blade", "lame"
    TUBE = "tube", "baromètre"
    SCHOOL = "school", "école"
    HALL = "hall", "mairie"
    SHUTTLE = "shuttle", "navette"
    RIVER = "river", "rivière"
    CLEARING = "clearing", "clairière"
    LAGOON = "lagoon", "lagon"
    OLIVES = "olives", "oliviers"
    VINES = "vines", "vignes"
    MARSH = "marsh", "marais"
    TOWERS = "towers", "tours"


IN_FRENCH: Mapping[Motif, str] = {motif: motif.french for motif in Motif}
"""The French name of each."""


T = TypeVar("T")


class Bound(NamedTuple):
    """How many characters a value may have, or one item of a list of at most ``items``; editors show it."""

    length: int
    items: int = 0


_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:(?:T| +)(\d{2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)
_SPOKEN_TIME = re.compile(r"(?:(\d{4}-\d\d-\d\d)[T, ]*)?(\d|[01]\d|2[0-3]) ?(?:[hH.]|(?<!\d\d):) ?([0-5]\d)?", re.ASCII)
"""An hour as people write it: 18h30, 8 h, 8:30."""
_SHORT_MONTHS = {"02": N_("February"), "04": N_("April"), "06": N_("June"), "09": N_("September"), "11": N_("November")}
_ZONE = re.compile(r"(?<=\d\d:\d\d)(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)$", re.ASCII)
"""The zone behind a time, as other systems write it. A post's hour is that of its territory."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SLUG = re.compile(rf"(?!{DEVICES}$)(?=.*[a-z-])[a-z0-9]+(?:-[a-z0-9]+)*")
_RUNNING_TIME = re.compile(r"(?![0:]+$)(?:(\d):(?=\d\d:))?(\d{1,3}):([0-5]\d)", re.ASCII)
_NUMBER = re.compile(r"[1-9]\d{0,2}", re.ASCII)
_FOCUS = re.compile(r"(100|\d\d?) ?%? *[ ,;x] *(100|\d\d?) ?%?", re.ASCII)
_PAIR = re.compile(
    r"(.*)\( *(?:(-?\d{1,3}(?:\.\d{1,15})?) *[,;] *(-?\d{1,3}(?:\.\d{1,15})?)"
    r"|(-?\d{1,3},\d{1,15}) *[,;]? +(-?\d{1,3},\d{1,15})) *\)",
    re.ASCII,
)
"""A name and two numbers between brackets, with points or, as in French, with commas."""
_NUMBERS_ALONE = re.compile(r"\((?=[-+., ;°NSEWO]*\d)[-+\d., ;°NSEWO]*+\)$", re.ASCII)
_SPOT_LENGTH = 80
"""Characters of the longest name of a place."""
_NAME_LENGTH = 40
"""Characters of a motif's name that are looked at: more than any has."""
_DECIMALS = 4
"""Decimals of a degree that are kept: eleven metres, enough for a door."""
_LIST_SEPARATOR = re.compile("[;,]")
"""Without the blanks around it, which are taken off each item: to look for them in thousands would take seconds."""

_STATUSES = {
    **dict.fromkeys(("published", "publie"), Status.PUBLISHED),
    **dict.fromkeys(("draft", "brouillon"), Status.DRAFT),
}
STATUS_WORDS = (N_("published"), N_("draft"), N_("withdrawn"))
"""The names of statuses, to choose from."""
_MOTIFS = {fold(name): motif for motif, french in IN_FRENCH.items() for name in (motif.value, french)}
_NONE = frozenset({"none", "no", "aucun", "aucune", "non"})
NEVER = datetime(1, 1, 1)
"""The last day of what is never open."""
WITHDRAWN = frozenset({"withdrawn", "retire", "retiree"})
"""The status of a text of which only the address stays, folded."""


def fail(code: str, **values: object) -> PydanticCustomError:
    """Return an error of type ``code`` that carries the values of its message."""
    return PydanticCustomError(code, "{code}", {"code": code, **{k: str(v) for k, v in values.items()}})  # type: ignore[arg-type]


def as_text(value: Any) -> str:
    """Return a single piece of text; a list or mapping is refused, line breaks become spaces."""
    if not isinstance(value, str):
        raise fail("value-shape", example="…")
    return " ".join(value.split())


def as_list(value: Any) -> list[str]:
    """Return a list of texts; a single text is cut at commas or semicolons."""
    if isinstance(value, str):
        value = _LIST_SEPARATOR.split(value.strip(" ,;")) if value.strip(" ,;") else []
    if not isinstance(value, list):
        raise fail("value-shape", example="[…, …]")
    return list(dict.fromkeys(text for item in value if has_visible(text := as_text(item))))


def as_date(value: Any) -> datetime:
    """Return a date without zone, at midnight when no time is given; strict ISO."""
    text = as_text(value)
    match = _DATE.fullmatch(text)
    try:
        if not match:
            raise ValueError
        year, month, day, hour, minute, second = (int(part) if part else 0 for part in match.groups())
        return datetime.combine(datetime(year, month, day), time(hour, minute, second))
    except ValueError:
        raise fail("date-format", value=text, **_what_is_wrong(text)) from None


def _what_is_wrong(text: str) -> dict[str, str]:
    """Return the sentences on a date whose hour is written otherwise, or that no calendar has; none on another."""
    if spoken := _SPOKEN_TIME.fullmatch(text):
        time_of_day = f"{int(spoken[2]):02}:{spoken[3] or '00'}"
        again = {"mend_here": N_("Write: {example}"), "example": f"{spoken[1]} {time_of_day}"} if spoken[1] else {}
        return {"what_here": N_("The time is written {time}."), "time": time_of_day, **again}
    month, day = (text[5:7], text[8:10]) if _DATE.fullmatch(text) else ("", "")
    if month not in _SHORT_MONTHS or not "29" <= day <= "31":
        return {}
    values = {"day": day, "month": _SHORT_MONTHS[month], "year": text[:4]}
    return {"what_here": N_("{day} {month} {year} does not exist."), "mend_here": N_("Check the day."), **values}


def _matched(pattern: re.Pattern[str], value: Any, example: str) -> re.Match[str]:
    """Return the match of a whole value; an ``example`` is shown for any other."""
    match = pattern.fullmatch(as_text(value))
    if not match:
        raise fail("value-shape", example=example)
    return match


def as_day(value: Any, *, example: str = "2027-04-30") -> datetime:
    """Return a day, which has no time."""
    return as_date(_matched(_DAY, value, example)[0])


def as_until(value: Any) -> datetime:
    """Return a last day, or ``NEVER`` for «none»."""
    return NEVER if fold(as_text(value)) in _NONE else as_day(value, example="2026-06-30 / none")


def as_slug(value: Any) -> str:
    """Return an address: small ASCII letters, digits and single hyphens, not digits alone, at most 80."""
    text = as_text(value)
    if not is_slug(text):
        raise fail("slug-format", value=text)
    return text


def is_slug(text: str) -> bool:
    """Return whether ``text`` can be the end of an address."""
    return len(text) <= 80 and bool(_SLUG.fullmatch(text))


def as_status(value: Any) -> Status:
    """Return published or draft, in English or French."""
    return choice(value, _STATUSES, STATUS_WORDS)


def as_withdrawn(value: Any) -> Status:
    """Return withdrawn, in English or French."""
    return choice(value, dict.fromkeys(WITHDRAWN, Status.WITHDRAWN), STATUS_WORDS[-1:])


def as_episode(value: Any) -> int:
    """Return the number of an episode: 1 to 999."""
    return int(_matched(_NUMBER, value, "3")[0])


def as_licence(value: Any) -> Licence:
    """Return a licence of the closed list, by label or SPDX identifier."""
    licence = find_licence(as_text(value))
    if not licence:
        raise fail("choice-unknown", value=as_text(value), choices=", ".join(item.label for item in LICENCES))
    return licence


def as_motif(value: Any) -> Motif:
    """Return the motif of a drawing, by its French or English name."""
    text = as_text(value)
    names = sorted({*IN_FRENCH.values()}, key=fold)
    close = nearest(text[:_NAME_LENGTH], (*names, *Motif))
    return choice(text[:_NAME_LENGTH], _MOTIFS, tuple(close or names))


def as_block(value: Any) -> dict[str, Any]:
    """Return lines below a line."""
    if not isinstance(value, dict):
        raise fail("value-shape", example="…")
    return value


def as_running_time(value: Any) -> int:
    """Return the seconds of ``4:30`` or ``1:02:30``."""
    hours, minutes, seconds = _matched(_RUNNING_TIME, value, "4:30").groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)


def as_minors(value: Any) -> str:
    """Return ``none``, or ``authorised:`` and the reference of the consent kept outside the repository."""
    text = as_text(value)
    if not re.fullmatch(r"none|aucun|(?:authorised|autorisation):\S{1,40}", text):
        raise fail("minors-shape", value=text[:40])
    return text


def as_focus(value: Any) -> tuple[int, int]:
    """Return a place in a picture: per cent from the left and from the top."""
    match = _matched(_FOCUS, value, "40% 30%")
    return int(match[1]), int(match[2])


def as_spot(value: Any) -> Spot:
    """Return the name of a place and, between brackets, its latitude and longitude, as exact as they are written."""
    text = as_text(value)
    match = _PAIR.fullmatch(text)
    name = (match[1] if match else text).strip()
    numbers = [round(float(part.replace(",", ".")), _DECIMALS) for part in match.groups()[1:] if part] if match else []
    on_earth = not numbers or (abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180)
    if not name or (not match and _NUMBERS_ALONE.search(text)) or not on_earth:
        raise fail("value-shape", example="Le lavoir (45.68, 3.02)")
    return Spot(short(name, _SPOT_LENGTH), (numbers[0], numbers[1]) if numbers else None)


def choice(value: Any, table: dict[str, T], shown: tuple[str, ...]) -> T:
    """Return the value of a word of a closed list; ``shown`` are those to choose from: msgids, or names as they are."""
    meaning = table.get(fold(as_text(value)))
    if meaning is None:
        raise fail("choice-unknown", value=as_text(value), choices="; ".join(shown))
    return meaning


def short(text: str, limit: int) -> str:
    """Return a text of at most ``limit`` characters."""
    if len(text) > limit:
        raise fail("value-long", length=len(text), limit=limit)
    return text


def limited(limit: int) -> BeforeValidator:
    """Return what refuses a longer text."""
    return BeforeValidator(lambda value: short(as_text(value), limit))


def _list_limited(count: int, length: int) -> BeforeValidator:
    def check(value: Any) -> list[str]:
        items = as_list(value)
        if len(items) > count:
            raise fail("value-many", length=len(items), limit=count)
        return [short(item, length) for item in items]

    return BeforeValidator(check)


Title = Annotated[str, limited(150), StringConstraints(min_length=1), Bound(150)]
Sentence = Annotated[str, limited(300), Bound(300)]
ImportMark = Annotated[str, limited(200), Bound(200)]
IMPORTED = "wp:1234@blog.example 0123456789abcdef 0123456789abcdef"
"""An example of what a text carries that was imported."""
ShortText = Annotated[str, limited(140), Bound(140)]
Moment = Annotated[datetime, BeforeValidator(lambda value: as_date(_ZONE.sub("", as_text(value))))]
Day = Annotated[datetime, BeforeValidator(as_day)]
Until = Annotated[datetime, BeforeValidator(as_until)]
Slug = Annotated[str, BeforeValidator(as_slug)]
Keys = Annotated[list[str], _list_limited(20, 80), Bound(80, 20)]
Tags = Annotated[list[str], _list_limited(10, 40), Bound(40, 10)]
Communes = Annotated[list[str], _list_limited(10, 60), Bound(60, 10)]
Communities = Annotated[list[str], _list_limited(5, 150), Bound(150, 5)]
Paths = Annotated[list[str], _list_limited(10, 200), Bound(200, 10)]
FileName = Annotated[str, limited(120), Bound(120)]
RecordingName = Annotated[str, limited(120), Bound(120)]
FilmAddress = Annotated[str, limited(300), Bound(300)]
RunningTime = Annotated[int, BeforeValidator(as_running_time)]
LicenceName = Annotated[Licence, BeforeValidator(as_licence)]
StatusName = Annotated[Status, BeforeValidator(as_status)]
Episode = Annotated[int, BeforeValidator(as_episode)]
WithdrawnName = Annotated[Status, BeforeValidator(as_withdrawn)]
Minors = Annotated[str, BeforeValidator(as_minors)]
SpotName = Annotated[Spot | None, BeforeValidator(as_spot)]
Focus = Annotated[tuple[int, int] | None, BeforeValidator(as_focus)]
MotifName = Annotated[Motif, BeforeValidator(as_motif)]
Block = Annotated[dict[str, Any], BeforeValidator(as_block)]
