"""``build``, ``serve``, ``clean``, ``addresses``."""

from __future__ import annotations

from placette.desks.building.tasks import attempt, build_published

__all__ = ["attempt", "build_published"]
