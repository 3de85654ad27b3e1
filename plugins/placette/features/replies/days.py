"""Days as pages show them: without an hour."""

from __future__ import annotations

from datetime import date, datetime, time

from placette.engine.pages.lookup import date_view
from placette.engine.pages.views import DateView


def day_view(day: date, lang: str) -> DateView:
    """A day for machines, without an hour, and for people."""
    shown = date_view(datetime.combine(day, time()), lang)
    return DateView(f"{day:%Y-%m-%d}", shown.long, shown.short)
