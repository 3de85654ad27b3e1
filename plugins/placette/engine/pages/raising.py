"""Ordinals in the frame of pages: «1er mai» with its letters raised, as prose has it; the text stays «1er mai»."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_FIRST = re.compile(r"\b1er(?!\w)")


def raise_first(date: str) -> str:
    """A date, or a sentence about some, whose «1er» has raised letters where HTML is printed.

    Only for HTML: calendars, feeds, and what stands in attributes say the date as it is.
    """
    return Markup(_FIRST.sub("1<sup>er</sup>", escape(date))) if _FIRST.search(date) else date  # noqa: S704 - escaped
