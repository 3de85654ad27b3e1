"""Announces new posts: texts for networks, posters, previews of cards."""

from __future__ import annotations

from placette.desks.announcing.announced import FILE as ANNOUNCED
from placette.desks.announcing.announced import read_statuses

__all__ = ["ANNOUNCED", "read_statuses"]
