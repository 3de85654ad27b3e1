"""Dates are written as people write them, in the language and the zone of the site."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from placette.engine.base.dates import long_date, month_name, short_date

MAY = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
LATE = datetime(2026, 5, 11, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "lang", "long", "short", "month"),
    [
        (MAY, "fr", "1er\u00a0mai\u00a02026", "1er\u00a0mai", "mai\u00a02026"),
        (MAY, "en", "1\u00a0May\u00a02026", "1\u00a0May", "May\u00a02026"),
        (LATE, "fr", "11\u00a0mai\u00a02026", "11\u00a0mai", "mai\u00a02026"),
        (LATE.astimezone(ZoneInfo("Europe/Paris")), "fr", "12\u00a0mai\u00a02026", "12\u00a0mai", "mai\u00a02026"),
    ],
)
def test_dates_are_written_as_people_do(moment: datetime, lang: str, long: str, short: str, month: str) -> None:
    assert (long_date(moment, lang), short_date(moment, lang), month_name(moment, lang)) == (long, short, month)
