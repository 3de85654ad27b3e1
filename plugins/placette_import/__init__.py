"""Coming with a blog: texts, people, pictures, comments and addresses of another program become texts of this site."""

from __future__ import annotations

from placette import Feature

__all__ = ["FEATURE", "register"]

FEATURE = Feature(
    name="import",
    order=340,
)
register = FEATURE.register
