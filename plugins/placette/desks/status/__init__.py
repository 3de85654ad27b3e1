"""How the site stands, for its editors."""

from __future__ import annotations

from placette.desks.status.links.exchange import Manner, exchange
from placette.desks.status.links.outcomes import WHY, Reply
from placette.desks.status.links.remembered import links_remembered
from placette.desks.status.settings import StatusSettings
from placette.engine.pages.features import Feature

__all__ = ["FEATURE", "WHY", "Manner", "Reply", "exchange", "links_remembered", "register"]

FEATURE = Feature(name="status", order=310, settings={"STATUS": StatusSettings})
"""In a build only its settings count: a misspelt one is reported."""
register = FEATURE.register
