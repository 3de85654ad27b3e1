"""Ordinals in the frame of pages: «1er mai» with its letters raised, as prose has it; the text stays «1er mai»."""

from __future__ import annotations

from markupsafe import Markup

_FIRST = "1er\u00a0"


def raise_first(date: str) -> str:
    """A date, whose «1er» at its beginning has raised letters where HTML is printed.

    Only for HTML: calendars, feeds, and what stands in attributes say the date as it is.
    """
    return Markup("1<sup>er</sup>\u00a0") + date[len(_FIRST) :] if date.startswith(_FIRST) else date
