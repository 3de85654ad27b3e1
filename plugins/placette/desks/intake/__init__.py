"""``photo``, ``document``: what people send, made ready for the site; and what other desks use of it."""

from __future__ import annotations

from placette.desks.intake.answers import DECORATIVE, Answers, in_markdown, is_minors, licence_named, one_line
from placette.desks.intake.documents import HEAVY, kind_for
from placette.desks.intake.naming import document_name, photo_name
from placette.desks.intake.placing import Placed, Placement, figure, place_photos
from placette.desks.intake.preparing import Original, find_originals, prepare, write_photos

__all__ = [
    "DECORATIVE",
    "HEAVY",
    "Answers",
    "Original",
    "Placed",
    "Placement",
    "document_name",
    "figure",
    "find_originals",
    "in_markdown",
    "is_minors",
    "kind_for",
    "licence_named",
    "one_line",
    "photo_name",
    "place_photos",
    "prepare",
    "write_photos",
]
