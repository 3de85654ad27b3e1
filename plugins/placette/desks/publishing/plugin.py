"""The publishing settings of a site."""

from __future__ import annotations

from pathlib import Path

from pelican.settings import get_settings_from_file

from placette.desks.publishing.settings import PublishingSettings
from placette.engine.base.settings import load_settings, told_as_settings

SETTINGS = ("PUBLISHING", PublishingSettings)


def publishing_settings(file: Path) -> PublishingSettings:
    """The publishing settings of a settings file. Raises ``SettingError`` if it can't be used."""
    with told_as_settings(file):
        written = get_settings_from_file(str(file))
    return load_settings(PublishingSettings, SETTINGS[0], written)


def register() -> None:
    """Do nothing during a build: the plugin is listed so that a misspelt setting of its own is reported."""
