"""What the site's settings say about its publication."""

from __future__ import annotations

from pathlib import Path

from pelican.settings import get_settings_from_file

from placette.desks.publishing.settings import PublishingSettings
from placette.engine.base.settings import load_settings, told_as_settings

SETTINGS = ("PUBLISHING", PublishingSettings)


def publishing_settings(file: Path) -> PublishingSettings:
    """Those of a settings file. Raises ``SettingError`` for one that can't be used."""
    with told_as_settings(file):
        written = get_settings_from_file(str(file))
    return load_settings(PublishingSettings, SETTINGS[0], written)


def register() -> None:
    """Nothing happens while a site is built: its settings alone are made known, so that a misspelt one is told."""
