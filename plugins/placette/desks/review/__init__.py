"""The kind reviewer: advice, mending, verdicts on proposals."""

from __future__ import annotations

from placette.desks.review import messages  # noqa: F401 - whoever uses the room knows what it says
from placette.desks.review.advice import ADVISER
from placette.desks.review.fixing import Rename, follow
from placette.desks.review.formats import render_report, where_explained
from placette.desks.review.guide import choice_lists, json_schema, key_table, with_choices, with_table
from placette.desks.review.prose import other_language, read_prose

__all__ = [
    "ADVISER",
    "Rename",
    "choice_lists",
    "follow",
    "json_schema",
    "key_table",
    "other_language",
    "read_prose",
    "render_report",
    "where_explained",
    "with_choices",
    "with_table",
]
