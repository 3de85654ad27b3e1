"""``new``, ``new-author``."""

from __future__ import annotations

from placette.desks.writing.answers import Why, answers_of
from placette.desks.writing.scaffolding import NewAuthor, author_source, spelt

__all__ = ["NewAuthor", "Why", "answers_of", "author_source", "spelt"]
