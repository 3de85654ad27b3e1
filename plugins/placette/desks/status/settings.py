"""What the editor's page can be told (``STATUS_*`` in ``pelicanconf.py``)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StatusSettings:
    """Settings of ``invoke status`` and ``invoke links``."""

    recent_days: int = 7
    """For how many days a post is told as published lately."""
    coming_days: int = 14
    """How many days ahead of its last date an event is told, so that somebody asks whether there is another."""
    silent_months: int = 6
    """After how many months without a post a commune that had some is told as silent."""
    review_months: int = 24
    """After how many months without ``modified`` a post is to be read again."""
    link_days: int = 7
    """For how many days the answer of an outside page that is still there holds."""
