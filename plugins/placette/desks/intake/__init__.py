"""Prepares photos and puts them into posts."""

from __future__ import annotations

from placette.desks.intake.answers import Answers, is_minors, licence_named, one_line
from placette.desks.intake.naming import photo_name
from placette.desks.intake.placing import Placed, Placement, place_photos
from placette.desks.intake.preparing import Original, find_originals, prepare, write_photos

__all__ = [
    "Answers",
    "Original",
    "Placed",
    "Placement",
    "find_originals",
    "is_minors",
    "licence_named",
    "one_line",
    "photo_name",
    "place_photos",
    "prepare",
    "write_photos",
]
