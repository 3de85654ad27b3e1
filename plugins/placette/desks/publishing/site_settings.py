"""The publishing settings of a site."""

from __future__ import annotations

from pathlib import Path

from placette.desks.publishing.settings import PublishingSettings
from placette.engine.base.settings import load_settings
from placette.plugin import load_site


def publishing_settings(file: Path) -> PublishingSettings:
    """Those of a settings file. Raises ``SettingError`` for one that can't be used."""
    return load_settings(PublishingSettings, "PUBLISHING", load_site(file))
