"""The kind reviewer: advice, mending, verdicts on proposals."""

from __future__ import annotations

from placette.commands.review.advice import ADVISER
from placette.commands.review.fixing import Rename, follow
from placette.commands.review.guide import choice_lists, json_schema, key_table, with_choices, with_table

__all__ = [
    "ADVISER",
    "Rename",
    "choice_lists",
    "follow",
    "json_schema",
    "key_table",
    "with_choices",
    "with_table",
]
