"""Prepares photos and puts them into posts."""

from __future__ import annotations

from placette.desks.intake.answers import DECORATIVE, Answers, in_markdown, licence_named, one_line
from placette.desks.intake.documents import HEAVY, kind_for
from placette.desks.intake.naming import document_name, photo_name
from placette.desks.intake.placing import Placed, Placement, figure

__all__ = [
    "DECORATIVE",
    "HEAVY",
    "Answers",
    "Placed",
    "Placement",
    "document_name",
    "figure",
    "in_markdown",
    "kind_for",
    "licence_named",
    "one_line",
    "photo_name",
]
