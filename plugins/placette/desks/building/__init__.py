"""``build``, ``serve``, ``clean``, ``addresses``."""

from __future__ import annotations

from placette.desks.building.tasks import build_published

__all__ = ["build_published"]
