"""The old site online or the new one, never a mixture."""

from __future__ import annotations

from placette.commands.publishing.settings import PublishingSettings
from placette.engine.pages.features import Feature

__all__ = ["FEATURE", "PublishingSettings", "register"]

FEATURE = Feature(name="publishing", order=300, settings={"PUBLISHING": PublishingSettings})
"""In a build only its settings count: a misspelt one is reported."""
register = FEATURE.register
