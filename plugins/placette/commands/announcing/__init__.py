"""Announces new posts: texts for networks, posters, previews of cards."""

from __future__ import annotations

from placette.commands.announcing.announce import FILE as ANNOUNCED
from placette.commands.announcing.announce import read_statuses

__all__ = ["ANNOUNCED", "read_statuses"]
