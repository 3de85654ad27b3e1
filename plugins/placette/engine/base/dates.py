"""Dates as people write them, without the operating system's locales."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

FILE = Path(__file__).with_name("cldr.json")
_PLACES = 3
"""After the decimal sign, unless another number of places is asked for (CLDR's usual pattern)."""


@dataclass(frozen=True, slots=True)
class Language:
    """CLDR's data of one language; months and weekdays begin with January and Monday."""

    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    short_days: tuple[str, ...]
    decimal: str
    group: str
    plurals: str
    """The form that gettext's catalogues declare."""
    languages: Mapping[str, str]
    """The names of other languages, by code."""


def language_of(lang: str) -> Language:
    """Return what is known of a language that has a catalogue; raises ``KeyError`` for another."""
    return _languages()[0][lang]


def own_name(lang: str) -> str:
    """Return a language's name for itself: «occitan» for ``oc``; empty where CLDR has no name."""
    return _languages()[1].get(lang, "")


def spoken_number(number: float, lang: str, places: int | None = None) -> str:
    """Return «3 466» or «12,5»: with so many ``places``, else three at most and no zero at the end."""
    language = language_of(lang)
    exact = f"{Decimal(str(number)):,.{_PLACES if places is None else places}f}"
    whole, _, rest = exact.partition(".")
    rest = rest.rstrip("0") if places is None else rest
    return whole.replace(",", language.group) + (f"{language.decimal}{rest}" if rest else "")


@cache
def _languages() -> tuple[Mapping[str, Language], Mapping[str, str]]:
    """Return the file's contents: languages by code, and by code the name of each of many for itself."""
    data = json.loads(FILE.read_bytes())  # our own file: to check it would take longer than to read it
    languages = {}
    for code, words in data["known"].items():
        fields: dict[str, Any] = {name: tuple(of) if isinstance(of, list) else of for name, of in words.items()}
        languages[code] = Language(**fields)
    return languages, data["own"]


_FRENCH_FIRST = "1er"
"""French writes the first of the month as an ordinal; CLDR's patterns do not know it."""


def long_date(moment: date, lang: str) -> str:
    """Return «1er mai 2026» or “1 May 2026”, with no-break spaces inside the day and month."""
    return f"{short_date(moment, lang)}\u00a0{moment.year}"


def short_date(moment: date, lang: str) -> str:
    """Return «1er mai» or “1 May”."""
    number = _FRENCH_FIRST if lang == "fr" and moment.day == 1 else f"{moment.day}"
    return f"{number}\u00a0{month_alone(moment, lang)}"


def month_name(moment: datetime, lang: str) -> str:
    """Return «mai 2026»."""
    return f"{month_alone(moment, lang)}\u00a0{moment.year}"


def month_alone(moment: date, lang: str, *, short: bool = False) -> str:
    """Return «mai»; «déc.» for short."""
    language = language_of(lang)
    return (language.short_months if short else language.months)[moment.month - 1]


def weekday(moment: datetime, lang: str, *, short: bool = False) -> str:
    """Return «samedi»; «sam.» for short."""
    language = language_of(lang)
    return (language.short_days if short else language.days)[moment.weekday()]


def build_moment(zone: str) -> datetime:
    """Return the moment a build takes as «now», in the site's zone.

    ``SOURCE_DATE_EPOCH`` (reproducible-builds.org) fixes it; without it the clock decides, since
    posts scheduled for a date must appear on that date.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.astimezone(ZoneInfo(zone))
