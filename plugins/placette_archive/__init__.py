"""A copy of the site that opens from a disk."""

from __future__ import annotations

from pathlib import Path

from placette import Feature

__all__ = ["FEATURE", "register"]

FEATURE = Feature(
    name="archive",
    order=330,
    tasks={"archive": "placette_archive.archive_tasks"},
    manual=Path(__file__).parent / "manual",
)
register = FEATURE.register
