"""``new``, ``new-author``."""

from __future__ import annotations

from placette.desks.writing.scaffolding import NewAuthor, author_source, spelt

__all__ = ["NewAuthor", "author_source", "spelt"]
