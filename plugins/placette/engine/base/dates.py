"""Dates as people write them, without the operating system's locales."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date

_FRENCH_FIRST = "1er"
"""French writes the first of the month as an ordinal; CLDR's patterns do not know it."""


def long_date(moment: datetime, lang: str) -> str:
    """«1er mai 2026» or “1 May 2026”, with no-break spaces inside the day and month."""
    return _written(moment.date(), "d\u00a0MMMM\u00a0y", lang)


def short_date(moment: datetime, lang: str) -> str:
    """«1er mai» or “1 May”."""
    return _written(moment.date(), "d\u00a0MMMM", lang)


def month_name(moment: datetime, lang: str) -> str:
    """«mai 2026»."""
    return _written(moment.date().replace(day=1), "MMMM\u00a0y", lang)


def build_moment(zone: str) -> datetime:
    """The moment a build takes as «now», in the site's zone.

    ``SOURCE_DATE_EPOCH`` (reproducible-builds.org) fixes it; without it the clock decides, since
    posts scheduled for a date must appear on that date.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.astimezone(ZoneInfo(zone))


# A card repeats its post's dates on every list it stands in. 4096 entries are two forms of two thousand days.
@lru_cache(maxsize=4096)
def _written(day: date, pattern: str, lang: str) -> str:
    text = format_date(day, pattern, locale=lang)
    return f"{_FRENCH_FIRST}{text[1:]}" if lang.startswith("fr") and text.startswith("1\u00a0") else text
