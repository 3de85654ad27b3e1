"""Headers, redirects and what is gone, in the words of each server."""

from __future__ import annotations

from placette.engine.pages.features import Feature
from placette.features.hosting.companions import write_companions

__all__ = ["FEATURE", "register"]

FEATURE = Feature(name="hosting", order=200, closing=write_companions)
register = FEATURE.register
