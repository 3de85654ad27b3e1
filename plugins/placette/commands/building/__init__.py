"""Building a site, and the tasks ``serve``, ``clean``, ``addresses``; ``build`` is in ``build_tasks``."""

from __future__ import annotations

from placette.commands.building.tasks import (
    attempt,
    build_published,
    build_told,
    load_preview,
    proposed_content,
    shown,
)

__all__ = ["attempt", "build_published", "build_told", "load_preview", "proposed_content", "shown"]
