"""Dates as people write them, without the operating system's locales."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

_FRENCH_FIRST = "1er"
"""French writes the first of the month as an ordinal; CLDR's patterns do not know it."""


def long_date(moment: datetime, lang: str) -> str:
    """«1er mai 2026» or “1 May 2026”, with no-break spaces inside the day and month."""
    return _french_first(format_date(moment, "d\u00a0MMMM\u00a0y", locale=lang), lang)


def short_date(moment: datetime, lang: str) -> str:
    """«1er mai» or “1 May”."""
    return _french_first(format_date(moment, "d\u00a0MMMM", locale=lang), lang)


def month_name(moment: datetime, lang: str) -> str:
    """«mai 2026»."""
    return format_date(moment, "MMMM\u00a0y", locale=lang)


def build_moment(zone: str) -> datetime:
    """The moment a build takes as «now», in the site's zone.

    ``SOURCE_DATE_EPOCH`` (reproducible-builds.org) fixes it; without it the clock tells, since
    posts scheduled for a date must appear on that date.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.astimezone(ZoneInfo(zone))


def _french_first(text: str, lang: str) -> str:
    return f"{_FRENCH_FIRST}{text[1:]}" if lang.startswith("fr") and text.startswith("1\u00a0") else text
