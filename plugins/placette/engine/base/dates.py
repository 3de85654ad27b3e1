"""Dates as people write them, without the operating system's locales."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from placette.engine.base.cldr import language_of

_FRENCH_FIRST = "1er"
"""French writes the first of the month as an ordinal; CLDR's patterns do not know it."""


def long_date(moment: datetime, lang: str) -> str:
    """«1er mai 2026» or “1 May 2026”, with no-break spaces inside the day and month."""
    return f"{short_date(moment, lang)}\u00a0{moment.year}"


def short_date(moment: datetime, lang: str) -> str:
    """«1er mai» or “1 May”."""
    number = _FRENCH_FIRST if lang == "fr" and moment.day == 1 else f"{moment.day}"
    return f"{number}\u00a0{month_alone(moment, lang)}"


def month_name(moment: datetime, lang: str) -> str:
    """«mai 2026»."""
    return f"{month_alone(moment, lang)}\u00a0{moment.year}"


def month_alone(moment: datetime, lang: str, *, short: bool = False) -> str:
    """«mai»; «déc.» for short."""
    language = language_of(lang)
    return (language.short_months if short else language.months)[moment.month - 1]


def weekday(moment: datetime, lang: str, *, short: bool = False) -> str:
    """«samedi»; «sam.» for short."""
    language = language_of(lang)
    return (language.short_days if short else language.days)[moment.weekday()]


def build_moment(zone: str) -> datetime:
    """The moment a build takes as «now», in the site's zone.

    ``SOURCE_DATE_EPOCH`` (reproducible-builds.org) fixes it; without it the clock decides, since
    posts scheduled for a date must appear on that date.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.astimezone(ZoneInfo(zone))
