"""A copy of the site that opens from a disk."""

from __future__ import annotations

from placette import Feature

__all__ = ["FEATURE", "register"]

FEATURE = Feature(
    name="archive",
    order=330,
)
register = FEATURE.register
